"""Keeps a demo's simulator, hub and folder, and ends them when the demo ends, however it ends.

The keeper is a process of its own. The demo holds one end of a pipe, the leash; when the demo
is gone, also by ``kill -9``, the kernel closes that end, the keeper notices and cleans up. The
simulator hangs on the keeper by a leash of the same kind.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import TextIO

from standup_tui.cli import demo_campaign, demo_place, stopping
from standup_tui.cli.demo_place import claimed
from standup_tui.cli.simulate import NOT_CREDENTIALS, variable
from standup_tui.errors import HubAbsent, HubError, StandupError
from standup_tui.protocol.address import LOCK

LEDGER = "ledger.jsonl"
"""Where the simulator writes down what it posts and what it planted."""
_LOG = "simulator.log"
_REAL = ("STANDUP_X_", "STANDUP_CREDENTIALS", "CREDENTIALS_DIRECTORY")
"""Beginnings of the environment variables that lead to real credentials."""
_START = 20.0
"""Seconds the simulator may take to listen."""
_END = 3.0
"""Seconds the hub may take to stop before it is killed: nothing in a demo must be kept."""
_CLEARED = 10.0
"""Seconds a demo waits for its keeper's end."""


@dataclass(frozen=True, slots=True)
class Day:
    """Which day a demo shows."""

    seed: int
    speed: float
    recorded: tuple[Path, ...] = ()
    start: time = time(8)
    faults: tuple[str, ...] = ()
    """What goes wrong on purpose."""

    def arguments(self) -> list[str]:
        """Return the day as options of a command."""
        files = [part for path in self.recorded for part in ("--recorded", str(path))]
        begins = ["--start", f"{self.start:%H:%M}"]
        wrong = [part for fault in self.faults for part in ("--fault", fault)]
        return ["--seed", str(self.seed), "--speed", str(self.speed), *begins, *wrong, *files]


@contextmanager
def kept(day: Day, say: Callable[[str], None]) -> Iterator[Path]:
    """Run a demo's simulator and hub while the block runs; gives the campaign's folder.

    Args:
        day: What to show.
        say: Told what is being started, in words for a person.

    Raises:
        HubError: Something did not start, or a demo is running already.
    """
    leash, held = os.pipe()
    reading, reporting = os.pipe()
    fds = ["--keep-fd", str(reporting), "--leash-fd", str(leash)]
    keeper = _start(["demo", *day.arguments(), *fds], (leash, reporting), new_session=True)
    os.close(leash)
    os.close(reporting)
    try:
        with os.fdopen(reading, encoding="utf-8") as report:
            folder = _folder(report, say)
        yield folder
    finally:
        os.close(held)
        _await_end(keeper)


def _await_end(keeper: subprocess.Popen[bytes]) -> None:
    """Wait until the keeper has cleaned up; do it ourselves if somebody killed it."""
    with suppress(subprocess.TimeoutExpired):  # then it goes on without us
        if keeper.wait(_CLEARED) < 0:
            with suppress(StandupError), claimed():
                pass


def _folder(report: TextIO, say: Callable[[str], None]) -> Path:
    """Read what the keeper reports until it is ready."""
    for line in report:
        kind, _, said = line.rstrip("\n").partition(" ")
        if kind == "ready":
            return Path(said)
        if kind == "failed":
            raise HubError(said)
        say(said)
    raise HubError("the demo's processes ended before they were ready.")


def keep(day: Day, report_fd: int, leash: int) -> int:
    """Be the keeper: start everything, wait for the end of the demo, take everything away."""
    os.umask(0o077)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with os.fdopen(report_fd, "w", encoding="utf-8", buffering=1) as report:

        def tell(line: str) -> None:
            with suppress(BrokenPipeError):  # the demo is gone; its leash says the same
                report.write(f"{line}\n")

        try:
            _keep(day, tell, leash)
        except StandupError as error:
            tell(f"failed {error}")
            return error.exit_code
        except OSError as error:  # its folder's disk
            tell(f"failed {demo_place.unwritable(error)}")
            return 1
    return 0


def _keep(day: Day, tell: Callable[[str], None], leash: int) -> None:
    from standup_tui.hub import launch

    with claimed() as folder:
        tell("say Starting the simulator…")
        with _simulator(day, folder, leash) as aim:
            demo_campaign.write(folder, aim["base_url"], aim["mode"], aim["proxy"])
            tell("say Starting the hub…")
            try:
                launch.ensure(folder, _environment(aim))
                tell(f"ready {folder}")
                select.select([leash], [], [])
            finally:
                _end_hub(folder)


def _environment(aim: dict[str, str]) -> dict[str, str]:
    """Return the hub's credentials, and keep it from looking for the person's real ones."""
    made_up = {variable(name): aim[name] for name in aim if name not in NOT_CREDENTIALS}
    return {**made_up, "XDG_CONFIG_HOME": "/nowhere"}


@contextmanager
def _simulator(day: Day, folder: Path, leash: int) -> Iterator[dict[str, str]]:
    """Run the simulator while the block runs; gives its address and credentials."""
    its_leash, held = os.pipe()
    reading, reporting = os.pipe()
    fds = ["--ready-fd", str(reporting), "--leash-fd", str(its_leash)]
    fds += ["--ledger", str(folder / LEDGER)]
    with (folder / _LOG).open("wb") as log:
        process = _start(
            ["simulate", *day.arguments(), *fds], (its_leash, reporting), stderr=log.fileno()
        )
    os.close(its_leash)
    os.close(reporting)
    try:
        ready, _, _ = select.select([reading, leash], [], [], _START)
        with os.fdopen(reading, encoding="utf-8") as report:
            said = report.read() if reading in ready else ""
        if not said:
            raise HubError(_why_not(folder / _LOG))
        yield json.loads(said)
    finally:
        os.close(held)
        try:
            process.wait(_END)
        except subprocess.TimeoutExpired:
            process.kill()


def _why_not(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()
    return lines[-1].removeprefix("standup: ") if lines else "the simulator did not start."


def _start(
    arguments: Sequence[str],
    fds: tuple[int, ...],
    *,
    new_session: bool = False,
    stderr: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a command of ours that shares nothing with this process but these descriptors."""
    # -P: a file in this folder that is named like one of our modules must not be imported.
    return subprocess.Popen(  # noqa: S603, our own program, no shell
        [sys.executable, "-P", "-m", "standup_tui", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env={name: os.environ[name] for name in os.environ if not name.startswith(_REAL)},
        pass_fds=fds,
        start_new_session=new_session,  # the terminal's Ctrl-C and hang-up are the demo's alone
    )


def _end_hub(folder: Path) -> None:
    try:
        stopping.stop(folder, _END)
    except HubAbsent:
        pass
    except HubError:
        _kill_holder(folder / LOCK)


def _kill_holder(lock: Path) -> None:
    """Kill the hub that holds the lock of our own folder and does not listen any more."""
    words = lock.read_text("ascii", "replace").split()
    if stopping.is_locked(lock) and len(words) > 1 and words[1].isdigit():
        with suppress(ProcessLookupError):
            os.kill(int(words[1]), signal.SIGKILL)
