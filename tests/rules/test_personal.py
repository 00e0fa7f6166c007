"""Full postcodes stop a post; districts, orders and rooms do not."""

import pytest

from judging import judged, marked
from standup_tui.model.flag import Kind, Severity

POSTCODES = [
    "WV9 4HX",
    "nr2 7qq",
    "NR27QQ",
    "sw1a 2zz",
    "EC1A 1ZZ",
    "M1 1AE",
    "B33 8TH",
    "CR2 6XH",
    "DN55 1PT",
    "CR0 4ZZ",
    "W1A 0AX",
    "NR2-7QQ",
    "NR2\u00a07QQ",
    "NR2  7QQ",
    "ＮＲ２ ７ＱＱ",
    "SE1 4TH",
    "zE2 9uQ",
]
HARMLESS = [
    "Drop-in for all of NR2 and NR3 today",
    "district SW1A closed",
    "order number AB1234567",
    "ref QQ12 3AB",  # no such area
    "ZZ9 4HX",
    "room B12 on floor 3",
    "NR2 7CK",  # C, I, K, M, O and V end no postcode
    "a new S8 4GB of memory, S9 1TB",
    "find us on e1 2nd floor",
    "meet on w4 8th of May",
    "the M1 1st exit, W4 10th time",
    "xNR2 7QQx",
    "NR0 7QQ",
    "NR222 7QQ",
    "class 4B, Y2 pupils, 3 of them",
    "at 10 to 9 on the A55 1pm sharp",
]


@pytest.mark.parametrize("code", POSTCODES)
def test_a_full_postcode_stops_a_post_and_is_named_as_written(code: str) -> None:
    text = f"The tea urn is at {code} till four"
    (flag,) = judged(text)

    assert (flag.kind, flag.severity, flag.rule) == (
        Kind.PERSONAL,
        Severity.STOP,
        "personal.postcode",
    )
    assert flag.reason == f"a full postcode: {code}"
    assert marked(text, flag) == [code]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_like_a_postcode_passes(text: str) -> None:
    assert judged(text) == ()


def test_two_postcodes_are_two_places_of_one_flag() -> None:
    text = "from NR2 7QQ to WV9 4HX and NR2 7QQ"
    (flag,) = judged(text)

    assert flag.reason == "full postcodes: NR2 7QQ, WV9 4HX"
    assert marked(text, flag) == ["NR2 7QQ", "WV9 4HX", "NR2 7QQ"]


def test_a_postcode_in_a_picture_or_a_name_is_found_too() -> None:
    (flag,) = judged("Lovely walk", alt="A street sign, WV9 4HX")

    assert flag.reason == "a full postcode in the picture's description: WV9 4HX"
    assert flag.spans == ()
