"""Reads what a simulator wrote down: what was posted, and what was planted."""

import json
from datetime import datetime
from pathlib import Path

from standup_tui.core.drill import Planted
from standup_tui.errors import StandupError
from standup_tui.model.post import PostId


def planted(ledger: Path) -> list[Planted]:
    """Return every post of a simulator's ledger, in the order they came out.

    Raises:
        StandupError: There is no ledger.
    """
    try:
        lines = ledger.read_bytes().split(b"\n")
    except OSError as error:
        raise StandupError(f"nothing can be scored: {ledger}: {error.strerror}.") from None
    # What follows the last line's end is being written just now.
    return [_planted(line) for line in lines[:-1]]


def _planted(line: bytes) -> Planted:
    told = json.loads(line)
    return Planted(
        post=PostId(f"x:{told['id']}"),
        at=datetime.fromisoformat(told["at"]),
        kind=told["incident"] or "",
        handle=told["author"],
        text=told["text"],
    )
