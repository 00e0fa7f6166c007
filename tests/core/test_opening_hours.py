"""Outside its hours a campaign reads nothing, and says so with the way out."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.scripts import Scripted, arrived, count, reading, until
from halls import StoppedClock
from making import NOW
from standup_tui.core.opening_hours import Period, once_begun
from standup_tui.model.health import Liveness

LONDON = ZoneInfo("Europe/London")


async def test_before_its_beginning_nothing_is_read_and_it_says_when_it_begins(
    tmp_path: Path,
) -> None:
    source = Scripted([arrived(1)])
    clock = StoppedClock()
    clock.sleeps = 3  # then time stands still
    starts = NOW + timedelta(hours=1)
    async with reading(tmp_path, source, Period(starts, zone=LONDON), clock) as desk:
        await clock.still.wait()

        health = desk.vitals.health()
        assert health.liveness is Liveness.STOPPED
        assert health.again == starts
        local = starts.astimezone(LONDON)
        assert health.why == (
            f"the campaign begins at {local:%H:%M} on {local.day} {local:%B %Y}, and nothing is "
            "read before: for an earlier beginning set `starts` in campaign.toml and start the "
            "hub again."
        )
        assert source.connected == 0
        assert source.asked == []


async def test_at_its_beginning_reading_begins_by_itself(tmp_path: Path) -> None:
    source = Scripted([arrived(1)])
    async with reading(tmp_path, source, Period(NOW + timedelta(minutes=2))) as desk:

        async def stored() -> bool:
            return await count(desk) == 1

        await until(stored)
        assert desk.clock.now() >= NOW + timedelta(minutes=2)


async def test_after_its_end_it_says_since_when_and_the_way_out(tmp_path: Path) -> None:
    source = Scripted([arrived(1)])
    over = Period(NOW - timedelta(days=2), NOW - timedelta(days=1))
    async with reading(tmp_path, source, over) as desk:

        async def stopped() -> bool:
            return desk.vitals.health().liveness is Liveness.STOPPED

        await until(stopped)
        ended = NOW - timedelta(days=1)
        assert desk.vitals.health().why == (
            f"the campaign ended at {ended:%H:%M} on {ended.day} {ended:%B %Y}, so nothing more "
            "is read: set a later `until` in campaign.toml and start the hub again."
        )
        assert source.connected == 0


async def test_whatever_else_asks_the_network_waits_for_the_beginning_too() -> None:
    clock = StoppedClock()
    asked: list[datetime] = []

    async def ask() -> None:
        asked.append(clock.now())

    starts = NOW + timedelta(minutes=2)
    await once_begun(Period(starts), clock, ask)
    await once_begun(Period(), clock, ask)

    assert asked == [starts, starts]
