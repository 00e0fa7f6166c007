"""The filtered stream: one connection, lines as they come, a sign of life in between."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.faults.board import Faults
from standup_tui.simulator.faults.fault import END_OF_LINE, End, Line, Move
from standup_tui.simulator.faults.passage import Passage
from standup_tui.simulator.ledger import Connection, Ending, Ledger
from standup_tui.simulator.meter import Meter
from standup_tui.simulator.problems import NO_RULES, TAKEN, connection, disconnected, invalid
from standup_tui.simulator.rules import RuleBook
from standup_tui.simulator.selection import selection
from standup_tui.simulator.source import Feed, Source
from standup_tui.simulator.wire import Wire, encode, reset


class StreamDesk:
    """Hands out the one connection.

    Args:
        source: Gives the lines.
        rules: Without any, nobody may connect.
        clock: For the hold.
        ledger: Counts connections.
        faults: May change every line.
        meter: Counts posts.
        keep_alive: Seconds of silence before a blank line.
        hold: Seconds the place stays taken after a client that just went away.
    """

    def __init__(  # noqa: PLR0913, it is put together in one place
        self,
        *,
        source: Source,
        rules: RuleBook,
        clock: Clock,
        ledger: Ledger,
        faults: Faults,
        meter: Meter,
        keep_alive: float,
        hold: float,
    ) -> None:
        self._source = source
        self._rules = rules
        self._clock = clock
        self._ledger = ledger
        self._faults = faults
        self._meter = meter
        self._keep_alive = keep_alive
        self._hold = hold
        self._feed: Feed | None = None
        self._free_at = float("-inf")

    async def connect(self, request: web.Request, headers: dict[str, str]) -> web.StreamResponse:
        """Answer GET on the stream, until one of the two hangs up.

        Raises:
            Refusal: There are no rules, or the connection is taken.
        """
        chosen = selection(request.query, own=("backfill_minutes",))
        if "backfill_minutes" in request.query:
            # Back-fill is for Enterprise; the campaigns this stands for do not have it.
            value = request.query["backfill_minutes"]
            message = "backfill_minutes is only available with Enterprise access"
            raise invalid("backfill_minutes", value, message)
        if not len(self._rules):
            raise connection(409, NO_RULES, "RuleConfigurationIssue")
        if self._feed or self._clock.monotonic() < self._free_at:
            raise connection(429, TAKEN, "TooManyConnections")
        self._feed = feed = self._source.open_feed(chosen)
        entry = Connection(opened=self._clock.now(), owed=feed.owed)
        self._ledger.connections.append(entry)
        response = web.StreamResponse(headers=headers)
        try:
            ended = await self._call(request, response, feed, entry).carry()
            entry.ended = entry.ended or ended
        except ConnectionError:
            self._dropped(feed, entry)
        except asyncio.CancelledError:
            self._dropped(feed, entry)
            raise
        finally:
            entry.closed = self._clock.now()
            feed.close()
            if self._feed is feed:
                self._feed = None
        return response

    def _call(
        self,
        request: web.Request,
        response: web.StreamResponse,
        feed: Feed,
        entry: Connection,
    ) -> "_Call":
        return _Call(
            request=request,
            wire=Wire(request, response, self._clock),
            feed=feed,
            entry=entry,
            passage=self._faults.passage(),
            clock=self._clock,
            ledger=self._ledger,
            meter=self._meter,
            keep_alive=self._keep_alive,
        )

    def hang_up(self) -> int:
        """Close the open connection and free the place; return how many were closed."""
        feed, self._feed, self._free_at = self._feed, None, float("-inf")
        if feed is None:
            return 0
        self._ledger.connections[-1].ended = "killed"
        feed.end()
        return 1

    def history(self) -> list[Connection]:
        """Return every connection so far, the newest first."""
        return self._ledger.connections[::-1]

    def _dropped(self, feed: Feed, entry: Connection) -> None:
        """Keep the place taken after a client that went away."""
        entry.ended = entry.ended or "client"
        if self._feed is feed:
            self._free_at = self._clock.monotonic() + self._hold


@dataclass(slots=True, kw_only=True)
class _Call:
    """One connection from its headers to its end."""

    request: web.Request
    wire: Wire
    feed: Feed
    entry: Connection
    passage: Passage
    clock: Clock
    ledger: Ledger
    meter: Meter
    keep_alive: float

    async def carry(self) -> Ending:
        """Send lines until one of the two hangs up, and return how it ended.

        Raises:
            ConnectionError: The connection broke, or was reset on purpose.
        """
        await self.wire.open()
        going = await self._do(self.passage.opening())
        while going and not self.feed.slow:
            going = await self._do(await self._next())
        if self.feed.slow:
            detail = "This stream has been disconnected because the client reads too slowly."
            await self.wire.send(encode(disconnected("SlowReader", detail)) + END_OF_LINE)
        await self.wire.close()
        return "slow" if self.feed.slow else "server"

    async def _next(self) -> list[Move]:
        try:
            body = await self.feed.take(self.keep_alive, self.clock)
        except TimeoutError:
            return self.passage.idle()
        return [End()] if body is None else self.passage.carry(body)

    async def _do(self, moves: list[Move]) -> bool:
        """Send what there is; tell whether it goes on."""
        for move in moves:
            if isinstance(move, Line):
                await self._send(move)
            elif move.reset:
                self.entry.ended = "reset"
                reset(self.request)
                raise ConnectionResetError
            else:
                return False
        return True

    async def _send(self, line: Line) -> None:
        await self.wire.send(line.raw, drip=self.passage.drip, flush=self.passage.flushes)
        self.ledger.served.update(line.post_ids)
        self.meter.read(line.post_ids)
        self.feed.owed.difference_update(line.post_ids)
        if line.raw == END_OF_LINE:
            self.entry.keep_alives += 1
        elif line.raw:
            self.entry.lines += 1
