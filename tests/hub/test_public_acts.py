"""What a hub as it is put together sends in public, and what it never does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from halls import Clock, Seat, seat
from making import NOW, decide, judged, post
from standup_tui.model.command import Done, Refused
from standup_tui.model.entry import Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.settings.campaign import Campaign, Retweet, Source
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from standup_tui.wiring import assembled

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(play=False)) as running:
        yield running


@asynccontextmanager
async def at_a_hub(
    folder: Path, x: Simulator, *, enabled: bool, delay: float = 0.0, act: bool = True
) -> AsyncIterator[Seat]:
    """Sit at a hub that sends and does not read."""
    campaign = Campaign(
        "Acts",
        ("#StandUp4SW",),
        source=Source(base_url=x.base_url),
        retweet=Retweet(enabled=enabled, delay=delay),
    )
    keys = x.credentials
    others = (
        keys.consumer_key,
        keys.consumer_secret,
        keys.access_token,
        keys.access_token_secret,
    )
    tokens = Credentials(keys.bearer_token, *(others if act else ()))

    async with assembled(
        folder, campaign, lambda till: X(campaign, tokens, till=till), "", Clock()
    ) as (hub, jobs):
        running = asyncio.create_task(hub.run([job for job in jobs if job[0] == "outbox"]))
        try:
            async with seat(folder) as asha:
                yield asha
        finally:
            hub.stop("the test ended")
            await running


async def ask_to_retweet(asha: Seat, number: int) -> None:
    await asha.until(lambda: post(number).id in asha.posts)
    assert isinstance(await asha.ask(decide(Verb.RETWEET, number)), Done)


async def ends(asha: Seat, number: int, stage: Stage) -> None:
    def ended() -> bool:
        act = asha.posts[post(number).id].act
        return act is not None and act.stage is stage

    await asha.until(ended)


async def test_until_it_is_switched_on_every_act_is_a_dry_run_and_stays_one(
    tmp_path: Path, simulator: Simulator
) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(number, trusted=True) for number in (1, 2)], [], NOW)
    await store.close()

    async with at_a_hub(tmp_path, simulator, enabled=False, act=False) as asha:
        assert not asha.welcomes[0].about.retweets
        await ask_to_retweet(asha, 1)
        await ends(asha, 1, Stage.DRY_RUN)
    async with at_a_hub(tmp_path, simulator, enabled=False, delay=600) as asha:
        await ask_to_retweet(asha, 2)
    async with at_a_hub(tmp_path, simulator, enabled=True) as asha:
        assert asha.welcomes[0].about.retweets
        await ask_to_retweet(asha, 1)  # the simulator does not have the post
        await ends(asha, 1, Stage.FAILED)
        assert asha.posts[post(2).id].act is not None

    asked = [call.post_id for call in simulator.ledger.retweets]
    assert asked == [post(1).id.removeprefix("x:")]
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_what_waits_for_real_is_stopped_and_not_tried_where_it_is_switched_off(
    tmp_path: Path, simulator: Simulator
) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.close()

    async with at_a_hub(tmp_path, simulator, enabled=True, delay=600) as asha:
        await ask_to_retweet(asha, 1)
    async with at_a_hub(tmp_path, simulator, enabled=False) as asha:
        await asha.until(lambda: post(1).id in asha.posts)
        await ends(asha, 1, Stage.STOPPED)

    assert simulator.ledger.retweets == []


async def test_what_cannot_be_sent_for_want_of_tokens_is_refused_at_once(
    tmp_path: Path, simulator: Simulator
) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(1, trusted=True)], [], NOW)
    await store.close()

    async with at_a_hub(tmp_path, simulator, enabled=True, act=False) as asha:
        await asha.until(lambda: post(1).id in asha.posts)
        refused = await asha.ask(decide(Verb.RETWEET, 1))

    assert isinstance(refused, Refused)
    assert "standup login" in refused.why
