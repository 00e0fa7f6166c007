"""The way to the terminal: what fits is written at once, the rest by Textual's thread.

Textual hands all its output to a thread (8.2). On a busy machine the wait for that thread takes
longer than everything else that a key causes; and a terminal that keeps up has room for a frame.
A terminal that does not read is the thread's business as before: nothing here ever waits.
"""

import os
from contextlib import suppress
from typing import Any, Final, TextIO

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

WAYS: Final[set[int]] = set()
"""Descriptors through which drivers write; whoever cuts an app off has to see to them too."""


class PromptDriver(LinuxDriver):
    """Textual's driver, which writes a whole frame itself where the terminal takes it."""

    def __init__(self, app: App[Any], **more: Any) -> None:
        super().__init__(app, **more)
        self._outlet = _Outlet(self._file)
        self._file: Any = self._outlet  # for the thread
        self._handed = 0
        self._frame: list[str] | None = None
        self._way: int | None = None

    def start_application_mode(self) -> None:
        """Begin to draw, with a way of our own to the terminal."""
        if self._way is None:
            with suppress(OSError):
                # A new description of the file: O_NONBLOCK on theirs would reach the shell's too.
                name = os.ttyname(self._outlet.fileno())
                self._way = os.open(name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
                WAYS.add(self._way)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # theirs

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

    def write(self, data: str) -> None:
        """Write something; a frame between its marks goes out in one piece."""
        if data == SYNC_START:
            self._frame = [data]
        elif self._frame is None:
            self._send(data)
        else:
            self._frame.append(data)
            if data == SYNC_END:
                whole, self._frame = "".join(self._frame), None
                self._send(whole)

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
