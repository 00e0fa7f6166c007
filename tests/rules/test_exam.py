"""Posts by hands that had read no rule, and from which nothing was learned."""

import json
from pathlib import Path

import pytest

from judging import Score, score
from standup_tui.model.flag import Kind

EXAM = Path(__file__).with_name("exam.jsonl")
KINDS = {
    "contempt": Kind.ABUSE,
    "safeguarding": Kind.SAFEGUARDING,
    "spam": Kind.SPAM,
    "press": Kind.PRESS,
}


def result(kind: str) -> Score:
    rows = [json.loads(line) for line in EXAM.read_text("utf-8").splitlines()]
    posts = [("+" if row["label"] else "-", row["text"]) for row in rows if row["kind"] == kind]
    return score(KINDS[kind], "+", posts)


@pytest.mark.uncounted
@pytest.mark.parametrize(
    ("kind", "recall"),
    [("contempt", 0.65), ("safeguarding", 0.8), ("spam", 0.7), ("press", 0.7)],
)
def test_what_strangers_write_is_found_and_what_is_harmless_passes(
    kind: str, recall: float
) -> None:
    found = result(kind)

    assert found.recall >= recall, found.missed
    assert found.precision >= 0.9, found.wrong
