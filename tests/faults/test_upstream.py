"""Connections that X ends, cuts short, starves or floods; over real HTTP.

Where a test speaks of seconds they are those of the hub's clock, unless it says otherwise.
"""

import asyncio
import itertools
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faults.upstream import (
    PATIENCE,
    RECENT,
    STREAM,
    TAG,
    asked,
    eventually,
    hub_on,
    rows,
    simulator,
    some_in_soak,
    sound,
    upstream,
)
from halls import seat
from standup_tui.model.coverage import Repair
from standup_tui.model.health import Liveness
from standup_tui.protocol.messages import Role
from standup_tui.simulator.faults.endings import KINDS_OF_DISCONNECT
from standup_tui.simulator.faults.intruders import GARBAGE
from standup_tui.store.database import Database

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),
]

READABLE = {"7", "8"}
"""Ids of lines with a byte or half a character that is none: the rest of them is a post."""
TROUBLED = (Liveness.STALLED, Liveness.RECONNECTING)


@pytest.mark.fault("B1")
@pytest.mark.fault("B2")
@pytest.mark.parametrize(
    "fault",
    some_in_soak(
        2,
        "close-after=0",
        "reset-after=1",
        "close-after=1",
        "reset-after=0",
        "eof-mid-line=1",
        "reset-mid-line=1",
        "disconnect-after=0",
    ),
)
async def test_a_stream_that_keeps_ending_is_asked_for_eight_times_in_ten_seconds_at_most(
    fault: str, tmp_path: Path
) -> None:
    async with upstream(tmp_path, fault, pace=10) as up:
        posts = up.publish()
        await eventually(lambda: up.connects)
        ends = up.clock.monotonic() + 10
        while up.clock.monotonic() < ends or up.connects < 3:
            posts += up.publish()
            await asyncio.sleep(0.05)
        first, *others = asked(up.x, STREAM)
        assert sum(at <= first + timedelta(seconds=10) for at in others) < 8
        assert Liveness.RECONNECTING in [pulse.health.liveness for pulse in up.asha.pulses]
        up.x.faults.clear()
        await up.have(*posts)


@pytest.mark.fault("B3")
@pytest.mark.soak
async def test_a_connection_that_falls_silent_is_given_up_in_time_and_the_gap_is_filled(
    tmp_path: Path,
) -> None:
    """X's sign of life comes every 20 s, and 45 s are allowed; here it is a fifth of that."""
    async with upstream(tmp_path, "silence-after=1,times=1", quiet=5) as up:
        await up.live()
        await up.have(*up.publish())
        await up.have(*up.publish(3))
        await eventually(lambda: up.connects == 2)
        (gap,) = await up.mended()
        assert gap.ended is not None
        told = [it.now for it in up.asha.pulses if it.health.liveness in TROUBLED]
        assert min([*told, gap.ended]) - gap.began < timedelta(seconds=9)
        assert (gap.repair, gap.recovered) == (Repair.REPAIRED, 3)
        assert "silent" in gap.why


@pytest.mark.fault("B11")
async def test_what_was_published_in_an_outage_is_recovered_and_on_record(tmp_path: Path) -> None:
    async with upstream(tmp_path, pace=40, quiet=60, settled=40) as up:
        await up.live()
        await up.have(*up.publish())
        outage = up.x.faults.add("503=html")
        up.x.faults.add("close-after=0,times=1")
        await eventually(lambda: "503" in up.health.why)
        posts = []
        for _ in range(40):
            posts += up.publish()
            await up.clock.sleep(90 / 40)
        await eventually(lambda: up.health.gaps == 1)
        up.x.faults.remove(outage)
        (gap,) = await up.mended()
        assert set(posts) <= up.stored
        assert (gap.repair, gap.recovered) == (Repair.REPAIRED, 40)
        assert gap.ended is not None
        assert gap.ended - gap.began >= timedelta(seconds=88)


@pytest.mark.fault("B11")
async def test_a_gap_stays_on_record_while_search_fails_and_is_filled_when_it_works(
    tmp_path: Path,
) -> None:
    async with upstream(tmp_path, pace=10) as up:
        await up.live()
        await up.have(*up.publish())
        await eventually(lambda: up.x.ledger.count("GET", RECENT) > 1)
        broken = up.x.faults.add("search-fails=html")
        up.x.faults.add("reset-mid-line=1,times=1")
        lost = up.publish()
        await eventually(lambda: up.connects == 2 and up.health.liveness is Liveness.LIVE)
        await eventually(lambda: broken.struck > 2)
        await eventually(lambda: up.health.gaps == 1)
        (gap,) = await up.gaps()
        assert gap.repair is Repair.OPEN
        assert up.stored.isdisjoint(lost)
        up.x.faults.remove(broken)
        (gap,) = await up.mended()
        assert (gap.repair, gap.recovered) == (Repair.REPAIRED, 1)
        await up.have(*lost)


