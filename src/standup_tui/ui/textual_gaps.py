"""What Textual leaves to us, in one place: private names, which a test watches, and gaps."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.css.query import NoMatches
from textual.drivers import linux_driver
from textual.events import Paste
from textual.message import Message

from standup_tui.ui.replies import Replies


def failure(app: App[Any]) -> Exception | None:
    """Return the exception that ended an app.

    Textual keeps it to itself and prints it with every local variable, secrets included.
    """
    return app._exception  # noqa: SLF001  # no public way to it in 8.2


def while_it_stands() -> suppress:
    """Return what ends a block that misses a part of its screen.

    A screen that is dismissed before it stands is told of its mounting and its size all the
    same, with its parts taken away already (8.2).
    """
    return suppress(NoMatches)


class _Listener(XTermParser):
    """Textual's reader of what a terminal sends: pasted text is one event, answers are none."""

    pasting: Callable[[str], bool]
    """Whether what was read at once is pasted text."""

    def __init__(self, *more: Any, **named: Any) -> None:
        super().__init__(*more, **named)
        self._replies = Replies()

    def feed(self, data: str) -> Iterable[Message]:
        """Return what was read as events; it comes as it was read from the terminal."""
        if not data:  # the end of the input
            return super().feed(data)
        data = self._replies.without(data)
        if not data:
            return ()
        if self.pasting(data):
            return (Paste(data.replace("\r", "\n").replace("\x00", "")),)
        return super().feed(data)


def hear_pasting(pasting: Callable[[str], bool]) -> None:
    """Have unmarked pasted text come as one event rather than as keys.

    Textual's driver makes its reader itself and asks nobody which one (8.2).
    """
    _Listener.pasting = staticmethod(pasting)
    linux_driver.XTermParser = _Listener  # type: ignore[attr-defined]
