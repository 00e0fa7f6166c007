"""Terminals on which no screen can be; loads no screen library to find out."""

import curses
import os


def no_screen_here() -> str | None:
    """Return why this terminal cannot show a full screen, or None if it may be able to.

    A terminal that nobody has heard of gets the benefit of the doubt: most of them can.
    """
    term = os.environ.get("TERM", "")
    if term in ("", "dumb") or _cannot_move_its_cursor(term):
        return f"TERM is {term!r}" if term else "TERM is not set"
    return None


def _cannot_move_its_cursor(term: str) -> bool:
    try:
        curses.setupterm(term, 1)
        return curses.tigetstr("cup") is None
    except curses.error:
        return False
