"""Opens a campaign's store when no hub runs, for commands that look back at a day."""

import asyncio
from pathlib import Path

from standup_tui.errors import ConfigError
from standup_tui.hub.lock import campaign_lock
from standup_tui.model.history import Histories
from standup_tui.protocol.address import STORE
from standup_tui.store.handing_over import Shift, shift
from standup_tui.store.histories import histories

_PATIENCE = 3.0
"""Seconds a hub that was just stopped may take to let go."""


def what_became(folder: Path) -> Histories:
    """Return what became of every post of a campaign.

    Raises:
        ConfigError: There is no store.
        StandupError: A hub runs, or the store cannot be read.
    """
    path = _store(folder)
    with campaign_lock(folder, patience=_PATIENCE):
        return asyncio.run(histories(path))


def handed_over(folder: Path, notes: int) -> Shift:
    """Return a campaign's newest notes and what is open in it.

    Raises:
        ConfigError: There is no store.
        StandupError: A hub runs, or the store cannot be read.
    """
    path = _store(folder)
    with campaign_lock(folder):
        return asyncio.run(shift(path, notes))


def _store(folder: Path) -> Path:
    path = folder / STORE
    if not path.exists():
        raise ConfigError(f"{folder} has no store yet: nothing has been read or decided there.")
    return path
