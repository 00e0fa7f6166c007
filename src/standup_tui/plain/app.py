"""Runs the console in lines: its terminal, its signals, and how it ends."""

import asyncio
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from standup_tui.personal import Personal
from standup_tui.plain.console import Console
from standup_tui.plain.keyboard import Keyboard
from standup_tui.plain.paper import Paper
from standup_tui.plain.spelling import speller
from standup_tui.ui.looks.wished import looks

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_INPUT, _OUTPUT = 0, 1
_LOCAL, _CHARACTERS = 3, 6
"""Places in what `termios.tcgetattr` returns."""


def run(
    place: Path, name: str = "", *, background: bool = False, wishes: Personal | None = None
) -> int:
    """Run a console in lines until its moderator leaves or its script ends.

    Args:
        place: The campaign's folder, or a hub's socket.
        name: The moderator's name; empty takes the account's.
        background: Whether the caller started the hub, so that quitting offers to stop it.
        wishes: Which letters somebody wants for this run.

    Returns:
        0; 1 if a script's command was not done; 128 and its number after a signal.

    Raises:
        HubError: The hub does not let us in, or a script found none.
    """
    typed = typed_at()
    paper = Paper(_OUTPUT, speller(looks(wishes).spelling))
    with _signals(paper):
        try:
            with _keys(typed=typed) as echoes, asyncio.Runner() as runner:
                return runner.run(
                    _run(place, name, paper, background=background, typed=typed, echoes=echoes)
                )
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 1
        finally:
            paper.leave()


def typed_at() -> bool:
    """Tell whether somebody types here and reads the answers."""
    return sys.stdin.isatty() and sys.stdout.isatty()


async def _run(  # noqa: PLR0913  # all that was found out about where we run
    place: Path, name: str, paper: Paper, *, background: bool, typed: bool, echoes: bool
) -> int:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_complain)
    console = Console(place, name, paper, background=background, waits=typed)
    keyboard = Keyboard(_INPUT, paper, console.flush, typed=typed, echoes=echoes)
    if typed:
        loop.add_signal_handler(signal.SIGCONT, _go_on, paper)
    return await console.run(keyboard)


def _complain(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say nothing of a task that a signal has ended."""
    if not isinstance(context.get("exception"), SystemExit):
        loop.default_exception_handler(context)


@contextmanager
def _signals(paper: Paper) -> Iterator[None]:
    """Have signals end us at once, out of a write too that a terminal does not take."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        paper.close()
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _keys(*, typed: bool) -> Iterator[bool]:
    """Have keys come one by one, as they are pressed; gives whether they were echoed before."""
    if not typed:
        yield False
        return
    before = termios.tcgetattr(_INPUT)
    try:
        _one_by_one()
        yield bool(before[_LOCAL] & termios.ECHO)
    finally:
        with suppress(termios.error):  # the terminal is gone
            termios.tcsetattr(_INPUT, termios.TCSANOW, before)


def _one_by_one() -> None:
    modes = termios.tcgetattr(_INPUT)
    modes[_LOCAL] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    modes[_CHARACTERS][termios.VMIN], modes[_CHARACTERS][termios.VTIME] = 1, 0
    termios.tcsetattr(_INPUT, termios.TCSANOW, modes)


def _go_on(paper: Paper) -> None:
    """Come back after Ctrl-Z."""
    with suppress(termios.error):
        _one_by_one()
    paper.again()
