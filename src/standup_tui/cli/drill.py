"""``standup drill``: rehearse a day's worst hours on the simulator, and be told how it went."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic
from types import FrameType

import click

from standup_tui.cli import options
from standup_tui.cli.console import at_a_terminal, fit_or_refuse, no_screen
from standup_tui.errors import ConfigError, HubAbsent, StandupError
from standup_tui.personal import Personal

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_MINUTE = 60.0
_ROWS = 8
"""Rows of a list that are printed; the page that is kept has all of them."""
_LOOK = 0.2
"""Seconds between two looks whether the console has ended."""
_LEAVING = 6.0
"""Seconds a console gets to leave its terminal as it was."""


@click.command(
    epilog=options.examples(
        ("standup drill", "a quarter of an hour at the desk, then the score"),
        ("standup drill --wall", "in a second terminal: its wall"),
        ("standup drill --console --as raj", "in a third: a second moderator"),
        ("standup drill --minutes 30 --start 09:00 --seed 7", "another morning, longer"),
        (
            "standup drill --fault storm=7",
            "in a seeded storm: X fails in every way",
        ),
        ("standup drill --unattended --minutes 2", "nobody at the desk: does anything get out?"),
    ),
)
@click.option("--wall", "part", flag_value="wall", help="Join the drill that runs with a wall.")
@click.option("--console", "part", flag_value="console", help="Join it with another console.")
@click.option(
    "--minutes",
    type=options.Number(0.05, 600),
    default=15.0,
    show_default=True,
    help="How long it takes; quitting or Ctrl-C ends it earlier.",
)
@options.speed(10.0)
@options.seed
@options.start("13:20")
@options.faults
@click.option("--unattended", is_flag=True, help="Open no console: wait, then score.")
@click.option(
    "--page",
    "wanted",
    metavar="FILE",
    help="Where to keep the page; text if it ends in .txt.  [default: drill-DATE-TIME.md here]",
)
@options.name
@options.plain
@options.theme
@options.looks
def command(  # noqa: PLR0913, one argument for each option
    *,
    part: str | None,
    minutes: float,
    speed: float,
    seed: int,
    start: time,
    faults: tuple[str, ...],
    unattended: bool,
    wanted: str | None,
    name: str,
    plain: bool,
    wishes: Personal,
) -> int:
    """Moderate a made-up afternoon with planted incidents, and be told how it went.

    The same console, hub and wall as on the day, on a simulator at ten times the pace. At the
    end, also after Ctrl-C, a page says how long each incident took, what was missed, what was
    hidden that should not have been, and for how long anything wrong was on the wall. The exit
    code is 1 if anything wrong was on the wall or criticism was hidden.
    """
    from standup_tui.cli.demo import join
    from standup_tui.cli.demo_keeper import Day, kept

    if part is not None:
        return join(part, name, wishes, plain=plain)
    plain = plain or (not unattended and at_a_terminal() and no_screen())
    if not unattended and not plain:
        if not at_a_terminal():
            raise ConfigError(
                "a drill needs a terminal to moderate in; --unattended runs one without anybody."
            )
        fit_or_refuse()
    page = _place(wanted)
    with kept(Day(seed, speed, start=start, faults=faults), _say) as folder:
        began = datetime.now(UTC)
        with _asked_to_end() as over:
            _say(_aim(minutes, page))
            if unattended:
                over.wait(minutes * _MINUTE)
            else:
                _moderate(minutes * _MINUTE, over, _wished(name, wishes, plain=plain))
            return _scored(folder, page, began, seed)


def _say(progress: str) -> None:
    click.echo(progress, err=True)


def _aim(minutes: float, page: Path) -> str:
    return (
        f"The drill takes {minutes:g} minutes. Keep off the walls what does harm, hide no "
        f"criticism. The page about it will be {page}."
    )


def _place(wanted: str | None) -> Path:
    """Return where the page goes; refuse now rather than after a quarter of an hour."""
    path = Path(wanted or f"drill-{datetime.now():%Y%m%d-%H%M%S}.md").expanduser().absolute()  # noqa: DTZ005, the person's own clock
    if path.is_dir():
        raise ConfigError(f"{path} is a folder: name a file with --page.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise ConfigError(f"no file can be made in {path.parent}: name another with --page.")
    return path


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    """Have signals end a drill and not its page; gives an event that one of them sets."""
    over = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        over.set()

    before = {number: signal.signal(number, end) for number in _SIGNALS}
    try:
        yield over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _moderate(seconds: float, over: threading.Event, options_: list[str]) -> None:
    """Have somebody moderate until the time is up or the end is asked for.

    In a process of its own: whatever becomes of the console, there is a score.
    """
    # -P: a file in this folder that is named like one of our modules must not be imported.
    desk = subprocess.Popen(  # noqa: S603, our own program, no shell
        [sys.executable, "-P", "-m", "standup_tui", "demo", "--console", *options_]
    )
    end = monotonic() + seconds
    try:
        while desk.poll() is None and monotonic() < end and not over.wait(_LOOK):
            pass
        if over.is_set():  # it may have been told, too, and be about to end
            with suppress(subprocess.TimeoutExpired):
                desk.wait(_LEAVING)
        desk.terminate()
        with suppress(subprocess.TimeoutExpired):
            desk.wait(_LEAVING)
    finally:
        desk.kill()
        desk.wait()


def _wished(name: str, wishes: Personal, *, plain: bool) -> list[str]:
    """Return what was wished of a console as the options of one."""
    return [
        *(["--as", name] if name else []),
        *(["--plain"] if plain else []),
        *(["--theme", wishes.theme] if wishes.theme else []),
        *(["--ascii"] if wishes.letters == "ascii" else []),
        *(["--emoji", wishes.emoji] if wishes.emoji else []),
        *(["--no-motion"] if wishes.motion is False else []),
    ]


def _scored(folder: Path, page: Path, began: datetime, seed: int) -> int:
    """Score what happened, keep the page and print it; return the exit code."""
    from standup_tui import looking_back
    from standup_tui.cli import drill_page, stopping
    from standup_tui.cli.demo_keeper import LEDGER
    from standup_tui.cli.drill_ledger import planted
    from standup_tui.core.scoring import score
    from standup_tui.files import written

    ended = datetime.now(UTC)
    with suppress(HubAbsent):
        stopping.stop(folder)
    result = score(planted(folder / LEDGER), looking_back.what_became(folder), began, ended)
    about = drill_page.page(result, seed)
    try:
        as_file = drill_page.as_text if page.suffix == ".txt" else drill_page.as_markdown
        with written(page) as file:
            file.write(as_file(about).encode())
        kept_at = f"Kept in {page}."
    except StandupError as error:
        kept_at = f"Not kept: {error}"
    with suppress(OSError):  # the terminal may be gone; the page is kept
        # The sum of it last: there one looks when a command has ended.
        total, *parts = drill_page.page(result, seed, _ROWS)
        click.echo(drill_page.as_text([*parts, total], get_terminal_size().columns))
        click.echo(kept_at)
    return 0 if result.clean else 1
