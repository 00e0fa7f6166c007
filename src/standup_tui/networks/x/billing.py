"""What X charges for in its answers; rather one post too many than one too few."""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Raw, Struct

from standup_tui.model.money import Charge, Item
from standup_tui.networks.x.payload import Answer
from standup_tui.ports.money import Till

COUNTS_INCLUDED: Final = True
"""Whether posts that only come along, such as a quoted one, are counted too.

X's price list does not say. X's own simulator (xdevplatform/playground, 2026-01) counts them for
streams, searches and look-ups, and a meter must not read less than the bill.
"""
_WITH_POSTS: Final = b'{"data"'
"""How X's answers with posts begin; what a guest network or a broken line sends does not."""


class _Named(Struct):
    id: str | int


_NAMED = msgspec.json.Decoder(_Named)


def charge_of(answer: Answer) -> Charge:
    """Return what an answer costs, its posts that cannot be read among it."""
    names = [_id(it) for it in answer.posts]
    ids = set(filter(None, names))
    nameless = len(names) - sum(map(bool, names))
    return charge_for(ids, answer.included.tweets if answer.posts else (), nameless)


def charge_for(ids: set[str], along: Iterable[str], nameless: int = 0) -> Charge:
    """Return what posts cost, by their ids, and those that came along."""
    if COUNTS_INCLUDED:
        ids = ids.union(along)
    return Charge(Item.POST, tuple(sorted(ids)), nameless)


def charge_of_unreadable(body: bytes, most: int = 1) -> Charge:
    """Return what something costs that cannot be read, but begins as posts do.

    Args:
        body: It, or its beginning.
        most: How many posts it may have held.
    """
    return Charge(Item.POST, (), most if body.lstrip().startswith(_WITH_POSTS) else 0)


def ring(till: Till | None, charges: Iterable[Charge]) -> None:
    """Tell the till of posts that came together, if there is one and anything to tell."""
    listed = list(charges)
    ids = {it for charge in listed for it in charge.things}
    nameless = sum(charge.others for charge in listed)
    if till is not None and (ids or nameless):
        till.ring(Charge(Item.POST, tuple(sorted(ids)), nameless))


def _id(raw: Raw) -> str:
    try:
        return str(_NAMED.decode(raw).id)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
