"""Whoever else has an account on the machine reads nothing of a campaign, whatever the umask."""

import asyncio
import grp
import os
import stat
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from cli.commands import clean_environment, standup
from faults.table import Row
from process.killing import environment, quiet
from process.mutant_hub import script
from process.theatre import STANDUP
from standup_tui.protocol.address import SOCKET
from standup_tui.simulator.server import Simulator

pytestmark = pytest.mark.soak

HUB = (*STANDUP, "hub")
MADE = (
    ("report",),
    ("report", "--format", "md", "--output", "report.md"),
    ("export", "decisions", "--output", "decisions.csv"),
    ("export", "posts"),
    ("backup",),
)
"""What writes files, with the campaign behind it."""


@asynccontextmanager
async def hub(
    folder: Path, home: Path, x: Simulator, umask: int, words: Sequence[str] = HUB
) -> AsyncIterator[None]:
    """Run a hub that was started under some umask."""
    ready, writing = os.pipe()
    ready_fd = ["--ready-fd"] if words is HUB else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *words, str(folder), *ready_fd, str(writing)),
        env=environment(x) | clean_environment(home),
        pass_fds=(writing,),
        umask=umask,
    )
    os.close(writing)
    try:
        said = await asyncio.to_thread(os.read, ready, 500)
        assert said == b"ready\n", said.decode()
        yield
    finally:
        os.close(ready)
        process.terminate()
        await process.wait()


def others(home: Path) -> dict[str, str]:
    """Return what accounts besides the owner may do something with, and their rights."""
    found = {}
    for path in (home, *home.rglob("*")):
        rights = path.lstat().st_mode
        if rights & 0o077 and not stat.S_ISLNK(rights):
            found[path.name] = stat.filemode(rights)
    return found


async def lived(home: Path, umask: int, group: str = "", words: Sequence[str] = HUB) -> int:
    """Have a campaign, its hub and everything that is made of it; return how many files.

    Raises:
        AssertionError: Some of them are for others.
    """
    folder = home / "day"
    for_the_group = {"day": "drwxr-s---", SOCKET: "srw-rw----"} if group else {}
    new = ("new", "day", "--hashtag", "StandUp4SW")
    await run(*new, home=home, cwd=home, umask=umask)
    async with Simulator(quiet()) as x:
        access = f'[access]\ngroup = "{group}"\n' if group else ""
        (folder / "campaign.toml").write_text(  # whose mode stays
            f'name = "A day"\nhashtags = ["StandUp4SW"]\n{access}'
            f'[source]\nbase_url = "{x.base_url}"\nlabel = "SIMULATED"\n'
        )
        async with hub(folder, home, x, umask, words):
            x.publish("Visit one. #StandUp4SW")
            for command in MADE:
                await run(*command, home=home, cwd=folder, umask=umask)
            assert others(home) == for_the_group
    return sum(path.is_file() for path in folder.rglob("*"))


async def run(*words: str, home: Path, cwd: Path, umask: int) -> None:
    """Run a command of ours that works."""
    ran = await asyncio.to_thread(standup, *words, home=home, cwd=cwd, umask=umask)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.fault("F2")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
async def test_nothing_of_a_campaign_is_for_others(umask: int, tmp_path: Path, row: Row) -> None:
    files = await lived(tmp_path, umask)
    assert files >= 9
    row.measured(files, "campaign, store, log, lock, reserve, report, exports, backup: 0600")


@pytest.mark.fault("F2")
@pytest.mark.skipif(os.getuid() != 0, reason="only root is in any group")
async def test_a_group_gets_the_socket_and_the_way_to_it_and_no_file(tmp_path: Path) -> None:
    group = next(it for it in grp.getgrall() if it.gr_gid)
    assert await lived(tmp_path, 0, group.gr_name) >= 9


@pytest.mark.fault("F2", control=True)
async def test_a_hub_that_leaves_modes_to_the_umask_is_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"standup\.db"):
        await lived(tmp_path, 0, words=script("openhanded"))
