"""A program on a real pseudo-terminal, as it is started, read, left unread and closed."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

TINY = Path(__file__).with_name("tiny_app.py")
COUNTING = {"COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"}
"""Variables that have coverage count the lines of a process."""


class Terminal:
    """The master's side of a pseudo-terminal and the program on its other side."""

    def __init__(
        self,
        *words: str,
        env: dict[str, str] | None = None,
        size: tuple[int, int],
        counted: bool = True,
    ) -> None:
        """Run Python with these words; only where it is counted does coverage see its lines."""
        self.master, slave = pty.openpty()
        columns, rows = size
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        ours = {it: os.environ[it] for it in os.environ if counted or it not in COUNTING}
        environment = {**ours, "TERM": "xterm-256color", **(env or {})}
        self.process = subprocess.Popen(
            [sys.executable, *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        self.modes = termios.tcgetattr(slave)
        os.close(slave)
        self.seen = b""

    def read_until(self, wanted: bytes, seconds: float = 60) -> bool:
        """Read until something was seen, and return whether it was."""
        until = monotonic() + seconds
        while wanted not in self.seen and monotonic() < until:
            if not self.read(0.05) and self.process.poll() is not None:
                break
        return wanted in self.seen

    def read(self, seconds: float) -> bytes:
        """Read what there is, waiting so long for the first byte."""
        got = b""
        while select.select([self.master], [], [], 0 if got else seconds)[0]:
            try:
                piece = os.read(self.master, 65536)
            except OSError:  # nobody is on the other side any more
                break
            if not piece:
                break
            got += piece
        self.seen += got
        return got

    def wait(self, seconds: float, *, reading: bool = True) -> int:
        """Wait for the program's end and return its code."""
        until = monotonic() + seconds
        while reading and self.process.poll() is None and monotonic() < until:
            self.read(0.02)
        code = self.process.wait(max(0.0, until - monotonic()))
        if self.master >= 0:
            self.read(0.1)
        return code

    def close(self) -> None:
        """Close the terminal's window."""
        if self.master >= 0:
            os.close(self.master)
        self.master = -1


@contextmanager
def terminal(
    *words: str, env: dict[str, str] | None = None, size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """Run Python with these words on a terminal; nothing of it outlives the block."""
    running = Terminal(*words, env=env, size=size)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()
        running.close()
