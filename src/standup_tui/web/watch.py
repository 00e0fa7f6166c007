"""Follows the hub for the page, and lets go when it can no longer be trusted."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from standup_tui.errors import HubRefused
from standup_tui.protocol.client import Client, Lost
from standup_tui.protocol.messages import Down, Role
from standup_tui.ui.wall.board import Board, Phase, steady
from standup_tui.web.feed import Feed

_TICK = 0.1


class Watch:
    """One wall's connection to its hub; as the terminal's wall, without a terminal."""

    def __init__(
        self, place: Path, name: str, board: Board, feed: Feed, say: Callable[[str], None]
    ) -> None:
        self._place = place
        self._who = name
        self._board = board
        self._feed = feed
        self._say = say
        self._said: Phase | None = None
        self._client: Client | None = None
        self._following: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Follow the hub for ever.

        Raises:
            HubRefused: It does not let this account in.
        """
        try:
            self._join()
            while True:
                self._tick()
                if self._following is not None and self._following.done():
                    self._following.result()
                await asyncio.sleep(_TICK)
        finally:
            if self._following is not None:
                self._following.cancel()

    def _tick(self) -> None:
        at = steady()
        if self._board.stale(at):
            self._join()
        self._board.step(at)
        self._feed.look()
        self._report(at)

    def _join(self) -> None:
        """Follow the hub over a new connection that asks for everything."""
        if self._following is not None:
            self._following.cancel()
        self._client = Client(self._place, Role.WALL, self._who, self._board.wishes.scene)
        self._following = asyncio.create_task(self._follow(self._client))

    async def _follow(self, client: Client) -> None:
        async for event in client.events():
            self._hear(client, event)

    def _hear(self, client: Client, event: Down | Lost) -> None:
        at = steady()
        if client is not self._client:
            return
        if self._board.stale(at):
            self._join()
            return
        before = self._board.phase(at)
        self._board.take(event, at)
        if self._board.phase(at) is not before:
            self._feed.look()  # a blank does not wait for the next tick
        if isinstance(event, Lost):
            client.seq = 0  # what was forgotten is asked for again
        if self._board.refused and self._board.about is None:
            raise HubRefused(self._board.why)

    def _report(self, at: float) -> None:
        """Tell whoever started this when the hub comes or goes."""
        phase = self._board.phase(at)
        waits = phase is Phase.CONNECTING and not self._board.why
        if phase is self._said or waits or self._board.refused:
            return
        before, self._said = self._said, phase
        if phase is Phase.CONNECTING:
            self._say(f"{self._board.why} The page waits for it on a slide without posts.")
        elif phase is Phase.HOLDING:
            self._say("The hub is silent: the page shows the holding slide until it is back.")
        elif before in {Phase.CONNECTING, Phase.HOLDING}:
            self._say("The hub is there.")
