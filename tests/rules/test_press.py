"""The communications lead hears of allegations, lawyers and reporters; criticism is left alone."""

import pytest

from judging import halves, judged, labelled, marked, score
from standup_tui.model.flag import Kind, Severity


@pytest.mark.parametrize("half", [0, 1], ids=["written with", "held out"])
def test_the_press_and_the_law_are_told_from_criticism(half: int) -> None:
    result = score(Kind.PRESS, "press", halves("press_duty")[half])

    assert result.recall >= 0.9, result.missed
    assert result.precision >= 0.95, result.wrong


def test_what_was_found_before_is_found_still() -> None:
    result = score(Kind.PRESS, "press", labelled("press_second"))

    assert result.recall >= 0.95, result.missed
    assert not result.wrong


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Reporter from the Fenland Courier here, can I call you?", "enquiry"),
        ("The director lied to the inquiry", "allegation"),
        ("We will sue the council over this", "legal"),
        ("Somebody leaked the whole redundancy list to me", "leak"),
        ("Social workers vote for strike action", "dispute"),
        ("The director must resign", "resign"),
        ("Family demand answers after the death at Thornham Hall", "answers"),
    ],
)
def test_each_flag_says_what_it_is_about(text: str, about: str) -> None:
    (flag,) = judged(text)

    assert (flag.kind, flag.severity) == (Kind.PRESS, Severity.LOOK)
    assert flag.rule == f"press.{about}"
    assert marked(text, flag)[0] in flag.reason


@pytest.mark.parametrize(
    "text",
    [
        "The council is useless and I am furious",
        "Nine months for an assessment. Shame on you",
        "Worst service in the county, and I have tried them all",
        "The director has no idea what a visit is like",
        "Cuts, cuts, cuts. When will somebody listen to carers?",
    ],
)
def test_criticism_passes(text: str) -> None:
    assert judged(text) == ()
