"""A browser on the wall's page, while the hub does as it likes."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from halls import hall, seat
from making import blank, decide
from standup_tui.errors import HubRefused
from standup_tui.model.entry import Moderator
from standup_tui.model.health import Health
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import VERSION, Pulse, Welcome
from standup_tui.ui.wall.board import Board, steady
from standup_tui.web import watch as watch_module
from standup_tui.web.feed import Feed
from ui.wall_hub import ABOUT, NOW, entry, hidden, hub_at
from web.pages import Listener, listener, page, phase, shows, shows_no


async def test_what_a_moderator_decides_is_in_the_browser_at_once(tmp_path: Path) -> None:
    there = "The hub is there."
    silent = "The hub is silent: the page shows the holding slide until it is back."
    async with page(tmp_path) as served, listener(served.url) as one:
        await one.until(phase("connecting"))
        async with hall(tmp_path) as here, seat(tmp_path) as asha:
            await here.add_some(1, 2)
            await one.until(shows("Posts with #StandUp4SW appear here."))
            await asha.ask(decide(Verb.APPROVE, 1))
            await one.until(shows("A good day's work."))
            await asha.ask(blank())
            await one.until(phase("blank"))
            assert "A good day's work." not in one.seen
            await asha.ask(blank(on=False))
            await one.until(shows("A good day's work."))
            await asha.ask(decide(Verb.HIDE, 1, revision=2))
            await one.until(shows_no("A good day's work."))
        await one.until(phase("holding"))
        async with hall(tmp_path):
            await one.until(lambda one: phase("showing")(one) and served.said[-1] == there)
            first, *rest = served.said
    assert first.startswith("no hub answers at")
    assert rest[:2] == [there, silent]
    assert set(rest) == {there, silent}
    assert all(one != other for one, other in pairwise(rest))


async def test_a_silent_hub_takes_every_post_from_every_browser(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, "A good day's work.")) as hub,
        page(tmp_path) as served,
        listener(served.url) as one,
        listener(served.url) as other,
    ):
        for each in (one, other):
            await each.until(shows("A good day's work."))
        hub.beating = False
        for each in (one, other):
            await each.until(phase("holding"))
            assert "A good day's work." not in each.seen
        hub.beating = True
        await one.until(shows("A good day's work."))


async def test_a_blank_outlives_the_hub(tmp_path: Path) -> None:
    async with page(tmp_path) as served, listener(served.url) as one:
        async with hub_at(tmp_path, entry(1, "A good day's work.")) as hub:
            hub.blank(on=True)
            await one.until(phase("blank"))
        await one.until(lambda _: served.board.why)
        beats = one.beats
        await one.until(lambda one: one.beats > beats + 1)
        assert one.sight["phase"] == "blank"
        async with hub_at(tmp_path, entry(1, "A good day's work.")):
            await one.until(shows("A good day's work."))


async def test_deleted_posts_leave(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, "one"), entry(2, "two")) as hub,
        page(tmp_path) as served,
        listener(served.url) as one,
    ):
        await one.until(shows('"two"'))
        hub.push(removed=(PostId("x:2"),))
        await one.until(shows_no('"two"'))
        hub.push(hidden(entry(1, "one")))
        await one.until(shows_no('"one"'))


async def test_a_process_that_stood_still_vouches_for_nothing_it_knew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        hub_at(tmp_path, entry(1, "A good day's work.")) as hub,
        page(tmp_path) as served,
        listener(served.url) as one,
    ):
        await one.until(shows("A good day's work."))
        del hub.posts[PostId("x:1")]  # while nobody listens
        monkeypatch.setattr(served.feed, "_clock", lambda: steady() + 60)
        assert b"A good day's work." not in served.feed.since(0)
        await one.until(phase("holding"))  # lasts as long as the watch has not noticed
        monkeypatch.setattr(watch_module, "steady", lambda: steady() + 60)
        await one.until(lambda one: len(hub.hellos) > 1 and phase("showing")(one))
        assert "A good day's work." not in one.seen


async def test_a_hub_that_refuses_this_account_ends_it(tmp_path: Path) -> None:
    async with hub_at(tmp_path) as hub:
        hub.refusing = "this account may not look."
        async with page(tmp_path) as served:
            with pytest.raises(HubRefused, match="may not look"):
                await asyncio.wait_for(served.watched, 20)


async def test_a_sight_is_sent_once_and_then_only_vouched_for(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, "A good day's work.")),
        page(tmp_path) as served,
        listener(served.url) as one,
    ):
        await one.until(shows("A good day's work."))
        sights, beats = len(one.sights), one.beats
        await one.until(lambda one: one.beats > beats + 3)
        assert len(one.sights) - sights <= 1  # a minute may have passed


async def test_what_is_written_is_what_may_be_seen_when_it_is_written() -> None:
    board = Board(0.0)
    now = 0.0
    feed = Feed(board, lambda: now)
    one = Listener()

    def told() -> str:
        for event in feed.since(feed.number - 1).decode().split("\n\n")[:-1]:
            one.take(event)
        return one.seen

    you = Moderator("wall")
    welcome = Welcome(
        VERSION, "test", ABOUT, you, owner=False, now=NOW, seq=0, wall=WallState(seq=1)
    )
    for event in (welcome, Pulse(NOW, Health(), WallState(seq=1))):
        board.take(event, now)
    feed.look()
    assert '"showing"' in told()
    now = 10.0  # nobody looked in between
    assert '"holding"' in told()
