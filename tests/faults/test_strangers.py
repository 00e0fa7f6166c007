"""Another account of the machine at the hub's socket: a real process, with a number of its own."""

import asyncio
import grp
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from stat import S_IMODE

import pytest

from faults.table import Row
from halls import Hall, hall
from making import decide, post
from standup_tui.hub import server
from standup_tui.hub.identity import Peer
from standup_tui.model.keeping import Grant
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import (
    VERSION,
    Alive,
    Answer,
    Ask,
    Down,
    Goodbye,
    Hello,
    Keep,
    Role,
    StopHub,
    Up,
    Welcome,
    down,
    frame,
)

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else"),
]

NOBODY = 65534
HELLO = Hello(VERSION, Role.CONSOLE, "Mallory")

STRANGER = """
import contextlib, os, socket, sys
where, uid, groups, frames, enough = sys.argv[1:]
os.setgroups([int(it) for it in groups.split()])
os.setgid(int(uid))
os.setuid(int(uid))
with socket.socket(socket.AF_UNIX) as hub:
    hub.settimeout(60)
    try:
        hub.connect(where)
    except PermissionError:
        sys.exit("refused by the kernel")
    with contextlib.suppress(BrokenPipeError):  # it has hung up already
        hub.sendall(bytes.fromhex(frames))
    said = b""
    while enough.encode() not in said and (piece := hub.recv(65536)):
        said += piece
sys.stdout.buffer.write(said)
"""
"""Told the socket, who to be, what to say and what to listen for; it cannot be root any more."""


class Shut(Exception):
    """The kernel did not let somebody connect."""


async def as_stranger(
    folder: Path, *said: Up, groups: Sequence[int] = (), enough: str = "goodbye"
) -> list[Down]:
    """Say something to a hub as another account, and return all that it says.

    Raises:
        Shut: The kernel did not even let it connect.
    """
    words = (folder / "hub.sock", NOBODY, " ".join(map(str, groups)))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", STRANGER, *map(str, words)),
        *(b"".join(map(frame, said)).hex(), enough),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    answer, why = await process.communicate()
    if b"refused by the kernel" in why:
        raise Shut
    assert process.returncode == 0, why.decode()
    return [down(line) for line in answer.splitlines(keepends=True) if line.endswith(b"\n")]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A campaign's folder that everybody can see, as a careless owner may have made it."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def group() -> grp.struct_group:
    """A group of this machine that nobody is in by itself."""
    return next(it for it in grp.getgrall() if it.gr_gid not in (0, NOBODY))


@asynccontextmanager
async def thrown_open(folder: Path, group: str = "") -> AsyncIterator[Hall]:
    """A hub whose socket somebody has given to all the world, as no start of it does."""
    async with hall(folder, group=group) as here:
        open_up(folder, 0o755)
        open_up(folder / "hub.sock", 0o666)
        yield here


def open_up(path: Path, mode: int) -> None:
    """Let others in."""
    path.chmod(mode)


def mode(path: Path) -> int:
    """Return who may do what with something."""
    return S_IMODE(path.stat().st_mode)


@pytest.mark.fault("P1")
async def test_another_account_cannot_connect(folder: Path, row: Row) -> None:
    async with hall(folder):
        with pytest.raises(Shut):
            await as_stranger(folder, HELLO)
        assert mode(folder / "hub.sock") == 0o600
    row.measured(1, "socket 0600 without a group, 0660 with one")


@pytest.mark.fault("P1")
async def test_who_is_not_in_the_group_cannot_connect_and_who_is_may(
    folder: Path, group: grp.struct_group
) -> None:
    async with hall(folder, group=group.gr_name):
        assert (mode(folder / "hub.sock"), mode(folder)) == (0o660, 0o2750)
        with pytest.raises(Shut):
            await as_stranger(folder, HELLO)
        open_up(folder, 0o755)
        with pytest.raises(Shut):
            await as_stranger(folder, HELLO)
        (welcome, *_) = await as_stranger(folder, HELLO, groups=[group.gr_gid], enough="welcome")
        assert isinstance(welcome, Welcome)
        assert not welcome.owner


@pytest.mark.fault("P1")
@pytest.mark.parametrize("with_group", [False, True])
async def test_the_hub_refuses_whom_the_kernel_lets_through(
    with_group: bool,  # noqa: FBT001  # a parameter of pytest
    folder: Path,
    group: grp.struct_group,
) -> None:
    """It asks the kernel who is there; what is said in the frames counts for nothing."""
    async with thrown_open(folder, group.gr_name if with_group else "") as here:
        await here.add_some(1)
        (said,) = await as_stranger(folder, HELLO, Ask(decide(Verb.APPROVE, 1)), StopHub())
        assert isinstance(said, Goodbye)
        assert said.refused
        assert "may not attach" in said.why
        assert not here.running.done()
        story = await here.store.story(post(1).id)
        assert story is not None
        assert story.entry.standing.status is Status.WAITING


@pytest.mark.fault("P1")
@pytest.mark.parametrize("wanted", [StopHub(), Keep(Grant(1000, "posts"))], ids=["stop", "keep"])
async def test_a_member_of_the_group_may_not_do_what_is_its_owners(
    wanted: Up, folder: Path, group: grp.struct_group
) -> None:
    async with hall(folder, group=group.gr_name) as here:
        said = await as_stranger(folder, HELLO, wanted, groups=[group.gr_gid])
        assert isinstance(said[-1], Goodbye)
        assert "only the campaign's owner" in said[-1].why
        assert not here.running.done()


@pytest.mark.fault("P1")
async def test_every_decision_names_the_account_and_a_typed_name_beside_it(
    folder: Path, group: grp.struct_group
) -> None:
    async with hall(folder, group=group.gr_name) as here:
        await here.add_some(1)
        asked = (HELLO, Ask(decide(Verb.HOLD, 1)), Alive(0))
        said = await as_stranger(folder, *asked, groups=[group.gr_gid], enough='"answer"')
        assert any(isinstance(one, Answer) for one in said)
        story = await here.store.story(post(1).id)
        assert story is not None
        by = story.decisions[-1].by
        assert (by.name, by.login, by.declared) == (
            "Mallory",
            Peer(NOBODY, frozenset()).login,
            True,
        )


@pytest.mark.fault("P1", control=True)
async def test_a_hub_that_asks_nobody_who_they_are_is_caught(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "may_join", lambda *_: True)
    async with thrown_open(folder):
        (said, *_) = await as_stranger(folder, HELLO, enough="welcome")
        assert isinstance(said, Welcome)


@pytest.mark.fault("P1", control=True)
async def test_a_hub_that_leaves_the_mode_of_its_socket_to_the_umask_is_caught(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = os.umask(0)
    monkeypatch.setattr(os, "umask", lambda _: before)
    try:
        async with hall(folder):
            (said,) = await as_stranger(folder, HELLO)
            assert isinstance(said, Goodbye)  # the kernel let it through to be refused
    finally:
        monkeypatch.undo()
        os.umask(before)
