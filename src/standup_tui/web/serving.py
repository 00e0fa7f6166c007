"""The page's process: a socket on this machine, the hub behind it, and how both end."""

import asyncio
import errno
import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import web

from standup_tui.errors import ConfigError
from standup_tui.model.text import clean_line
from standup_tui.personal import Personal
from standup_tui.ui.looks.spelling import AS_WRITTEN, Emoji, Spelling
from standup_tui.ui.looks.wished import looks
from standup_tui.ui.wall.board import Board, steady
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.web.feed import Feed
from standup_tui.web.gate import HERE, PORT, TOKEN, Address, Gate, address, token
from standup_tui.web.site import Site
from standup_tui.web.watch import Watch

_WHY = {
    errno.EADDRINUSE: "another program listens there already (maybe another wall)",
    errno.EACCES: "this account may not listen there",
}


@dataclass(frozen=True, slots=True)
class Served:
    """Where the page is to be served."""

    port: int | None = None
    """None: the usual one; 0: any that is free."""
    address: str | None = None
    """Where a proxy serves it to other machines."""


def run(
    place: Path,
    name: str = "",
    personal: Personal | None = None,
    wishes: Wishes | None = None,
    served: Served | None = None,
) -> int:
    """Serve the wall's page until a signal comes, and return the exit code.

    Raises:
        ConfigError: The port is taken, or the address is none.
        HubRefused: The hub does not let this account in.
    """
    wanted, served = looks(personal), served or Served()
    if wanted.complaint:
        _say(wanted.complaint)
    proxy = address(served.address) if served.address is not None else None
    secret = token(os.environ.get(TOKEN, "")) if proxy else ""
    own = replace(wishes or Wishes(), spelling=_spelling(personal), motion=wanted.motion)
    port = PORT if served.port is None else served.port
    return asyncio.run(_serve(Watching(place, name, own), port, proxy, secret))


def _spelling(asked: Personal | None) -> Spelling:
    """Return how to write what strangers wrote.

    As they wrote it, unless that was asked for this run: what this terminal cannot draw, or
    somebody likes on it, says nothing of a browser.
    """
    if asked is not None and asked.letters == "ascii":
        return Spelling(Emoji.TEXT, ascii=True)
    return Spelling(Emoji(asked.emoji)) if asked is not None and asked.emoji else AS_WRITTEN


@dataclass(frozen=True, slots=True)
class Watching:
    """Which hub is followed, as whom, and what this wall was started with."""

    place: Path
    name: str
    wishes: Wishes


async def _serve(watching: Watching, port: int, proxy: Address | None, secret: str) -> int:
    board = Board(steady(), watching.wishes)
    feed = Feed(board)
    ended = _end_on_signals()
    listening = listen(port)
    gate = Gate(listening.getsockname()[1], proxy, secret)
    runner = Site(feed, gate).runner()
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        sys.stdout.write(_where(gate, listening, proxy))
        sys.stdout.flush()
        watch = Watch(watching.place, watching.name, board, feed, _say)
        watched = asyncio.create_task(watch.run())
        both: set[asyncio.Future[Any]] = {watched, ended}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if watched.done():
            watched.result()
        watched.cancel()
        with suppress(asyncio.CancelledError):
            await watched
        return 128 + ended.result()
    finally:
        await runner.cleanup()


def listen(port: int) -> socket.socket:
    """Return a socket of this machine on which the page may be served.

    Raises:
        ConfigError: The port is taken, or not for this account.
    """
    try:
        return socket.create_server((HERE, port))
    except OSError as error:
        why = _WHY.get(error.errno or 0, error.strerror)
        raise ConfigError(
            f"the page cannot be served at port {port}: {why}. Choose another with --port, or "
            "any free one with --port 0."
        ) from None


def _end_on_signals() -> asyncio.Future[int]:
    """Return what gets the signal that ends the process; one that was ignored stays ignored."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, end, number)
    return ended


def _where(gate: Gate, listening: socket.socket, proxy: Address | None) -> str:
    here = f"http://{HERE}:{listening.getsockname()[1]}{gate.root}"
    said = f"The wall is at {here} for browsers on this machine; Ctrl-C ends it.\n"
    if proxy is not None:
        said += (
            f"Through the proxy it is at {proxy.origin}{gate.root} - who knows that can look.\n"
        )
    return said


def _say(sentence: str) -> None:
    sys.stderr.write(f"standup: {clean_line(sentence)}\n")
    sys.stderr.flush()
