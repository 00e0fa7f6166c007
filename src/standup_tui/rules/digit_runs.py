"""Digits that stand together, however they are grouped, parted and spelled.

People part a number by dots, dashes, commas, strokes or stars, and write O for nought and l for
one, to be cleverer than a filter or because their thumb is.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from standup_tui.rules.expression import Expression
from standup_tui.rules.subject import Passage, Place

PARTED: Final = r"[ \n.,:;/\\_*\-\u2010-\u2015\u2212\u00b7\u2022\u2219|~'\"\x1f]"
"""What stands between the digits of one number."""

_LONG: Final = Expression(r"[0-9](?:[^a-z0-9]{0,3}[0-9oil]){6}")
_LONG_IN_WORDS: Final = Expression(r"\x1f[^a-z0-9]{1,4}[0-9]")

_TOKEN: Final = Expression(
    r"(?:(?<![a-z])[oil]{1,2})?[0-9](?:[0-9]|[oil]{1,2}(?![a-z]))*"
    r"|(?<![a-z0-9'@])[oil](?![a-z0-9'])"
)
_GAP: Final = Expression(r"\x1f*(?:[^a-z0-9\u00a3$\u20ac%@#&!?<>\x1f]\x1f*){0,4}")
_LETTERS: Final = str.maketrans("oil", "011")
_PLUS: Final = Expression(r"(?<![0-9])\+[ (]?$")
_GLUED: Final = Expression(
    r"(?<![a-z])(?:tel|telno|phone|ph|fone|mob|mobile|cell|call|ring|text|txt|bell|dial|whatsapp|"
    r"wa|contact|on|me|is|at|no|num|nos|number|nhs|nhsno|nhsnumber|t|m|n)$"
)
_NUMBERED: Final = Expression(r"(?<![a-z])(?:tel|phone|mob|mobile|nhs|no|num|number) ?#$")
_CUE: Final = 12


def is_long(passage: Passage, text: str) -> bool:
    """Tell whether a folded text, or what was made of it, may have a long number."""
    if any(_LONG.match(text, at) for at in passage.digits_of(text)):
        return True
    return "\x1f" in text and bool(_LONG_IN_WORDS.search(text))


class Digits(NamedTuple):
    """Groups of digits that stand together."""

    places: tuple[Place, ...]
    groups: tuple[str, ...]
    abroad: tuple[bool, ...]
    """For each group whether a plus sign stands before it."""
    gaps: tuple[str, ...]
    """What stands before each group but the first."""
    whole: bool = True
    """Nothing of the run is left out."""

    @property
    def digits(self) -> str:
        """All of them."""
        return "".join(self.groups)

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(map(len, self.groups))

    @property
    def place(self) -> Place:
        """From the first digit to the last."""
        return self.places[0][0], self.places[-1][1]

    def part(self, first: int, last: int) -> "Digits":
        """Return some of the groups, the last one too."""
        until = last + 1
        whole = self.whole and not first and until == len(self.groups)
        return Digits(
            self.places[first:until],
            self.groups[first:until],
            self.abroad[first:until],
            self.gaps[first:last],
            whole,
        )


def runs(text: str) -> Iterator[Digits]:
    """Find digits that nothing but signs and spaces part."""
    run: list[Place] = []
    for found in _TOKEN.finditer(text):
        if run and not _GAP.fullmatch(text, run[-1][1], found.start()):
            yield from _run(text, run)
            run = []
        run.append(found.span())
    yield from _run(text, run)


def parts(
    run: Digits, fewest: int, most: int, begins: Callable[[Digits, int], bool]
) -> Iterator[Digits]:
    """Yield what has as many digits as a number may have, the earlier first."""
    for first in range(len(run.groups)):
        if not begins(run, first):
            continue
        count = 0
        for last in range(first, len(run.groups)):
            count += len(run.groups[last])
            if count > most:
                break
            if count >= fewest:
                yield run.part(first, last)


def with_signs(text: str, place: Place) -> Place:
    """Return a place with the bracket or the plus sign before it."""
    start, end = place
    while start and text[start - 1] in "(+":
        start -= 1
    return start, end


def _run(text: str, places: list[Place]) -> Iterator[Digits]:
    """Yield the run of some groups without letters at its ends that are words: ``I`` and ``o``."""
    while places and text[places[0][0]] in "il" and places[0][1] - places[0][0] == 1:
        places = places[1:]
    while places and text[places[-1][0]] in "il" and places[-1][1] - places[-1][0] == 1:
        places = places[:-1]
    if places and _glued_to_a_word(text, places[0][0]):
        places = places[1:]
    if places:
        groups = tuple(text[start:end].translate(_LETTERS) for start, end in places)
        abroad = tuple(bool(_PLUS.search(text, max(0, start - 3), start)) for start, _ in places)
        gaps = tuple(text[end:start] for (_, end), (start, _) in pairwise(places))
        yield Digits(tuple(places), groups, abroad, gaps)


def _glued_to_a_word(text: str, start: int) -> bool:
    """Return whether a letter, a hash or a price stands before the digits, but no ``tel``."""
    before = text[start - 1] if start else " "
    if before == "#":
        return not _NUMBERED.search(text, max(0, start - _CUE), start)
    if before in "£$€%@":
        return True
    return before.isalpha() and not _GLUED.search(text, max(0, start - _CUE), start)
