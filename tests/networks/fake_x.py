"""A server that answers as a test says: for faults that the simulator does not have."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from standup_tui.errors import SourceError
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.money import Till
from standup_tui.ports.source import Arrived, Batch, Unreadable
from standup_tui.settings.campaign import Campaign, Source

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

STREAM = "/2/tweets/search/stream"
RULES = "/2/tweets/search/stream/rules"
RECENT = "/2/tweets/search/recent"
TOKENS = Credentials("made-up-bearer", "made-up-key", "made-up-ks", "42-made-up", "made-up-as")


@dataclass
class FakeX:
    """What it answers and what it was asked."""

    base_url: str = ""
    handlers: dict[tuple[str, str], Handler] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    rules: list[dict[str, str]] = field(default_factory=list)

    def on(self, method: str, path: str, handler: Handler) -> None:
        self.handlers[method, path] = handler

    def says(self, method: str, path: str, status: int, body: object, **headers: str) -> None:
        """Give one answer for ever; a `str` goes as HTML."""

        async def handler(_: web.Request) -> web.Response:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            if isinstance(body, str):
                return web.Response(
                    status=status, text=body, content_type="text/html", headers=names
                )
            return web.json_response(body, status=status, headers=names)

        self.on(method, path, handler)

    def streams(self, *chunks: bytes, end: str = "close") -> None:
        """Send these bytes on the stream, then close, reset or stay silent."""

        async def handler(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            for chunk in chunks:
                await response.write(chunk)
            if end == "reset":
                assert request.transport is not None
                request.transport.abort()
            if end == "silence":
                await forever()
            return response

        self.on("GET", STREAM, handler)

    def count(self, method: str, path: str) -> int:
        return sum((it[0], it[1]) == (method, path) for it in self.seen)

    def queries(self, path: str) -> list[dict[str, str]]:
        return [it[2] for it in self.seen if it[1] == path]

    async def receive(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.can_read_body else None
        self.seen.append((request.method, request.path, dict(request.query), body))
        handler = self.handlers.get((request.method, request.path))
        if handler is not None:
            return await handler(request)
        if request.path == RULES:
            return self._change(body) if body else self._list()
        return web.json_response({"title": "Not Found", "detail": "Not Found"}, status=404)

    def _list(self) -> web.Response:
        return web.json_response({"data": self.rules, "meta": {}} if self.rules else {"meta": {}})

    def _change(self, body: dict[str, Any]) -> web.Response:
        if "delete" in body:
            gone = set(body["delete"]["ids"])
            self.rules = [it for it in self.rules if it["id"] not in gone]
            return web.json_response({"meta": {}})
        added = [{"id": str(900 + len(self.seen) + n)} | it for n, it in enumerate(body["add"])]
        self.rules += added
        return web.json_response({"data": added, "meta": {}}, status=201)


async def forever() -> None:
    """Wait until the client goes away."""
    await asyncio.Event().wait()


@asynccontextmanager
async def fake_x() -> AsyncIterator[FakeX]:
    """Serve on a loopback port."""
    fake = FakeX()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.receive)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.base_url = f"http://{host}:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()


def campaign(base_url: str, **changed: Any) -> Campaign:
    """Return a campaign that reads there."""
    said: dict[str, Any] = {
        "name": "Test",
        "hashtags": ("StandUp4SW",),
        "source": Source(base_url=base_url),
    }
    return Campaign(**(said | changed))


@asynccontextmanager
async def x_at(
    base_url: str,
    tokens: Credentials = TOKENS,
    *,
    quiet: float = 5.0,
    till: Till | None = None,
    **changed: Any,
) -> AsyncIterator[X]:
    """Yield the real client, aimed at a server here."""
    network = X(campaign(base_url, **changed), tokens, quiet=quiet, till=till)
    try:
        yield network
    finally:
        await network.close()


async def read(batches: AsyncGenerator[Batch, None]) -> list[Batch]:
    """Read to the end."""
    async with aclosing(batches) as source:
        return [batch async for batch in source]


async def read_into(found: list[Batch], batches: AsyncGenerator[Batch, None]) -> None:
    """Keep what came before an error."""
    async with aclosing(batches) as source:
        async for batch in source:
            found.append(batch)  # noqa: PERF401, what came before the error counts


async def heard_until_the_end(x: X) -> tuple[list[Batch], SourceError]:
    """Return what came, and the error that ended it."""
    found: list[Batch] = []
    with pytest.raises(SourceError) as ended:
        await asyncio.wait_for(read_into(found, x.live()), 60)
    return found, ended.value


def items_of(batches: list[Batch]) -> list[Arrived | Unreadable]:
    """Return everything that is in batches, in order."""
    return [item for batch in batches for item in batch.items]


def texts_of(batches: list[Batch]) -> list[str]:
    """Return the texts of the posts."""
    return [item.post.text for item in items_of(batches) if isinstance(item, Arrived)]


def tweet(number: int, text: str = "Hello #StandUp4SW", **more: Any) -> dict[str, Any]:
    """Return a post as X sends it."""
    return {
        "id": str(number),
        "text": text,
        "author_id": "7",
        "created_at": "2026-02-01T09:30:00.000Z",
        "edit_history_tweet_ids": [str(number)],
    } | more


USER = {"id": "7", "name": "Ada Marsh", "username": "AdaMarsh"}


def line(number: int, text: str = "Hello #StandUp4SW", **more: Any) -> bytes:
    """Return a line of the stream."""
    body = {"data": tweet(number, text), "includes": {"users": [USER]}} | more
    return json.dumps(body).encode() + b"\r\n"
