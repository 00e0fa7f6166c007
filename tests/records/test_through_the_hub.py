"""A running hub erases and gives out for its owner: nobody else, and nobody beside it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from halls import Clock, Hall, hall, seat
from making import NOW, decide, post
from networks.takings import Takings
from standup_tui.core.keeping import Keeping
from standup_tui.errors import HubError, StoreError
from standup_tui.hub.daemon import log_to
from standup_tui.hub.lock import campaign_lock
from standup_tui.hub.logbook import scrubber
from standup_tui.hub.records import RecordsDesk
from standup_tui.model.command import Done, Refused
from standup_tui.model.keeping import Clocks, Grant, Granted, Metered, Purge, Purged, Spend
from standup_tui.model.lifecycle import Verb
from standup_tui.model.money import Charge, Item
from standup_tui.protocol.messages import Keep
from standup_tui.records import purges
from standup_tui.records.asking import ask
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.past_day import KIMS, SHOWN, UNDECIDED, a_day, on_disk


@pytest.fixture
def till() -> Takings:
    return Takings()


@pytest.fixture
async def here(tmp_path: Path, till: Takings) -> AsyncIterator[Hall]:
    """A hub on a past day."""
    await (await a_day(tmp_path / "standup.db")).close()
    with campaign_lock(tmp_path):
        async with hall(tmp_path) as running:
            keeping = Keeping(running.store.records, Clock(), scrubber(tmp_path), till)
            running.hub.records = RecordsDesk(keeping)
            yield running
    assert (await check(tmp_path / "standup.db")).problems == ()


READ = Charge(Item.USER, ("1001",))


def all_texts() -> Purge:
    now = datetime.now(UTC)
    return Purge(Clocks(now, now, NOW - timedelta(days=1), (0, 0, 999)))


async def test_the_hub_erases_and_every_screen_loses_the_posts(here: Hall) -> None:
    async with seat(here.folder, name="Asha") as asha:
        await asha.until(lambda: post(40).id in asha.posts)
        done, path = await purges.carry_out(here.folder, all_texts())
        await asha.until(lambda: not asha.posts)
        assert asha.removed >= {post(40).id, post(1).id}
        await asha.until(lambda: asha.pulses and asha.pulses[-1].handover is None)
    assert done.certificate.counted.shown == 30
    assert path.exists()
    found = on_disk(here.folder / "standup.db", SHOWN, UNDECIDED, KIMS)
    assert found == dict.fromkeys(found, 0)


async def test_what_a_command_had_charged_is_put_on_the_hubs_meter(
    here: Hall, till: Takings
) -> None:
    assert await ask(here.folder, Spend(READ)) == Metered()
    assert till.charges == [READ]


async def test_without_a_hub_a_charge_is_on_the_meter_once_a_day(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text(
        'name = "Day"\nhashtags = ["StandUp4SW"]\n[prices]\nuser = 0.02\n'
    )
    await (await SqliteStore.open(tmp_path / "standup.db")).close()
    for _ in range(2):
        assert await ask(tmp_path, Spend(READ)) == Metered()
    store = await SqliteStore.open(tmp_path / "standup.db")
    (spent,) = await store.spent()
    await store.close()
    assert (spent.item, spent.units, spent.dollars) == (Item.USER, 1, 0.02)


async def test_who_erases_is_who_the_kernel_says(here: Hall) -> None:
    done = await ask(here.folder, all_texts(), "Somebody Else")
    assert isinstance(done, Purged)
    assert done.certificate.by == "Somebody Else"
    assert done.certificate.known.startswith("name typed by themselves; the system vouches for")


async def test_a_terminal_that_leaves_does_not_stop_a_purge(here: Hall) -> None:
    async with seat(here.folder, name="Asha") as asha:
        await asha.until(lambda: asha.welcomes)
        asha.client.send(Keep(all_texts()))
        await asha.until(lambda: asha.removed)
    async with seat(here.folder) as raj:
        await raj.until(lambda: raj.welcomes)
        desk = here.hub.records
        await raj.until(lambda: desk is not None and not desk._at_work)
    assert on_disk(here.folder / "standup.db", SHOWN)[SHOWN] == 0


async def test_whoever_decides_while_a_purge_goes_on_keeps_the_post_or_is_told_that_it_is_gone(
    here: Hall,
) -> None:
    now = datetime.now(UTC)
    undecided = Purge(Clocks(now, NOW - timedelta(days=1), NOW - timedelta(days=1), (0, 999, 999)))
    numbers = [*range(11, 20), *range(21, 23), *range(24, 31)]
    async with seat(here.folder, name="Asha") as asha:
        await asha.until(lambda: post(30).id in asha.posts)
        revisions = {number: asha.posts[post(number).id].standing.revision for number in numbers}
        purging = asyncio.create_task(ask(here.folder, undecided))
        outcomes = {}
        for number in reversed(numbers):
            outcomes[number] = await asha.ask(decide(Verb.APPROVE, number, revisions[number]))
        done = await purging
    assert isinstance(done, Purged)
    kept = {number for number, outcome in outcomes.items() if isinstance(outcome, Done)}
    for number in numbers:
        story = await here.store.story(post(number).id)
        assert (story is not None) is (number in kept)
    refused = [it.why for it in outcomes.values() if isinstance(it, Refused)]
    assert set(refused) <= {"it is gone (erased here by a purge)"}
    assert len(kept) + len(refused) == len(numbers)
    found = on_disk(here.folder / "standup.db", *(f"{UNDECIDED}{n} " for n in numbers))
    assert {number for number in numbers if found[f"{UNDECIDED}{number} "]} == kept


async def test_who_does_not_own_the_campaign_is_refused(
    here: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    from standup_tui.hub.session import Session

    monkeypatch.setattr(Session, "owner", property(lambda _: False))
    with pytest.raises(HubError, match="only the campaign's owner may erase or export"):
        await ask(here.folder, all_texts())
    async with seat(here.folder) as raj:
        await raj.until(lambda: raj.welcomes)
        raj.client.send(Keep(all_texts()))
        await raj.until(lambda: raj.lost)
        assert "only the campaign's owner may erase" in raj.lost[0].why
    assert on_disk(here.folder / "standup.db", SHOWN)[SHOWN] > 0


async def test_two_exports_at_once_do_not_both_get_the_last_posts(here: Hall) -> None:
    both = await asyncio.gather(*(ask(here.folder, Grant(400, "posts")) for _ in range(2)))
    assert sorted(one.posts for one in both if isinstance(one, Granted)) == [100, 400]


async def test_a_store_that_somebody_works_on_without_answering_is_left_alone(
    tmp_path: Path,
) -> None:
    await (await a_day(tmp_path / "standup.db")).close()
    with campaign_lock(tmp_path), pytest.raises(HubError, match="another process works on this"):
        await ask(tmp_path, all_texts())


@pytest.mark.fault("I1")
async def test_the_logs_lose_what_names_the_erased_and_what_is_as_old_as_the_texts(
    here: Hall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = logging.getLogger()
    before = root.handlers[:], root.level
    (here.folder / "hub.log.1").write_text(
        "2020-01-01 09:00:00,000Z INFO a: old\n    more of it\n"
    )
    log_to(here.folder, stderr=False)
    try:
        log = logging.getLogger("a")
        log.warning("the look-up of %s waits", post(40).id)
        log.warning("it said %s40 was shown to all", SHOWN)
        log.warning("nothing of anybody, not %s", "x:77")
        done = await ask(here.folder, all_texts())
        log.warning("and on it goes")
    finally:
        for one in root.handlers:
            one.close()
        root.handlers[:], root.level = before
    assert isinstance(done, Purged)
    lines = (here.folder / "hub.log").read_text().splitlines()
    assert done.certificate.counted.lines == 4
    assert sum("(removed by a purge)" in line for line in lines) == 2
    assert "x:77" in lines[2]
    assert lines[-1].endswith("and on it goes")
    assert (here.folder / "hub.log.1").read_text() == ""


async def test_a_hub_that_cannot_says_why(here: Hall) -> None:
    here.hub.records = None
    with pytest.raises(StoreError, match="this hub keeps no records"):
        await ask(here.folder, all_texts())
