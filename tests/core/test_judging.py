"""The hub remembers what it judged, and says when a crowd looks bought."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from halls import StoppedClock
from making import author, post
from standup_tui.core.health import Vitals
from standup_tui.core.judging import Judging
from standup_tui.model.flag import Kind
from standup_tui.model.post import Author
from standup_tui.rules.engine import Rules, RuleSettings


def judging(settings: RuleSettings | None = None) -> tuple[Judging, Vitals, StoppedClock]:
    clock = StoppedClock()
    vitals = Vitals(clock)
    return Judging(Rules(settings), clock, vitals), vitals, clock


def test_a_flood_is_seen_across_posts() -> None:
    posts = [
        post(number, "Finest seats in town, ask Gary", author=author(1)) for number in range(4)
    ]
    hub, _, _ = judging()
    quiet, _, _ = judging(RuleSettings(kinds_off=frozenset({Kind.SPAM})))

    assert [[flag.rule for flag in hub.judge(one)] for one in posts] == [
        [],
        [],
        [],
        ["spam.flood"],
    ]
    assert [quiet.judge(one) for one in posts] == [()] * 4


async def test_a_crowd_of_new_accounts_is_said_on_every_screen() -> None:
    hub, vitals, clock = judging()
    for number in range(15):
        made = author(number)
        new = Author(made.id, made.handle, made.name, since=clock.now() - timedelta(days=2))
        hub.judge(post(0, f"Number {number} says hello", author=new))
    clock.sleeps = 0
    watch = asyncio.create_task(hub.watch())
    async with asyncio.timeout(20):
        await clock.still.wait()
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch

    said = "15 of 15 accounts in the last 10 minutes are younger than 14 days"
    assert vitals.health().trouble == said
