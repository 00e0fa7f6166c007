"""The real screens, or mutants of them, with everything they read and write kept beside.

Run as a program: FOLDER, then a program of Python with its words, or what ``standup`` takes. Bytes
from the terminal go to FOLDER/read, as they came, and what is drawn to FOLDER/written.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Any

from standup_tui.ui.driver import PromptDriver
from standup_tui.ui.textual_gaps import _Listener


def tap(folder: Path) -> None:
    """Keep what is read and written from now on."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    read, written = (os.open(folder / name, flags, 0o600) for name in ("read", "written"))
    feed, write = _Listener.feed, PromptDriver.write

    def heard(listener: Any, data: str) -> Any:
        os.write(read, data.encode("utf-8", "surrogateescape"))
        return feed(listener, data)

    def drawn(driver: Any, data: str) -> None:
        os.write(written, data.encode("utf-8", "surrogateescape"))
        write(driver, data)

    taps: tuple[tuple[Any, str, Any], ...] = (
        (_Listener, "feed", heard),
        (PromptDriver, "write", drawn),
    )
    for what, name, part in taps:  # no hook exists
        setattr(what, name, part)


if __name__ == "__main__":
    tap(Path(sys.argv.pop(1)))
    if sys.argv[1].endswith(".py"):
        del sys.argv[0]
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        from standup_tui.cli.main import main

        sys.exit(main())
