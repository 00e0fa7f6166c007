"""The way to the terminal: what fits is written at once, the rest by Textual's thread.

Textual hands all its output to a thread (8.2). On a busy machine the wait for that thread takes
longer than everything else that a key causes; and a terminal that keeps up has room for a frame.
A terminal that does not read is the thread's business as before: nothing here ever waits for one
as long as Textual would not.
"""

import asyncio
import os
from contextlib import suppress
from threading import Lock
from types import FrameType
from typing import Any, Final, TextIO

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

WAYS: Final[set[int]] = set()
"""Descriptors through which drivers write; whoever cuts an app off has to see to them too."""


class PromptDriver(LinuxDriver):
    """Textual's driver, which writes a whole frame itself where the terminal takes it.

    It also stops and goes on between frames only: Textual does both in the middle of whatever
    it is at, and starts a second time if it is told to go on without having been stopped.
    """

    def __init__(self, app: App[Any], **more: Any) -> None:
        super().__init__(app, **more)
        self._loop = asyncio.get_running_loop()
        self._outlet = _Outlet(self._file)
        self._file: Any = self._outlet  # for the thread
        self._writing = Lock()  # the thread that reads keys writes too: what the terminal can do
        self._handed = 0
        self._frame: list[str] | None = None
        self._way: int | None = None
        self._suspended = False

    def start_application_mode(self) -> None:
        """Begin to draw, with a way of our own to the terminal."""
        thread = self._writer_thread
        if self._way is None:
            with suppress(OSError):
                # A new description of the file: O_NONBLOCK on theirs would reach the shell's too.
                name = os.ttyname(self._outlet.fileno())
                self._way = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
                WAYS.add(self._way)
        self._frame, self._handed = None, 0
        self._outlet.begin_again()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # theirs
        # It does not start in the background of a shell, and is told to go on once more.
        if self._suspended and self._writer_thread is not thread:
            self._suspended = False
            self._app.call_later(self._app.refresh)  # for the terminal has forgotten it all

    def suspend_application_mode(self) -> None:
        """Leave the terminal to others for a while."""
        self._suspended = True
        super().suspend_application_mode()

    def close(self) -> None:
        """Give up what was opened."""
        super().close()
        self._give_up()

    def _give_up(self) -> None:
        """Leave everything to the thread from now on."""
        if self._way is not None:
            WAYS.discard(self._way)
            os.close(self._way)
            self._way = None

    def _sigtstp_application(self, *_: FrameType | int | None) -> None:
        """Stop as soon as the loop comes round: not within a frame, half of which is drawn."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: FrameType | int | None) -> None:
        """Go on, if this is what stopped; others send the signal too, as systemd with the end."""
        if self._suspended:
            super()._sigcont_application()

    def write(self, data: str) -> None:
        """Write something; a frame between its marks goes out in one piece."""
        with self._writing:
            if self._frame is not None:
                self._frame.append(data)
                if data == SYNC_END:
                    whole, self._frame = "".join(self._frame), None
                    self._send(whole)
            elif data == SYNC_START:
                self._frame = [data]
            else:
                self._send(data)

    def _send(self, data: str) -> None:
        """Write what fits if nothing waits before it, and leave the rest to the thread."""
        if self._way is not None and self._outlet.written == self._handed:
            encoded = self._outlet.encoded(data)
            try:
                sent = os.write(self._way, encoded)
            except BlockingIOError:
                sent = 0
            except OSError:  # the terminal is gone; the thread finds out as it always did
                self._give_up()
                sent = 0
            if sent == len(encoded):
                return
            self._outlet.owed, data = encoded[sent:], ""
        self._handed += 1
        super().write(data)


class _Outlet:
    """What Textual's thread takes for its file: it tells how much of what it was given is out."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._taken = 0
        self.written = 0
        """How many pieces have reached the terminal."""
        self.owed = b""
        """The end of a piece that was begun elsewhere; goes before the next one."""

    def begin_again(self) -> None:
        """Count from nothing, for another thread."""
        self._taken = self.written = 0
        self.owed = b""

    def encoded(self, text: str) -> bytes:
        """Return what a text is to this terminal."""
        return text.encode(self._file.encoding, self._file.errors or "strict")

    def write(self, text: str) -> None:
        """Take a piece."""
        owed, self.owed = self.owed, b""
        self._file.buffer.write(owed + self.encoded(text))
        self._taken += 1

    def flush(self) -> None:
        """Have everything reach the terminal."""
        self._file.buffer.flush()
        self.written = self._taken

    def fileno(self) -> int:
        """Return the terminal's descriptor."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Return whether there is a terminal."""
        return self._file.isatty()
