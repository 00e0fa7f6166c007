"""What goes wrong on a campaign day, each post marked with its kind."""

from collections.abc import Sequence
from typing import Any, Final

from standup_tui.simulator.day.curve import within
from standup_tui.simulator.day.data import table
from standup_tui.simulator.day.stage import Stage
from standup_tui.simulator.model import Account

KINDS: Final = (
    "abuse",
    "postcode",
    "court",
    "despair",
    "press",
    "criticism",
    "flood",
    "hijack",
    "lookalike",
    "hostile",
)
"""Criticism is planted because it must pass: nothing may hold it back for being negative."""
_PER_FLOODER: Final = 6
_PER_SPAMMER: Final = 2


def plant(stage: Stage) -> None:
    """Plan all of it."""
    data, crowd = table("incidents"), stage.crowd
    by_kind: dict[str, Sequence[Account]] = {
        "abuse": crowd.rude,
        "postcode": crowd.public,
        "court": crowd.workers,
        "despair": crowd.troubled,
        "press": crowd.press,
        "criticism": crowd.public,
        "lookalike": [crowd.lookalike],
    }
    for kind, people in by_kind.items():
        authors = stage.rng.sample(list(people), len(people))
        for number, text in enumerate(data[kind]["texts"]):
            _post(stage, kind, authors[number % len(authors)], text, data)
    _flood(stage, data)
    _hijack(stage, data)
    _hostile(stage, data)


def _flood(stage: Stage, data: dict[str, Any]) -> None:
    """A few accounts, the same words again and again within a quarter of an hour."""
    for author in stage.crowd.flooders:
        for _ in range(_PER_FLOODER):
            extra = stage.writer.draw(data["flood"]["extras"])
            text = data["flood"]["text"].replace("{extra} ", f"{extra} " if extra else "")
            _post(stage, "flood", author, text, data)


def _hijack(stage: Stage, data: dict[str, Any]) -> None:
    """New accounts that use the hashtag for something else, all at once."""
    for author in [*stage.crowd.spammers] * _PER_SPAMMER:
        text = stage.writer.draw(data["hijack"]["texts"])
        number = str(stage.rng.randint(100, 999))
        _post(stage, "hijack", author, text.replace("{n}", number), data)


def _hostile(stage: Stage, data: dict[str, Any]) -> None:
    """Text and names that attack the terminal they are shown in."""
    for author, it in zip(stage.crowd.hostile, table("hostile")["post"], strict=True):
        text = it["text"] + it.get("repeat", "") * it.get("times", 0) + it.get("tail", "")
        _post(stage, "hostile", author, text, data)


def _post(stage: Stage, kind: str, author: Account, text: str, data: dict[str, Any]) -> None:
    at = within(stage.rng, data[kind]["at"])
    stage.post(author, text, at, incident=kind)
