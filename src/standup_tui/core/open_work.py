"""What is open at the change of a shift: undecided, held, escalated, going out, missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from standup_tui.model.entry import Entry, Stage
from standup_tui.model.flag import Flag, Kind, Severity, seriousness
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wall import WallState


class Pile(Struct, frozen=True):
    """Posts of one kind that wait for a person."""

    name: str
    """The flag's kind; empty for posts without a flag."""
    posts: int
    oldest: datetime
    """When the oldest of them was published."""
    certain: int = 0
    """How many of them a rule is sure about."""


class Escalated(Struct, frozen=True):
    """A post that waits for whoever is responsible."""

    handle: str
    by: str
    """Who escalated it; empty where something else was decided since."""
    at: datetime
    """When that was; else when the post was published."""


class OpenWork(Struct, frozen=True):
    """Everything that whoever begins has to know of."""

    piles: tuple[Pile, ...] = ()
    """What is undecided, the most serious kind first, what has no flag last."""
    held: Pile | None = None
    """What is set aside and not escalated."""
    escalated: tuple[Escalated, ...] = ()
    """The longest first."""
    going_out: int = 0
    """Public acts that wait to be sent."""
    in_doubt: int = 0
    """Those nobody knows the end of."""
    gaps: int = 0
    """Gaps in the reading that are not repaired."""
    wall: WallState = WallState()
    """What the walls do: blank, standing still and showing by themselves is worth knowing."""
    trouble: tuple[str, ...] = ()
    """What does not work, a sentence each."""

    @property
    def undecided(self) -> int:
        """How many posts wait for a person."""
        return sum(pile.posts for pile in self.piles)


def open_work(  # noqa: PLR0913  # all that can be open
    flagged: Iterable[Entry],
    waiting: Pile | None,
    held: Iterable[Entry],
    outbox: Iterable[Entry],
    *,
    gaps: int = 0,
    wall: WallState | None = None,
    trouble: Sequence[str] = (),
) -> OpenWork:
    """Put together what is open.

    Args:
        flagged: The flagged posts.
        waiting: The undecided posts without a flag; None: there are none.
        held: The held posts, escalated ones too.
        outbox: The posts with an unsettled public act.
        gaps: How many gaps in the reading are not repaired.
        wall: What the walls do.
        trouble: What does not work.
    """
    aside = list(held)
    kept = [entry for entry in aside if not entry.standing.escalated]
    up = map(_escalated, (entry for entry in aside if entry.standing.escalated))
    stages = [act.stage for entry in outbox for act in entry.acts]
    return OpenWork(
        piles=(*_piles(flagged), *([waiting] if waiting else [])),
        held=_pile("", kept) if kept else None,
        escalated=tuple(sorted(up, key=lambda one: one.at)),
        going_out=sum(stage in (Stage.DUE, Stage.SENDING) for stage in stages),
        in_doubt=stages.count(Stage.IN_DOUBT),
        gaps=gaps,
        wall=wall or WallState(),
        trouble=tuple(trouble),
    )


def unflagged(entries: Sequence[Entry]) -> Pile | None:
    """Return undecided posts without a flag as a pile; None: there are none."""
    return _pile("", entries) if entries else None


def _piles(flagged: Iterable[Entry]) -> list[Pile]:
    """Return flagged posts by their most serious flag, each in one pile."""
    by_kind: dict[Kind, list[Entry]] = defaultdict(list)
    for entry in flagged:
        gravest = min(entry.flags, key=_gravity, default=None)
        by_kind[gravest.kind if gravest else Kind.PERSON].append(entry)
    return [_pile(str(kind), by_kind[kind]) for kind in Kind if kind in by_kind]


def _gravity(flag: Flag) -> tuple[int, int]:
    return seriousness((flag,))


def _pile(name: str, entries: Sequence[Entry]) -> Pile:
    certain = sum(any(it.severity is Severity.STOP for it in one.flags) for one in entries)
    return Pile(name, len(entries), min(one.post.at for one in entries), certain if name else 0)


def _escalated(entry: Entry) -> Escalated:
    last = entry.last
    if last is not None and last.verb == Verb.ESCALATE:
        return Escalated(entry.post.author.handle, last.by.signed, last.at)
    return Escalated(entry.post.author.handle, "", entry.post.at)
