"""Somebody looks at once when a person may be in danger, and is not called for a bad pun."""

import pytest

from judging import halves, judged, labelled, marked, said, score
from standup_tui.model.flag import Flag, Kind, Severity, seriousness
from standup_tui.rules.engine import Rules, RuleSettings


def alarms(text: str, alt: str | None = None, name: str = "Jo Fen") -> list[Flag]:
    flags = judged(text, alt=alt, name=name)
    return [flag for flag in flags if flag.kind is Kind.SAFEGUARDING]


@pytest.mark.parametrize("half", [0, 1], ids=["written with", "held out"])
def test_people_in_danger_are_found_and_the_rest_left_alone(half: int) -> None:
    result = score(Kind.SAFEGUARDING, "+", halves("safeguarding")[half])

    assert result.recall >= 0.9, result.missed
    assert result.precision >= 0.85, result.wrong


def test_what_was_found_before_is_found_still() -> None:
    result = score(Kind.SAFEGUARDING, "+", labelled("safeguarding_second"))

    assert result.recall >= 0.83, result.missed
    assert result.precision >= 0.95, result.wrong


def test_criticism_requests_and_the_press_are_no_danger() -> None:
    posts = [*labelled("press_duty"), *labelled("press_second")]
    wrong = score(Kind.SAFEGUARDING, "+", posts).wrong

    assert len(wrong) <= 0.05 * len(posts), wrong


def test_an_alarm_says_what_it_is_about_and_underlines_the_words() -> None:
    text = "Nobody knows. I don’t want to be alive any more"
    (flag,) = alarms(text)

    assert flag.severity is Severity.STOP
    assert flag.rule == "safeguarding.suicide.wish"
    assert flag.reason.startswith("someone may want to die: ")
    assert marked(text, flag)[0] in flag.reason
    assert "alive" in marked(text, flag)[0]


def test_what_no_phrase_says_is_known_by_what_it_resembles() -> None:
    text = "She sits at the window all night because he took her phone"
    (flag,) = alarms(text)

    assert (flag.rule, flag.severity) == ("safeguarding.tone", Severity.STOP)
    assert flag.reason.startswith("reads like somebody in danger: strongest words ")
    assert set(marked(text, flag)) == set(flag.reason.partition("words ")[2].split(", "))


@pytest.mark.parametrize(
    ("harmless", "serious"),
    [
        ("I want to die of embarrassment", "I want to die"),
        ("I want to die lol", "I want to die tonight"),
        ("He hits me at chess every time", "He hits me every time"),
        ("Ten years ago I tried to kill myself", "Last night I tried to kill myself"),
        ("In the film he strangles her", "In the kitchen he strangles her"),
        ("Training on children left alone at home all night", "Children left alone all night"),
    ],
)
def test_the_same_words_are_judged_by_what_stands_beside_them(harmless: str, serious: str) -> None:
    assert not alarms(harmless)
    assert alarms(serious)


def test_disguised_and_curly_writing_is_read_too() -> None:
    assert alarms("i wаnt tо diе")  # Cyrillic letters
    assert alarms("I can’t go on. I’m going to kill myself")
    assert alarms("I\u200b want to \u200bkill my\u200bself")


def test_a_picture_is_read_and_a_name_is_not() -> None:
    (flag,) = alarms("look", alt="A note: I am going to kill myself")

    assert flag.reason.startswith("someone may want to die in the picture's description: ")
    assert flag.spans == ()
    assert not alarms("lovely walk", name="kill myself fan club")


def test_safeguarding_goes_before_everything_else() -> None:
    both = judged("NR2 7QQ is where I am going to kill myself, you wankers")

    assert both[0].kind is Kind.SAFEGUARDING
    assert seriousness(both) == seriousness((both[0],))
    assert seriousness(both) < seriousness(tuple(f for f in both if f is not both[0]))


def test_it_can_be_switched_off() -> None:
    off = Rules(RuleSettings(kinds_off=frozenset({Kind.SAFEGUARDING})))

    assert off.judge(said("I want to die")) == ()
