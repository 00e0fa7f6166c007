"""Where a post stands and what may happen to it: the one table, and nobody else knows it."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Status(StrEnum):
    """Where a post stands."""

    WAITING = "waiting"
    FLAGGED = "flagged"
    SHOWN = "shown"
    HELD = "held"
    HIDDEN = "hidden"
    GONE = "gone"


class Verb(StrEnum):
    """What may be done to a post, by a person or by its source."""

    APPROVE = "approve"
    HIDE = "hide"
    HOLD = "hold"
    FLAG = "flag"
    CLEAR = "clear flag"
    PIN = "pin"
    UNPIN = "unpin"
    STAR = "star"
    UNSTAR = "unstar"
    ESCALATE = "escalate"
    RETURN = "return"
    RETWEET = "retweet"
    UNRETWEET = "undo retweet"
    HIDE_REPLY = "hide on X"
    UNHIDE_REPLY = "unhide on X"
    TAG = "tag"
    UNTAG = "untag"
    REASON = "give a reason"
    NOTE = "note"
    MUTE = "mute"
    UNMUTE = "unmute"
    UNDO = "undo"
    ARRIVE = "arrive"
    DELAYED = "show after the delay"
    """By the product itself, in delay mode, where nobody acted."""
    EDIT = "edited at its source"
    DELETE = "deleted at its source"
    ERASE = "erased by a purge"


RETWEETS = frozenset({Verb.RETWEET, Verb.UNRETWEET})
HIDINGS = frozenset({Verb.HIDE_REPLY, Verb.UNHIDE_REPLY})
PUBLIC = RETWEETS | HIDINGS
"""Acts the public can see; each takes two steps and waits in the outbox."""

TAGGINGS = frozenset({Verb.TAG, Verb.UNTAG})
"""Acts that say for which of the campaign's actions a post counts, and nothing of its status."""

TAKES_BACK: Mapping[Verb, Verb] = {
    Verb.RETWEET: Verb.UNRETWEET,
    Verb.HIDE_REPLY: Verb.UNHIDE_REPLY,
    Verb.UNHIDE_REPLY: Verb.HIDE_REPLY,
}
"""What takes a public act back in public."""


class Standing(Struct, frozen=True):
    """Where one post stands, as of one revision."""

    status: Status
    revision: int = 1
    pin: int = 0
    """Place among the pins, first is 1; 0 for a post that is not pinned."""
    starred: bool = False
    escalated: bool = False

    @property
    def on_wall(self) -> bool:
        """Whether a wall may show the post now."""
        return self.status is Status.SHOWN and not self.escalated


class Move(Struct, frozen=True):
    """One row of the table: from which status to which."""

    source: frozenset[Status]
    target: Status | None
    """None leaves the status as it is."""


_ALL = frozenset(Status)
_ALIVE = _ALL - {Status.GONE}
_SHOWN = frozenset({Status.SHOWN})

TABLE: Mapping[Verb, Move] = {
    Verb.APPROVE: Move(frozenset({Status.WAITING, Status.FLAGGED, Status.HELD}), Status.SHOWN),
    Verb.HIDE: Move(_ALIVE - {Status.HIDDEN}, Status.HIDDEN),
    Verb.HOLD: Move(frozenset({Status.WAITING, Status.FLAGGED, Status.SHOWN}), Status.HELD),
    Verb.FLAG: Move(frozenset({Status.WAITING, Status.SHOWN, Status.HELD}), Status.FLAGGED),
    Verb.CLEAR: Move(frozenset({Status.FLAGGED}), Status.WAITING),
    Verb.PIN: Move(_SHOWN, None),
    Verb.UNPIN: Move(_SHOWN, None),
    Verb.STAR: Move(_SHOWN, None),
    Verb.UNSTAR: Move(_SHOWN, None),
    Verb.ESCALATE: Move(_ALIVE, Status.HELD),
    Verb.RETURN: Move(frozenset({Status.HELD}), Status.HELD),
    Verb.RETWEET: Move(_SHOWN, None),
    Verb.UNRETWEET: Move(_ALL, None),
    Verb.HIDE_REPLY: Move(frozenset({Status.HIDDEN}), None),
    Verb.UNHIDE_REPLY: Move(_ALIVE, None),
    Verb.TAG: Move(_ALIVE, None),
    Verb.UNTAG: Move(_ALIVE, None),
    Verb.REASON: Move(frozenset({Status.HIDDEN}), None),
    Verb.NOTE: Move(_ALIVE, None),
    Verb.UNDO: Move(_ALIVE, None),
    Verb.DELAYED: Move(frozenset({Status.WAITING}), Status.SHOWN),
    Verb.EDIT: Move(_ALIVE, None),
    Verb.DELETE: Move(_ALL, Status.GONE),
    Verb.ERASE: Move(_ALIVE, Status.GONE),
}
"""Which verb leads from which status to which; `ARRIVE` starts a life and stands in `arrival`."""

COUNTED = frozenset({Status.WAITING, Status.SHOWN})
"""Where a post counts for the actions it reports: neither a rule nor a person keeps it back."""

