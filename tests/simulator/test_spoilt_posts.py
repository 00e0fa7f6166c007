"""Posts that come again, out of order or spoilt, and lines that are no posts."""

import asyncio
import json
import re
from collections import Counter
from typing import Any

import pytest

from simulator.aiming import listening
from simulator.drills import FIELDS, STREAM, drill
from standup_tui.simulator.faults.intruders import GARBAGE


async def _ids(*faults: str, posts: int, lines: int, **knobs: Any) -> tuple[list[str], list[str]]:
    """Return the ids posted and the ids that came."""
    async with drill(*faults, **knobs) as x:
        heard = await x.read(posts=posts, lines=lines, patience=2)
        assert x.x.ledger.served.keys() <= set(heard.posted)
    return heard.posted, [json.loads(line)["data"]["id"] for line in heard.lines]


async def test_each_post_can_come_three_times_shuffled_in_windows() -> None:
    posted, came = await _ids("shuffle=50", "duplicates=3", posts=40, lines=120)

    assert dict.fromkeys(posted, 3) == Counter(came)
    first = came[:50]
    assert first != sorted(first, key=int)
    assert set(first) <= set(posted[:17])


async def test_a_shuffle_is_the_same_for_the_same_seed() -> None:
    async def order(seed: int) -> list[int]:
        posted, came = await _ids("shuffle=20", posts=20, lines=20, seed=seed)
        return [posted.index(it) for it in came]

    assert await order(1) == await order(1) != await order(2)


async def test_newer_posts_can_come_before_older_ones_and_silence_brings_the_rest() -> None:
    posted, came = await _ids("out-of-order=3", posts=5, lines=5)

    assert [posted[it] for it in (2, 1, 0, 4, 3)] == came


async def test_what_a_fault_kept_back_goes_on_when_it_is_over() -> None:
    async with drill("shuffle=50") as x, x.session.get(STREAM) as got:
        kept = x.x.publish("kept #StandUp4SW")
        x.x.faults.clear()
        line = json.loads(await got.content.readline())

    assert kept == line["data"]["id"]


@pytest.mark.parametrize(
    ("fault", "gone"),
    [
        ("missing=includes", "includes"),
        ("missing=author", "author_id"),
        ("missing=author", "users"),
        ("missing=tag", "tag"),
        ("missing=created_at", "created_at"),
        ("missing=rules", "matching_rules"),
        ("missing=id", '"id":"{post}"'),
        ("missing=text", '"text"'),
    ],
)
async def test_a_post_can_lack_a_part(fault: str, gone: str) -> None:
    async with drill(fault) as x:
        heard = await x.read(posts=1, lines=1)
        kept = x.x.ledger.served

    line = heard.lines[0].decode()
    if fault == "missing=id":  # a rule made in the same millisecond has the same id
        line = line.partition('"matching_rules"')[0]
    assert gone.replace("{post}", heard.posted[0]) not in line
    assert (fault not in {"missing=id", "missing=text"}) is (heard.posted[0] in kept)


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("unknown-fields", r'"x_future":.*"x_trace"'),
        ("note-tweet", r'"text":"Visit 0 \S*…".*"note_tweet":{"text":"Visit 0 #StandUp4SW"}'),
        ("withheld", r'"withheld":{"copyright":false,"country_codes":\["GB"\]'),
        ("entities", r"&lt;b&gt;tea &amp; cake.*&amp;amp;"),
    ],
)
async def test_a_post_can_carry_more(fault: str, pattern: str) -> None:
    async with drill(fault) as x:
        heard = await x.read(posts=1, lines=1)

    assert re.search(pattern, heard.lines[0].decode())


async def test_garbage_of_every_kind_leaves_the_posts_whole() -> None:
    async with drill("garbage") as x:
        heard = await x.read(posts=len(GARBAGE), lines=2 * len(GARBAGE), patience=3)

    assert [json.loads(line)["data"]["id"] for line in heard.lines[1::2]] == heard.posted
    junk = dict(zip(GARBAGE, heard.lines[::2], strict=True))
    assert junk["null"] == b"null\r\n"
    assert junk["deep"].count(b"[") == 10_000
    assert junk["bytes"].startswith(b"\xff\xfe\x00")
    for name in ("bytes", "utf8", "half"):
        with pytest.raises(ValueError, match=r"codec|column"):
            json.loads(junk[name])


async def test_garbage_ends_an_unmodified_tweepy() -> None:
    """The control: without these lines the same stream brings the post."""
    async with drill("garbage=null") as x, listening(x.x.credentials) as stream:
        x.x.publish("#StandUp4SW")
        with pytest.raises(TimeoutError):
            await stream.next(patience=0.3)


@pytest.mark.parametrize("size", ["1M", "64M"])
async def test_a_line_can_be_huge_and_the_next_post_comes_after_it(size: str) -> None:
    async with (
        drill(f"huge-line={size},times=1", keep_alive=5) as x,
        x.session.get(STREAM, params=FIELDS, headers={"Accept-Encoding": "identity"}) as got,
    ):
        post_id = x.x.publish("#StandUp4SW")
        length, end = 0, b""
        while post_id.encode() not in end:
            piece = await got.content.readany()
            length += len(piece)
            end = end[-3000:] + piece

    assert length > int(size[:-1]) * 1_000_000


async def test_a_burst_brings_so_many_posts_a_second() -> None:
    async with drill() as x:
        reading = asyncio.create_task(x.read(posts=0, lines=180, patience=30))
        async with asyncio.timeout(20):
            while not x.x.ledger.connections:  # noqa: ASYNC110  # it has no event
                await asyncio.sleep(0.01)
        x.x.faults.add("burst=500,for=0.4")
        assert (await reading).end == "enough"
        async with asyncio.timeout(20):
            while len(x.x.owed("#StandUp4SW")) < 200:  # noqa: ASYNC110  # it has no event
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)

        assert len(x.x.owed("#StandUp4SW")) == 200
