"""Somebody in front of a wall on a real terminal: what it shows, at every moment."""

import asyncio
import os
import re
from collections.abc import Mapping

import pyte

from ui.ptys import Terminal

_ENTERED = b"\x1b[?1049h"
_NEWER = re.compile(rb"\x1b\[(?:>25|<)u|\x1b\[\?20(?:26|48)\$p")
"""What is newer than pyte, which would write its last letter on the screen."""


class Projection:
    """A wall's program on a terminal that is read all the time, and the screen it makes."""

    def __init__(
        self,
        name: str,
        *words: str,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.bytes = 0
        """How much it was sent."""
        self.terminal = Terminal(*words, env=dict(env or {}), size=size, counted=False)
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._entered = False
        self._held = b""
        self._text: str | None = ""
        self._loop = asyncio.get_running_loop()
        self.read()

    @property
    def seen(self) -> str:
        """The letters on the screen, row by row."""
        if self._text is None:
            self._text = "\n".join(self._screen.display)
        return self._text

    def read(self) -> None:
        """Read from now on."""
        self._loop.add_reader(self.terminal.master, self._read)

    def stall(self) -> None:
        """Read no more: the terminal fills up."""
        self._loop.remove_reader(self.terminal.master)

    def _read(self) -> None:
        try:
            got = os.read(self.terminal.master, 1 << 16)
        except OSError:
            got = b""
        if not got:  # nobody is on the other side any more
            self.stall()
        self.bytes += len(got)
        self._feed(got)

    def _feed(self, got: bytes) -> None:
        """Draw what came, from the moment at which the program took the screen."""
        got = self._held + got
        if not self._entered:
            self._entered = _ENTERED in got
            self._held = b"" if self._entered else got
            got = got[got.find(_ENTERED) :] if self._entered else b""
        cut = got.rfind(b"\x1b", len(got) - 10 if len(got) > 10 else 0)
        if self._entered and cut >= 0 and not re.search(rb"[A-Za-z\x07]", got[cut:]):
            got, self._held = got[:cut], got[cut:]  # a sequence whose end is still to come
        elif self._entered:
            self._held = b""
        if got:
            self._stream.feed(_NEWER.sub(b"", got))
            self._text = None

    def end(self) -> None:
        """End the program if it still runs."""
        if self.terminal.master >= 0:
            self.stall()
        if self.terminal.process.poll() is None:
            self.terminal.process.kill()
        self.terminal.process.wait()
        self.terminal.close()
