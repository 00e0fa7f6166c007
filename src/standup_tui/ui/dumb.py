"""Terminals on which no screen can be; loads no screen library to find out."""

import os

_SHOW_NONE = ("", "dumb", "unknown")


def no_screen_here() -> str | None:
    """Return why this terminal cannot show a full screen, or None if it may be able to.

    A terminal that we have not heard of gets the benefit of the doubt: nearly all can.
    """
    term = os.environ.get("TERM", "")
    if term not in _SHOW_NONE:
        return None
    return f"TERM is {term!r}" if term else "TERM is not set"
