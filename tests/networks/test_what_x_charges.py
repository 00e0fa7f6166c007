"""Our meter beside the simulator's, over HTTP: what we count is what X bills."""

import asyncio
from contextlib import aclosing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from networks.fake_x import campaign, read
from networks.noon import Noon
from standup_tui.core.budget import Budget, ask_usage
from standup_tui.core.meter import PriceList
from standup_tui.core.recheck import Recheck
from standup_tui.model.money import Item
from standup_tui.model.post import PostId
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Arrived
from standup_tui.ports.store import Judged
from standup_tui.settings import money
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.store import SqliteStore

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

PATIENCE = 60


async def streamed(x: X, simulator: Simulator, count: int) -> list[Arrived]:
    """Connect, have posts published, and read until they are there."""
    found: list[Arrived] = []
    async with asyncio.timeout(PATIENCE), aclosing(x.live()) as live:
        await anext(live)
        for number in range(count):
            simulator.publish(f"Visit {number} #StandUp4SW")
        while len(found) < count:
            found += [it for it in (await anext(live)).items if isinstance(it, Arrived)]
    return found


def billed(simulator: Simulator) -> list[int]:
    per_day = simulator.meter.per_day()
    return [per_day[day] for day in sorted(per_day, reverse=True)]


async def counted(store: SqliteStore) -> list[int]:
    return [one.units for one in await store.spent() if one.item is Item.POST]


async def test_stream_search_and_look_up_cost_what_x_bills_over_two_days(tmp_path: Path) -> None:
    clock = Noon()
    store = await SqliteStore.open(tmp_path / "standup.db")
    async with Simulator(
        Options(play=False, keep_alive=0.2, slot_hold=0.0), clock=clock
    ) as simulator:
        theirs = simulator.credentials
        tokens = Credentials(
            theirs.bearer_token,
            theirs.consumer_key,
            theirs.consumer_secret,
            theirs.access_token,
            theirs.access_token_secret,
        )
        budget = Budget(store, clock, PriceList(money.Prices()), money.Budget(usd=25))
        x = X(campaign(theirs.base_url), tokens, quiet=5.0, till=budget)
        try:
            await budget.load()
            await budget.note((await x.usage()) or pytest.fail("X does not say"))
            before = simulator.publish("The first of the day #StandUp4SW")
            arrived = await streamed(x, simulator, 7)
            missed = [simulator.publish(f"Missed {n} #StandUp4SW") for n in range(5)]
            # Search learns of posts some seconds late; what it finds again is free.
            async with asyncio.timeout(PATIENCE):
                while len({it.post.id for it in arrived}) < 12:
                    pages = await read(x.since(PostId(f"x:{before}"), None))
                    arrived += [
                        it for page in pages for it in page.items if isinstance(it, Arrived)
                    ]
                    await asyncio.sleep(0.2)
            unique = {it.post.id: Judged(it.post, it.raw, trusted=True) for it in arrived}
            await store.add(list(unique.values()), [], clock.now())
            assert (await x.look_up(list(unique))).gone == frozenset()
            await budget.close()
            assert await counted(store) == billed(simulator) == [12]

            clock.shift += timedelta(days=1)
            simulator.delete(missed[0])
            looking = asyncio.create_task(Recheck(store, x, clock, 0.1).shown())
            async with asyncio.timeout(PATIENCE):
                while len(await store.shown(20)) > 11:  # noqa: ASYNC110  # no event for a test
                    await asyncio.sleep(0.02)
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await budget.close()
            assert await counted(store) == billed(simulator) == [11, 12]
            assert budget.money.spent == pytest.approx(23 * 0.005)

            asking = asyncio.create_task(ask_usage(x, budget, clock))
            async with asyncio.timeout(PATIENCE):
                while not (account := await budget.account()).theirs:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
            if clock.now().day > 1:  # X counts anew with the month
                assert (account.ours, account.theirs) == (23, 23)
        finally:
            await x.close()
            await store.close()
