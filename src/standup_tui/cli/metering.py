"""What a command of ours has had X charge, put on the meter of its campaign."""

import asyncio
from pathlib import Path

from standup_tui.errors import StandupError
from standup_tui.model.keeping import Spend
from standup_tui.model.money import Charge
from standup_tui.protocol.address import STORE
from standup_tui.records.asking import ask


def unmetered(place: Path, charge: Charge) -> str:
    """Put a charge on the meter, and return why that was not possible; empty: it is there.

    The hub does it where one runs. Without a store nothing has been metered yet.
    """
    if not charge.things or not (place / STORE).exists():
        return ""
    try:
        asyncio.run(ask(place, Spend(charge)))
    except StandupError as error:
        return f"what X charges for this answer is not on the meter: {error}"
    return ""
