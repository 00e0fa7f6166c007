"""The real console or wall with a probe in its event loop.

Run as a program: REPORT, then what ``standup`` takes. Appends a line of JSON to REPORT each
time the loop was late: what time of day, by how much, and how much of that its own thread
computed. A noisy machine makes it late; only computing can be our fault.
"""

import asyncio
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

STEP = 0.005
WORTH_TELLING = 0.02


async def probe(report: Path) -> None:
    with report.open("a", buffering=1) as lines:
        lines.write(json.dumps({"at": time.time(), "late": 0, "computed": 0}) + "\n")
        while True:
            start, used = time.perf_counter(), time.thread_time()
            await asyncio.sleep(STEP)
            late = time.perf_counter() - start - STEP
            computed = time.thread_time() - used
            if late > WORTH_TELLING:
                said = {"at": time.time(), "late": late, "computed": computed}
                lines.write(json.dumps(said) + "\n")


def probed(app: type[Any], report: Path) -> type[Any]:
    """Return an app that starts the probe with its first frame."""

    class Probed(app):  # type: ignore[misc]  # its base is known at run time
        def on_ready(self) -> None:
            self.run_worker(probe(report), group="probe")

    return Probed


if __name__ == "__main__":
    report = Path(sys.argv.pop(1))
    which, name = ("wall", "Wall") if sys.argv[1] == "wall" else ("console", "ConsoleApp")
    module = import_module(f"standup_tui.ui.{which}.app")
    setattr(module, name, probed(getattr(module, name), report))
    from standup_tui.cli.main import main

    sys.exit(main())
