"""Mutants: screens that break one promise each. The test of that promise must catch them.

Run as a program: NAME, then a program of Python with its words, or what ``standup`` takes.
"""

import os
import runpy
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from textual.content import Content
from textual.markup import MarkupError
from textual.strip import Strip

from standup_tui.ui import dumb, guard, terminal
from standup_tui.ui.driver import PromptDriver
from standup_tui.ui.looks import wished
from standup_tui.ui.pasting import Pasting
from standup_tui.ui.replies import Replies
from standup_tui.ui.terminal import _Watch
from standup_tui.ui.widgets.post_feed import PostFeed


def replaced(what: Any, **parts: Any) -> None:
    """Replace parts of a class or a module."""
    for name, part in parts.items():
        setattr(what, name, part)


def unwatched() -> None:
    """Do not notice that the terminal closed."""
    replaced(_Watch, _listen=lambda _: None)


def trusting() -> None:
    """Ask the loop to end, and trust that it does."""
    replaced(_Watch, _insist=lambda watch, *_: watch._over.wait())


def cramped() -> None:
    """Reckon with some room."""
    fit = PostFeed._fit

    def reckon(feed: PostFeed) -> None:
        if feed.app.size.width < 3:
            raise RuntimeError("no room")
        fit(feed)

    replaced(PostFeed, _fit=reckon)


def hopeful() -> None:
    """Take everything for a terminal that can show a screen."""
    replaced(dumb, no_screen_here=lambda: None)
    replaced(terminal, no_screen_here=lambda: None, fit_for_screen=lambda: None)


def worldly() -> None:
    """Believe that every terminal knows all letters."""
    replaced(wished, terminal_speaks_utf8=lambda: True)


def colourful() -> None:
    """Heed no wish for a screen without colours."""
    os.environ.pop("NO_COLOR", None)


def abrupt() -> None:
    """Stop on the spot when a shell says so."""
    replaced(PromptDriver, _sigtstp_application=lambda *_: os.kill(os.getpid(), signal.SIGSTOP))


def gullible() -> None:
    """Take whatever comes for keys."""
    replaced(Pasting, is_paste=lambda *_: False)


def talkative() -> None:
    """Hear what the terminal answers as Textual does: as keys."""
    replaced(Replies, without=lambda _, read: read)


def marked_up() -> None:
    """Read posts as markup, as widgets of Textual do unless they are told otherwise."""
    rows = PostFeed.rows

    def read(feed: PostFeed, width: int) -> Sequence[Strip]:
        return [marked(row, feed) for row in rows(feed, width)]

    def marked(row: Strip, feed: PostFeed) -> Strip:
        try:
            content = Content.from_markup(row.text)
        except MarkupError:
            return row
        return Strip(content.render_segments(feed.visual_style)).adjust_cell_length(
            row.cell_length
        )

    replaced(PostFeed, rows=read)


def short_sighted() -> None:
    """Draw something as wide as two signs for one."""
    replaced(guard, install=lambda: None)
    render: Any = Strip.render
    replaced(Strip, render=lambda strip, console: render(strip, console).replace("#", "\uff03"))


MUTANTS: dict[str, Callable[[], None]] = {
    it.__name__: it
    for it in (
        *(unwatched, trusting, cramped, hopeful, worldly, colourful),
        *(abrupt, gullible, talkative, marked_up, short_sighted),
    )
}


def words(name: str, *more: str | Path) -> list[str]:
    """Return what Python is to run."""
    return [str(Path(__file__)), name, *map(str, more)]


if __name__ == "__main__":
    MUTANTS[sys.argv.pop(1)]()
    if sys.argv[1:2] and sys.argv[1].endswith(".py"):
        del sys.argv[0]
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        from standup_tui.cli.main import main

        sys.exit(main())
