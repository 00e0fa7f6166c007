"""The hub's side of keeping records: what the owner asks for goes on when their terminal ends."""

import asyncio
import logging
from collections.abc import Mapping

from standup_tui.core.keeping import Keeping
from standup_tui.model.entry import Moderator
from standup_tui.model.keeping import Answer, Grant, Purge, Request, Spend

_log = logging.getLogger(__name__)

_CALLED: Mapping[type[Request], str] = {
    Purge: "a purge",
    Grant: "texts",
    Spend: "a charge to be metered",
}


class RecordsDesk:
    """Erases and gives out records beside all that the hub does."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._at_work: set[asyncio.Task[Answer]] = set()

    async def do(self, request: Request, by: Moderator) -> Answer:
        """Do it to the end, and return what came of it if somebody still waits."""
        _log.info("%s asks for %s", by.name, _CALLED[type(request)])
        task = asyncio.create_task(self._keeping.do(request, by), name="records")
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)
