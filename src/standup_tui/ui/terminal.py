"""How a screen ends: on a signal, with its terminal, after a crash; never hanging, never torn.

Textual writes through a queue of thirty items. When the terminal stops reading, the event loop
waits in that queue, so nothing here may depend on the loop: signals are `signal.signal`, and
two threads see to the end, one for the signal and one for a terminal that closes.
"""

import asyncio
import errno
import gc
import io
import os
import select
import signal
import sys
import termios
import threading
from contextlib import suppress
from time import monotonic, sleep
from types import FrameType, TracebackType
from typing import Any, Self

from rich.console import Console
from textual.app import App
from textual.worker import WorkerFailed

from standup_tui.crashlog import confess
from standup_tui.errors import StandupError
from standup_tui.model.text import clean
from standup_tui.ui.driver import WAYS
from standup_tui.ui.dumb import no_screen_here
from standup_tui.ui.textual_gaps import failure

GRACE = 2.0
"""Seconds an app has to end by itself after a signal."""

HUNG_UP_GRACE = 1.0
"""The same when its terminal is gone: there is nothing to restore, and Textual may spin."""

_LAST_WORDS = 0.8  # seconds to get the restoring sequence into a terminal that does not read
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

# CAN first: it ends whatever sequence was cut. Then mouse, paste, focus and size reports off,
# keyboard protocol back, line wrap on, colours off, alternate screen left, cursor shown.
RESTORE = (
    b"\x18\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2004l\x1b[?1004l"
    b"\x1b[?2048l\x1b[?2026l\x1b[<u\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)


def fit_for_screen() -> str | None:
    """Return why no full-screen app can run here and what to do, or None if one can."""
    streams = (
        ("input", sys.__stdin__),
        ("output", sys.__stdout__),
        ("error output", sys.__stderr__),
    )
    for name, stream in streams:  # Textual draws on the stream for errors
        if stream is None or stream.closed or not stream.isatty():
            return (
                f"This needs a terminal, and the program's {name} is not one: run it in a "
                "terminal window without < > or |, or over SSH with `ssh -t`."
            )
    if said := no_screen_here():
        return (
            f"This terminal cannot show a full screen ({said}): use an ordinary terminal window, "
            "or set TERM=xterm-256color if this is one."
        )
    return None


def guarded(app: App[int], *, mouse: bool = True) -> int:
    """Run an app to its end and return the exit code, with the terminal as it was before.

    SIGTERM, SIGINT and SIGHUP end it with 143, 130 and 129 within three seconds, also when the
    terminal does not read any more; a terminal that closes ends it with 129, and so does one
    that closed before the app began. A crash is one sentence on stderr; its traceback, without
    local variables, goes to a log of this account.

    Args:
        app: What to run; what it exits with is the exit code.
        mouse: Whether the terminal should report the mouse.

    Raises:
        StandupError: The app ended with it, as a sentence for a person.
    """
    terminal = _terminal()
    if terminal is None:  # closed since it was found fit: Textual would ask for keys for ever
        return 128 + signal.SIGHUP
    for size in ("COLUMNS", "LINES"):  # a stale export would beat the terminal's true size
        os.environ.pop(size, None)
    gc.enable()
    gc.freeze()  # modules stay anyway; going through them would hold up a key for 40 ms
    said = io.StringIO()
    app.error_console = Console(file=said, markup=False, highlight=False)
    with _Watch(app, terminal) as watch, asyncio.Runner() as runner:
        watch.loop = runner.get_loop()
        runner.run(app.run_async(mouse=mouse))
    error: BaseException | None = failure(app)
    if isinstance(error, WorkerFailed):
        error = error.error
    if error is None and app.return_code is None:
        error = RuntimeError(said.getvalue())  # a thread of Textual's left only its words
    if isinstance(error, StandupError):
        raise error from None
    sentence = clean(said.getvalue()) if error is None else f"standup: {confess(error)}"
    if sentence:
        with suppress(OSError):  # a terminal that is gone hears nothing
            sys.stderr.write(f"{sentence.rstrip()}\n")
    return 1 if error is not None else app.return_code or app.return_value or 0


class _Watch:
    """Ends an app on a signal or when its terminal closes, and sees to it that it does end."""

    def __init__(self, app: App[Any], terminal: int) -> None:
        self._app = app
        self._terminal = terminal
        self._modes = _modes(self._terminal)
        self._before: dict[signal.Signals, Any] = {}
        self._insisting: threading.Thread | None = None
        self._over = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        """The loop the app runs on, as soon as there is one."""

    def __enter__(self) -> Self:
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._on_signal)
        threading.Thread(target=self._listen, name="terminal-watch", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._insisting is not None:
            self._insisting.join()  # it may be in the middle of restoring the terminal
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._end(128 + number, GRACE)

    def _listen(self) -> None:
        """Wait for the terminal to close; no signal tells of it without a controlling terminal."""
        poller = select.poll()
        poller.register(self._terminal, 0)  # no events wanted: hang-up and error always come
        while not self._over.is_set():
            if poller.poll(1000):
                self._end(128 + signal.SIGHUP, HUNG_UP_GRACE)
                return

    def _end(self, code: int, grace: float) -> None:
        """Ask the app to end, and make sure of it."""
        if self._insisting is not None:
            return
        self._insisting = threading.Thread(target=self._insist, args=(code, grace), daemon=True)
        self._insisting.start()
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._app.exit, None, code)

    def _insist(self, code: int, grace: float) -> None:
        if not self._over.wait(grace):
            _restore(self._terminal, self._modes)
            os._exit(code)


def _terminal() -> int | None:
    """Return the descriptor that Textual draws on, if it is a terminal."""
    stream = sys.__stderr__
    return stream.fileno() if stream is not None and stream.isatty() else None


def _modes(terminal: int) -> list[Any] | None:
    """Return how the terminal handles input and output now."""
    try:
        return termios.tcgetattr(terminal)
    except termios.error:
        return None


def _restore(terminal: int, modes: list[Any] | None) -> None:
    """Put a terminal back that may not be reading, without ever waiting for it.

    What Textual still wanted to draw is thrown away, and what it draws from now on goes
    nowhere: a thread of its waits inside a write, and holds the terminal's lock meanwhile.
    """
    try:
        # A new description of the file: O_NONBLOCK on the old one would reach the shell's too.
        exit_way = os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for way in (terminal, *WAYS):
        os.dup2(nowhere, way)
    with suppress(termios.error):
        if modes is not None:
            termios.tcsetattr(exit_way, termios.TCSANOW, modes)
    until = monotonic() + _LAST_WORDS
    rest = RESTORE
    while rest and monotonic() < until:
        try:
            rest = rest[os.write(exit_way, rest) :]
        except OSError as error:
            if error.errno != errno.EAGAIN:
                return
            _make_room(exit_way)


def _make_room(terminal: int) -> None:
    """Empty what a terminal has not read, and get the thread that waits for it out of there."""
    with suppress(termios.error):
        termios.tcflush(terminal, termios.TCOFLUSH)
    for thread in threading.enumerate():
        if thread.ident is not None and thread is not threading.current_thread():
            # Our handler has run already and does nothing now; the call itself interrupts.
            signal.pthread_kill(thread.ident, signal.SIGTERM)
    sleep(0.01)
