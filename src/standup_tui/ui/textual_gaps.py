"""Private names of Textual that we cannot do without, in one place; a test watches them."""

from typing import Any

from textual.app import App


def failure(app: App[Any]) -> Exception | None:
    """Return the exception that ended an app.

    Textual keeps it to itself and prints it with every local variable, secrets included.
    """
    return app._exception  # noqa: SLF001  # no public way to it in 8.2
