"""Where the commands come from: somebody who types them, or a file that has them."""

import asyncio
import os
import threading
from collections.abc import Callable

from standup_tui.plain.editor import Editor
from standup_tui.plain.paper import Paper

_CHUNK = 65536
_WAITING = 64
"""Lines of a script that are read ahead."""


class Keyboard:
    """Lines, one after the other.

    A thread reads, for a file is never ready or unready, and waits until its lines are wanted.

    Args:
        descriptor: What to read.
        paper: Where typing is echoed.
        typed: Whether somebody types on a terminal that leaves the echo to us.
        echoes: Whether the terminal is to show what is typed; an editor's own shell does itself.
        still: Called when nothing is typed any more.
    """

    def __init__(
        self,
        descriptor: int,
        paper: Paper,
        still: Callable[[], None],
        *,
        typed: bool,
        echoes: bool,
    ) -> None:
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._room = threading.Event()
        """Set while more may be read."""
        self.ended = asyncio.Event()
        """Set when nothing more comes, even while lines are left."""
        self._descriptor = descriptor
        self._paper = paper
        self._still = still
        self._editor = (
            Editor(paper.write if echoes else lambda _: None, paper.spelled) if typed else None
        )
        self._begun = b""
        if self._editor is not None:
            paper.typed = lambda: self.typed if echoes else ""

    @property
    def typed(self) -> str:
        """What is typed and not entered yet."""
        return "" if self._editor is None else self._editor.typed

    @property
    def idle(self) -> bool:
        """Whether nothing is typed, and nothing waits that was."""
        return not self.typed and self._lines.empty()

    def start(self) -> None:
        """Begin to read."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), name="keyboard", daemon=True).start()

    async def line(self) -> str | None:
        """Return the next line that was entered; None when nothing more comes."""
        line = await self._lines.get()
        if self._lines.qsize() < _WAITING:
            self._room.set()
        return line

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """Read to the end; in a thread of its own."""
        data = b"."
        while data:
            try:
                data = os.read(self._descriptor, _CHUNK)
            except OSError:  # its terminal is closed
                data = b""
            self._room.clear()
            try:
                loop.call_soon_threadsafe(self._take, data)
            except RuntimeError:  # the loop is closed: we are leaving
                return
            self._room.wait()

    def _take(self, data: bytes) -> None:
        if self._editor is not None:
            self._type(self._editor, data)
        else:
            *lines, self._begun = (self._begun + data).split(b"\n")
            if not data and self._begun:
                lines.append(self._begun)
            for line in lines:
                self._lines.put_nowait(line.decode("utf-8", "replace").rstrip("\r"))
        if not data:
            self._end()
        if self._lines.qsize() < _WAITING:
            self._room.set()

    def _type(self, editor: Editor, data: bytes) -> None:
        lines = editor.feed(data)
        if lines:
            self._paper.entered()
        if len(lines) > 1:  # a pasted text is never a command
            self._paper.say(
                f"{len(lines)} lines came at once, as from a paste: nothing was done. Enter one "
                "command at a time."
            )
            lines = [""]
        for line in lines:
            self._lines.put_nowait(line)
        if editor.ended:
            self._end()
        elif self.idle:
            self._still()

    def _end(self) -> None:
        if not self.ended.is_set():
            self.ended.set()
            self._lines.put_nowait(None)
