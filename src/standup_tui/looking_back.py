"""Opens a campaign's store to look back at a day, and changes nothing in it.

One way for all who only read: beside a running hub or without one, at one moment.
"""

import asyncio
from pathlib import Path

from standup_tui.errors import ConfigError
from standup_tui.hub.lock import campaign_lock
from standup_tui.model.facts import Facts, Wanted
from standup_tui.model.history import Histories
from standup_tui.ports.clock import SYSTEM
from standup_tui.protocol.address import STORE
from standup_tui.rules.actions import fingerprint
from standup_tui.rules.chosen import action_rules
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.store.facts import gather
from standup_tui.store.handing_over import Shift, shift
from standup_tui.store.histories import histories

_PATIENCE = 3.0
"""Seconds a hub that was just stopped may take to let go."""


def store_of(folder: Path) -> Path:
    """Return a campaign's store; raises `ConfigError` where there is none."""
    path = folder / STORE
    if not path.exists():
        raise ConfigError(f"{folder} has no store yet: nothing has been read or decided there.")
    return path


def facts(folder: Path) -> tuple[Campaign, Facts]:
    """Count what a campaign's report tells.

    Raises:
        StandupError: The campaign or its store cannot be read, or there is no store.
    """
    campaign = campaign_file.read(folder)
    path = store_of(folder)
    actions, own = action_rules(campaign), campaign.own
    wanted = Wanted(
        actions=tuple((rule.name, rule.once) for rule in actions),
        looked_with=fingerprint(actions, own),
        own_id=_own_id(campaign),
        own_handle=own.handle if own else "",
    )
    return campaign, asyncio.run(gather(path, wanted, SYSTEM.now()))


def _own_id(campaign: Campaign) -> str:
    """Return the author id of the campaign's own account, if the file knows it anywhere."""
    own = campaign.own
    if own is None:
        return ""
    known = (one.id for one, _ in campaign.ours if one.handle.casefold() == own.handle.casefold())
    return next((f"x:{id_}" for id_ in (own.id, *known) if id_), "")


def what_became(folder: Path) -> Histories:
    """Return what became of every post of a campaign whose hub has ended.

    Raises:
        StandupError: A hub runs, or the store cannot be read.
    """
    path = store_of(folder)
    with campaign_lock(folder, patience=_PATIENCE):
        return asyncio.run(histories(path))


def handed_over(folder: Path, notes: int) -> Shift:
    """Return a campaign's newest notes and what is open in it, where no hub runs to tell.

    Raises:
        StandupError: A hub runs, or the store cannot be read.
    """
    path = store_of(folder)
    with campaign_lock(folder):
        return asyncio.run(shift(path, notes))
