"""Twelve hours of trouble in a second or two, and the document that lists all trouble."""

import asyncio
import itertools
from pathlib import Path

import aiohttp
import pytest

from simulator.clocks import HandClock
from simulator.drills import drill
from standup_tui.simulator.clock import SpedClock
from standup_tui.simulator.faults.catalogue import listed
from standup_tui.simulator.faults.intruders import GARBAGE
from standup_tui.simulator.faults.spec import GROUPS, PLACES
from standup_tui.simulator.faults.storm import QUIET, TROUBLE, WEATHER, Stretch, weather

HALF_A_DAY = 12 * 3600


def _half_a_day(seed: int) -> list[Stretch]:
    return list(itertools.takewhile(lambda it: it.begins < HALF_A_DAY, weather(seed)))


def test_a_storm_is_the_same_for_the_same_seed() -> None:
    assert _half_a_day(7) == _half_a_day(7) != _half_a_day(8)


def test_a_storm_has_quiet_stretches_and_every_kind_of_trouble() -> None:
    days = [_half_a_day(seed) for seed in range(10)]
    pauses = [b.begins - a.ends for day in days for a, b in itertools.pairwise(day)]
    lengths = [it.ends - it.begins for day in days for it in day]

    assert all(80 <= len(day) <= 220 for day in days)
    assert {it.fault for day in days for it in day} == {fault for _, fault in WEATHER}
    assert QUIET[1] - 0.1 <= min(pauses)
    assert max(pauses) <= QUIET[2] + 0.1
    assert TROUBLE[1] - 0.1 <= min(lengths)
    assert max(lengths) <= TROUBLE[2] + 0.1


async def test_every_trouble_of_a_storm_can_be_switched_on() -> None:
    async with drill(*(fault for _, fault in WEATHER), "storm=3"):
        pass


async def _statuses(seed: int) -> list[int]:
    """Ask every minute of half a day; 0 stands for no answer."""
    clock = HandClock()
    statuses = []
    async with drill(f"storm={seed}", clock=clock) as x:
        while clock.monotonic() < HALF_A_DAY:
            clock.move(60)
            try:
                async with x.session.get("/2/tweets?ids=1") as answer:
                    statuses.append(answer.status)
            except aiohttp.ClientError:
                statuses.append(0)
    return statuses


@pytest.mark.uncounted
async def test_half_a_day_of_storm_passes_in_the_simulators_time_the_same_each_time() -> None:
    first, again = await _statuses(7), await _statuses(7)

    assert first == again
    assert {200, 429, 503} <= set(first)
    assert first.count(200) > len(first) / 2


async def test_no_post_is_unaccounted_for_after_an_hour_of_storm() -> None:
    clock = SpedClock(1500)
    received: set[str] = set()
    async with drill("storm=11", clock=clock, keep_alive=20.0) as x:
        ends = clock.monotonic() + 3600
        while clock.monotonic() < ends:
            heard = await x.read(posts=2, lines=30, patience=0.1)
            received |= {it for it in heard.posted if any(it.encode() in b for b in heard.lines)}
        await asyncio.sleep(0.1)
        owed = x.x.owed("#StandUp4SW")

        assert x.x.ledger.strikes
        assert received <= owed
        assert x.x.ledger.served.keys() | x.x.ledger.hidden <= owed


def test_the_document_lists_every_fault_and_the_weather() -> None:
    document = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text("utf-8")

    for typed, does in listed():
        assert f"| `{typed}` | {does} |" in document
    assert all(f"`{fault}` {weight}" in document for weight, fault in WEATHER)
    assert all(f"`{name}`" in document for name in (*GARBAGE, *PLACES, *GROUPS))
