"""Draws the pictures in this folder again, from a seed: `make screenshots`.

A morning of the simulated campaign day goes through the real client, rules, store and hub into
the real console and wall; only the clocks are held still, so that the same seed draws the same
pictures.
"""

import asyncio
import itertools
import re
import runpy
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from textual.app import App
from textual.pilot import Pilot

from clocks import BEGIN, END, Morning, Still
from in_browser import draw_pages
from standup_tui import from_settings
from standup_tui.core.counting import Actions
from standup_tui.core.health import Vitals
from standup_tui.core.ingest import Ingest
from standup_tui.core.moderation import Moderation
from standup_tui.hub.server import Hub
from standup_tui.model.command import Blank, Decide, OpId
from standup_tui.model.coverage import Coverage, Gap, Hour, Repair
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.flag import Flag
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.money import Account, Item, Level, Money, Spent, Usage
from standup_tui.model.post import AuthorId, Post
from standup_tui.model.wall import Scene
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.rules.chosen import action_rules
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.store import SqliteStore
from standup_tui.ui import guard
from standup_tui.ui.console.app import ConsoleApp
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.looks.spelling import Emoji, Spelling
from standup_tui.ui.looks.wished import Looks
from standup_tui.ui.wall.app import Wall
from standup_tui.ui.wall.wishes import Wishes

SEED = 1
SIZE = (120, 36)
HERE = Path(__file__).parent
RAJ = Moderator("Raj Patel", "raj")


CAMPAIGN = """
name = "Stand up for social work"
hashtags = ["StandUp4SW"]
account = "WensumValeSW"
reasons = ["Identifies a person or a family", "Personal data", "Abuse of a person"]
[[actions]]
name = "One action"
[[actions]]
name = "Shared"
[[actions]]
name = "Made a difference"
[[actions]]
name = "MP"
[[actions]]
name = "Picture"
[[wall.slides]]
title = "Write to your MP"
text = "Five minutes, your own words: what you did today, and what would help you do it well."
link = "https://www.example.org/write-to-your-mp"
[contact]
lines = ["Safeguarding, by day: 01632 960 010"]
[source]
label = "SIMULATED"
base_url = "{url}"
[retweet]
enabled = true
"""


def campaign_of(x: Simulator, folder: Path) -> Campaign:
    """Return a campaign with the simulator's people on its roster."""
    people = "".join(f'[[roster]]\nid = "{one.id}"\nhandle = "{one.handle}"\n' for one in x.roster)
    return campaign_file.parse(
        CAMPAIGN.format(url=x.base_url) + people, folder / campaign_file.FILE
    )


async def read_morning(
    x: Simulator, campaign: Campaign, store: SqliteStore, actions: Actions
) -> None:
    """Read what was posted this morning through the real client, and judge and store it."""
    keys = x.credentials
    network = X(campaign, Credentials(keys.bearer_token))
    vitals = Vitals(Still())
    roster = frozenset(AuthorId(f"x:{member.id}") for member in campaign.roster)
    rules = from_settings.rules_of(campaign)

    async def judge(posts: Sequence[Post]) -> list[tuple[Flag, ...]]:
        return [rules.judge(one) for one in posts]

    ingest = Ingest(store, judge, roster, Still(), vitals, recognise=actions.recognise)
    storing = asyncio.create_task(ingest.run())
    async for batch in network.since(None, None):
        await ingest.take(batch)
    await ingest.idle()
    storing.cancel()
    await network.close()


async def felt(store: SqliteStore) -> Vitals:
    """Return what the hub would know of a morning that took its time."""
    clock = Still(BEGIN)
    vitals = Vitals(clock)
    posts = (await store.changes(0, 5000)).entries
    for entry in sorted(posts, key=lambda entry: entry.post.at):
        clock.moment = entry.post.at
        vitals.arrived(1, 0)
    clock.moment = END - timedelta(seconds=22)
    vitals.alive(quiet=30)
    clock.moment = END
    return vitals


