"""Draws the report of a whole made-up day as a browser shows it: a part of `make screenshots`.

The simulator's day goes through the real client, rules and store; two moderators and a gap in the
reading are made up beside it, always the same. Without Chromium there is no picture.
"""

import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from standup_tui import from_settings, wiring
from standup_tui.core.counting import Actions
from standup_tui.core.meter import PriceList
from standup_tui.model.command import Decide, OpId
from standup_tui.model.coverage import Hour, Progress, Repair
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.facts import Facts, Wanted
from standup_tui.model.flag import Kind, must_be_seen
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.money import Charge, Item
from standup_tui.model.post import AuthorId
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Arrived
from standup_tui.ports.store import Judged
from standup_tui.report.compose import compose
from standup_tui.report.page import html
from standup_tui.rules.actions import fingerprint
from standup_tui.rules.chosen import action_rules
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.simulator.server import Options, Simulator
from standup_tui.store.facts import gather
from standup_tui.store.store import SqliteStore

HERE = Path(__file__).parent
TEMPLATE = Path(wiring.__file__).parent / "cli" / "demo.toml.in"
BEGIN = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
END = BEGIN + timedelta(hours=15)
BROKEN, BACK = BEGIN + timedelta(hours=6, minutes=12), BEGIN + timedelta(hours=6, minutes=31)
WIDTH, HEIGHT = 880, 1500
MODERATORS = (Moderator("Asha Rowe", "asha"), Moderator("Raj Patel", "raj"))
REASONS = {
    Kind.ABUSE: "Abuse of a person",
    Kind.SPAM: "Advertising or spam",
    Kind.PERSONAL: "Personal data",
    Kind.IDENTIFIABLE: "Identifies a person or a family",
}


class Rushing:
    """A clock that hurries through the day."""

    def __init__(self) -> None:
        self._now = BEGIN
        self.over = False
        """Whether time passes as outside."""

    def now(self) -> datetime:
        """Return where the day is."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds since it began."""
        return (self._now - BEGIN).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        if self.over:
            await asyncio.sleep(seconds)
        else:
            self._now += timedelta(seconds=seconds)
            await asyncio.sleep(0)


def campaign_of(x: Simulator) -> Campaign:
    """Return the demo's campaign, as it would be for a day with a beginning and an end."""
    text = TEMPLATE.read_text("utf-8").replace("$starts", f"starts = {BEGIN:%Y-%m-%dT%H:%M:%SZ}")
    text = text.replace("$accounts", "[]").replace("$account", f'"{x.roster[0].handle}"')
    text = text.replace("$base_url", f'"{x.base_url}"').replace("$label", '"SIMULATED"')
    people = "".join(f'[[roster]]\nid = "{one.id}"\nhandle = "{one.handle}"\n' for one in x.roster)
    campaign = campaign_file.parse(text.replace("$roster", people), TEMPLATE)
    return replace(campaign, until=END)


async def read(x: Simulator, clock: Rushing, campaign: Campaign, store: SqliteStore) -> None:
    """Read the day through the real client; each post arrives a moment after it was published."""
    network = X(campaign, Credentials(x.credentials.bearer_token), clock=clock)
    rules = from_settings.rules_of(campaign)
    actions = Actions(action_rules(campaign), store, Rushing(), campaign.own)
    roster = {AuthorId(f"x:{member.id}") for member in campaign.roster}
    items = [item async for batch in network.since(None, None) for item in batch.items]
    await network.close()
    arrived = sorted((it for it in items if isinstance(it, Arrived)), key=lambda it: it.post.at)
    for item in arrived:
        post, ours = item.post, item.post.author.id in roster
        judged = Judged(post, item.raw, rules.judge(post), ours, ours, actions.recognise(post))
        at = BACK if BROKEN < post.at < BACK else post.at + timedelta(seconds=2)
        await store.add([judged], [], at)


