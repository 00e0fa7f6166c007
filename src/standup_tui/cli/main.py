"""``standup``: finds the command, imports only that one, and has the last word on every error."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from os.path import isdir

import click

from standup_tui import VERSION
from standup_tui.cli.options import examples
from standup_tui.errors import ConfigError, StandupError

COMMANDS = (
    "console",
    "wall",
    "hub",
    "handover",
    "demo",
    "drill",
    "simulate",
    "record",
    "new",
    "check",
    "report",
    "export",
    "purge",
    "backup",
    "restore",
    "audit",
    "rules",
    "doctor",
    "login",
    "sources",
)
"""Each is the module of its name; in the order of the help."""

INTERRUPTED = 130
_STANDARD_ERROR = 2


class _Commands(click.Group):
    """Commands that are imported when they are asked for; without one, the console."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"standup_tui.cli.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for option in self.get_params(ctx) for name in option.opts}
        if not args or (args[0] not in own and _for_console(args[0])):
            args = ["console", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            raise ConfigError(_unknown(args[0]))
        return super().resolve_command(ctx, args)


def _for_console(first: str) -> bool:
    """Tell whether ``standup FIRST …`` means the console of a folder."""
    if first in COMMANDS:
        return False
    return first.startswith(("-", ".", "~")) or "/" in first or isdir(first)  # noqa: PTH112, pathlib is late


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    if near:
        return f"there is no command {name!r}; did you mean `standup {near[0]}`?"
    return f"there is no command or folder {name!r}; `standup --help` lists the commands."


@click.group(
    cls=_Commands,
    subcommand_metavar="[FOLDER] | COMMAND",
    options_metavar="",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        ("standup demo", "a made-up campaign day, no account needed"),
        ("standup new stand-up-day", "make a campaign, then edit its campaign.toml"),
        ("standup stand-up-day", "moderate it; starts its hub if there is none"),
        ("standup wall stand-up-day", "the projection for the office screen"),
        ("standup report stand-up-day", "the morning after: what happened, on one page"),
    ),
)
@click.version_option(VERSION, "-V", "--version", message="standup %(version)s")
def _standup() -> None:
    """Run a live hashtag wall and its moderation console in the terminal.

    Without a command it opens the console of the campaign in FOLDER, or in this folder, or
    in $STANDUP_CAMPAIGN.
    """


def main() -> int:
    """Run ``standup`` with the arguments of this process and return its exit code."""
    _occupy_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a letter that the locale cannot write is no crash
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # see suppress
    try:
        return _standup.main(prog_name="standup", standalone_mode=False) or 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.UsageError as error:
        return _say(_usage(error), 2)
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    except StandupError as error:
        return _say(str(error), error.exit_code)
    except Exception as error:  # noqa: BLE001, the last door: nobody is shown a traceback
        return _say(_unexpected(error), 1)


def _unexpected(error: Exception) -> str:
    """Return the sentence about what nobody thought of; a full disk is no mistake of ours."""
    from standup_tui.files import FULL, unwritable

    if isinstance(error, OSError) and error.errno in FULL:
        return unwritable(error.filename or "a file", error)

    from standup_tui.crashlog import confess

    return confess(error)


def _occupy_standard_streams() -> None:
    """Have 0, 1 and 2 lead nowhere if they were closed: else our own files would get them."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        os.set_inheritable(descriptor, True)  # noqa: FBT003, no keyword is accepted
    os.close(descriptor)


def _usage(error: click.UsageError) -> str:
    """Return click's complaint as one sentence with the way to the help."""
    message = error.format_message().rstrip(".")
    see = "; see" if not message.endswith("?") else " See"
    command = error.ctx.command_path if error.ctx else "standup"
    return f"{message[:1].lower()}{message[1:]}{see} `{command} --help`."


def _say(sentence: str, code: int) -> int:
    """Tell the person in one line why it ends."""
    from standup_tui.model.text import clean_line

    click.echo(f"standup: {clean_line(sentence)}", err=True)
    return code
