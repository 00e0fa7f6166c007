"""A simulator in which something goes wrong, and the bytes that reach a client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.server import Options, Simulator

STREAM = "/2/tweets/search/stream"
RULES = f"{STREAM}/rules"
FIELDS = {"tweet.fields": "created_at", "expansions": "author_id"}


@dataclass
class Drill:
    """What a test holds."""

    x: Simulator
    session: aiohttp.ClientSession

    async def read(self, posts: int, *, lines: int = 1000, patience: float = 1.0) -> "Heard":
        """Connect, publish so many posts, and listen until the end or for so many lines."""
        heard = Heard()
        try:
            async with asyncio.timeout(patience), self.session.get(STREAM, params=FIELDS) as got:
                heard.status = got.status
                for number in range(posts):
                    heard.posted.append(self.x.publish(f"Visit {number} #StandUp4SW"))
                await _listen(got, heard, lines)
        except TimeoutError:
            heard.end = "still open"
        except aiohttp.ClientError:
            heard.end = "broken"
        return heard


@dataclass
class Heard:
    """What came through one connection."""

    status: int = 0
    posted: list[str] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    keep_alives: int = 0
    end: str = ""


async def _listen(got: aiohttp.ClientResponse, heard: Heard, lines: int) -> None:
    while len(heard.lines) < lines:
        line = await got.content.readline()
        if not line:
            heard.end = "clean"
            return
        if line.strip():
            heard.lines.append(line)
        else:
            heard.keep_alives += 1
    heard.end = "enough"


@asynccontextmanager
async def drill(*faults: str, clock: Clock | None = None, **knobs: Any) -> AsyncIterator[Drill]:
    """Yield a simulator with these faults, a rule, and the app's token."""
    usual: dict[str, Any] = {"play": False, "keep_alive": 0.1, "slot_hold": 0.0}
    async with Simulator(Options(**(usual | knobs)), clock=clock) as x:
        headers = {"Authorization": f"Bearer {x.credentials.bearer_token}"}
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(
            x.base_url, headers=headers, timeout=timeout, read_bufsize=2**20
        ) as session:
            rule = {"add": [{"value": "#StandUp4SW -is:retweet", "tag": "wall"}]}
            async with session.post(RULES, json=rule) as answer:
                assert answer.status == 201
            for fault in faults:
                x.faults.add(fault)
            yield Drill(x, session)
