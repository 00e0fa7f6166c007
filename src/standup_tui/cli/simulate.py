"""``standup simulate``: a local server that speaks the X API v2."""

import asyncio
import errno
import json
import os
import signal
from contextlib import suppress
from dataclasses import asdict
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standup_tui.cli import options
from standup_tui.errors import ConfigError, StandupError

if TYPE_CHECKING:
    from standup_tui.simulator.auth import Credentials
    from standup_tui.simulator.server import Options

NOT_CREDENTIALS = ("base_url", "proxy", "user_id", "mode")
"""What the simulator reports besides its credentials."""

HOW_FAULTS_ARE_ASKED_FOR = """\
NAME[=VALUE] as above, with the usual value; after it, in any order:
  ,at=PLACE    where, as search or search+lookup
  ,from=S      seconds after the start, and
  ,for=S       how long
  ,chance=P    of striking, from 0 to 1, each time it could; the dice follow --seed
  ,times=N     how often it strikes at most
  ,retry=S     Retry-After, of a fault that refuses"""

_PORT_PROBLEMS = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def variable(name: str) -> str:
    """Return the environment variable from which a hub takes a credential."""
    return f"STANDUP_X_{name.upper()}"


def _list_faults(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001, click calls it so
    if not wanted:
        return

    from standup_tui.simulator.faults.catalogue import listed
    from standup_tui.simulator.faults.spec import GROUPS, PLACES

    width = max(len(typed) for typed, _ in listed())
    for typed, does in listed():
        click.echo(f"{typed:{width}}  {does}")
    click.echo(f"\n{HOW_FAULTS_ARE_ASKED_FOR}\nPlaces: {', '.join((*GROUPS, *PLACES))}.")
    ctx.exit()


@click.command(
    epilog=options.examples(
        ("standup simulate", "a made-up day on a free port"),
        ("standup simulate --port 8090 --speed 1", "in real time, on a port of your choice"),
        ("standup simulate --recorded pages.jsonl", "what a collector has recorded"),
        ("standup simulate --fault silence-after=5", "a drill: half-open after five posts"),
        ("standup simulate --fault storm=7", "one trouble after the other"),
    ),
)
@click.option(
    "--port",
    type=options.Number(0, 65535, whole=True),
    default=0,
    help="Port on 127.0.0.1.  [default: a free one]",
)
@options.seed
@options.speed(60.0)
@options.start("08:00")
@click.option(
    "--keep-alive",
    type=options.Number(0.1, 300, name="SECONDS"),
    default=20.0,
    show_default=True,
    help="Seconds of silence before the stream sends a blank line.",
)
@options.recorded
@options.faults
@click.option(
    "--list-faults",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_faults,
    help="Show what can go wrong, and end.",
)
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write down there what is posted and what was planted, a line of JSON each.",
)
@click.option("--ready-fd", type=int, hidden=True, help="Report address and credentials there.")
@click.option("--leash-fd", type=int, hidden=True, help="End when this descriptor closes.")
def command(  # noqa: PLR0913, one argument for each option
    *,
    port: int,
    seed: int,
    speed: float,
    start: time,
    keep_alive: float,
    recorded: tuple[str, ...],
    more: tuple[str, ...],
    faults: tuple[str, ...],
    ledger: Path | None,
    ready_fd: int | None,
    leash_fd: int | None,
) -> int:
    """Serve a made-up campaign day over the X API v2, on this machine only.

    An unmodified client cannot tell it from X: filtered stream with rules, recent search,
    look-up, retweets, rate limits. Everything it serves is invented, or recorded. Whatever
    goes wrong with X can be made to go wrong here: see --list-faults.
    """
    files = options.recordings(recorded, more)

    from standup_tui.simulator.recorded import RecordingError
    from standup_tui.simulator.server import Options

    day = Options(
        port=port,
        seed=seed,
        speed=speed,
        start=start,
        keep_alive=keep_alive,
        recorded=files,
        faults=faults,
        ledger=ledger,
    )
    try:
        return asyncio.run(_serve(day, ready_fd, leash_fd))
    except RecordingError as error:
        raise ConfigError(f"{error}.".replace("..", ".")) from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"a recording is not UTF-8 text: byte {error.start}.") from None
    except OSError as error:
        if error.errno not in _PORT_PROBLEMS:
            raise
        raise StandupError(
            f"port {port} on 127.0.0.1 cannot be used: {error.strerror}; choose another with "
            "--port, or none for a free one."
        ) from None


async def _serve(day: "Options", ready_fd: int | None, leash_fd: int | None) -> int:
    """Serve until a signal or the leash ends it, and return the process's exit code."""
    from standup_tui.simulator.server import serve

    def on_ready(credentials: "Credentials") -> None:
        if ready_fd is None:
            click.echo(_how_to_aim(day, credentials))
        else:
            with os.fdopen(ready_fd, "w", encoding="utf-8") as report:
                json.dump(asdict(credentials), report)

    loop = asyncio.get_running_loop()
    serving = asyncio.create_task(serve(day, on_ready=on_ready))
    code = 0

    def end(number: int) -> None:
        nonlocal code
        code = 128 + number
        serving.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # one that was ignored stays ignored
            loop.add_signal_handler(number, end, number)
    if leash_fd is not None:
        loop.add_reader(leash_fd, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving
    return code


def _how_to_aim(day: "Options", credentials: "Credentials") -> str:
    """Say how a campaign reads from here; what it shows is made up, so it may be shown."""
    what = "Recorded posts are" if day.recorded else f"A made-up day (seed {day.seed}) is"
    pace = "" if day.recorded else f", {day.speed:g} times as fast as a real one"
    exports = "\n".join(
        f"  export {variable(name)}={value}"
        for name, value in asdict(credentials).items()
        if name not in NOT_CREDENTIALS
    )
    proxy = f'\n  proxy = "{credentials.proxy}"' if credentials.proxy else ""
    wrong = f"\nGoing wrong on purpose: {', '.join(day.faults)}." if day.faults else ""
    return f"""{what} served at {credentials.base_url}{pace}. Ctrl-C ends it.{wrong}

In a campaign.toml:
  [source]
  base_url = "{credentials.base_url}"{proxy}
  label = "{credentials.mode.upper()}"

In the environment of its hub; made up and good for nothing else, so no secret:
{exports}
"""
