"""No post, however it is made, holds up the keys: the loops of the screens are measured."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from hostile import PATHOLOGICAL
from process.chair import chair
from process.hostile_posts import LONGEST, TEXTS, Attack, attack, attacks
from process.theatre import ENTER, Screen, Troupe, troupe, until
from standup_tui.model.post import PostId
from timing import slower

PROBED = Path(__file__).with_name("probed.py")
BLOCKED = 0.1 * slower()
"""Seconds after which a person notices."""

OPENING = "console: a post is opened and left"
"""Textual's own work for two screens, and now and then the collector's, take most of that."""

LONG = {
    **PATHOLOGICAL,
    "tabs": "\t" * 25_000,
    "lines": "a\n" * 12_500,
    "words": "word " * 5_000,
    "Arabic": "السَّلَامُ " * 2_500,
    "address": "https://x.example/" + "a/" * 12_000,
}
LENGTH = {"text": LONGEST, "name": 5_000, "handle": 5_000, "alt": 5_000}
WORST = ("newlines", "endless conjunct", "escapes", "surrogates", "wide")


def long_posts() -> list[tuple[str, Attack]]:
    """Return posts of 25,000 characters, and some with five times X's limit beside the text."""
    packed = [("packed", post) for post in attacks(TEXTS, at_once=24)]
    long = [(what, "text") for what in LONG]
    long += [(what, field) for field in ("name", "handle", "alt") for what in WORST]
    return packed + [
        (f"{what} as {field}", attack(number, [LONG[what][: LENGTH[field]]], field=field))
        for number, (what, field) in enumerate(long, len(packed))
    ]


@dataclass
class Probe:
    """What a screen's probe wrote down."""

    report: Path

    def since(self, line: int) -> tuple[float, float]:
        """Return by how much the loop was late at most, and how long it computed at most."""
        lines = [json.loads(one) for one in self.report.read_text().splitlines()[line:]]
        return max((one["late"] for one in lines), default=0.0), max(
            (one["computed"] for one in lines), default=0.0
        )

    @property
    def lines(self) -> int:
        return len(self.report.read_text().splitlines())


async def opened(console: Screen) -> None:
    """Go to the newest post, open it, go to its end and back."""
    console.press(b"1", b"g", ENTER)
    await console.until("─ Post ─")
    while "Decisions" not in console.drawn:  # the past comes later and makes it longer
        console.go_on(b"G")
        await asyncio.sleep(0.05)
    console.press(b"q")
    await console.until("Live")


Worst = dict[str, tuple[float, float, str]]
"""By what a screen did: how long it computed at most, how late it was then, for which post."""


async def arrive(
    here: Troupe, posts: Sequence[tuple[str, Attack]], console: Screen, probes: dict[str, Probe]
) -> Worst:
    """Have posts come one after the other and each be opened."""
    worst: Worst = {}

    def note(doing: str, probe: Probe, since: int, what: str) -> None:
        late, computed = probe.since(since)
        worst[doing] = max(worst.get(doing, (0.0, 0.0, "")), (computed, late, what))

    async with chair(here.folder, "chair") as by:
        for number, (what, post) in enumerate(posts, 1):
            console.press()
            before = {name: probe.lines for name, probe in probes.items()}
            came = PostId(f"x:{post.launch(here.x)}")
            await by.seat.until(lambda came=came: came in by.seat.posts, 20)  # type: ignore[misc]
            await by.show(came)
            await console.until(f"1 Live · {number} ")
            for name, probe in probes.items():
                note(f"{name}: a post arrives", probe, before[name], what)
            opening = probes["console"].lines
            await opened(console)
            note(OPENING, probes["console"], opening, what)
    return worst


@pytest.mark.fault("G5")
@pytest.mark.soak
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_no_post_blocks_a_screen_for_a_tenth_of_a_second(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    posts = long_posts()
    console_report, wall_report = tmp_path / "console.jsonl", tmp_path / "wall.jsonl"
    async with troupe(tmp_path) as here:
        console = here.screen(PROBED, console_report, "console", here.folder, size=size)
        wall = here.screen(PROBED, wall_report, "wall", here.folder, size=size)
        await console.until("Live")
        await wall.until("appear here")
        await until(lambda: console_report.exists() and wall_report.exists())
        probes = {"console": Probe(console_report), "wall": Probe(wall_report)}
        worst = await arrive(here, posts, console, probes)
    print(f"\n{size[0]}x{size[1]}, {len(posts)} posts:")
    for doing, (computed, late, what) in worst.items():
        print(f"  {doing}: {computed * 1000:.0f} ms at most, {late:.3f} s late ({what})")

    opening, _, _ = worst.pop(OPENING)
    assert [one for one in worst.items() if one[1][0] > BLOCKED] == []
    assert opening < 2 * BLOCKED
