"""Something between us and X that refuses when told to, and quotes the whole request at us."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from json import dumps

import aiohttp
from aiohttp import web

Mood = Callable[[web.Request], int | None]
"""Tells with what status a request is refused; None: it is passed on."""

_OWN = {"host", "content-length", "transfer-encoding", "connection"}


class Grumbler:
    """A proxy in front of a simulator."""

    def __init__(self, target: str) -> None:
        self.base_url = ""
        self.mood: Mood = lambda _: None
        self.refused: list[int] = []
        self._target = target

    async def receive(self, request: web.Request) -> web.StreamResponse:
        if status := self.mood(request):
            self.refused.append(status)
            quoted = dict(request.headers)
            if status >= 500:
                return web.Response(status=status, text=f"<pre>{quoted}</pre>")
            detail = f"refused: {quoted['Authorization']}"
            body = {"title": "Refused", "detail": detail, "request": quoted}
            return web.Response(status=status, text=dumps(body))
        return await self._pass_on(request)

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        headers = {name: it for name, it in request.headers.items() if name.lower() not in _OWN}
        body = await request.read()
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method, self._target + request.raw_path, headers=headers, data=body
            ) as said,
        ):
            kept = {name: it for name, it in said.headers.items() if name.lower() not in _OWN}
            response = web.StreamResponse(status=said.status, headers=kept)
            await response.prepare(request)
            async for piece in said.content.iter_any():
                await response.write(piece)
            return response


@asynccontextmanager
async def grumbling(target: str) -> AsyncIterator[Grumbler]:
    """Serve on a loopback port."""
    grumbler = Grumbler(target)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", grumbler.receive)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    grumbler.base_url = f"http://{host}:{port}"
    try:
        yield grumbler
    finally:
        await runner.cleanup()
