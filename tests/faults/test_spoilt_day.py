"""A hub that reads an X of which nothing can be relied on: each answer is spoilt in some place."""

import asyncio
import json
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web

from counts import FULL
from faults.gears import GearedClock
from faults.spoiling import spoilt, written
from faults.table import Row
from faults.test_bodies import LINE, TWEET, WHOLE, serving, what_is
from faults.upstream import hub_on, rows, sound
from standup_tui.model.text import is_safe
from standup_tui.networks.x import stream
from standup_tui.networks.x.mapping import Line, read_line
from standup_tui.simulator.auth import Credentials
from standup_tui.simulator.server import Simulator

pytestmark = pytest.mark.soak

LINES = 5_000 if FULL else 300
PACE = 10.0
SEED = 20261122
LAST = 10**18 + 10**9
_PATIENCE = 240.0 if FULL else 120.0


class Shaky:
    """A server that spoils what it says: all lines of the stream, and most other answers."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._sent = 0
        self.asked = 0

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        self.asked += 1
        kind = what_is(request.path, request.method)
        if kind == "line":
            return await self._stream(request)
        body = json.dumps(WHOLE[kind]).encode()
        if kind != "rules" and self._dice.random() < 0.7:
            body = written(self._dice, spoilt(self._dice, WHOLE[kind]))
        return web.Response(body=body, status=201 if request.method == "POST" else 200)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while self._sent < LINES:
            self._sent += 1
            line = written(self._dice, spoilt(self._dice, post_number(10**18 + self._sent)))
            await response.write(line.replace(b"\n", b" ").replace(b"\r", b" ") + b"\r\n")
        await response.write(json.dumps(post_number(LAST)).encode() + b"\r\n")
        while True:
            await asyncio.sleep(0.2)
            await response.write(b"\r\n")


def post_number(number: int) -> dict[str, Any]:
    """Return a line of the stream with a post of its own."""
    own = {"id": str(number), "edit_history_tweet_ids": [str(number)]}
    return LINE | {"data": TWEET | own}


async def read_shaky(folder: Path, seed: int, caplog: pytest.LogCaptureFixture) -> tuple[int, int]:
    """Have a hub read lines and answers that are spoilt, to the last one, which is not.

    Returns:
        How many posts it has stored, and how many things it has put aside.
    """
    shaky = Shaky(Random(seed))
    async with serving(shaky.receive) as base_url:
        async with hub_on(folder, reached_at(base_url), GearedClock(PACE)) as up:
            async with asyncio.timeout(_PATIENCE):
                while str(LAST) not in up.stored:  # noqa: ASYNC110  # no event says so
                    await asyncio.sleep(0.05)
            await asyncio.sleep(1)  # ten by its clock: searches, look-ups, counts
        assert [it for it in caplog.records if it.exc_info] == []
        assert not [it for it in up.asha.pulses if "failed (" in it.health.trouble]
        texts = [entry.post.text for entry in up.asha.posts.values()]
        assert all(map(is_safe, texts))
    await sound(folder)
    ((stored,),) = rows(folder, "SELECT count(*) FROM post")
    ((aside,),) = rows(folder, "SELECT count(*) FROM quarantine")
    return stored, aside


def reached_at(base_url: str) -> Simulator:
    """Return what a hub of these tests has to know of X."""
    tokens = Credentials(
        base_url, "bearer", "key", "secret", "42-token", "hush", "42", "simulated"
    )
    return cast("Simulator", SimpleNamespace(base_url=base_url, credentials=tokens))


@pytest.mark.fault("U3")
@pytest.mark.timeout(1800)
async def test_a_hub_reads_on_through_answers_that_are_spoilt_in_any_place(
    tmp_path: Path, row: Row, caplog: pytest.LogCaptureFixture
) -> None:
    stored, aside = await read_shaky(tmp_path, SEED, caplog)
    row.measured(LINES, f"{LINES} lines, seed {SEED}: {stored} stored, {aside} put aside")
    assert stored > LINES / 10
    assert aside > LINES / 10


@pytest.mark.fault("U3", control=True)
async def test_a_hub_that_stumbles_over_a_line_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trusting(line: bytes) -> Line:
        json.loads(line)["data"]["text"]  # there, it thinks
        return read_line(line)

    monkeypatch.setattr(stream, "read_line", trusting)
    monkeypatch.setattr(f"{__name__}._PATIENCE", 5.0)
    with pytest.raises((AssertionError, TimeoutError)):
        await read_shaky(tmp_path, SEED, caplog)
