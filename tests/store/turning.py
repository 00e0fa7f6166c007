"""What must be true when a muting, or the end of one, is taken back or done again."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from standup_tui.model.command import Outcome, Several
from standup_tui.model.entry import Decision, Moderator
from standup_tui.model.lifecycle import PUBLIC, Verb

_TURNED = re.compile(r"@(\w+) is (muted|no longer muted)")


class Turn(NamedTuple):
    """A muting, or the end of one."""

    muted: bool
    by: Moderator
    seq: int


class Mutings:
    """Which mutings, and ends of some, stand: one author's lie on each other.

    Whoever takes back the end of somebody else's muting has that muting stand again, and as
    somebody else's: nobody but its maker takes it back.
    """

    def __init__(self) -> None:
        self._of: dict[str, list[Turn]] = defaultdict(list)

    def newest(self, handle: str) -> Turn:
        """Return what stands last of an author."""
        return self._of[handle][-1]

    def turned(self, who: Moderator, outcome: Outcome) -> None:
        """Note that somebody muted an author or ended that, now or once more."""
        if isinstance(outcome, Several) and (told := _TURNED.match(outcome.said)):
            handle, how = told.groups()
            self._of[handle].append(Turn(how == "muted", who, outcome.seq))

    def turned_back(self, who: Moderator, outcome: Outcome) -> Turn | None:
        """Return which of them an undo took back, if any: the last that stands, and theirs."""
        if not isinstance(outcome, Several) or not (told := _TURNED.match(outcome.said)):
            return None
        handle, how = told.groups()
        taken_back = self._of[handle].pop()
        assert taken_back.by == who, "somebody else's muting was turned round"
        assert taken_back.muted is (how == "no longer muted")
        return taken_back


def was_turned(who: Moderator, decisions: Sequence[Decision], taken_back: Turn) -> None:
    """See that a post moved with a muting as it should, by all decisions on it."""
    *earlier, last = decisions
    newest = standing_last(earlier)
    assert last.by == who
    if last.verb == Verb.MUTE:  # the muting goes on, also for what came since
        assert not taken_back.muted
        if newest is not None and newest.seq > taken_back.seq:
            assert newest.by == who, "somebody was overruled unseen"
    elif last.verb == Verb.UNMUTE:  # it came while its author was muted
        assert taken_back.muted
        assert newest is None or newest.verb == Verb.ARRIVE
    else:
        assert taken_back.muted
        assert newest is not None
        assert (newest.verb, newest.seq) == (Verb.MUTE, last.undoes)


def standing_last(decisions: Sequence[Decision]) -> Decision | None:
    """Return the newest of a post's decisions that moved it and that nobody took back."""
    undone = {one.undoes for one in decisions}
    moving = (
        one
        for one in reversed(decisions)
        if one.verb not in (Verb.UNDO, Verb.NOTE, *PUBLIC) and one.seq not in undone
    )
    return next(moving, None)
