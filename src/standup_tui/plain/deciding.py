"""The acts on posts: about each as it was last shown, refused where somebody was faster."""

from collections.abc import Mapping
from uuid import uuid4

from standup_tui.model.acts import verb_of
from standup_tui.model.command import (
    Command,
    Decide,
    Done,
    Many,
    OpId,
    Outcome,
    Refused,
    Several,
    Steer,
    Superseded,
    Target,
)
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb, refusal
from standup_tui.model.post import PostId
from standup_tui.plain.desk import Desk
from standup_tui.plain.post_words import did, spoken, standing_spoken
from standup_tui.plain.vocabulary import Typed
from standup_tui.ui.console.over.evidence import (
    Evidence,
    about_escalation,
)
from standup_tui.ui.widgets.wording import ago, count, sentence

VERBS: Mapping[str, Verb] = {
    "approve": Verb.APPROVE,
    "hide": Verb.HIDE,
    "hold": Verb.HOLD,
    "flag": Verb.FLAG,
    "clear": Verb.CLEAR,
    "pin": Verb.PIN,
    "unpin": Verb.UNPIN,
    "star": Verb.STAR,
    "unstar": Verb.UNSTAR,
    "escalate": Verb.ESCALATE,
    "return": Verb.RETURN,
    "reason": Verb.REASON,
    "note": Verb.NOTE,
    "tag": Verb.TAG,
    "untag": Verb.UNTAG,
}
"""What a command by name does; by key, some take it back where it is done already."""

MANY = 10
"""Posts above which a command asks first."""


def op() -> OpId:
    """Return a new command's name."""
    return OpId(uuid4().hex)


