"""The whole command on a whole seeded day: every number is what somebody else counts."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.commands import standup
from faults.upstream import TAG, eventually, hub_on, simulator
from report.counting import Counted
from report.day import PlayedDay, played_day
from standup_tui.model.lifecycle import Status, Verb

SOON, LATER = 40.0, 600.0


async def moderate(day: PlayedDay) -> None:
    """Do a little of everything that a day has, each at a moment of its own."""
    entries = list(day.asha.posts.values())

    def some(status: Status, number: int) -> list[str]:
        return [str(it.post.id) for it in entries if it.standing.status is status][:number]

    waiting, flagged = some(Status.WAITING, 40), some(Status.FLAGGED, 24)
    for number, post in enumerate(waiting[:30]):
        await day.do(Verb.APPROVE, post, after=SOON + 7 * number)
    for number, post in enumerate(flagged[:9]):
        await day.do(Verb.APPROVE, post, after=SOON + 11 * number)
    reasons = ("Abuse of a person", "Advertising or spam", "Advertising or spam", "")
    for number, post in enumerate((*flagged[9:18], *waiting[30:33])):
        reason = reasons[number % len(reasons)]
        await day.do(Verb.HIDE, post, reason=reason, after=LATER + 13 * number)
    await day.do(Verb.HOLD, waiting[33], after=LATER)
    await day.do(Verb.ESCALATE, flagged[18], after=LATER)
    await day.do(Verb.ESCALATE, flagged[19], after=LATER + 1)
    await day.do(Verb.RETURN, flagged[19], after=LATER + 2)
    await day.do(Verb.ESCALATE, flagged[20], after=LATER + 3)
    await day.undo()
    await day.do(Verb.CLEAR, flagged[21], after=LATER + 4)
    await day.do(Verb.TAG, waiting[0], action="MP", after=LATER + 5)
    done = next(it for it in entries if it.tags and it.standing.status is Status.WAITING)
    await day.do(Verb.UNTAG, done.post.id, action=done.tags[0].action, after=LATER + 6)
    await day.do(Verb.PIN, waiting[1], after=LATER + 7)
    await day.do(Verb.STAR, waiting[2], after=LATER + 8)
    await day.do(Verb.NOTE, waiting[3], reason="Ask her for the photo.", after=LATER + 9)
    await day.do(Verb.RETWEET, waiting[4], after=LATER + 10)
    day.clock.moment = day.arrived + timedelta(seconds=LATER + 60)
    await eventually(lambda: day.x.ledger.retweets)
    outbox = day.asha.posts[waiting[4]]
    await eventually(lambda: (act := day.asha.posts[outbox.post.id].act) and act.stage == "done")


def told(folder: Path, home: Path) -> dict[str, Any]:
    ran = standup("report", folder, "--format", "json", home=home)
    assert (ran.returncode, ran.stderr) == (0, "")
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number in something, and where it stands in it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, f"{path}.{name}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, f"{path}[{at}]")


def every_number_agrees(report: dict[str, Any], counted: Counted, cost: dict[str, object]) -> None:
    """No number stands in a report that nobody else has counted, in its words neither."""
    expected = dict(leaves({**counted.numbers(), "cost": cost}))
    assert dict(leaves(report)) == pytest.approx(expected)
    assert report["course"]["said"] == counted.busiest()
    # A machine that is too busy reads with gaps, and is told so there.
    about_posts = [it.replace(",", "") for it in report["needed"] if "not searched" not in it]
    assert [list(map(int, re.findall(r"\d+", it))) for it in about_posts] == counted.needed()
    quotable = counted.highlights()
    for one in report["highlights"]:
        text, at = quotable[one["link"]]
        assert (one["text"], one["at"]) == (re.sub(r"@\w+", "@…", text), at)
    assert report["coverage"]["counted"] == ""


def numbers_agree(report: dict[str, Any], counted: Counted) -> None:
    figures = {it["name"]: it for it in report["figures"]}
    assert {name: it["number"] for name, it in figures.items()} == counted.figures()
    for name, aside in counted.asides().items():
        assert figures[name]["aside"] == aside
    stretches = [(it["label"], it["posts"]) for it in report["course"]["stretches"]]
    assert stretches == counted.hours()
    for line in report["actions"]:
        for name, number in counted.actions()[line["name"]].items():
            assert (line["name"], name, line[name]) == (line["name"], name, number)
    total = report["actions_total"]
    assert (total["number"], total["aside"]) == counted.did_any()
    lines = [*report["concerns"], report["concerns_total"]]
    kinds = {
        it["kind"]: {name: it[name] for name in it if name not in ("kind", "means")}
        for it in lines
    }
    assert kinds == counted.concerns()
    assert {it["name"]: it["number"] for it in report["hides"]} == counted.hides()
    assert report["hides_total"]["number"] == sum(counted.hides().values())
    assert report["escalated"]["number"] == counted.escalated()
    for line, flagged in zip(report["answered"], (True, False), strict=True):
        assert (line["decided"], line["median"], line["p90"]) == counted.answered(flagged=flagged)
        left = counted.undecided()["flagged" if flagged else "waiting"]
        assert line["undecided"] == left


@pytest.mark.uncounted
@pytest.mark.timeout(600)  # a whole day, on a machine that may be busy
async def test_every_number_is_what_the_simulators_ledger_says(tmp_path: Path) -> None:
    folder, home = tmp_path / "day", tmp_path
    folder.mkdir(mode=0o700)
    async with played_day(folder) as day:
        await moderate(day)
        beside = await asyncio.to_thread(told, folder, home)
        counted = Counted(day)
        taken_up = counted.taken_up()
        for one in beside["highlights"]:
            said = one["why"].removeprefix("pinned").removeprefix("starred").removeprefix("; ")
            assert said == taken_up.get(one["link"], "")
        assert len(beside["highlights"]) == 6
        numbers_agree(beside, counted)
        cost = counted.cost()
    after = await asyncio.to_thread(told, folder, home)

    numbers_agree(after, counted)
    every_number_agrees(after, counted, cost)


@pytest.mark.soak
async def test_what_a_gap_left_out_stands_beside_every_number_until_it_is_made_up_for(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    async with simulator() as (x, clock):
        (folder / "campaign.toml").write_text(
            'name = "Gaps"\nhashtags = ["StandUp4SW"]\n'
            f'[source]\nbase_url = "{x.base_url}"\nlabel = "SIMULATED"\n'
        )
        async with hub_on(folder, x, clock) as up:
            await up.live()
            await up.have(*up.publish(3))
            before = await asyncio.to_thread(told, folder, tmp_path)
        missed = [x.publish(f"Nobody listened to this, number {it}. {TAG}") for it in range(2)]
        x.faults.add("search-fails")
        async with hub_on(folder, x, clock) as up:
            await eventually(lambda: up.health.gaps)
            during = await asyncio.to_thread(told, folder, tmp_path)
            page = await asyncio.to_thread(
                standup, "report", folder, "--output", "-", home=tmp_path
            )
            x.faults.clear()
            await up.have(*missed)
            await up.mended()
            after = await asyncio.to_thread(told, folder, tmp_path)

    assert figure(before, "Posts") == (3, "")
    assert before["coverage"]["gaps"] == []
    posts, caveat = figure(during, "Posts")
    assert posts == 3
    assert caveat.startswith("at least; 1 stretch, ")
    assert caveat.endswith(" in all, not read")
    assert figure(during, "Staff taking part")[1] == figure(during, "People")[1] == caveat
    assert during["actions_total"]["caveat"] == caveat
    assert any(it["in_gap"] for it in during["course"]["stretches"])
    assert [(it["missing"], it["outcome"]) for it in during["coverage"]["gaps"]] == [
        (True, "Not searched yet.")
    ]
    assert any("1 gap is not searched yet" in it for it in during["needed"])
    assert page.stdout.count(caveat) == 3
    assert figure(after, "Posts") == (5, "")
    assert [(it["missing"], it["outcome"]) for it in after["coverage"]["gaps"]] == [
        (False, "Searched to the end, 2 posts recovered.")
    ]
    assert not any(it["in_gap"] for it in after["course"]["stretches"])


def figure(report: dict[str, Any], name: str) -> tuple[int, str]:
    return next((it["number"], it["caveat"]) for it in report["figures"] if it["name"] == name)
