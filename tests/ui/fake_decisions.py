"""What a hub for tests makes of commands: the lifecycle in memory, with its past to take back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from standup_tui.model.action import Tag
from standup_tui.model.command import (
    Command,
    Decide,
    Done,
    Left,
    Many,
    Mute,
    Outcome,
    Placed,
    Redo,
    Refused,
    Several,
    Superseded,
    Undo,
)
from standup_tui.model.entry import Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.lifecycle import TAGGINGS, Status, Verb, after, refusal, restored
from standup_tui.model.post import AuthorId, PostId


@dataclass
class Step:
    """What one command did: each post as it was before and as it was after."""

    command: Decide | Many | Mute
    by: Moderator
    said: str
    done: list[tuple[Entry, Entry]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


class FakeDecisions:
    """Does what moderators ask for, as the real store does, and can take it back."""

    def __init__(
        self, now: Callable[[], datetime], put: Callable[[Sequence[Entry]], None]
    ) -> None:
        self.now = now
        self.entries: dict[PostId, Entry] = {}
        self.seq = 0
        self.log: list[tuple[Decision, Entry]] = []
        """Every decision with the post as it was before, the oldest first."""
        self.file_mutes: set[AuthorId] = set()
        """Authors that campaign.toml mutes."""
        self._put = put
        self._steps: list[Step] = []
        self._undone: list[Step] = []

    def do(self, command: Command, by: Moderator) -> Outcome:
        """Do what a moderator asks for."""
        match command:
            case Decide():
                return self._decide(command, by)
            case Many():
                return self._decide_many(command, by)
            case Mute():
                return self._mute(command, by)
            case Undo(confirmed=confirmed):
                return self._undo(by, confirmed=confirmed)
            case Redo():
                return self._redo(by)
        return Refused("this fake does not do that")

    def _decide(self, command: Decide, by: Moderator) -> Outcome:
        entry = self.entries[command.post]
        if (rival := self._rival(entry, command.revision)) is not None:
            return rival
        if why := refusal(entry.standing, command.verb):
            return Refused(why)
        step = Step(command, by, f"{command.verb}: @{entry.post.author.handle}")
        self._carry_out(step, [entry])
        now = self.entries[command.post].standing
        return Done(self.seq, step.said, command.post, now)

    def _decide_many(self, command: Many, by: Moderator) -> Outcome:
        step = Step(command, by, "")
        able = []
        for target in command.posts:
            entry = self.entries[target.post]
            rival = self._rival(entry, target.revision)
            why = f"{rival.by.name} was faster" if rival else refusal(entry.standing, command.verb)
            if why:
                step.left.append(Left(target.post, why))
            else:
                able.append(entry)
        if not able:
            return Refused(step.left[0].why)
        step.said = f"{command.verb}: {len(able)} posts"
        self._carry_out(step, able)
        return self._several(step)

    def _rival(self, entry: Entry, revision: int) -> Superseded | None:
        last = entry.last
        if entry.standing.revision == revision or last is None:
            return None
        return Superseded(entry.post.id, last.by, last.at, last.verb, entry.standing)

    def _mute(self, command: Mute, by: Moderator) -> Outcome:
        theirs = [it for it in self.entries.values() if it.post.author.id == command.author]
        handle = theirs[0].post.author.handle
        if not command.muted and command.author in self.file_mutes:
            return Refused(f"campaign.toml mutes @{handle}: take it out of muted there")
        status = Status.SHOWN if command.muted else Status.HIDDEN
        posts = [it for it in theirs if it.standing.status is status]
        does = "leave" if command.muted else "come back to"
        if not command.confirmed:
            return Refused(f"{len(posts)} posts of @{handle} {does} the walls.", confirm=True)
        step = Step(command, by, f"{'muted' if command.muted else 'unmuted'} @{handle}")
        self._carry_out(step, posts)
        self.put_quietly([replace(it, muted=command.muted) for it in theirs])
        return self._several(step)

    def put_quietly(self, entries: Sequence[Entry]) -> None:
        """Have posts change that no decision changed."""
        self._put([replace(self.entries[it.post.id], muted=it.muted) for it in entries])

    def _several(self, step: Step) -> Several:
        done = tuple(Placed(now.post.id, now.standing) for _, now in step.done)
        return Several(self.seq, step.said, done, tuple(step.left))

    def _carry_out(self, step: Step, entries: Sequence[Entry]) -> None:
        for entry in entries:
            step.done.append((entry, self._changed(entry, step)))
        self._put([now for _, now in step.done])
        self._steps.append(step)
        self._undone.clear()

    def _changed(self, entry: Entry, step: Step) -> Entry:
        """Return a post as a command leaves it, and keep the decision."""
        command = step.command
        if isinstance(command, Mute):
            verb = Verb.HIDE if command.muted else Verb.APPROVE
            status = Status.HIDDEN if command.muted else Status.SHOWN
            standing = replace(entry.standing, status=status, pin=0, starred=False,
                               revision=entry.standing.revision + 1)  # fmt: skip
            return replace(entry, standing=standing, last=self._log(verb, step.by, entry, status))
        verb, reason = command.verb, command.reason
        if verb is Verb.NOTE:
            self._log(verb, step.by, entry, entry.standing.status, reason)
            return replace(entry, notes=entry.notes + 1)
        standing = after(entry.standing, verb)
        tags = entry.tags
        if verb in TAGGINGS:
            others = tuple(it for it in tags if it.action != command.action)
            tags = (*others, Tag(command.action, counts=verb is Verb.TAG, by=step.by.name))
        act = entry.act
        if verb is Verb.RETWEET:
            due = self.now() + timedelta(seconds=10)
            act = PublicAct(1, verb, entry.post.id, Stage.DUE, due, step.by.name)
        hidden_for = reason if verb in (Verb.HIDE, Verb.REASON) else ""
        last = self._log(verb, step.by, entry, standing.status, reason)
        return replace(entry, standing=standing, last=last, act=act, tags=tags,
                       hidden_for=hidden_for)  # fmt: skip

    def _log(
        self, verb: Verb, by: Moderator, entry: Entry, status: Status, reason: str = ""
    ) -> Decision:
        one = Decision(self.seq + len(self.log) + 1, verb, by, self.now(),
                       str(entry.standing.status), str(status), entry.post.id, reason)  # fmt: skip
        self.log.append((one, entry))
        return one

    def _undo(self, by: Moderator, *, confirmed: bool) -> Outcome:
        if not self._steps:
            return Refused("there is nothing to undo")
        step = self._steps[-1]
        nows = [self.entries[before.post.id] for before, _ in step.done]
        if any(it.act and it.act.stage is Stage.DONE for it in nows) and not confirmed:
            return Refused("the retweet was sent already; undoing it is public too", confirm=True)
        for (_, after_it), now in zip(step.done, nows, strict=True):
            if now.last and now.last != after_it.last:
                return Refused(f"{now.last.by.name} decided on that post after you")
        self._steps.pop()
        self._undone.append(step)
        back = [
            replace(
                before,
                standing=restored(now.standing, before.standing),
                last=self._log(Verb.UNDO, by, now, before.standing.status),
            )
            for (before, _), now in zip(step.done, nows, strict=True)
        ]
        self._put(back)
        return self._turned(f"undid: {step.said}", step)

    def _redo(self, by: Moderator) -> Outcome:
        if not self._undone:
            return Refused("there is nothing to redo")
        step = self._undone.pop()
        again = Step(step.command, by, step.said)
        undone = list(self._undone)
        self._carry_out(again, [self.entries[before.post.id] for before, _ in step.done])
        self._undone = undone
        return self._turned(f"redid: {step.said}", again)

    def _turned(self, said: str, step: Step) -> Outcome:
        posts = [self.entries[before.post.id] for before, _ in step.done]
        if len(posts) == 1:
            return Done(self.seq, said, posts[0].post.id, posts[0].standing)
        done = tuple(Placed(it.post.id, it.standing) for it in posts)
        return Several(self.seq, said, done)
