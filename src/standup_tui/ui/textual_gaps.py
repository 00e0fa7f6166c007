"""What Textual leaves to us, in one place: private names, which a test watches, and gaps."""

from contextlib import suppress
from typing import Any

from textual.app import App
from textual.css.query import NoMatches


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
