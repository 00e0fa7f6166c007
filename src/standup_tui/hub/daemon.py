"""The hub as a process: its signals, its log, its watchdog, and how it says that it is ready."""

import asyncio
import faulthandler
import logging
import os
import signal
import sys
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from standup_tui.model.text import clean_line
from standup_tui.protocol.address import LOG
from standup_tui.redaction import guard_log

_GRACE = 5.0
"""Seconds a stop may take before the process ends anyway."""

HUNG = 70
"""The exit code of a hub that had to be cut off: EX_SOFTWARE of sysexits.h."""

_STUCK = 60.0
"""Seconds the event loop may stand still before the process ends, to be started again."""

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class _Line(logging.Formatter):
    """One cleaned line an event; nothing from the network can forge a second one."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        head, _, traceback = text.partition("\n")
        lines = [clean_line(head), *(f"    {clean_line(one)}" for one in traceback.splitlines())]
        return "\n".join(lines)


def log_to(folder: Path, *, stderr: bool) -> None:
    """Write the log into the campaign's folder, readable by its owner only, without secrets."""
    guard_log()
    path = folder / LOG
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    handlers: list[logging.Handler] = [
        RotatingFileHandler(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    ]
    if stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(_Line("%(asctime)sZ %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)


class Readiness:
    """The pipe to whoever started this hub: one line, ``ready`` or what went wrong."""

    def __init__(self, pipe: int | None) -> None:
        self._pipe = pipe

    def say(self, line: str) -> None:
        """Say it, once."""
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            try:
                os.write(pipe, f"{line}\n".encode())
            except BrokenPipeError:
                logging.getLogger(__name__).info("nobody waited for this hub to be ready")
            os.close(pipe)


def end_within_grace(code: int) -> None:
    """End the process a little later, if what ends in good order has not done so by then."""
    end = threading.Timer(_GRACE, os._exit, (code,))
    end.daemon = True
    end.start()


class Signals:
    """Turns SIGTERM, SIGINT and SIGHUP into a stop, and ends the process if that hangs."""

    def __init__(self) -> None:
        self.received: int | None = None

    def install(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        """Listen from now on. A signal that was ignored (nohup) stays ignored."""

        def handle(number: int, _frame: object) -> None:
            if self.received is None:
                self.received = number
                end_within_grace(128 + number)
            loop.call_soon_threadsafe(stop.set)

        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, handle)

    @property
    def exit_code(self) -> int:
        """What the process returns: 128 and the signal's number, or 0."""
        return 0 if self.received is None else 128 + self.received


class Watchdog:
    """Ends a process whose event loop stands still, so that whoever keeps it can restart it."""

    def __init__(self) -> None:
        self._ticks = 0

    async def tick(self) -> None:
        """Show that the loop runs, for ever."""
        thread = threading.Thread(target=self._watch, daemon=True, name="watchdog")
        thread.start()
        while True:
            self._ticks += 1
            await asyncio.sleep(1)

    def _watch(self) -> None:
        seen, still = -1, 0.0
        while still < _STUCK:
            # Counted in steps of its own, so that a stopped and continued process is forgiven.
            time.sleep(5)
            still = still + 5 if self._ticks == seen else 0.0
            seen = self._ticks
        logging.getLogger(__name__).critical("the event loop stood still; the hub ends")
        faulthandler.dump_traceback(all_threads=True)
        os._exit(HUNG)
