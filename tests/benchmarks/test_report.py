"""How long a report of a large campaign takes, and how much memory: the whole command."""

import asyncio
import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.conftest import Figure
from making import ASHA, NOW, author, judged, many
from standup_tui.model.action import ActionDone
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId, Reference, ReferenceKind
from standup_tui.model.text import clean
from standup_tui.ports.store import Judged
from standup_tui.store.store import SqliteStore

POSTS = 100_000
BATCH = 1_000
SECONDS, MEGABYTES = 10, 300

CAMPAIGN = """
name = "A very large day"
hashtags = ["StandUp4SW"]
[[actions]]
name = "MP"
once = true
"""
LOOK = Flag(Kind.SPAM, "spam.signs", Severity.LOOK, "looks like spam: a bait")

MEASURING = """
import json, resource, sys
from standup_tui.cli.main import main
code = main()
print(json.dumps([code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def one(number: int) -> Judged:
    """Return one of many posts: some thousands of people, answers, flags, actions."""
    refers = (
        (
            Reference(
                ReferenceKind.REPLY, PostId(f"x:{1_000_000 + number // 3}"), author(number // 3)
            ),
        )
        if number % 4 == 0
        else ()
    )
    made = judged(
        number,
        f"Visit number {number} of a long day is done, and the kettle is on. #StandUp4SW",
        author=author(number % 14_000),
        references=refers,
        flags=(LOOK,) if number % 20 == 0 else (),
        actions=(ActionDone("MP"),) if number % 9 == 0 else (),
        roster=number % 50 == 0,
    )
    at = NOW + timedelta(seconds=number * 0.8)
    return replace(
        made, post=replace(made.post, at=at), raw=json.dumps({"text": clean("x" * 900)})
    )


async def fill(folder: Path) -> None:
    """Make a campaign with a store of very many posts, many of them decided."""
    (folder / "campaign.toml").write_text(CAMPAIGN)
    store = await SqliteStore.open(folder / "standup.db")
    for first in range(0, POSTS, BATCH):
        numbers = range(first, first + BATCH)
        await store.add([one(number) for number in numbers], [], NOW)
        plain = [number for number in numbers if number % 20]
        await store.apply(many(Verb.APPROVE, *plain[:300]), ASHA, NOW + timedelta(minutes=1))
        await store.apply(many(Verb.HIDE, *numbers[::100], reason="Spam"), ASHA, NOW)
    await store.close()


def measured(arguments: list[str]) -> tuple[float, float]:
    """Return the seconds and the megabytes of a command."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-c", MEASURING, *arguments],
        env={name: it for name, it in os.environ.items() if not name.startswith("COVERAGE")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    took = time.perf_counter() - began
    code, megabytes = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0
    return took, megabytes


@pytest.mark.bench
async def test_a_report_of_a_hundred_thousand_posts(tmp_path: Path, figures: list[Figure]) -> None:
    await fill(tmp_path)
    arguments = ["report", str(tmp_path), "--output", str(tmp_path / "page.html")]
    took, megabytes = await asyncio.to_thread(measured, arguments)

    section = f"a report of {POSTS:,} posts"
    figures += [
        Figure(section, "the whole command", took, "s", SECONDS),
        Figure(section, "memory at most", megabytes, "MB", MEGABYTES),
    ]
    assert took < SECONDS
    assert megabytes < MEGABYTES