@pytest.mark.fault("B7")
async def test_no_line_that_is_no_post_costs_the_connection_or_the_next_post(
    tmp_path: Path,
) -> None:
    async with upstream(tmp_path) as up:
        await up.live()
        await up.have(*up.publish())
        took: list[float] = []
        for kind in GARBAGE:
            fault = up.x.faults.add(f"garbage={kind}")
            began = time.monotonic()
            await up.have(*up.publish())
            took.append(time.monotonic() - began)
            up.x.faults.remove(fault)
            assert fault.struck == 1
        assert sorted(took)[len(took) // 2] < 1
        await eventually(lambda: up.health.unreadable == len(GARBAGE) - len(READABLE))
        assert up.connects == 1
        assert up.stored == up.x.owed(TAG) | READABLE
    ((longest,),) = rows(tmp_path, "SELECT max(length(raw)) FROM quarantine")
    assert longest == 4096


@pytest.mark.fault("B8")
@pytest.mark.parametrize("size", some_in_soak(1, "64M", "3M"))
async def test_a_line_too_long_for_a_post_is_counted_and_the_stream_goes_on(
    size: str, tmp_path: Path
) -> None:
    async with upstream(tmp_path) as up:
        await up.live()
        up.x.faults.add(f"huge-line={size},times=1")
        await up.have(*up.publish(2))
        await eventually(lambda: up.health.unreadable == 1)
        assert up.stored == up.x.owed(TAG)
        assert up.connects == 1


@pytest.mark.fault("B8")
async def test_a_post_of_a_megabyte_stops_neither_the_stream_nor_a_console(
    tmp_path: Path,
) -> None:
    async with upstream(tmp_path) as up:
        await up.live()
        up.x.faults.add("huge-line=1M,times=1")
        await up.have(*up.publish(2), "12")
        await up.have(*up.publish())
        assert up.connects == 1
        assert len(up.asha.welcomes) == 1


@pytest.mark.fault("B9")
async def test_what_comes_again_and_in_any_order_is_stored_once(tmp_path: Path) -> None:
    async with simulator("duplicates=3", "shuffle=50") as (x, clock):
        async with hub_on(tmp_path, x, clock) as up:
            await up.live()
            posts = up.publish(120)
            await up.have(*posts)
            await eventually(lambda: min(x.ledger.served[it] for it in posts) == 3)
        found = x.ledger.found.total()
        async with hub_on(tmp_path, x, clock) as up:
            await up.live()
            await up.have(*posts, *up.publish(5))
            await eventually(lambda: x.ledger.found.total() >= found + len(posts))
            assert up.stored == x.owed(TAG)
    ids = [row[0] for row in rows(tmp_path, "SELECT id FROM post")]
    assert len(ids) == len(set(ids)) == 125
    await sound(tmp_path)


@pytest.mark.fault("B10")
@pytest.mark.parametrize(
    "fault",
    some_in_soak(2, "slow-drip=20000", "out-of-order=5", "slow-drip=0", "paired", "no-flush"),
)
async def test_posts_arrive_however_their_bytes_do(fault: str, tmp_path: Path) -> None:
    async with upstream(tmp_path, fault) as up:
        await up.live()
        await up.have(*up.publish(11))
        assert up.stored == up.x.owed(TAG)
        await eventually(lambda: all(up.x.ledger.served[it] for it in up.stored))


@pytest.mark.fault("B12")
@pytest.mark.parametrize("fault", some_in_soak(2, "protected", "withheld-later", "deleted"))
async def test_what_befalls_a_shown_post_takes_it_off_the_wall_within_two_seconds(
    fault: str, tmp_path: Path
) -> None:
    async with upstream(tmp_path, source={"recheck": 0.5 / 60}) as up:
        await up.live()
        up.x.faults.add(f"{fault}=3,times=1")
        meets, stays = up.publish(2)
        await up.have(meets, stays)
        await up.approve(meets)
        await up.approve(stays)
        async with seat(tmp_path, Role.WALL) as wall:
            await wall.until(lambda: len(wall.posts) == 2 or wall.removed, PATIENCE)
            await wall.until(lambda: f"x:{meets}" not in wall.posts, PATIENCE)
            await wall.until(lambda: f"x:{stays}" in wall.posts, PATIENCE)
    ends = {post: it for post, *it in rows(tmp_path, "SELECT id, status, body NOTNULL FROM post")}
    assert ends[f"x:{meets}"] == (["flagged", 1] if "withheld" in fault else ["gone", 0])
    assert ends[f"x:{stays}"] == ["shown", 1]
    await sound(tmp_path)


@pytest.mark.fault("B12")
async def test_an_edited_post_is_replaced_and_a_shown_one_goes_back_to_a_person(
    tmp_path: Path,
) -> None:
    async with upstream(tmp_path) as up:
        await up.live()
        (first,) = up.publish()
        await up.have(first)
        await up.approve(first)
        await eventually(lambda: up.asha.posts[f"x:{first}"].standing.on_wall)
        newer = up.x.edit(first, f"What stood here was wrong. {TAG}")
        await up.have(newer)
        await eventually(lambda: f"x:{first}" in up.asha.removed)
        assert up.asha.posts[f"x:{newer}"].standing.status == "flagged"
        assert [it.kind for it in up.asha.posts[f"x:{newer}"].flags] == ["edited"]


@pytest.mark.fault("B15")
async def test_a_network_that_is_gone_for_a_while_is_waited_for_and_its_posts_are_recovered(
    tmp_path: Path,
) -> None:
    async with upstream(tmp_path, pace=10) as up:
        await up.live()
        await up.have(*up.publish())
        gone = up.x.faults.add("unreachable")
        await eventually(lambda: "does not take the connection" in up.health.why)
        missed = up.publish(3)
        up.x.faults.remove(gone)
        (gap,) = await up.mended()
        assert (gap.repair, gap.recovered) == (Repair.REPAIRED, 3)
        assert set(missed) <= up.stored


@pytest.mark.fault("B12")
async def test_a_post_that_x_has_deleted_leaves_the_wall(tmp_path: Path) -> None:
    async with upstream(tmp_path, source={"recheck": 0.5 / 60}) as up:
        await up.live()
        stays, goes = up.publish(2)
        await up.have(stays, goes)
        await up.approve(stays)
        await up.approve(goes)
        async with seat(tmp_path, Role.WALL) as wall:
            await wall.until(lambda: len(wall.posts) == 2, PATIENCE)
            deleted = up.clock.now()
            up.x.delete(goes)
            await wall.until(lambda: f"x:{goes}" in wall.removed, PATIENCE)
            answered = [at for at in asked(up.x, "/2/tweets") if at > deleted]
            assert up.clock.now() - answered[0] < timedelta(seconds=2)
            assert set(wall.posts) == {f"x:{stays}"}
    kept = rows(tmp_path, "SELECT id, status, body IS NULL FROM post ORDER BY id")
    assert kept == [(f"x:{stays}", "shown", 0), (f"x:{goes}", "gone", 1)]
    await sound(tmp_path)


@pytest.mark.fault("B14")
@pytest.mark.parametrize("kind", some_in_soak(1, *KINDS_OF_DISCONNECT))
async def test_a_farewell_of_x_is_a_disconnection_and_named(kind: str, tmp_path: Path) -> None:
    async with upstream(tmp_path, f"disconnect-after=1/{kind},times=1", pace=10) as up:
        await up.live()
        posts = up.publish()
        await eventually(lambda: up.connects == 2)
        (gap,) = await up.mended()
        assert "X closes the stream: This stream has been disconnected upstream" in gap.why
        await up.have(*posts, *up.publish())


@pytest.mark.fault("B13")
async def test_a_burst_is_stored_whole_while_moderators_work(tmp_path: Path) -> None:
    await burst(tmp_path, rate=100, seconds=2)


@pytest.mark.fault("B13")
@pytest.mark.soak
async def test_a_long_burst_is_stored_whole_while_moderators_work(tmp_path: Path) -> None:
    await burst(tmp_path, rate=250, seconds=10)


@pytest.mark.soak
@pytest.mark.fault("B13")
async def test_a_burst_on_a_slow_disk_is_stored_whole_while_moderators_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each commit takes 40 ms longer before anybody hears of it."""
    at_once = Database._transact

    async def slowly(self: Database, work: Any) -> Any:
        done = await at_once(self, work)
        await asyncio.sleep(0.04)
        return done

    monkeypatch.setattr(Database, "_transact", slowly)
    await burst(tmp_path, rate=250, seconds=5)


async def burst(folder: Path, rate: int, seconds: int) -> None:
    async with upstream(folder) as up:
        await up.live()
        fault = up.x.faults.add(f"burst={rate},for={seconds}")
        await eventually(lambda: up.stored)
        answers: list[float] = []
        for post in itertools.islice(sorted(up.stored), 20):
            began = time.monotonic()
            await up.approve(post)
            answers.append(time.monotonic() - began)
            await asyncio.sleep(seconds / 20)
        await eventually(lambda: fault.struck == rate * seconds)
        await up.have(*up.x.owed(TAG))
        assert len(up.stored) == rate * seconds
        assert up.connects == 1
        assert sorted(answers)[len(answers) // 2] < 1
