"""Where the lines go: each cleaned once more, none of them into the middle of what is typed."""

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress

from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import cells

_NOBODY_READS = 128 + signal.SIGPIPE


class Paper:
    """Standard output, line by line; the last line is the prompt and what is typed behind it.

    Args:
        descriptor: Where to write.
        spelled: How a text is written there.
    """

    def __init__(self, descriptor: int, spelled: Callable[[str], str]) -> None:
        self.spelled = spelled
        self.typed: Callable[[], str] = lambda: ""
        """What somebody has typed and not entered yet."""
        self._descriptor = descriptor
        self._prompt = ""
        self._closed = False

    def say(self, *lines: str) -> None:
        """Write lines above what is typed; a prompt that stands there gives way to them."""
        for line in lines:
            said = self.spelled(clean_line(line)).rstrip()
            typed = self.spelled(self.typed())
            there = cells(self._prompt + typed)
            self._prompt = ""
            start = "\r" if there else ""
            self.write(f"{start}{said}{' ' * (there - cells(said))}\n{typed}")

    def prompt(self, text: str) -> None:
        """Ask for a line; what was typed already stands behind it."""
        said = self.spelled(clean_line(text))
        if said == self._prompt:
            return
        typed = self.spelled(self.typed())
        there = cells(self._prompt + typed)
        blank = f"\r{' ' * there}\r" if there else ""
        self._prompt = said
        self.write(f"{blank}{said}{typed}")

    def entered(self) -> None:
        """Note that somebody has ended the line."""
        self._prompt = ""

    def close(self) -> None:
        """Write nothing any more."""
        self._closed = True

    def leave(self) -> None:
        """End the line that is begun, for whatever comes after us; wait for no reader."""
        poller = select.poll()
        poller.register(self._descriptor, select.POLLOUT)
        begun = self._prompt or self.typed()
        self._closed = True
        if begun and any(event == select.POLLOUT for _, event in poller.poll(0)):
            with suppress(OSError):
                os.write(self._descriptor, b"\n")

    def again(self) -> None:
        """Write the last line once more, after somebody else has written."""
        self.write(f"{self._prompt}{self.spelled(self.typed())}")

    def write(self, text: str) -> None:
        """Write what is harmless; raises `SystemExit` when nobody can read it any more."""
        left = text.encode("utf-8", "replace")
        while left and not self._closed:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BrokenPipeError:
                raise SystemExit(_NOBODY_READS) from None
            except OSError:  # the terminal is gone
                raise SystemExit(128 + signal.SIGHUP) from None