async def moderate(store: SqliteStore) -> None:
    """Do what a moderator would have done by now: approve most, pin one, flag one."""
    changes = await store.changes(0, 5000)
    number = 0

    async def do(verb: Verb, entry: Entry, revision: int) -> None:
        nonlocal number
        number += 1
        command = Decide(OpId(UUID(int=number).hex), verb, entry.post.id, revision)
        await store.apply(command, RAJ, END - timedelta(minutes=4))

    for count, entry in enumerate(changes.entries):
        if entry.standing.status is Status.WAITING and count % 4:
            await do(Verb.APPROVE, entry, 1)
    ours = (entry for entry in changes.entries if entry.post.author.handle == "WensumValeSW")
    own = next(entry for entry in ours if not entry.post.references)
    await do(Verb.PIN, own, own.standing.revision)


class Invented:
    """What a hub would say of a morning at X itself, with two gaps in it and a bill."""

    money = Money(2.41, 25.0, Level.FREE, END + timedelta(hours=6, minutes=16))

    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def read_on(self) -> None:
        """Read on as before: it never stopped."""

    async def coverage(self) -> Coverage:
        """Return a gap that was repaired and one that is about to be."""
        broken, silent = END - timedelta(seconds=66), BEGIN + timedelta(minutes=41)
        gaps = (
            Gap(2, broken, broken + timedelta(seconds=44), "The connection to X broke."),
            Gap(
                1,
                silent,
                silent + timedelta(minutes=3, seconds=29),
                "X went silent, without even its signs of life.",
                Repair.REPAIRED,
                7,
                "retweets",
            ),
        )
        hours = [BEGIN + timedelta(hours=past) for past in range(3)]
        counted = [
            Hour(start, ours + missing, ours)
            for (start, end), missing in zip(itertools.pairwise(hours), (0, 2), strict=True)
            for ours in [await self._store.count(start, end)]
        ]
        return Coverage(gaps=gaps, hours=tuple(reversed(counted)), unsearchable="retweets")

    async def account(self) -> Account:
        """Return what this morning and the day before have cost."""
        today, before = END.date(), (END - timedelta(days=1)).date()
        spent = (
            Spent(today, Item.POST, 240, 1.20),
            Spent(today, Item.USER, 6, 0.06),
            Spent(today, Item.RETWEET, 2, 0.03),
            Spent(before, Item.POST, 200, 1.00),
            Spent(before, Item.USER, 6, 0.06),
            Spent(before, Item.RETWEET, 4, 0.06),
        )
        usage = Usage(18_204, 2_000_000, END - timedelta(minutes=17), 12)
        return Account(self.money, spent, usage, BEGIN, ours=240, theirs=243, prices="2026-04-20")


@asynccontextmanager
async def campaign_morning(folder: Path) -> AsyncIterator[tuple[SqliteStore, Hub, Vitals]]:
    """Give a campaign at half past ten, with its hub running."""
    clock = Morning()
    store = await SqliteStore.open(folder / "standup.db")
    async with Simulator(Options(seed=SEED, speed=1), clock=clock) as x:
        campaign = campaign_of(x, folder)
        await clock.over.wait()
        actions = Actions(action_rules(campaign), store, Still(), campaign.own)
        await read_morning(x, campaign, store, actions)
    await moderate(store)
    vitals = await felt(store)
    about = from_settings.about(campaign, Path("/srv/standup"), retweets=True)
    desk = Moderation(store, Still(), reasons=about.reasons)
    hub = Hub(folder, about, store, desk, vitals=vitals, clock=Still())
    hub.tally = actions.tally
    store.on_commit(hub.committed)
    await hub.listen()
    running = asyncio.create_task(hub.run([]))
    try:
        yield store, hub, vitals
    finally:
        hub.stop("drawn")
        await running
        await store.close()


