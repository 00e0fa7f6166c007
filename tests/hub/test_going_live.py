"""A hub on the real X: it stays where it is until somebody answers for the campaign.

The address is no machine of X's: nothing here may reach it, also where the product is broken.
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from halls import Clock, seat
from standup_tui import wiring
from standup_tui.model.command import Decide, OpId, Refused
from standup_tui.model.entry import Moderator
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import parse
from standup_tui.simulator.server import Options, Simulator

REAL = "https://x.invalid"
WHOLE = """
starts = 2027-02-01T08:00:00
until = 2027-02-01T18:00:00
[record]
purpose = "To show what social workers do."
owner = "Jo Fen, communications"
authoriser = "Sam Reed, director"
assessment = "DPIA 2027-14"
"""


def campaign(text: str, address: str = REAL) -> Campaign:
    head = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'
    end = f'\n[source]\nbase_url = "{address}"\n[retweet]\nenabled = true\n'
    return parse(head + text + end, Path("campaign.toml"))


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("STANDUP_X_BEARER_TOKEN", "canary-bearer")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))


def connects(told: Campaign, folder: Path) -> tuple[bool, str]:
    connect, why = wiring._connect(told, folder)
    return connect is not None, why


def test_the_real_x_is_connected_to_only_when_all_is_said(tmp_path: Path) -> None:
    assert connects(campaign(WHOLE), tmp_path) == (True, "")
    reads, why = connects(campaign(""), tmp_path)
    assert not reads
    assert why.startswith("nothing is read from X before campaign.toml says purpose, owner")


def test_the_simulator_is_connected_to_without_a_word(tmp_path: Path) -> None:
    assert connects(campaign("", "http://127.0.0.1:9"), tmp_path) == (True, "")


async def test_its_hub_says_why_it_reads_nothing_and_sends_nothing_either(tmp_path: Path) -> None:
    told = campaign("")
    connect, why = wiring._connect(told, tmp_path)
    clock: Any = Clock()
    async with wiring.assembled(tmp_path, told, connect, why, clock) as (hub, jobs):
        assert "reading" not in dict(jobs)
        running = asyncio.create_task(hub.run(jobs))
        health = hub._vitals.health()
        assert health.liveness is Liveness.STOPPED
        assert "`standup doctor --live`" in health.why

        retweet = Decide(OpId("1"), Verb.RETWEET, PostId("x:1"), 1)
        outcome = await hub.do(retweet, Moderator("Jo", "jo"), may_act=True)
        hub.stop("the test ended")
        await running
    assert isinstance(outcome, Refused)
    assert "under [record]" in outcome.why


async def test_before_the_beginning_nobody_asks_x_for_anything(tmp_path: Path) -> None:
    async with Simulator(Options(play=False)) as x:
        told = campaign("starts = 2098-02-01T08:00:00\n", x.base_url)
        connect, why = wiring._connect(told, tmp_path)
        clock: Any = Clock()
        async with wiring.assembled(tmp_path, told, connect, why, clock) as (hub, jobs):
            running = asyncio.create_task(hub.run(jobs))
            async with seat(tmp_path) as at:
                await at.until(lambda: at.pulses and at.pulses[-1].health.why)
                assert "and nothing is read before" in at.pulses[-1].health.why
                more = len(at.pulses) + 2
                await at.until(lambda: len(at.pulses) >= more)
            hub.stop("the test ended")
            await running
        assert x.ledger.calls == []
