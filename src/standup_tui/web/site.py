"""The page over HTTP: a few files and a stream of events, and no way to say anything back."""

import asyncio
import logging
import socket
import sys
from contextlib import suppress
from importlib.resources import files
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from standup_tui.crashlog import confess
from standup_tui.web.feed import Feed
from standup_tui.web.gate import Gate, Refusal

MOST: Final = 200
"""Browsers at a time."""

PATIENCE: Final = 2.0
"""Seconds in which a browser must have taken what it was sent."""

_BUFFER = 2**16
"""Bytes that may wait on their way to a browser: all of it is old when it arrives."""

_TYPES = {
    "wall.html": "text/html",
    "wall.css": "text/css",
    "wall.js": "text/javascript",
    "link.js": "text/javascript",
    "draw.js": "text/javascript",
    "dom.js": "text/javascript",
    "fit.js": "text/javascript",
    "stream.js": "text/javascript",
    "scenes.js": "text/javascript",
}

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Server": "standup",
}


class Site:
    """Answers browsers."""

    def __init__(self, feed: Feed, gate: Gate) -> None:
        self._feed = feed
        self._gate = gate
        self.browsers = 0
        """How many are looking now."""
        self._files = {name: self.read(name) for name in _TYPES}

    @staticmethod
    def read(name: str) -> bytes:
        """Return a file of the page."""
        return (files("standup_tui.web") / "page" / name).read_bytes()

    def runner(self) -> web.AppRunner:
        """Return what serves it, once it is set up and given a socket."""
        app = web.Application(middlewares=[_confessing], client_max_size=1)
        app.on_response_prepare.append(_guard)
        app.router.add_route("*", "/{path:.*}", self._answer)
        quiet = logging.Logger("standup.web")  # what strangers send is no news  # noqa: LOG001
        quiet.addHandler(logging.NullHandler())
        return web.AppRunner(
            app,
            access_log=None,  # it would keep the token
            logger=quiet,
            handler_cancellation=True,
            shutdown_timeout=0.1,  # streams never end by themselves
        )

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        hosts = request.headers.getall(hdrs.HOST, [])
        name = self._gate.asked(request.method, request.path, headers, hosts)
        if isinstance(name, Refusal):
            allow = {"Allow": "GET"} if name.status == 405 else {}  # noqa: PLR2004
            return _say(name.why, name.status, allow)
        if name == "events":
            return await self._follow(request)
        if name in _TYPES:
            return web.Response(body=self._files[name], content_type=_TYPES[name], charset="utf-8")
        return _say("there is nothing here.", 404)

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        """Tell one browser what may be seen until it goes, or takes too long to listen."""
        if self.browsers >= MOST:
            return _say(f"{MOST} browsers look at this wall already.", 503)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        )
        _hold_little(request)
        self.browsers += 1
        try:
            await response.prepare(request)
            await self._tell(response)
        except (TimeoutError, OSError):  # it has gone, or does not read
            if request.transport is not None:
                request.transport.abort()
        finally:
            self.browsers -= 1
        return response

    async def _tell(self, response: web.StreamResponse) -> None:
        number = 0
        while True:
            news = self._feed.since(number)
            number = self._feed.number
            async with asyncio.timeout(PATIENCE):
                await response.write(news)
            await self._feed.wait(number)


def _hold_little(request: web.Request) -> None:
    """Keep buffers small, so that a browser that does not read is noticed soon."""
    if request.transport is None:
        return
    request.transport.set_write_buffer_limits(high=_BUFFER)
    with suppress(OSError):
        ours: socket.socket = request.transport.get_extra_info("socket")
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)


def _say(sentence: str, status: int, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(text=f"standup: {sentence}\n", status=status, headers=headers)


async def _guard(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


@web.middleware
async def _confessing(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write a mistake of our own down instead of showing it to the public."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        return _say(f"{refusal.reason}.", refusal.status)
    except Exception as error:  # noqa: BLE001, the last door of a request
        sys.stderr.write(f"standup: {confess(error)}\n")
        return _say("something went wrong here.", 500)
