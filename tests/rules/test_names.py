"""Every rule that can fire has a name that an officer understands."""

from pathlib import Path

import pytest

from judging import POSTS, RULES, labelled, said
from standup_tui.model.flag import FAILED
from standup_tui.model.wrapping import cells
from standup_tui.rules import abusive_phrases, personal
from standup_tui.rules.names import NAMES, name_of
from standup_tui.rules.phrases import Phrases

_FIXED = {
    "abuse.tone", "abuse.word", "abuse.word.disguised", "abuse.campaign",
    "abuse.campaign.disguised", "identifiable", "hostile.controls", FAILED, "spam.signs",
    "spam.flood", "duty.likeness", "duty.election.candidate", "duty.election.party",
    "safeguarding.tone", "press.tone", "edited", "person",
}  # fmt: skip


def topics(kind: str) -> set[str]:
    """Return the rules of a phrase file: topics that are flagged for themselves."""
    return {f"{kind}.{topic.name}" for topic, _ in Phrases(f"{kind}.txt").patterns
            if topic.points > 1}  # fmt: skip


def can_fire() -> set[str]:
    sorts = [one for name, one in vars(personal).items() if name.startswith("_WITH")]
    return {
        *_FIXED,
        *topics("safeguarding"),
        *topics("press"),
        *topics("duty"),
        *(f"abuse.{what}" for what in abusive_phrases._MEANS),
        *(sort.rule for some in sorts for sort in some),
    }


def test_every_rule_that_can_fire_has_a_name_and_no_name_is_left_over() -> None:
    assert can_fire() == set(NAMES)


def test_names_are_no_ids_and_fit_into_a_table() -> None:
    for rule, name in NAMES.items():
        assert name != rule
        assert "." not in name
        assert cells(name) <= 34


@pytest.mark.parametrize("path", sorted(POSTS.glob("*.txt")), ids=lambda path: path.stem)
def test_whatever_the_rules_say_of_our_posts_has_a_name(path: Path) -> None:
    fired = {flag.rule for _, text in labelled(path.stem) for flag in RULES.judge(said(text))}

    assert fired <= set(NAMES)


def test_a_rule_of_an_older_version_is_called_by_its_id() -> None:
    assert name_of("spam.of-old") == "spam.of-old"
