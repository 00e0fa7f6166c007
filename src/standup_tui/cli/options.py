"""What several commands say in the same way: examples, the folder, the socket, the name."""

import os
from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from standup_tui.errors import ConfigError

F = TypeVar("F", bound=Callable[..., Any])


def examples(*lines: tuple[str, str]) -> str:
    """Return the end of a command's help: what to type and what comes of it."""
    width = max(len(typed) for typed, _ in lines)
    shown = "\n".join(f"  {typed:{width}}  {comes}" for typed, comes in lines)
    return f"\b\nExamples:\n{shown}"


def folder(command: F) -> F:
    """Give a command the argument ``[FOLDER]``, as text."""
    return click.argument("folder", required=False, metavar="[FOLDER]")(command)


def hub_socket(command: F) -> F:
    """Give a terminal the option of joining a forwarded socket."""
    return click.option(
        "--hub",
        "socket",
        metavar="PATH",
        help="Join the hub behind this socket, for example one forwarded by `ssh -L`.",
    )(command)


def name(command: F) -> F:
    """Give a terminal the option of a self-declared name."""
    return click.option(
        "--as",
        "name",
        metavar="NAME",
        default="",
        callback=_checked_name,
        help="Who you are, where several people share a login. Recorded as self-declared.",
    )(command)


def plain(command: F) -> F:
    """Give a console the option of lines in place of a screen."""
    return click.option(
        "--plain",
        is_flag=True,
        help="Lines at a prompt in place of a screen: for screen readers, logs and scripts.",
    )(command)


def looks(command: F) -> F:
    """Give a screen the options of how it looks for one run; it gets them as ``wishes``."""

    @wraps(command)
    def dressed(
        *args: Any,
        letters: str | None,
        emoji: str | None,
        motion: bool | None,
        theme: str | None = None,
        **kwargs: Any,
    ) -> Any:
        from standup_tui.personal import Personal

        return command(*args, **kwargs, wishes=Personal(theme, letters, emoji, motion))

    for option in (
        click.option("--no-motion", "motion", flag_value=False, default=None, type=click.BOOL,
                     help="Move nothing on the screen but what changed."),
        click.option("--emoji", type=click.Choice(["full", "simple", "text"]),
                     help="Draw emoji as they are, as one character each, or in words."),
        click.option("--ascii", "letters", flag_value="ascii", default=None,
                     help="Draw with the letters of ASCII only, for fonts without signs."),
    ):  # fmt: skip
        dressed = option(dressed)
    return dressed  # type: ignore[return-value]  # click's decorators say less than they do


def theme(command: F) -> F:
    """Give a console the option of another theme for one run."""
    return click.option(
        "--theme",
        type=click.Choice(["dark", "light", "high-contrast", "colour-safe"]),
        help="The colours of this run; C on the screen chooses those of every run.",
    )(command)


_LONGEST_NAME = 40


def _checked_name(_ctx: click.Context, _option: click.Parameter, value: str) -> str:
    value = value.strip()
    if not value.isprintable() or len(value) > _LONGEST_NAME:
        raise click.BadParameter(f"expected a name of at most {_LONGEST_NAME} letters.")
    return value


def recorded(command: F) -> F:
    """Give a command ``--recorded FILE...``; `recordings` puts the files together."""
    option = click.option(
        "--recorded",
        metavar="FILE...",
        multiple=True,
        help="Serve these recordings of the real API (JSON lines) in place of the made-up day.",
    )
    return option(click.argument("more", nargs=-1, metavar="")(command))


def recordings(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[Path, ...]:
    """Return all files of ``--recorded FILE...``: click gives an option one value at a time.

    Raises:
        UsageError: There are files but no ``--recorded`` in front of them.
        ConfigError: One of them cannot be read.
    """
    if more and not first:
        raise click.UsageError(f"unexpected argument {more[0]!r}", click.get_current_context())
    paths = tuple(Path(name).absolute() for name in (*first, *more))
    for path in paths:
        if not path.is_file():
            raise ConfigError(f"there is no file {path} to serve.")
        if not os.access(path, os.R_OK):
            raise ConfigError(f"{path} may not be read by this account.")
    return paths


class Number(click.ParamType[float]):
    """A number between two others, refused in words for people who do not program."""

    def __init__(self, least: float, most: float, *, whole: bool = False, name: str = "N") -> None:
        self.name = name
        self._least, self._most, self._whole = least, most, whole

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | int:
        """Return the number that was typed; raises `BadParameter`."""
        try:
            number = int(value) if self._whole else float(value)
        except ValueError:
            number = None
        if number is None or not self._least <= number <= self._most:  # false for nan as well
            kind = "a whole number" if self._whole else "a number"
            expected = f"{kind} from {self._least:.15g} to {self._most:.15g}"
            self.fail(f"expected {expected}, got {value!r}.", param, ctx)
        return number


def speed(default: float) -> Callable[[F], F]:
    """Give a command ``--speed``."""
    return click.option(
        "--speed",
        type=Number(0.1, 3600),
        default=default,
        show_default=True,
        help="Minutes of the campaign day in one minute of ours.",
    )


def start(default: str) -> Callable[[F], F]:
    """Give a command ``--start``, where in the made-up day to begin."""
    return click.option(
        "--start",
        metavar="HH:MM",
        default=default,
        show_default=True,
        callback=_time_of_day,
        help="Where in the day to begin.",
    )


def _time_of_day(_ctx: click.Context, _option: click.Parameter, value: str) -> time:
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007, a time has no zone
    except ValueError:
        raise click.BadParameter(f"expected a time such as 09:30, got {value!r}.") from None


def faults(command: F) -> F:
    """Give a command ``--fault``: what goes wrong in its simulator."""
    return click.option(
        "--fault",
        "faults",
        metavar="NAME[=VALUE]",
        multiple=True,
        callback=_checked_faults,
        help="Let this go wrong; may be given several times. Also ,at=PLACE ,from=S ,for=S "
        ",chance=P ,times=N ,retry=S after it. `standup simulate --list-faults` has them all.",
    )(command)


def _checked_faults(
    _ctx: click.Context, _option: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Refuse before anything starts what would be refused later."""
    if not value:
        return value

    from standup_tui.simulator.clock import WallClock
    from standup_tui.simulator.faults.board import Faults
    from standup_tui.simulator.faults.spec import FaultError

    board = Faults(WallClock(), seed=1, note=lambda _: None)
    for text in value:
        try:
            board.add(text)
        except FaultError as error:
            raise click.BadParameter(f"{error}; see `standup simulate --list-faults`.") from None
    return value


def seed(command: F) -> F:
    """Give a command ``--seed``."""
    return click.option(
        "--seed",
        type=Number(0, 2**31, whole=True),
        default=1,
        show_default=True,
        help="Which made-up day; the same seed is the same day.",
    )(command)
