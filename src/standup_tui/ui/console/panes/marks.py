"""Marked posts of one pane, each as it was seen; needs no screen.

A mark belongs to a post, not to a row, and to one pane: a decision on the marked reaches nothing
that another pane has marked. A mark goes when its post leaves the pane, and when somebody else
changes the post: what was seen when it was marked is then no longer what would be decided on.
While a pane is searched, a mark on what does not match rests until that is shown again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from standup_tui.core.timeline import Timeline
from standup_tui.model.acts import verb_of
from standup_tui.model.command import MOST_AT_ONCE, Target
from standup_tui.model.deeds import past
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb, refusal
from standup_tui.model.post import PostId
from standup_tui.ui.console.state.board import differs
from standup_tui.ui.widgets.wording import count

ASKED_ABOVE = 10
"""Posts above which a decision on all marked asks once."""

_BACK = frozenset({Verb.UNPIN, Verb.UNSTAR, Verb.CLEAR, Verb.RETURN})
"""What a second press of a key does."""


class Marks(Collection[PostId]):
    """The marked posts of a pane, in the order in which they were marked."""

    def __init__(
        self, shown: Callable[[], Timeline], whole: Callable[[], Timeline] | None = None
    ) -> None:
        self._shown = shown
        self._whole = whole or shown
        self._seen: dict[PostId, Entry] = {}
        self.version = 0
        """Raised by every change, also of what a marked post looks like."""

    def __len__(self) -> int:
        return sum(post in self._shown() for post in self._seen)

    def __contains__(self, post: object) -> bool:
        return post in self._seen

    def __iter__(self) -> Iterator[PostId]:
        return (post for post in self._seen if post in self._shown())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The marked posts that are shown, as they were last seen."""
        return tuple(self._seen[post] for post in self)

    @property
    def pane(self) -> Timeline:
        """All posts of the pane, whatever it is searched for."""
        return self._whole()

    @property
    def full(self) -> bool:
        """Whether one more could not be decided on together with these."""
        return len(self._seen) >= MOST_AT_ONCE

    def switch(self, entry: Entry) -> None:
        """Mark a post, or take its mark off."""
        self.version += 1
        if self._seen.pop(entry.post.id, None) is None and not self.full:
            self._seen[entry.post.id] = entry

    def add(self, entries: Iterable[Entry]) -> int:
        """Mark posts as far as there is room; return how many got a mark."""
        self.version += 1
        before = len(self._seen)
        for entry in entries:
            if not self.full:
                self._seen.setdefault(entry.post.id, entry)
        return len(self._seen) - before

    def up_to(self, post: PostId) -> list[PostId]:
        """Return the posts from the last marked one to another, in that direction."""
        timeline = self._shown()
        start = timeline.place(next(reversed(list(self)), None))
        end = timeline.place(post)
        if start is None or end is None:
            return []
        step = 1 if start <= end else -1
        return [timeline.at(at) for at in range(start, end + step, step)]

    def remove(self, posts: Iterable[PostId]) -> None:
        """Take marks off."""
        self.version += 1
        for post in posts:
            self._seen.pop(post, None)

    def clear(self) -> int:
        """Take off the marks of all posts that are shown; return how many there were."""
        shown = list(self)
        self.remove(shown)
        return len(shown)

    def take(self, entries: Iterable[Entry], own: Collection[PostId]) -> list[Entry]:
        """Take in what changed; return the posts that lost their marks through others.

        Args:
            entries: What changed, as it is now; the pane has taken it in already.
            own: Posts that this moderator's own acts changed.
        """
        lost = []
        for entry in entries if self._seen else ():
            post = entry.post.id
            seen = self._seen.get(post)
            if seen is None:
                continue
            self.version += 1
            mine = post in own
            if post in self.pane and (mine or not differs(seen, entry)):
                self._seen[post] = entry
                continue
            del self._seen[post]
            if not mine:
                lost.append(entry)
        return lost


@dataclass(frozen=True, slots=True)
class Plan:
    """What one key would do to all marked posts."""

    verb: Verb | None
    targets: tuple[Target, ...] = ()
    left: tuple[tuple[Entry, str], ...] = ()
    """For which posts it is impossible, and why."""


def plan(name: str, marked: Sequence[Entry]) -> Plan:
    """Return what an act does to marked posts.

    What a key also takes back is taken back only where all of them have it; else those that
    have it already are left alone.
    """
    verbs = [verb_of(name, entry.standing) for entry in marked]
    there = [verb for verb in verbs if verb not in _BACK]
    verb = (there or verbs or [None])[0]
    return Plan(None) if verb is None else plan_verb(verb, marked)


def plan_verb(verb: Verb, marked: Sequence[Entry]) -> Plan:
    """Return to which marked posts a verb applies, and why not to the others."""
    why = [(entry, refusal(entry.standing, verb)) for entry in marked]
    targets = [Target(one.post.id, one.standing.revision) for one, no in why if no is None]
    return Plan(verb, tuple(targets), tuple((one, no) for one, no in why if no is not None))


def lost_in_words(lost: Sequence[Entry]) -> str:
    """Return who took which marks: of several only how many and the first."""
    first = lost[0]
    last = first.last
    whose = f"@{first.post.author.handle}"
    by = f"{last.by.name} {past(last.verb)} {whose}" if last is not None else f"{whose} changed"
    if len(lost) == 1:
        return f"{by}: no longer marked."
    return f"{count(len(lost), 'mark')} taken off, others changed the posts: {by} …"


def left_in_words(left: Sequence[tuple[PostId, str]], entries: Mapping[PostId, Entry]) -> str:
    """Return what an act on several could not be done to, and why, the first by name."""
    post, why = left[0]
    known = entries.get(post)
    whose = f"@{known.post.author.handle}" if known is not None else "a post"
    first = f"{whose}: {why.rstrip('.')}"
    if len(left) == 1:
        return f"Not {first}."
    return f"Not {len(left)} of them: {first}; and {len(left) - 1} more."
