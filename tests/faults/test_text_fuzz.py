"""Any text at all through the one door for text that strangers wrote, many times over."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from counts import FULL
from faults.table import Row
from hostile import HOSTILE, LEGITIMATE
from model.test_text import anything, harmless
from standup_tui.model.text import clean, clean_line, is_safe, oddities

pytestmark = pytest.mark.soak

TEXTS = 100_000 if FULL else 500
LONGEST = 400
Door = Callable[[str], str]

PIECES = st.sampled_from([one for _, one in HOSTILE] + LEGITIMATE)
TEXT = (
    anything
    | st.text(max_size=LONGEST)
    | st.lists(PIECES | anything, max_size=5).map("".join)
    | st.binary(max_size=LONGEST).map(lambda it: it.decode("utf-8", "surrogateescape"))
    | st.lists(st.integers(0, 0xFFFF).map(chr), max_size=LONGEST).map("".join)
)


FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by name, and blanks to look at."""


def letters(raw: str) -> list[str]:
    """Return what a reader reads, halves of characters put together."""
    whole = raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return [char for char in whole if char.isalnum() and char not in FILLERS]


def cleaned(texts: int, door: Door, *phases: Phase) -> None:
    """Clean many texts, and fail where one comes out that could do harm, or has lost a letter."""

    @settings(max_examples=texts, deadline=None, database=None, phases=phases)
    @given(TEXT, TEXT)
    def look(raw: str, other: str) -> None:
        once = door(raw)
        assert is_safe(once)
        assert harmless(once)
        assert once == door(once)
        assert letters(once) == letters(raw)
        assert harmless(door(once + door(other)))
        assert oddities(once) == 0

    look()


@pytest.mark.fault("U1")
@pytest.mark.parametrize("door", [clean, clean_line])
def test_any_text_comes_out_harmless_with_every_letter_and_so_again(door: Door, row: Row) -> None:
    cleaned(TEXTS, door, Phase.generate, Phase.shrink)
    row.measured(TEXTS, "")


def deleting(raw: str) -> str:
    """Take out what is no print, and so put together what was apart."""
    return "".join(filter(str.isprintable, raw))


def shortening(raw: str) -> str:
    """Keep what fits."""
    return clean(raw)[:20]


def trusting(raw: str) -> str:
    """Let through what turns a line round, as an app on a telephone does."""
    return clean(raw.replace("\u202e", "{")).replace("{", "\u202e")


@pytest.mark.fault("U1", control=True)
@pytest.mark.parametrize("door", [deleting, shortening, trusting])
def test_a_door_that_is_less_careful_is_caught(door: Door) -> None:
    with pytest.raises((AssertionError, ExceptionGroup)):
        cleaned(1_000, door, Phase.generate)
