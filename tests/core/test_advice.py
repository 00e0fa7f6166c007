"""What is advised holds: the very lines, put into a campaign, do what is said of them."""

import tomllib
from pathlib import Path

import msgspec
import pytest

from judging import said
from standup_tui.core.advice import about_rule, about_word
from standup_tui.model.flag import FAILED, Kind, Severity
from standup_tui.rules.chosen import rule_settings
from standup_tui.rules.engine import Rules
from standup_tui.settings.campaign import Campaign, RuleChoice, Words
from standup_tui.settings.campaign_file import parse

SPAM = "Buy now, free gift, dm me for the discount code, link in bio https://bit.ly/3xQ"


def campaign(**more: object) -> Campaign:
    return Campaign("A day", ("#A",), **more)  # type: ignore[arg-type]  # a test's shorthand


def advised(lines: tuple[str, ...], before: Campaign) -> Campaign:
    """Return a campaign after somebody took the lines over."""
    table, *keys = lines
    name = table.strip("[]")
    there = msgspec.to_builtins(getattr(before, name))
    changed = there | tomllib.loads("\n".join(keys))
    return msgspec.structs.replace(
        before, **{name: msgspec.convert(changed, type(getattr(before, name)))}
    )


def test_an_allowed_word_is_flagged_no_more_and_the_others_stay() -> None:
    before = campaign(words=Words(allow=("crap",)))
    after = advised(about_word("bastard", before, own=False).lines, before)

    assert after.words.allow == ("crap", "bastard")
    judge = Rules(rule_settings(after)).judge
    assert "abuse.word" not in {flag.rule for flag in judge(said("you bastard"))}
    assert "abuse.word" in {flag.rule for flag in judge(said("you wanker"))}


def test_a_word_of_the_campaigns_own_is_taken_out_of_its_list() -> None:
    before = campaign(words=Words(flag=("Ribble Lane", 'the "scandal"')))
    after = advised(about_word("Ribble Lane", before, own=True).lines, before)

    assert after.words.flag == ('the "scandal"',)


def test_a_kind_that_was_chosen_to_stop_is_made_worth_a_look() -> None:
    before = campaign(rules=RuleChoice(stop=("press", "spam")))
    after = advised(about_rule(Kind.SPAM, "spam.signs", before, stops=True).lines, before)

    assert (after.rules.stop, after.rules.look) == (("press",), ("spam",))
    flags = Rules(rule_settings(after)).judge(said(SPAM))
    assert {flag.severity for flag in flags if flag.kind is Kind.SPAM} == {Severity.LOOK}


def test_what_is_sure_of_itself_is_made_worth_a_look_and_else_it_can_only_be_off() -> None:
    before = campaign(rules=RuleChoice(off=("duty",)))
    sure = about_rule(Kind.ABUSE, "abuse.tone", before, stops=True)
    unsure = about_rule(Kind.SPAM, "spam.signs", before, stops=False)

    assert sure.lines == ("[rules]", 'look = ["abuse"]')
    assert unsure.lines == ("[rules]", 'off = ["duty", "spam"]')
    assert "somebody has to look instead" in unsure.says


@pytest.mark.parametrize("kind", [Kind.SAFEGUARDING, Kind.PERSONAL, Kind.IDENTIFIABLE])
def test_nobody_is_advised_to_look_away_from_what_harms_people(kind: Kind) -> None:
    advice = about_rule(kind, "any", campaign(), stops=True)

    assert advice.lines == ()
    assert "Leave it on." in advice.says


@pytest.mark.parametrize(
    ("kind", "rule", "part"),
    [
        (Kind.HOSTILE, FAILED, "mistake of Standup's own"),
        (Kind.ABUSE, "abuse.campaign", "under [words]"),
        (Kind.DUTY, "duty.election.party", "After polling day"),
    ],
)
def test_some_rules_need_something_else(kind: Kind, rule: str, part: str) -> None:
    assert part in about_rule(kind, rule, campaign(), stops=False).says


def test_every_line_is_toml_that_a_campaign_may_hold(tmp_path: Path) -> None:
    head = 'name = "A day"\nhashtags = ["#A"]\n'
    for kind, rule in ((Kind.SPAM, "spam.flood"), (Kind.DUTY, "duty.election.party")):
        advice = about_rule(kind, rule, campaign(), stops=False)
        parse(head + "\n".join(advice.lines), tmp_path)
