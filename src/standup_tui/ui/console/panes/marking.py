"""Marks in the panes, and decisions that apply to all marked posts at once."""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from standup_tui.core.timeline import Timeline
from standup_tui.model.acts import BY_NAME, Action, title_for
from standup_tui.model.command import MOST_AT_ONCE, Left, Many, OpId, Target
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.ui.console.desk.deciding import RESOLVING
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.desk.desk_screen import op
from standup_tui.ui.console.over.confirm import Question, contact_card
from standup_tui.ui.console.over.tagging_many import TagManyScreen
from standup_tui.ui.console.panes.leading import LeadingScreen
from standup_tui.ui.console.panes.marks import (
    ASKED_ABOVE,
    Marks,
    Plan,
    left_in_words,
    lost_in_words,
    plan,
    plan_verb,
)
from standup_tui.ui.console.state.board import differs
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.key_bar import key_line
from standup_tui.ui.widgets.post_feed import PostFeed
from standup_tui.ui.widgets.searched_feed import SearchedFeed
from standup_tui.ui.widgets.wording import count

_YET = "the hub has yet to confirm what you did to it"


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a command on all marked was about."""

    marks: Marks
    seen: dict[PostId, Entry]
    left: tuple[tuple[PostId, str], ...]


class MarkingScreen(LeadingScreen, inherit_bindings=False):
    """A screen with panes in which posts can be marked."""

    feeds: Sequence[PostFeed]
    """The panes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.marks_of: dict[PostFeed, Marks] = {}
        """Each pane's marks."""
        self._sent_all: dict[OpId, _Sent] = {}

    @property
    @abstractmethod
    def feed(self) -> PostFeed:
        """The pane that has the keys."""

    @property
    def marks(self) -> Marks:
        """The marks of the pane that has the keys."""
        return self.marks_of[self.feed]

    def markable(self, feed: PostFeed) -> None:
        """Let posts of a pane be marked."""

        def whole() -> Timeline:
            return feed.base if isinstance(feed, SearchedFeed) else feed.timeline

        marks = Marks(lambda: feed.timeline, whole)
        self.marks_of[feed] = feed.marked = marks

    def stay(self) -> None:
        """Note that somebody moves or decides here."""

    # Marking.

    def action_mark(self) -> None:
        """Mark the post under the cursor or take its mark off, and go on."""
        entry = self.subject()
        if not self.may(BY_NAME["mark"], entry) or entry is None:
            return
        if self.marks.full and entry.post.id not in self.marks:
            self._say_full()
            return
        self.marks.switch(entry)
        self.feed.window.move(1)
        self.stay()
        self.marked_anew()

    def action_mark_range(self) -> None:
        """Mark everything from the last marked post to the one under the cursor."""
        entry = self.subject()
        if not self.may(BY_NAME["mark-range"], entry) or entry is None:
            return
        posts = self.marks.up_to(entry.post.id)
        if not posts:
            self.desk.say(
                "Nothing is marked here yet: ‹mark› marks the first, ‹mark-range› up to another."
            )
            return
        known = [self.board.entries[post] for post in posts]
        self.marks.add(one for one in known if not self.board.mine.unconfirmed(one))
        if self.marks.full:
            self._say_full()
        self.marked_anew()

    def clear_marks(self) -> bool:
        """Take all marks of this pane off; return whether there were any."""
        had = self.marks.clear()
        if had:
            self.desk.say(f"{count(had, 'mark')} taken off.")
            self.marked_anew()
        return bool(had)

    def _say_full(self) -> None:
        self.desk.say(f"{MOST_AT_ONCE} are marked, and no more go together.", Role.WARN)

    def marked_anew(self) -> None:
        """Draw the marks as they are now."""
        self.feed.redraw()
        self.renew_lines()

    def marks_taken(self, entries: Sequence[Entry], own: Collection[PostId]) -> None:
        """Take in what changed, and say whose doing it is that marks are gone."""
        lost = [one for marks in self.marks_of.values() for one in marks.take(entries, own)]
        if lost:
            self.board.shake()
            self.desk.say(lost_in_words(lost), Role.WARN)

    def marked_line(self) -> Line:
        """Return how many are marked, for the status line; nothing while none are."""
        if not self.marks:
            return EMPTY
        return ((f" + {len(self.marks)} marked ", Role.KEY), ("Esc takes them off ", Role.MUTED))

    def _keys(self, width: int) -> Line:
        """Return the footer: with marked posts, what is possible for any of them."""
        if not self.marks:
            return super()._keys(width)
        return key_line(self.bottom(), self.subject(), width, self.marks.entries)

    # Deciding on all marked.

    def action_decide(self, name: str) -> None:
        """Do something to all marked posts, or to the one under the cursor."""
        if not self.marks:
            super().action_decide(name)
            return
        work = self._plan(name)
        if work is None or work.verb is None:
            return
        if len(work.targets) <= ASKED_ABOVE:
            self._decide_all(name, work)
            return
        asked = work

        def answered(key: str | None) -> None:
            now = self._plan(name) if key == "y" else None
            if now is not None and now.verb is asked.verb:
                self._decide_all(name, now)
            elif key != "y":
                self.desk.say("Nothing was done; they stay marked.")

        what = _title(BY_NAME[name], self.marks.entries)
        question = f"{what} {count(len(work.targets), 'post')}?"
        self.app.push_screen(Question(question, {"y": f"does it to all {len(work.targets)}"}),
                             answered)  # fmt: skip

    def _plan(self, name: str) -> Plan | None:
        """Return what an act would do to the marked, or say why it does nothing now."""
        title = _title(BY_NAME[name], self.marks.entries)
        if self.board.shaken:
            self.desk.say(f"{title}: something changed just now; look, and press again.",
                          Role.WARN)  # fmt: skip
            return None
        settled = [one for one in self.marks.entries if not self.board.mine.unconfirmed(one)]
        unsettled = [one for one in self.marks.entries if self.board.mine.unconfirmed(one)]
        work = plan(name, settled)
        left = (*work.left, *((one, _YET) for one in unsettled))
        if not work.targets:
            self.desk.say(f"{title}: {self._left(_named(left))}", Role.WARN)
            return None
        return Plan(work.verb, work.targets, left)

    def _decide_all(self, name: str, work: Plan) -> None:
        verb = work.verb
        if verb is None:
            return
        posts = [target.post for target in work.targets]
        sent = self._send_all(verb, work)
        self.offer_reasons(verb, sent, _whose(posts, self.marks.entries))
        self.marks.remove(posts)
        if name in RESOLVING:
            self._step_off(frozenset(posts))
        self.marked_anew()
        if verb is Verb.ESCALATE:
            self.app.push_screen(contact_card(self.board))

    def _send_all(self, verb: Verb, work: Plan, action: str = "") -> OpId:
        command = Many(op(), verb, work.targets, action=action)
        wanted = {target.post for target in work.targets}
        seen = {one.post.id: one for one in self.marks.entries if one.post.id in wanted}
        self._sent_all[command.op] = _Sent(self.marks, seen, _named(work.left))
        self.ask(command)
        return command.op

    def _step_off(self, posts: frozenset[PostId]) -> None:
        """Go on from posts that were decided on: to the next other one below, else above."""
        timeline = self.feed.timeline
        place = timeline.place(self.feed.cursor)
        if place is None or self.feed.cursor not in posts:
            return
        for at in (*range(place + 1, len(timeline)), *range(place - 1, -1, -1)):
            if (post := timeline.at(at)) not in posts:
                self.feed.window.select(post)
                self.stay()
                return

    def action_tag(self) -> None:
        """Show for which actions the marked posts count, or the one under the cursor."""
        if not self.marks:
            super().action_tag()
        elif self.may_tag():
            self._open_tags(self.marks)

    def _open_tags(self, marks: Marks) -> None:
        tagged: list[str] = []

        def tag(verb: Verb, entries: Sequence[Entry], action: str) -> None:
            tagged.append(action)
            self._tag_all(verb, entries, action)

        def closed(_: None) -> None:
            if tagged:  # a decision takes the marks off
                marks.clear()
                self.marked_anew()

        screen = TagManyScreen(lambda: marks.entries, self.board, tag, self.action_undo)
        self.app.push_screen(screen, closed)

    def _tag_all(self, verb: Verb, entries: Sequence[Entry], action: str) -> None:
        work = plan_verb(verb, entries)
        if work.targets:
            self._send_all(verb, work, action)

    # What came of it.

    def left_of(self, command: OpId, left: Iterable[Left], targets: Sequence[Target]) -> str:
        """Mark again what an act left as it was, and return that in words, if anything is.

        Args:
            command: The act.
            left: What the hub left, and why.
            targets: Those that nothing is known of: the act as a whole was refused.
        """
        sent = self._sent_all.pop(command, None)
        refused = [(one.post, one.why) for one in left]
        if sent is None:
            return self._left(refused)
        for post in (*(one for one, _ in refused), *(one.post for one in targets)):
            now = self.board.entries.get(post)
            seen = sent.seen.get(post)
            there = seen is not None and post in sent.marks.pane
            if now is not None and seen is not None and there and not differs(seen, now):
                sent.marks.add([now])
        self.marked_anew()
        return self._left([*refused, *sent.left])

    def _left(self, left: Sequence[tuple[PostId, str]]) -> str:
        return left_in_words(left, self.board.entries) if left else ""


def _title(action: Action, entries: Sequence[Entry]) -> str:
    """Return what an act is called for several posts: what all of them call it, if they agree."""
    titles = {title_for(action, entry) for entry in entries}
    return titles.pop() if len(titles) == 1 else action.title


def _named(left: Iterable[tuple[Entry, str]]) -> tuple[tuple[PostId, str], ...]:
    return tuple((entry.post.id, why) for entry, why in left)


def _whose(posts: Sequence[PostId], marked: Iterable[Entry]) -> str:
    """Return whose posts these are: a handle, or how many."""
    if len(posts) > 1:
        return count(len(posts), "post")
    return next(f"@{one.post.author.handle}" for one in marked if one.post.id == posts[0])
