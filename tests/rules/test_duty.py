"""Requests with a clock are found with the day they came in; before an election, parties too."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from judging import halves, judged, marked, said, score
from making import author
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.text import clean_line
from standup_tui.rules.duty import DutySettings
from standup_tui.rules.engine import Rules, RuleSettings


def before_an_election(*candidates: str) -> Rules:
    return Rules(RuleSettings(duty=DutySettings(pre_election=True, candidates=candidates)))


@pytest.mark.parametrize("half", [0, 1], ids=["written with", "held out"])
def test_requests_and_complaints_are_found(half: int) -> None:
    result = score(Kind.DUTY, "duty", halves("press_duty")[half])

    assert result.recall >= 0.95, result.missed
    assert result.precision >= 0.9, result.wrong


@pytest.mark.parametrize(
    ("text", "rule", "says"),
    [
        (
            "FOI request: how many agency workers do you employ?",
            "duty.foi",
            (
                "a request under the Freedom of Information Act, received 1 July 2026, "
                "20 working days to answer: FOI request"
            ),
        ),
        (
            "This is a subject access request, send me my file",
            "duty.sar",
            (
                "a request for personal data, received 1 July 2026, one month to answer: "
                "subject access request"
            ),
        ),
        (
            "I am making a formal complaint",
            "duty.complaint",
            "a formal complaint, received 1 July 2026: formal complaint",
        ),
    ],
)
def test_a_request_says_when_it_was_received(text: str, rule: str, says: str) -> None:
    zone = ZoneInfo("Europe/London")
    rules = Rules(RuleSettings(duty=DutySettings(zone=zone)))
    late = msgspec.structs.replace(said(text), at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    (flag,) = rules.judge(late)

    assert (flag.kind, flag.rule, flag.severity) == (Kind.DUTY, rule, Severity.LOOK)
    assert flag.reason == says
    assert marked(text, flag)[0] in flag.reason


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_days_like_others(year: int) -> None:
    rules = Rules(RuleSettings(duty=DutySettings(zone=ZoneInfo("Asia/Tokyo"))))
    post = msgspec.structs.replace(
        said("FOI request: taxis"), at=datetime(year, 12 if year > 1 else 1, 31, 23, tzinfo=UTC)
    )

    assert [flag.rule for flag in rules.judge(post)] == ["duty.foi"]


@pytest.mark.parametrize(
    "text",
    [
        "Vote Labour on Thursday",
        "The Tories closed our day centre",
        "Great to see the Lib Dems at the hub",
        "#VoteGreen for kinship carers",
        "Our Conservative councillor came to bingo",
        "A leaflet from Aled Fen came today",
        "@FenForThetford visited us",
    ],
)
def test_candidates_and_parties_are_flagged_only_before_an_election(text: str) -> None:
    (flag,) = before_an_election("Aled Fen", "@FenForThetford").judge(said(text))

    assert (flag.kind, flag.severity) == (Kind.DUTY, Severity.LOOK)
    assert flag.reason.startswith("before the election, about a ")
    assert marked(text, flag)[0] in flag.reason
    assert judged(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nine hours in labour and a beautiful girl",
        "A labour of love, this garden",
        "Green tea and a conservative estimate of biscuits",
        "Law reform is dull, my dad says",
        "The party at the day centre was great",
        "Fen walk with Aled",
    ],
)
def test_other_words_are_no_party(text: str) -> None:
    assert before_an_election("Aled Fen").judge(said(text)) == ()


def test_a_post_by_a_candidate_is_flagged_whatever_it_says() -> None:
    rules = before_an_election("Aled Fen", "@FenForThetford")
    posts = [
        msgspec.structs.replace(said("Good morning"), author=author(name="ALED FEN")),
        msgspec.structs.replace(
            said("Good morning"),
            author=msgspec.structs.replace(author(), handle=clean_line("fenforthetford")),
        ),
    ]
    flags: list[Flag] = [flag for post in posts for flag in rules.judge(post)]

    assert [flag.reason for flag in flags] == [
        "before the election, by the candidate Aled Fen",
        "before the election, by the candidate @FenForThetford",
    ]