class Deciding:
    """Decisions on posts, and what came of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told_of_reasons = False

    # Decisions.

    async def decide(self, typed: Typed) -> None:
        """Do one thing to posts."""
        found = self._desk.named(typed.rest, typed.word.forms[0])
        if found is None:
            return
        posts, rest = found
        if typed.word.name != "hide":
            await self.on_all(posts, typed)
            return
        reason = self.reason(rest) if rest else ""
        await self.on_all(posts, typed, reason=reason or "")

    async def on_all(
        self, posts: list[PostId], typed: Typed, *, reason: str = "", action: str = ""
    ) -> None:
        """Do what was typed to all posts for which it is possible, and say of each what came."""
        entries = [entry for post in posts if (entry := self.ready(post)) is not None]
        verb = self._verb(typed, entries[0] if len(posts) == len(entries) == 1 else None)
        possible = []
        for entry in entries:
            if (why := refusal(entry.standing, verb)) is None:
                possible.append(entry)
            else:
                self._desk.refuse(entry.post.id, why)

        async def does() -> None:
            await self._send(verb, possible, reason, action)

        if len(possible) > MANY:
            asks = f"{str(verb).capitalize()} {count(len(possible), 'post')}? y does it: "
            self._desk.ask(asks, "Nothing was done.", y=does)
        elif possible:
            await does()

    def ready(self, post: PostId) -> Entry | None:
        """Return a post if it may be acted on as it was last shown; None, and why, if not."""
        desk = self._desk
        entry = desk.entry(post)
        if desk.register.number(post) is None:
            desk.fail("Not done: that post was not said yet. It is:")
        elif desk.waits and desk.board.shaken and post == desk.in_hand:
            desk.refuse(post, "it changed just now; listen, and say it again")
            return None
        elif desk.board.mine.unconfirmed(entry):
            desk.refuse(post, "the hub has yet to confirm what you did to this post")
            return None
        elif desk.register.is_stale(entry):
            desk.fail(f"{desk.label(post)} not done: {_what_changed(entry, desk)}. It is now:")
        else:
            return entry
        desk.say(desk.line(post))
        return None

    def _verb(self, typed: Typed, only: Entry | None) -> Verb:
        """Return what to do; a key takes back what is done already, as on a screen."""
        if typed.by_key and only is not None:
            return verb_of(typed.word.name, only.standing) or VERBS[typed.word.name]
        return VERBS[typed.word.name]

    async def _send(self, verb: Verb, entries: list[Entry], reason: str, action: str) -> None:
        targets = [Target(entry.post.id, entry.standing.revision) for entry in entries]
        if len(targets) == 1:
            post, revision = targets[0].post, targets[0].revision
            await self.send(Decide(op(), verb, post, revision, reason, action=action))
        else:
            await self.send(Many(op(), verb, tuple(targets), reason, action))

    async def send(self, command: Command, wait: float | None = None) -> None:
        """Send a command and say what comes of it."""
        more = {} if wait is None else {"wait": wait}
        await self._desk.send(
            command, self.in_words(command), lambda outcome: self.settle(command, outcome), **more
        )

    def in_words(self, command: Command) -> str:
        """Return what was asked for."""
        match command:
            case Decide(verb=verb, post=post):
                return f"{verb} {self._desk.label(post)}"
            case Many(verb=verb, posts=posts):
                return f"{verb} {count(len(posts), 'post')}"
            case Steer():
                return "what the walls show"
            case _:
                return type(command).__name__.lower()

    # What came of them.

    def settle(self, command: Command, outcome: Outcome) -> None:
        """Say what came of a command."""
        desk = self._desk
        match outcome:
            case Done(said=said, post=post):
                desk.say(sentence(f"{self._numbered(post)}{spoken(said)}"))
                self._after(command)
            case Several(said=said, done=done, left=left):
                numbers = sorted(desk.register.show(desk.entry(one.post)) for one in done)
                label = f"{', '.join(map(str, numbers))}: " if numbers else ""
                desk.say(sentence(f"{label}{spoken(said)}"))
                for one in left:
                    desk.refuse(one.post, one.why)
                self._after(command)
            case Superseded(post=post):
                by, at = outcome.by.name, ago(outcome.at, desk.board.now)
                what = f"{did(by, outcome.verb)} {at}; {standing_spoken(outcome.standing)}"
                desk.fail(f"{desk.label(post)} not done: {what}. It is now:")
                desk.say(desk.line(post))
            case Refused(why, confirm):
                label = f"{desk.label(command.post)} not" if isinstance(command, Decide) else "Not"
                desk.fail(sentence(f"{label} done: {spoken(why)}"))
                if confirm:
                    desk.say("Say it again to be asked.")

    def _numbered(self, post: PostId | None) -> str:
        """Return a post's number and note that it is known as it is now."""
        if post is None or post not in self._desk.board.entries:
            return ""
        return f"{self._desk.register.show(self._desk.entry(post))} "

    def _after(self, command: Command) -> None:
        """Say what belongs to an act that was done."""
        if not isinstance(command, Decide | Many):
            return
        if command.verb is Verb.ESCALATE:
            self._say_evidence(about_escalation(self._desk.board))
        reasons = self._desk.board.about.reasons
        if command.verb is Verb.HIDE and not command.reason and reasons:
            if not self._told_of_reasons:
                self._desk.say("Why? reason with a number of reasons, or its words, says so.")
            self._told_of_reasons = True

    # Reasons and notes.

    def reason(self, typed: str) -> str | None:
        """Return the campaign's reason that is meant; None, and why, if none is."""
        known = self._desk.board.about.reasons
        wanted = typed.casefold()
        if typed.isdecimal() and 0 < int(typed) <= len(known):
            return known[int(typed) - 1]
        near = [one for one in known if one.casefold().startswith(wanted)]
        near = near or [one for one in known if wanted in one.casefold()]
        if len(near) == 1:
            return near[0]
        said = "is none of the campaign's reasons" if not near else "may be several reasons"
        self._desk.fail(f"“{typed}” {said}; reasons says them, reason adds one.")
        return None

    async def give_reason(self, typed: Typed) -> None:
        """Say why a post is hidden, afterwards."""
        desk = self._desk
        words = typed.rest.split()
        if len(words) == 1 and words[0].isdecimal() and desk.in_hand is not None:
            posts, rest = [desk.in_hand], words[0]  # a number alone is that of a reason
        else:
            if words and all(word.isdecimal() for word in words):
                *numbers, last = words
                words = [*numbers, ":", last]
            found = desk.named(" ".join(words), "reason")
            if found is None:
                return
            posts, rest = found
        if not rest:
            desk.fail("Which reason? Say its number or its words; reasons says them.")
        elif (reason := self.reason(rest)) is not None:
            await self.on_all(posts, typed, reason=reason)

    async def note(self, typed: Typed) -> None:
        """Write a private note about a post."""
        found = self._desk.single(typed.rest, "note")
        if found is None:
            return
        post, text = found
        if text:
            await self.on_all([post], typed, reason=text)
        else:
            self._desk.fail("What should it say? Type it behind the number: note 12 rang them.")

    def _say_evidence(self, evidence: Evidence) -> None:
        self._desk.say(f"{spoken(evidence.title)}:", *map(spoken, evidence.facts))


def _what_changed(entry: Entry, desk: Desk) -> str:
    last = entry.last
    if entry.why_gone:
        return f"it was {entry.why_gone}"
    if last is None or not last.by.login:
        return "it changed at its source"
    return f"{did(last.by.name, last.verb)} {ago(last.at, desk.board.now)}"
