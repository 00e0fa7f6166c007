"""Accounts that look like an official one.

Who an account is, its numeric id says and nothing else: a name may be anything, and a handle that
lower-cases to the official one may hold a KELVIN SIGN for its k. So handles and names are reduced
to what a reader sees, and compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from standup_tui.model.post import Author
from standup_tui.rules.expression import Expression
from standup_tui.rules.folding import Folded

_ON_X: Final = Expression(r"[A-Za-z0-9_]{1,15}")  # X, "Username rules"
_SAME_TO_THE_EYE: Final = str.maketrans("015i|!$", "olsllls")
_PAIRS: Final = (("vv", "w"), ("rn", "m"), ("cl", "d"))
_NOT_SEEN: Final = Expression(r"[^a-z0-9]+")
_AFFIXES: Final = (
    "official",
    "account",
    "support",
    "verified",
    "backup",
    "campaign",
    "help",
    "team",
    "info",
    "news",
    "real",
    "live",
    "page",
    "this",
    "its",
    "the",
    "new",
    "not",
    "uk",
    "hq",
    "my",
)
_REMEMBERED: Final = 10_000  # authors
_LONG_ENOUGH: Final = 7
"""Letters from which one more, less or other letter is a likeness rather than chance."""


@dataclass(frozen=True, slots=True)
class Official:
    """An account that others may pretend to be."""

    handle: str
    id: str = ""
    """The network's numeric id; while nobody knows it, the very handle counts as the account."""
    name: str = ""
    """The account's name, when others must not bear it: an organisation's, not a person's."""


class Likeness:
    """Tells whether an author looks like one of the official accounts without being one."""

    def __init__(self, official: Iterable[Official]) -> None:
        self._official = tuple(
            (each, _seen(each.handle), _seen(each.name) if each.name else "") for each in official
        )
        self._ids = frozenset(each.id for each, _, _ in self._official if each.id)
        self._handles = frozenset(
            each.handle.removeprefix("@").lower() for each, _, _ in self._official if not each.id
        )
        self._judged: dict[tuple[str, str, str], str] = {}

    def of(self, author: Author) -> str:
        """Return which account it looks like and how, or nothing."""
        if not self._official:
            return ""
        key = (author.id, author.handle, author.name)
        if key not in self._judged:
            if len(self._judged) >= _REMEMBERED:
                self._judged.clear()
            self._judged[key] = self._compared(author)
        return self._judged[key]

    def _compared(self, author: Author) -> str:
        network, _, number = author.id.rpartition(":")
        handle = author.handle
        if number in self._ids or (handle.isascii() and handle.lower() in self._handles):
            return ""
        impossible = network == "x" and not _ON_X.fullmatch(handle)
        odd = " and holds what no handle on X can" if impossible else ""
        seen, name = _seen(handle), _seen(author.name)
        without_number = _seen(handle.rstrip("0123456789"))
        for official, like, named in self._official:
            numbered = len(like) >= _LONG_ENOUGH and without_number == like
            if how := _alike(seen, like) or ("only adds to" if numbered else ""):
                return f"the handle @{handle} {how} @{official.handle.removeprefix('@')}{odd}"
            if name in (like, named) and name:
                return f"the name {author.name} is that of @{official.handle.removeprefix('@')}"
        return ""


def _seen(written: str) -> str:
    """Return the letters that a reader sees, similar ones made the same."""
    text = Folded(written).text.translate(_SAME_TO_THE_EYE)
    text = _NOT_SEEN.sub("", text)
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    return text


def _alike(seen: str, official: str) -> str:
    """Say how a handle is like an official one; both as they are seen."""
    if not official:
        return ""
    if official in (seen, seen[::-1]):
        return "reads like"
    rest = seen.replace(official, "", 1) if official in seen else ""
    if rest and _only_affixes(rest):
        return "only adds to"
    if len(official) >= _LONG_ENOUGH and _one_apart(seen, official):
        return "is one letter away from"
    return ""


_SEEN_AFFIXES: Final = frozenset(map(_seen, _AFFIXES))


def _only_affixes(rest: str) -> bool:
    """Tell whether letters are one or two of the additions that make an account look official."""
    rest = rest.rstrip("0123456789")
    return rest in _SEEN_AFFIXES or any(
        rest[:at] in _SEEN_AFFIXES and rest[at:] in _SEEN_AFFIXES for at in range(1, len(rest))
    )


def _one_apart(one: str, other: str) -> bool:
    """Tell whether one letter more, less, other or swapped with the next makes them the same."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    left, right = one[at:], other[at:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
