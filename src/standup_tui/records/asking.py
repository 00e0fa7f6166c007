"""Asking for what changes the store: the hub where one runs, else done here under the lock."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from standup_tui.core.keeping import Keeping
from standup_tui.core.meter import Meter, PriceList
from standup_tui.errors import HubAbsent, HubError, StoreError
from standup_tui.hub.identity import Peer
from standup_tui.hub.lock import campaign_lock
from standup_tui.hub.logbook import scrubber
from standup_tui.looking_back import store_of
from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Answer, NotKept, Request, Spend
from standup_tui.ports.clock import SYSTEM
from standup_tui.protocol.address import STORE
from standup_tui.protocol.client import Session, join
from standup_tui.protocol.messages import BEAT, VERSION, Alive, Goodbye, Hello, Keep, Kept, Role
from standup_tui.settings import campaign_file
from standup_tui.settings.money import Prices
from standup_tui.store.store import SqliteStore

_LAST_HUB = 3.0
"""Seconds to wait for a hub that is about to end."""


def me(name: str = "") -> Moderator:
    """Return who runs this process, as the system knows it."""
    return Peer(os.geteuid(), frozenset()).moderator(name)


async def ask(folder: Path, request: Request, name: str = "") -> Answer:
    """Have records erased or given out, or what was charged beside a hub put on its meter.

    Raises:
        HubError: Nobody may, or can, and why.
        StoreError: The store cannot be opened.
    """
    store_of(folder)
    try:
        session = await _joined(folder, name)
    except HubAbsent:
        answer = await _do_here(folder, request, name)
    else:
        answer = await _of_hub(session, request)
    if isinstance(answer, NotKept):
        raise StoreError(answer.why)
    return answer


async def _joined(folder: Path, name: str) -> Session:
    """Join the hub without being sent every post there is."""
    first = await join(folder, Hello(VERSION, Role.CONSOLE, name))
    await first.close()
    return await join(folder, Hello(VERSION, Role.CONSOLE, name, first.welcome.seq))


async def _of_hub(session: Session, request: Request) -> Answer:
    if not session.welcome.owner:
        await session.close()
        raise HubError("only the campaign's owner may erase or export its records; ask them.")
    beating = asyncio.create_task(_beat(session))
    try:
        session.send(Keep(request))
        async for message in session.messages():
            if isinstance(message, Kept):
                return message.answer
            if isinstance(message, Goodbye):
                raise HubError(f"the hub did not finish: {message.why}.")
        raise HubError("the hub said nothing.")
    except HubAbsent as absence:
        raise HubError(
            f"{absence}: what it was doing may go on there; do the same again to see, for nothing "
            "is done twice."
        ) from None
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
        await session.close()


async def _beat(session: Session) -> None:
    while True:
        await asyncio.sleep(BEAT)
        session.send(Alive(session.welcome.seq))


async def _do_here(folder: Path, request: Request, name: str) -> Answer:
    os.umask(0o077)  # SQLite gives its log files the mode of the store
    with campaign_lock(folder, patience=_LAST_HUB):
        store = await SqliteStore.open(folder / STORE)
        try:
            # Only a charge needs them: a store outlives its campaign file.
            prices = campaign_file.read(folder).prices if isinstance(request, Spend) else Prices()
            meter = Meter(store, SYSTEM, PriceList(prices))
            keeping = Keeping(store.records, SYSTEM, scrubber(folder), meter)
            answer = await keeping.do(request, me(name))
            await meter.flush()
            return answer
        finally:
            await store.close()
