"""What nobody else on the machine gets to see: modes of files, command lines, environments."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from stat import S_IMODE, S_ISSOCK

import click
import pytest

import test_redaction
from cli import test_doctor
from faults.table import Row
from faults.test_mutants import caught_at_once
from halls import seat
from networks import test_credentials
from process.killing import campaign, environment, quiet
from process.theatre import STANDUP
from standup_tui import redaction
from standup_tui.cli.main import _standup
from standup_tui.networks.x import credentials
from standup_tui.simulator.server import Simulator

pytestmark = pytest.mark.soak

SECRET = ("token", "secret", "bearer", "password", "credential", "api-key", "api_key")
"""What an option for a secret would be called."""
UNMASKED = (
    "import os; mask = os.umask; os.umask = lambda _: mask(0); import sys; "
    "from standup_tui.cli.main import main; sys.exit(main())"
)


async def open_to_others(home: Path, *command: str) -> tuple[int, list[str]]:
    """Have everything written under a umask of nothing; return how much, and what others may see.

    Args:
        home: Of whoever works here.
        command: What is `standup`.
    """
    folder = home / "day"
    folder.mkdir(mode=0o700)
    async with Simulator(quiet()) as x:
        campaign(folder, x.base_url)
        (folder / "campaign.toml").chmod(0o600)
        env = environment(x) | {"HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
        reading, writing = os.pipe()
        hub = await asyncio.create_subprocess_exec(
            sys.executable, *command, "hub", str(folder), "--ready-fd", str(writing),
            pass_fds=(writing,), env=env, umask=0,
        )  # fmt: skip
        os.close(writing)
        assert await asyncio.to_thread(os.read, reading, 500) == b"ready\n"
        os.close(reading)
        async with seat(folder, name="Asha") as asha:
            x.publish("A visit. #StandUp4SW")
            await asha.until(lambda: asha.posts)
        for words in (["backup"], ["report"], ["export", "posts"], ["doctor"]):
            await asyncio.to_thread(
                subprocess.run, [sys.executable, *command, *words, str(folder)],
                env=env, umask=0, capture_output=True, check=False, timeout=60,
            )  # fmt: skip
        found = modes(home)
        hub.terminate()
        await asyncio.wait_for(hub.wait(), 60)
    return len(found), [
        f"{it.relative_to(home)} {S_IMODE(mode):o}"
        for it, mode in found.items()
        if S_IMODE(mode) & (0o077 if not S_ISSOCK(mode) else 0o007)
    ]


def modes(home: Path) -> dict[Path, int]:
    """Return what is below a folder, with the mode of each."""
    return {it: it.lstat().st_mode for it in home.rglob("*")}


@pytest.mark.fault("F2")
async def test_whatever_is_written_is_for_its_account_alone(tmp_path: Path, row: Row) -> None:
    many, seen = await open_to_others(tmp_path, *STANDUP)
    assert seen == []
    row.measured(many, f"{many} files and folders of a hub, a backup, a report and an export")


@pytest.mark.fault("F2", control=True)
async def test_a_hub_that_leaves_its_files_to_the_umask_is_caught(tmp_path: Path) -> None:
    _, seen = await open_to_others(tmp_path, "-c", UNMASKED)
    assert [one for one in seen if one.startswith("day/standup.db ")]


@pytest.mark.fault("F3", control=True)
def test_credentials_that_anybody_may_read_are_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "S_IMODE", lambda _: 0o600)
    caught_at_once(
        partial(
            test_credentials.test_a_file_that_others_can_read_is_refused_with_the_cure,
            tmp_path,
            0o644,
        )
    )


def commands(
    command: click.Command, name: Sequence[str] = ("standup",)
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command there is."""
    yield " ".join(name), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for one in command.list_commands(context):
            found = command.get_command(context, one)
            assert found is not None
            yield from commands(found, (*name, one))


def asking_for_secrets() -> list[str]:
    """Return the options that would put a secret where every account can read it."""
    return [
        f"{name} {spelled}"
        for name, command in commands(_standup)
        for option in command.params
        if not getattr(option, "is_flag", False)
        for spelled in option.opts
        if any(word in spelled.lower() for word in SECRET)
    ]


@pytest.mark.fault("F4")
def test_no_option_takes_a_secret(row: Row) -> None:
    known = sum(len(command.params) for _, command in commands(_standup))
    assert known > 100
    assert asking_for_secrets() == []
    row.measured(known, f"{known} options and arguments")


@pytest.mark.fault("F4", control=True)
def test_an_option_that_takes_a_secret_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    _, login = next(one for one in commands(_standup) if one[0] == "standup login")
    monkeypatch.setattr(login, "params", [*login.params, click.Option(["--bearer-token"])])
    assert asking_for_secrets() == ["standup login --bearer-token"]


@pytest.mark.fault("F5", control=True)
def test_a_log_that_tells_what_an_error_says_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_known", {})
    monkeypatch.setattr(redaction, "redacted", str)
    caught_at_once(test_redaction.test_a_traceback_shows_no_secret_of_its_message_or_its_cause)


@pytest.mark.fault("F6", control=True)
def test_a_program_that_is_given_everything_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "bare", dict)
    caught_at_once(
        partial(test_doctor.test_tmux_is_not_told_our_credentials, tmp_path, monkeypatch)
    )
