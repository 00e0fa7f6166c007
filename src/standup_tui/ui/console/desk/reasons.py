"""Why a post was hidden: the strip that offers the house rules, and digits pressed too early.

A digit works at once. The decision it makes needs the revision that the hiding led to, so it
waits here until the hub has confirmed the hiding; nothing else can take its place meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from standup_tui.model.command import (
    Command,
    Decide,
    Done,
    Many,
    OpId,
    Outcome,
    Several,
    Target,
)
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wrapping import cells
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, width_of
from standup_tui.ui.widgets.wording import clip

MOST = 9
"""Reasons for which there is a digit."""

_SHORTEST = 4
"""Columns below which a reason is left to its digit."""
_NO_REASON = "criticism is not a reason"


@dataclass(frozen=True, slots=True)
class Strip:
    """The reasons are on the screen, for the posts of one hiding."""

    op: OpId
    whom: str
    """Whose post it was: a handle, or how many posts."""


class Reasons:
    """The strip, and the reasons that wait for a hiding to be confirmed."""

    def __init__(self, op: Callable[[], OpId]) -> None:
        self._op = op
        self.strip: Strip | None = None
        """What is offered now."""
        self._hidden: dict[OpId, tuple[Target, ...]] = {}
        """The posts of the strip's hiding, once it is confirmed."""
        self._given: dict[OpId, str] = {}
        """Reasons whose hiding is not yet confirmed."""

    def offer(self, op: OpId, whom: str) -> None:
        """Offer the reasons for a hiding that was just asked for."""
        self.close()
        self.strip = Strip(op, whom)

    def close(self) -> None:
        """Offer nothing any more; a reason that was given stays given."""
        self.strip = None
        self._hidden.clear()

    def give(self, reason: str) -> Command | None:
        """Take a reason for the strip's posts; return the command if it can go out already."""
        if self.strip is None:
            return None
        op = self.strip.op
        targets = self._hidden.get(op)
        self.close()
        if targets is None:
            self._given[op] = reason
            return None
        return self._command(targets, reason)

    def settled(self, op: OpId, outcome: Outcome) -> Command | None:
        """Take in what came of a command; return the reason's command if one waited for it."""
        targets = _hidden_by(outcome)
        if op in self._given:
            reason = self._given.pop(op)
            return self._command(targets, reason) if targets else None
        if self.strip is not None and self.strip.op == op:
            if targets:
                self._hidden[op] = targets
            else:
                self.close()
        return None

    def take_back(self) -> None:
        """Forget the reasons that wait: the hiding they are for is being taken back."""
        self.close()
        self._given.clear()

    def _command(self, targets: tuple[Target, ...], reason: str) -> Command:
        if len(targets) == 1:
            (one,) = targets
            return Decide(self._op(), Verb.REASON, one.post, one.revision, reason=reason)
        return Many(self._op(), Verb.REASON, targets, reason=reason)


def _hidden_by(outcome: Outcome) -> tuple[Target, ...]:
    match outcome:
        case Done(post=post, standing=standing) if post is not None and standing is not None:
            return (Target(post, standing.revision),)
        case Several(done=done):
            return tuple(Target(one.post, one.standing.revision) for one in done)
    return ()


def strip_rows(reasons: Sequence[str], whom: str, width: int) -> tuple[Line, Line]:
    """Return the strip in two rows: what it is about, and the reasons behind their digits.

    Where the reasons need more than a row, the first of them stand in the upper one.
    """
    offered = reasons[:MOST]
    if width_of(_offers(offered)) <= width:
        return _head(whom, width), _offers(offered)
    head: Line = ((f" {whom}: why? Not for criticism. ", Role.ACCENT),)
    if width_of(head) > width:
        return _head(whom, width), strip_line(reasons, width)
    taken = 0
    while width_of((*head, *_offers(offered[: taken + 1]))) <= width:
        taken += 1
    return (*head, *_offers(offered[:taken])), strip_line(reasons, width, first=taken + 1)


def _head(whom: str, width: int) -> Line:
    """Return what the strip is about, in as many words as there is room for."""
    ways = (
        f" {whom} hidden. Why? A digit says it, any other key goes on; {_NO_REASON}",
        f" {whom} hidden. A digit says why; {_NO_REASON}",
        f" {whom}: why? {_NO_REASON}",
        f" {whom}: why?",
    )
    return ((next((way for way in ways if cells(way) <= width), ways[-1]), Role.ACCENT),)


def _offers(reasons: Sequence[str], first: int = 1) -> Line:
    """Return reasons behind their digits, in full."""
    line: Line = EMPTY
    for number, reason in enumerate(reasons, first):
        line += ((f" {number} ", Role.KEY), (f"{reason} ", Role.TEXT))
    return line


def strip_line(reasons: Sequence[str], width: int, whom: str = "", first: int = 1) -> Line:
    """Return the reasons in one row, each cut as far as the width demands.

    Args:
        reasons: The campaign's.
        width: Columns.
        whom: Whose post it is, where no other line says so.
        first: The number of the first one; those before it stand elsewhere.
    """
    head: Line = ((f" {clip(whom, max(4, width // 3))}:", Role.ACCENT),) if whom else EMPTY
    offered = reasons[first - 1 : MOST]
    room = width - width_of(head) - width_of(_offers([""] * len(offered)))
    if room < _SHORTEST * len(offered):
        last = min(len(reasons), MOST)
        said = f" {first} to {last} " if last > first else f" {first} "
        return (*head, (said, Role.KEY), ("why ", Role.TEXT))
    shares = _shares([cells(reason) for reason in offered], room)
    cut = [
        clip(reason, share) if share >= min(_SHORTEST, cells(reason)) else ""
        for reason, share in zip(offered, shares, strict=True)
    ]
    return (*head, *_offers(cut, first))


def _shares(wanted: Sequence[int], room: int) -> list[int]:
    """Return how many columns each gets: short ones all of theirs, long ones the rest alike."""
    shares = [0] * len(wanted)
    left = sorted(range(len(wanted)), key=lambda at: wanted[at])
    while left:
        share = max(0, room) // len(left)
        at = left.pop(0)
        shares[at] = min(wanted[at], share)
        room -= shares[at]
    return shares
