"""Who looks like the campaign's account without being it is flagged; the account is its id."""

from pathlib import Path

import msgspec
import pytest

from judging import said
from making import author
from standup_tui.model.flag import Kind, Severity
from standup_tui.model.post import AuthorId, Post
from standup_tui.model.text import clean_line
from standup_tui.rules.chosen import rule_settings
from standup_tui.rules.duty import DutySettings
from standup_tui.rules.engine import Rules, RuleSettings
from standup_tui.rules.likeness import Official
from standup_tui.settings.campaign_file import parse

RULES = Rules(
    RuleSettings(
        duty=DutySettings(
            official=(
                Official("WensumValeSW", "4217", "Wensum Vale Social Work"),
                Official("@FenlandKins"),
                Official("JoFen", "77"),
            )
        )
    )
)
ALIKE = [
    "WensumVaIeSW",
    "Wensum_Vale_SW",
    "WensumVa1eSW",
    "WensumVale5W",
    "WensumValeSVV",
    "WensurnValeSW",
    "WensumValeSWs",
    "WensumVaelSW",
    "WensumVleSW",
    "WensumValeSW_official",
    "realWensumValeSW",
    "TheWensumValeSW",
    "WensumValeSWTeam",
    "WensumValeSW_1",
    "WensumValeSW01",
    "ᴡᴇɴsᴜᴍᴠᴀʟᴇsᴡ",
    "Wеnsum\u200bVаleSW",
    "FenlandKinѕ",
    "Fenland\u212ains",
    "fenlandkins2",
    "J0Fen",
]
OTHERS = [
    "WensumWalks",
    "ValeSW",
    "WensumValeRugby",
    "SocialWorkWensum",
    "WensumRiver",
    "FenlandKite",
    "FenlandKings99",
    "JoFenn",
    "JoFen7",
    "JoFens",
    "NorfolkSW",
    "kins",
    "SW",
    "",
    "_",
]


def by(handle: str, number: str = "9001", name: str = "Sam Reed") -> Post:
    who = msgspec.structs.replace(
        author(name=name), id=AuthorId(f"x:{number}"), handle=clean_line(handle)
    )
    return msgspec.structs.replace(said("Good morning from the hub"), author=who)


@pytest.mark.fault("G10")
@pytest.mark.parametrize("handle", ALIKE)
def test_a_handle_like_an_official_one_is_flagged(handle: str) -> None:
    (flag,) = RULES.judge(by(handle))

    assert (flag.kind, flag.rule, flag.severity) == (Kind.DUTY, "duty.likeness", Severity.LOOK)
    assert flag.reason.startswith("the handle @")
    assert any(of in flag.reason for of in ("@WensumValeSW", "@FenlandKins", "@JoFen"))


@pytest.mark.fault("G10")
@pytest.mark.parametrize("handle", OTHERS)
def test_ordinary_handles_pass(handle: str) -> None:
    assert RULES.judge(by(handle)) == ()


def test_the_account_is_its_id_and_not_its_handle() -> None:
    assert RULES.judge(by("WensumValeSW", "4217")) == ()
    assert RULES.judge(by("Renamed_Yesterday", "4217", "Wensum Vale Social Work")) == ()
    (taken_over,) = RULES.judge(by("WensumValeSW", "666"))
    assert taken_over.reason == "the handle @WensumValeSW reads like @WensumValeSW"


def test_while_no_id_is_known_the_very_handle_counts() -> None:
    assert RULES.judge(by("fenlandKINS")) == ()


def test_letters_that_x_does_not_allow_are_said() -> None:
    (flag,) = RULES.judge(by("Fenland\u212ains"))

    assert flag.reason.endswith("@FenlandKins and holds what no handle on X can")


def test_an_organisations_name_is_its_own() -> None:
    (flag,) = RULES.judge(by("sw_news_daily", name="Wеnsum Vale  Social Work ✓"))

    assert flag.reason.endswith("is that of @WensumValeSW")
    assert RULES.judge(by("sw_news_daily", name="Jo Fenland")) == ()


def test_a_followed_account_with_its_id_is_known_by_that_and_not_by_its_handle() -> None:
    text = """name = "x"
hashtags = ["x"]
account = "WensumValeSW"
accounts = [{ handle = "@wensumvalesw", id = "4217" }, "FenlandKins"]
"""
    rules = Rules(rule_settings(parse(text, Path("campaign.toml"))))
    theirs = said("Hello", name="Somebody")

    def flags(handle: str, number: str) -> int:
        one = msgspec.structs.replace(
            theirs.author, handle=clean_line(handle), id=AuthorId(f"x:{number}")
        )
        found = rules.judge(msgspec.structs.replace(theirs, author=one))
        return sum(flag.kind is Kind.DUTY for flag in found)

    assert flags("WensumValeSW", "4217") == 0
    assert flags("WensumValeSW", "9") == 1
    assert flags("FenlandKins", "9") == 0
    assert flags("FenlandKlns", "9") == 1
