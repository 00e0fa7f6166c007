"""Mutants: hub and screens that clean nothing, with or without the guard at the exit.

Run as a program: ``guarded`` or ``open``, then what ``standup`` takes. The tests must catch the
open one, and the guarded one must hold without the first door.
"""

import sys

from standup_tui.model import text


def nothing(raw: str) -> text.Clean:
    return text.Clean(raw)


if __name__ == "__main__":
    from standup_tui.ui import guard  # first, for it cleans too

    text.clean = text.clean_line = nothing
    if sys.argv.pop(1) == "open":
        guard.install = lambda: None
    from standup_tui.cli.main import main

    sys.exit(main())