async def moderate(store: SqliteStore) -> None:
    """Do what two moderators would have done: look at all of it but the last few."""
    dice, entries = random.Random(1), (await store.changes(0, 5000)).entries  # noqa: S311
    numbers = iter(range(1, 10_000))

    async def do(verb: Verb, entry: Entry, after: float, revision: int, reason: str = "") -> None:
        command = Decide(
            OpId(UUID(int=next(numbers)).hex),
            verb,
            entry.post.id,
            revision,
            reason,
            confirmed=True,
        )
        at = entry.post.at + timedelta(seconds=after)
        await store.apply(command, dice.choice(MODERATORS), at)

    for entry in sorted(entries, key=lambda it: it.post.at)[:-6]:
        kinds, revision = {flag.kind for flag in entry.flags}, entry.standing.revision
        reason = next((REASONS[kind] for kind in REASONS if kind in kinds), "")
        if entry.standing.status is Status.FLAGGED:
            after = dice.lognormvariate(4.2, 0.7)
            if must_be_seen(entry.flags):
                await do(Verb.ESCALATE, entry, after, revision)
                await do(Verb.RETURN, entry, 3 * after, revision + 1)
            elif reason and Kind.PRESS not in kinds and dice.random() < 0.7:  # noqa: PLR2004  # the others were no such thing
                await do(Verb.HIDE, entry, after, revision, reason)
            else:
                await do(Verb.APPROVE, entry, after, revision)
        elif entry.standing.status is Status.WAITING:
            await do(Verb.APPROVE, entry, dice.lognormvariate(5.2, 0.6), revision)
    story = next(it for it in entries if it.roster and "visit" in it.post.text.lower())
    shown = await store.story(story.post.id)
    if shown is not None:
        await do(Verb.PIN, story, 900, shown.entry.standing.revision)


async def add_the_rest(store: SqliteStore, campaign: Campaign) -> None:
    """Add what the hub would have noted: a gap, X's own counts, the bill, that it reads on."""
    await store.note_gap("x", BROKEN, BACK, "X went silent, without even its signs of life")
    await store.settle_gaps("x", BACK, Repair.REPAIRED, "")
    for hour in range(15):
        start = BEGIN + timedelta(hours=hour)
        ours = await store.count(start, start + timedelta(hours=1))
        await store.note_hour("x", Hour(start, ours + (hour == 6), ours))  # noqa: PLR2004
    posts = (await store.totals()).posts
    charge = Charge(Item.POST, tuple(map(str, range(posts))))
    await store.charge([charge], PriceList(campaign.prices), END)
    await store.save_progress("x", Progress(alive=END))


async def facts_of_a_day(folder: Path) -> tuple[Campaign, Facts]:
    """Return a whole day as its store has it."""
    clock = Rushing()
    store = await SqliteStore.open(folder / "standup.db")
    async with Simulator(Options(speed=1), clock=clock) as x:
        campaign = campaign_of(x)
        await x.finished()
        clock.over = True
        await read(x, clock, campaign, store)
    await moderate(store)
    await add_the_rest(store, campaign)
    rules = action_rules(campaign)
    mark = fingerprint(rules, campaign.own)
    await store.note_looked(mark)
    own = x.roster[0]
    wanted = Wanted(tuple((it.name, it.once) for it in rules), mark, f"x:{own.id}")
    facts = await gather(folder / "standup.db", wanted, END + timedelta(hours=10))
    await store.close()
    return campaign, facts


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=100)  # noqa: S603


def _print(browse: list[str], paper: Path) -> None:
    """Print the page on A4 and draw each sheet, where `pdftoppm` is at hand."""
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        print("screenshots/report-print-*.png stay as they were: there is no pdftoppm here.")
        return
    _run([*browse, "--no-pdf-header-footer", f"--print-to-pdf={paper}"])
    for old in HERE.glob("report-print-*.png"):
        old.unlink()
    _run([pdftoppm, "-r", "80", "-png", str(paper), str(HERE / "report-print")])
    print("screenshots/report-print-*.png")


def main() -> int:
    """Draw the page."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("screenshots/report.png stays as it was: there is no Chromium here.")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        campaign, facts = asyncio.run(facts_of_a_day(folder))
        page = folder / "report.html"
        page.write_text(html(compose(facts, campaign)), "utf-8")
        browse = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                  f"--user-data-dir={folder / 'chromium'}", page.as_uri()]  # fmt: skip
        size = f"--window-size={WIDTH},{HEIGHT}"
        _run([*browse, size, f"--screenshot={HERE / 'report.png'}"])
        _print(browse, folder / "report.pdf")
        if len(sys.argv) > 1:
            shutil.copy(page, sys.argv[1])
    print("screenshots/report.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
