"""The front door itself: which command is meant, and the last word on every error."""

import errno
import re
import signal
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

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
def boom(**_):
    local = "a local value"
    raise RuntimeError("boom \\x1b[2J {canary}")
new.command.callback = boom
sys.argv = ["standup", "new", "x"]
sys.exit(main.main())
"""


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


def crashed(home: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CRASHING.format(canary=CANARY)],
        env={**clean_environment(home), **environ},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.fault("F5")
def test_a_mistake_of_ours_is_one_sentence_and_a_private_log(tmp_path: Path) -> None:
    state = tmp_path / "state"
    ran = crashed(tmp_path, {"XDG_STATE_HOME": str(state), "STANDUP_X_ACCESS_TOKEN": CANARY})
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
