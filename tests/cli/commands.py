"""Runs the real command, as a person or a script would."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

from cli.warm import Forge, Wanted

STANDUP = (sys.executable, "-P", "-m", "standup_tui")

_AT_THE_START = ("PYTHON", "LANG", "LC_")
"""What Python reads when it starts, and never again."""

_LISTING = """
import json, sys, threading, os, signal, time
def end():
    while not os.path.exists({until!r}):
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)
if {until!r}:
    threading.Thread(target=end, daemon=True).start()
from standup_tui.cli.main import main
code = main()
print("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment that leads to nothing of the person who runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    coverage = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE")}
    runtime = home / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        **kept,
        **coverage,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "TMPDIR": str(runtime),
        "PYTHONUTF8": "1",
    }


@cache
def _forge() -> Forge:
    return Forge(clean_environment)


def standup(
    *arguments: str | Path,
    home: Path,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
    typed: str = "",
    umask: int = 0o022,
) -> subprocess.CompletedProcess[str]:
    """Run ``standup`` to its end.

    Args:
        arguments: After ``standup``.
        home: Of who runs it.
        cwd: Where it runs, if that is somewhere else.
        environ: Further variables; where Python reads one when it starts, it is started anew.
        typed: What is in the file that it gets for its input.
        umask: As `os.umask` has it.
    """
    given = {**clean_environment(home), **(environ or {})}
    with TemporaryFile() as stdin:
        stdin.write(typed.encode())
        stdin.seek(0)
        if not any(name.startswith(_AT_THE_START) for name in environ or ()):
            wanted = Wanted([*map(str, arguments)], str(cwd or home), given, umask)
            return _forge().run(wanted, stdin.fileno(), timeout=60)
        return subprocess.run(
            [*STANDUP, *map(str, arguments)],
            cwd=cwd or home,
            env=given,
            stdin=stdin,
            umask=umask,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def loaded_by(
    arguments: Sequence[str | Path], home: Path, until: Path | None = None
) -> tuple[int, set[str]]:
    """Return a command's exit code and every module it has loaded.

    Args:
        arguments: After ``standup``.
        home: Where it runs.
        until: As soon as this exists it gets a SIGTERM; None for a command that ends by itself.
    """
    ran = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            _LISTING.format(until=str(until or "")),
            *map(str, arguments),
        ],
        cwd=home,
        # Without coverage, which loads modules of its own.
        env={k: v for k, v in clean_environment(home).items() if not k.startswith("COVERAGE")},
        input="",  # a pipe at its end
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout, ran.stderr
    code, modules = json.loads(ran.stdout.splitlines()[-1])
    return code, set(modules)
