"""Runs ``standup`` and writes down every file it opens, module it loads, process it starts.

Run as a program: the file to write to, then what ``standup`` takes.
"""

import sys
from pathlib import Path
from typing import Any

HEARD = {"open", "import", "subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec"}


def main() -> int:
    record = Path(sys.argv.pop(1)).open("w", encoding="utf-8", buffering=1)  # noqa: SIM115, to the end

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in HEARD:
            record.write(f"{event} {arguments!r}\n")

    sys.addaudithook(hear)
    from standup_tui.cli import main as standup

    return standup.main()


if __name__ == "__main__":
    sys.exit(main())