KEPT_BACK = frozenset({Status.FLAGGED, Status.HELD})
"""Where it does not yet: somebody has to decide. What is hidden or gone never counts."""

_BACK = "‹undo› by who hid it, or ‹escalate›, then ‹escalate›, then ‹approve›, brings it back"

_NOT_FROM: Mapping[tuple[Verb, Status], str] = {
    (Verb.APPROVE, Status.SHOWN): "it is shown already",
    (Verb.APPROVE, Status.HIDDEN): f"it is hidden: {_BACK}",
    (Verb.HIDE, Status.HIDDEN): "it is hidden already",
    (Verb.HOLD, Status.HELD): "it is held already",
    (Verb.HOLD, Status.HIDDEN): f"it is hidden, which is more than held: {_BACK}",
    (Verb.FLAG, Status.FLAGGED): "it is flagged already",
    (Verb.FLAG, Status.HIDDEN): f"it is hidden, which is more than flagged: {_BACK}",
}
"""Why a status forbids a verb, in words for a person, where it is not the same for all."""

_OTHERWISE: Mapping[Verb, str] = {
    Verb.CLEAR: "it is not flagged",
    Verb.PIN: "approve it first: only a shown post can be pinned",
    Verb.UNPIN: "it is not pinned",
    Verb.STAR: "approve it first: only a shown post can be starred",
    Verb.UNSTAR: "it is not starred",
    Verb.RETURN: "it is not escalated",
    Verb.RETWEET: "approve it first: only a shown post can be retweeted",
    Verb.DELAYED: "it does not wait for anybody",
    Verb.REASON: "it is not hidden: a reason says why a post is",
    Verb.HIDE_REPLY: "it is not hidden here: hide it here first (open it, then ‹hide›)",
}
"""Why any other status than those of the table forbids a verb."""


_ALSO: tuple[tuple[Verb, Callable[[Standing], bool], str], ...] = (
    (Verb.APPROVE, lambda now: now.escalated, "it is escalated: return it from escalation first"),
    (Verb.ESCALATE, lambda now: now.escalated, "it is escalated already"),
    (Verb.RETURN, lambda now: not now.escalated, "it is not escalated"),
    (Verb.PIN, lambda now: now.pin > 0, "it is pinned already"),
    (Verb.UNPIN, lambda now: now.pin == 0, "it is not pinned"),
    (Verb.STAR, lambda now: now.starred, "it is starred already"),
    (Verb.UNSTAR, lambda now: not now.starred, "it is not starred"),
)
"""What the status alone does not say: verb, when it is impossible, and why."""


def refusal(standing: Standing, verb: Verb) -> str | None:
    """Return why a verb is impossible now, in words for a person, or None if it is possible."""
    if standing.status is Status.GONE and verb not in (Verb.DELETE, Verb.UNRETWEET):
        return "it is gone, and nothing of it is left"
    if standing.status not in TABLE[verb].source:
        return _NOT_FROM.get((verb, standing.status)) or _OTHERWISE[verb]
    return next((why for one, wrong, why in _ALSO if one is verb and wrong(standing)), None)


def after(standing: Standing, verb: Verb, *, next_pin: int = 1) -> Standing:
    """Return where a post stands after a verb that `refusal` did not refuse.

    Leaving the wall takes the pin and the star along: a post approved again later
    does not jump to the top by a decision that was made before it was hidden.

    Args:
        standing: Where it stands now.
        verb: What is done to it; not `ARRIVE` or `UNDO`, which are not in the table.
        next_pin: The place a new pin gets.
    """
    status = TABLE[verb].target or standing.status
    if verb is Verb.EDIT and status is Status.SHOWN:
        status = Status.FLAGGED
    changed = replace(standing, status=status, revision=standing.revision + 1)
    if verb is Verb.ESCALATE:
        changed = replace(changed, escalated=True)
    elif verb is Verb.RETURN:
        changed = replace(changed, escalated=False)
    elif verb is Verb.PIN:
        changed = replace(changed, pin=next_pin)
    elif verb is Verb.UNPIN:
        changed = replace(changed, pin=0)
    elif verb in (Verb.STAR, Verb.UNSTAR):
        changed = replace(changed, starred=verb is Verb.STAR)
    if changed.status is not Status.SHOWN:
        changed = replace(changed, pin=0, starred=False)
    if changed.status is not Status.HELD:
        changed = replace(changed, escalated=False)
    return changed


def arrival(
    *, flagged: bool, trusted: bool, muted: bool = False, urgent: bool = False
) -> Standing:
    """Return where a new post stands.

    Args:
        flagged: Whether any rule flagged it.
        trusted: Whether it may be shown without a person: from the roster and short enough
            for the wall.
        muted: Whether its author is muted, so that it is nobody's work.
        urgent: Whether a person has to look all the same.
    """
    if muted and not urgent:
        return Standing(Status.HIDDEN)
    if flagged or (muted and urgent):
        return Standing(Status.FLAGGED)
    return Standing(Status.SHOWN if trusted else Status.WAITING)


def restored(now: Standing, before: Standing) -> Standing:
    """Return where a post stands after the last decision on it was undone."""
    return replace(before, revision=now.revision + 1)
