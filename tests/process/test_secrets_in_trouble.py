"""Whatever goes wrong with X, or on the way to X: no credential gets out."""

import asyncio
import random
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from canaries import CanarySimulator, sung
from cli.commands import STANDUP
from counts import FULL
from process.killing import quiet
from process.test_secrets import TALKATIVE, Stage, crashed, retweeted, stage, until
from standup_tui.protocol.client import Client
from standup_tui.protocol.messages import ReadOn, Role
from standup_tui.simulator.faults.catalogue import KINDS, STORM
from standup_tui.simulator.faults.spec import ACTS
from standup_tui.simulator.server import Options

__all__ = ["stage"]  # a fixture

SAMPLE = 8
WAYS = ("unknown-name", "no-tls", "untrusted", "proxy=refuses", "proxy=password", "proxy=dead")
QUICKER = {
    "429-connections": "1",
    "429-reset": "1",
    "429-no-reset": "1",
    "slow-headers": "1",
    "slow-acts": "1",
    "lost-acts": "1",
    "deleted": "1",
    "edited": "1",
    "protected": "1",
    "withheld-later": "1",
    "burst": "20",
}
"""Values with which a fault takes no minute."""
ON_THE_WAY = frozenset(it.partition("=")[0] for it in WAYS)
PROXY_WORD = "canaryProxyWordQ7w8E9"
"""What a proxy asks for; it is a credential too."""


def faults() -> list[tuple[str, bool]]:
    """Return every fault there is, or some of them, and whether it strikes public acts alone."""
    kinds = [it for it in (*KINDS, STORM) if it.name not in ON_THE_WAY]
    if not FULL:
        kinds = random.Random(3).sample(kinds, SAMPLE)
    typed = ((it, QUICKER.get(it.name, it.usual)) for it in kinds)
    return [(f"{it.name}={value}" if value else it.name, it.home == ACTS) for it, value in typed]


@asynccontextmanager
async def hurried(folder: Path) -> AsyncIterator[None]:
    """Have the hub try again at once all the time, whatever has stopped it."""
    client = Client(folder, Role.CONSOLE, "")

    async def listen() -> None:
        async for _ in client.events():
            pass

    async def press() -> None:
        while True:
            client.send(ReadOn())
            await asyncio.sleep(0.3)

    tasks = [asyncio.create_task(it()) for it in (listen, press)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def environments(folder: Path) -> list[bytes]:
    """Return what stands in the environment of every process that has to do with a campaign."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if bytes(folder) in (process / "cmdline").read_bytes():
                found.append((process / "environ").read_bytes())
    return found


@pytest.mark.soak
@pytest.mark.fault("F1")
@pytest.mark.timeout(900)
async def test_no_fault_there_is_gives_a_canary_away(stage: Stage) -> None:  # the fixture
    """Everything is logged, nothing is pinned; where a fault strikes acts, one is asked for."""
    async with stage.hub(*TALKATIVE, "all"), hurried(stage.folder):
        stage.screen(*STANDUP[1:], stage.folder)
        await retweeted(stage, "Visit one. #StandUp4SW")
        for fault, acts in faults():
            wrong = stage.x.faults.add(fault)
            if acts:
                await retweeted(stage, f"A visit with {fault}. #StandUp4SW")
            ends = asyncio.get_running_loop().time() + 3
            while not wrong.struck and asyncio.get_running_loop().time() < ends:
                stage.x.publish(f"A visit with {fault}. #StandUp4SW")
                await asyncio.sleep(0.3)
            await stage.run("sources", stage.folder)
            stage.x.faults.remove(wrong)
        surroundings = environments(stage.folder)
    async with stage.hub(*TALKATIVE, "crash"):
        await crashed(stage)
    await stage.run("doctor", stage.folder)
    stage.end_screens()

    assert len(surroundings) >= 2
    assert [one for it in surroundings for one in sung(it, "an environment")] == []
    assert "Traceback" in stage.log
    assert stage.sung() == []


@pytest.mark.soak
@pytest.mark.fault("F1")
@pytest.mark.parametrize("way", WAYS if FULL else WAYS[4:5])
async def test_no_blocked_way_gives_a_canary_away_nor_the_proxys_password(
    way: str,
    stage: Stage,  # the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = Options(play=False, slot_hold=quiet().slot_hold, faults=(way,))
    async with CanarySimulator(options) as x:
        asked = f"http://standup:{PROXY_WORD}@{x.credentials.proxy.removeprefix('http://')}"
        stage.folder.joinpath("campaign.toml").write_text(
            'name = "Day"\nhashtags = ["StandUp4SW"]\n'
            f'[source]\nbase_url = "{x.base_url}"\nlabel = "SIMULATED"\n'
        )
        if x.credentials.proxy:
            known = stage.env | {"HTTPS_PROXY": asked}
            monkeypatch.setattr(Stage, "env", property(lambda _: known))
        said = await stage.run("sources", stage.folder)
        async with stage.hub(*TALKATIVE, "all"):
            await until(lambda: "dropped" in stage.log or "refuses" in stage.log)
    assert said
    assert stage.sung() == []
    told = [*stage.heard, *stage.lines, *(it.read_bytes() for it in stage.folder.iterdir())]
    spelled = (PROXY_WORD.encode(), b64encode(f"standup:{PROXY_WORD}".encode()))
    assert [one for text in told for one in spelled if one in text] == []
