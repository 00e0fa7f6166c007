"""The front door itself: which command is meant, and the last word on every error."""

import errno
import re
import signal
import stat
import subprocess
import sys
import time
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest

from cli.commands import STANDUP, clean_environment, standup
from standup_tui import VERSION
from standup_tui.cli import main
from standup_tui.cli.main import COMMANDS, _unexpected

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
WAYS_OUT = "make a campaign with `standup new FOLDER`, or see a made-up one with `standup demo`."
CANARY = "canary-f3b1c0de"

CRASHING = """
import sys
from standup_tui.cli import main, new
{mutant}
def boom(**_):
    local = "a local value"
    raise RuntimeError("boom \\x1b[2J {canary}")
new.command.callback = boom
sys.argv = ["standup", "new", "x"]
sys.exit(main.main())
"""


TELLTALE = """
import traceback
from standup_tui import crashlog
def traced(error):
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(told.format())
crashlog.traced = traced
"""
"""As a library for pretty tracebacks has it: with every local variable."""


def test_the_version_is_the_projects(tmp_path: Path) -> None:
    assert tomllib.loads(PROJECT.read_text())["project"]["version"] == VERSION
    assert standup("--version", home=tmp_path).stdout == f"standup {VERSION}\n"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_help_has_examples_that_begin_with_standup(command: str, tmp_path: Path) -> None:
    said = standup(*command.split(), "--help", home=tmp_path).stdout
    examples = said.partition("Examples:\n")[2].splitlines()

    assert len(examples) >= 2
    assert all(line.startswith(f"    standup{command and ' '}") for line in examples)
    assert "-fd" not in said


def test_every_command_is_in_the_help(tmp_path: Path) -> None:
    said = standup("--help", home=tmp_path).stdout

    assert all(re.search(rf"^  {command} +\w", said, re.MULTILINE) for command in COMMANDS)


def takes_a_credential(command: click.Command) -> list[str]:
    """Return the options of a command, and of those below it, that may want a credential."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    wanted = [
        name
        for option in command.params
        if isinstance(option, click.Option) and not option.is_flag
        for name in option.opts
        if re.search("token|secret|passw|bearer|credential|consumer|key", name)
    ]
    return wanted + [name for inner in below for name in takes_a_credential(inner)]


@pytest.mark.fault("F4")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_takes_a_credential(command: str) -> None:
    """A command line is read by everybody on the machine, and kept by the shell."""
    assert takes_a_credential(import_module(f"standup_tui.cli.{command}").command) == []


@pytest.mark.fault("F4", control=True)
def test_an_option_that_takes_a_credential_is_caught() -> None:
    careless = click.Group(commands={"login": click.Command("login", params=[
        click.Option(["--bearer-token"]), click.Option(["--bearer-only"], is_flag=True)
    ])})  # fmt: skip
    assert takes_a_credential(careless) == ["--bearer-token"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("dmeo", "there is no command 'dmeo'; did you mean `standup demo`?"),
        ("dcotor", "there is no command 'dcotor'; did you mean `standup doctor`?"),
        ("xyz", "there is no command or folder 'xyz'; `standup --help` lists the commands."),
        (
            "\x1b[2J",
            "there is no command or folder '\\x1b[2J'; `standup --help` lists the commands.",
        ),
        ("--wal", "no such option '--wal'. Did you mean '--as'? See `standup console --help`."),
        (
            "./xyz",
            f"there is no folder ./xyz: {WAYS_OUT}",
        ),
    ],
)
def test_what_is_not_understood_is_one_sentence_with_the_way_out(
    typed: str, said: str, tmp_path: Path
) -> None:
    ran = standup(typed, home=tmp_path)

    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr == f"standup: {said}\n"


def test_a_wrong_option_names_the_help_of_its_command(tmp_path: Path) -> None:
    ran = standup("demo", "--speed", "nan", home=tmp_path)

    assert ran.returncode == 2
    assert ran.stderr.endswith("see `standup demo --help`.\n")
    assert ran.stderr.count("\n") == 1


def test_a_broken_campaign_names_its_line_and_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text('name = "x"\nhashtags = "x"\n')
    for command in ("hub", "doctor"):
        ran = standup(command, home=tmp_path)

        assert "campaign.toml, line 2: hashtags: expected a list in [ ]" in ran.stderr + ran.stdout
        assert ran.returncode == (2 if command == "hub" else 1)


def crashed(
    home: Path, environ: dict[str, str], mutant: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CRASHING.format(canary=CANARY, mutant=mutant)],
        env={**clean_environment(home), **environ},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.fault("F5")
def test_a_mistake_of_ours_is_one_sentence_and_a_private_log(tmp_path: Path) -> None:
    told_privately(tmp_path)


@pytest.mark.fault("F5", control=True)
def test_a_traceback_with_what_was_in_hand_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        told_privately(tmp_path, TELLTALE)


def told_privately(home: Path, mutant: str = "") -> None:
    """Crash, and look at what is said of it to the person and in the log."""
    state = home / "state"
    environ = {"XDG_STATE_HOME": str(state), "STANDUP_X_ACCESS_TOKEN": CANARY}
    ran = crashed(home, environ, mutant)
    log = state / "standup" / "crash.log"
    written = log.read_text()

    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert f"(RuntimeError); {log} says where." in ran.stderr
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    assert "RuntimeError: boom" in written
    assert "<STANDUP_X_ACCESS_TOKEN>" in written
    assert CANARY not in written
    assert "\x1b" not in written
    assert "local =" not in written


def test_a_full_disk_is_no_mistake_of_ours() -> None:
    said = _unexpected(OSError(errno.ENOSPC, "No space left on device", "/day/x"))

    assert said == "/day/x cannot be written: No space left on device; make room on its disk."


def test_a_mistake_that_cannot_be_written_down_is_still_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = crashed(tmp_path, {"XDG_STATE_HOME": str(tmp_path / "file")})

    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "could not be written" in ran.stderr


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_simulator_with_its_code_and_without_a_traceback(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    process = subprocess.Popen(
        [*STANDUP, "simulate"],
        env=clean_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs these tests in the background has the signal ignored, and so would it.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)

    assert process.returncode == code
    assert said.strip() == ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_letters_the_terminal_lacks_are_no_crash(encoding: str, tmp_path: Path) -> None:
    environ = {"PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0"}
    ran = standup("doctor", home=tmp_path, environ=environ)

    assert "wrong letters" in ran.stdout
    assert ran.stderr == ""


def test_a_folder_is_a_console_and_a_command_is_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "day").mkdir()

    assert main._for_console("day")
    assert main._for_console("./hub")
    assert main._for_console("~/day")
    assert main._for_console("--as")
    assert not main._for_console("hub")
    assert not main._for_console("night")