def save(app: App[Any], name: str) -> None:
    """Write the screen down, without what differs from run to run."""
    svg = re.sub(r"terminal-\d+-", "terminal-", app.export_screenshot(simplify=True))
    (HERE / f"{name}.svg").write_text(svg, "utf-8")
    print(f"screenshots/{name}.svg")


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Wait until a screen is as it should be."""
    async with asyncio.timeout(20):
        while not true():
            await pilot.pause(0.05)
    await pilot.pause(0.3)


async def draw_console(folder: Path) -> None:
    """Draw the three panes, an opened flagged post, and the help."""
    app = ConsoleApp(folder, "Asha Rowe", clock=lambda: 0.0)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.board.entries) > 0)
        await pilot.pause(1.2)
        await pilot.press("g", "j")
        await pilot.pause(0.3)
        save(app, "console")
        await pilot.press("2", "enter")
        await pilot.pause(0.8)
        save(app, "console-post")
        await pilot.press("escape", "?")
        await pilot.pause(0.5)
        save(app, "console-help")


LOOKS = {
    "console-light": Looks(theme="light"),
    "console-high-contrast": Looks(theme="high-contrast"),
    "console-colour-safe": Looks(theme="colour-safe"),
    "console-ascii": Looks(spelling=Spelling(Emoji.TEXT, ascii=True)),
}


async def draw_looks(folder: Path) -> None:
    """Draw the three panes for other eyes, rooms and fonts."""
    for name, looks in LOOKS.items():
        app = ConsoleApp(folder, "Asha Rowe", looks=looks, clock=lambda: 0.0)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, lambda app=app: len(app.board.entries) > 0)  # type: ignore[misc]
            await pilot.pause(1.2)
            await pilot.press("g", "j")
            await pilot.pause(0.3)
            save(app, name)


async def draw_deciding(folder: Path) -> None:
    """Draw one post at a time, marked posts, the reasons for hiding, and the log."""
    app = ConsoleApp(folder, "Asha Rowe", clock=lambda: 0.0)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.board.entries) > 0)
        await pilot.pause(1.2)
        await pilot.press("z")
        await pilot.pause(0.5)
        save(app, "console-one")
        await pilot.press("escape", "g", "v", "v", "j", "v")
        await pilot.pause(0.3)
        save(app, "console-marks")
        await pilot.press("escape", "2", "h")
        await until(pilot, lambda: not app.board.mine.unanswered)
        save(app, "console-reasons")
        await pilot.press("1")
        await until(pilot, lambda: not app.board.mine.unanswered)
        await until(pilot, lambda: "hidden for" in app.main.said)
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.book.answered)
        await pilot.press("j")
        save(app, "console-log")


async def draw_reading(folder: Path) -> None:
    """Draw the gaps, the hours and the bill."""
    app = ConsoleApp(folder, "Asha Rowe", clock=lambda: 0.0)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.board.entries) > 0 and app.board.health.gaps > 0)
        await pilot.press("i")
        await until(pilot, lambda: app.board.reading is not None)
        save(app, "console-reading")


async def draw_wall(folder: Path, name: str) -> None:
    """Draw the wall as it is now."""
    app = Wall(folder, wishes=Wishes(scene=Scene.STREAM))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(9)
        save(app, name)


THEMES = ("dark", "light")
SIZES = ((80, 24), (120, 36), (200, 60))


async def draw_scenes(folder: Path) -> None:
    """Draw every scene of a wall in both themes, on screens of three sizes."""
    for scene, theme, size in itertools.product(Scene, THEMES, SIZES):
        app = Wall(folder, wishes=Wishes(scene=scene, theme=theme))
        async with app.run_test(size=size) as pilot:
            await pilot.pause(4)
            columns, rows = size
            save(app, f"wall-{scene}-{columns}x{rows}-{theme}")


async def draw_steering(folder: Path) -> None:
    """Draw what a console says of the walls."""
    wall, console = Wall(folder), ConsoleApp(folder, "Asha Rowe", clock=lambda: 0.0)
    async with wall.run_test(size=SIZE), console.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: console.board.walls > 0 and len(console.board.entries) > 0)
        await pilot.press("W")
        await pilot.pause(1.2)
        save(console, "console-walls")


async def main() -> None:
    """Draw everything."""
    guard.install()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        async with campaign_morning(folder) as (store, hub, vitals):
            await draw_console(folder)
            await draw_looks(folder)
            await draw_wall(folder, "wall")
            await draw_scenes(folder)
            await draw_pages(folder)
            await draw_steering(folder)
            await draw_deciding(folder)
            hub.reader, vitals.gaps = Invented(store), 1
            vitals.money = lambda: Invented.money
            await draw_reading(folder)
            await store.apply(Blank(OpId("blank"), blank=True), RAJ, END)
            await draw_wall(folder, "wall-blank")


if __name__ == "__main__":
    asyncio.run(main())
    runpy.run_path(str(HERE / "report_page.py"), run_name="__main__")  # ends with its code
