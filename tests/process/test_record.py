"""A real hub records a day; served again, another hub gets the same posts, also after kill -9."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from halls import seat
from process.killing import campaign, environment, quiet
from process.theatre import STANDUP
from standup_tui.simulator.server import Options, Simulator

pytestmark = pytest.mark.soak

TEXTS = [
    "First visit of the day done. #StandUp4SW",
    "Tea \u2028 and a line of its own ☕ #StandUp4SW",
    "x" * 600 + " a long one #StandUp4SW",
    '"quoted" \\ and <b>bold</b> & so on #StandUp4SW',
]


@asynccontextmanager
async def hub(
    folder: Path, x: Simulator, *words: str | Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a hub, or what stands in for one, until the block ends."""
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *STANDUP, *map(str, words), "--ready-fd", str(writing),
        pass_fds=(writing,), env={**environment(x), "HOME": str(folder)},
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    os.close(writing)
    try:
        said = await asyncio.to_thread(os.read, reading, 500)
        assert said == b"ready\n", said.decode()
        yield process
    finally:
        os.close(reading)
        if process.returncode is None:
            process.kill()
        await process.wait()


async def got(folder: Path, posts: int) -> dict[str, str]:
    """Return the posts a hub has, by id, as soon as it has so many."""
    async with seat(folder) as at:
        await at.until(lambda: len(at.posts) >= posts, 60)
        return {post: str(entry.post.text) for post, entry in at.posts.items()}


def made(folder: Path, base_url: str) -> Path:
    folder.mkdir(mode=0o700)
    campaign(folder, base_url)
    return folder


def publish(x: Simulator, texts: Sequence[str]) -> None:
    for text in texts:
        x.publish(text, author=x.roster[1])


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_what_was_recorded_is_served_to_another_hub_as_it_was(
    ending: signal.Signals, tmp_path: Path
) -> None:
    file = tmp_path / "day.jsonl"
    async with Simulator(quiet()) as x:
        publish(x, TEXTS[:2])  # before the hub: a search finds them
        day = made(tmp_path / "day", x.base_url)
        async with hub(day, x, "record", day, "--to", file) as process:
            first = await got(day, 2)
            publish(x, TEXTS[2:])  # and these come on the stream
            recorded = await got(day, len(TEXTS))
            process.send_signal(ending)
            _, said = await process.communicate()
        tokens = (x.credentials.bearer_token, x.credentials.consumer_secret)
    assert first.items() <= recorded.items()
    assert file.stat().st_mode & 0o777 == 0o600
    assert all(token.encode() not in file.read_bytes() for token in tokens)
    assert b"It holds personal data" in said
    if ending is signal.SIGTERM:
        assert process.returncode == 128 + signal.SIGTERM
        assert b" posts recorded." in said
    else:  # as if it had been in the middle of a line
        with file.open("ab") as end:
            end.write(b'{"data": {"id": "17')

    async with Simulator(Options(recorded=(file,), recorded_pace=0.0)) as again:
        replay = made(tmp_path / "replay", again.base_url)
        async with hub(replay, again, "hub", replay):
            assert await got(replay, len(TEXTS)) == recorded


async def test_while_a_hub_runs_nothing_else_records(tmp_path: Path) -> None:
    async with Simulator(quiet()) as x:
        day = made(tmp_path / "day", x.base_url)
        async with hub(day, x, "hub", day):
            second = await asyncio.create_subprocess_exec(
                sys.executable, *STANDUP, "record", str(day), "--to", str(tmp_path / "a.jsonl"),
                env={**environment(x), "HOME": str(day)}, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            _, said = await second.communicate()
    assert second.returncode not in (0, None)
    assert b"another process works on this campaign" in said
