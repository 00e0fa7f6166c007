"""The hub remembers what it judged, and says when a crowd looks bought."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from halls import StoppedClock
from making import NOW, author, post
from standup_tui.core.health import Vitals
from standup_tui.core.judging import _NOBODYS, Judging
from standup_tui.model.flag import Flag, Kind
from standup_tui.model.post import Author, Post, PostId
from standup_tui.ports.store import Judged
from standup_tui.rules.engine import Rules, RuleSettings
from standup_tui.store.store import SqliteStore


async def judge(hub: Judging, *posts: Post) -> list[tuple[Flag, ...]]:
    """Judge posts as they come in one by one."""
    return [flags for one in posts for flags in await hub.judge([one])]


def judging(settings: RuleSettings | None = None) -> tuple[Judging, Vitals, StoppedClock]:
    clock = StoppedClock()
    vitals = Vitals(clock)
    return Judging(Rules(settings), clock, vitals), vitals, clock


async def test_a_flood_is_seen_across_posts() -> None:
    posts = [
        post(number, "Finest seats in town, ask Gary", author=author(1)) for number in range(4)
    ]
    hub, _, _ = judging()
    quiet, _, _ = judging(RuleSettings(kinds_off=frozenset({Kind.SPAM})))

    assert [[flag.rule for flag in flags] for flags in await judge(hub, *posts)] == [
        [],
        [],
        [],
        ["spam.flood"],
    ]
    assert await judge(quiet, *posts) == [()] * 4


async def test_a_crowd_of_new_accounts_is_said_on_every_screen() -> None:
    hub, vitals, clock = judging()
    for number in range(15):
        made = author(number)
        new = Author(made.id, made.handle, made.name, since=clock.now() - timedelta(days=2))
        await hub.judge([post(0, f"Number {number} says hello", author=new)])
    clock.sleeps = 0
    watch = asyncio.create_task(hub.watch())
    async with asyncio.timeout(20):
        await clock.still.wait()
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch

    said = "15 of 15 accounts in the last 10 minutes are younger than 14 days"
    assert vitals.health().trouble == said


async def test_a_restarted_hub_flags_the_fourth_copy_of_a_flood(tmp_path: Path) -> None:
    said = [
        post(number, "Finest seats in town, ask Gary", author=author(1)) for number in range(4)
    ]
    first = await SqliteStore.open(tmp_path / "standup.db")
    hub, _, _ = judging()
    assert await hub.judge(said[:3]) == [()] * 3
    posts = [Judged(one, "{}") for one in said[:3]]
    await first.add(posts, [], NOW)
    await first.close()

    second = await SqliteStore.open(tmp_path / "standup.db")
    restarted, _, _ = judging()
    await restarted.recall(second)
    # Searches overlap: one comes once more.
    again, fourth = await judge(restarted, *said[2:])
    await second.close()

    assert again == ()
    assert [flag.rule for flag in fourth] == ["spam.flood"]
    assert "for the 4th time" in fourth[0].reason


async def test_a_post_that_comes_twice_is_no_copy_of_itself() -> None:
    said = [
        post(number, "Finest seats in town, ask Gary", author=author(1)) for number in range(4)
    ]
    hub, _, _ = judging()
    assert await hub.judge((*said[:2], *said[:2], *said[:3])) == [()] * 7

    (fourth,) = await hub.judge(said[3:])
    assert [flag.rule for flag in fourth] == ["spam.flood"]


async def test_a_restarted_hub_keeps_the_alarm_about_new_accounts(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    hub, _, clock = judging()
    assert hub.alarm() == ""
    posts = []
    for number in range(15):
        made = author(number)
        new = Author(made.id, made.handle, made.name, since=clock.now() - timedelta(days=2))
        one = replace(post(0, f"Number {number} says hello", author=new), id=PostId(f"x:{number}"))
        posts.append(Judged(one, "{}"))
    await store.add(posts, [], NOW)

    await hub.recall(store)
    await store.close()

    said = "15 of 15 accounts in the last 10 minutes are younger than 14 days"
    assert hub.alarm() == said


async def test_the_post_that_warms_the_rules_up_is_not_remembered() -> None:
    hub, _, _ = judging()
    for _ in range(4):
        await hub.warm_up()

    assert await hub.judge([replace(post(1), text=_NOBODYS.text)]) == [()]
