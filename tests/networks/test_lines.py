"""Lines of any length cost little memory and no connection."""

import asyncio
import gzip
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from networks.fake_x import STREAM, TOKENS, FakeX, fake_x, line, read_into, texts_of, x_at
from standup_tui.errors import SourceDropped
from standup_tui.networks.x.lines import Lines, TooLong
from standup_tui.ports.source import Batch
from standup_tui.simulator.server import Options, Simulator

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

READER = Path(__file__).with_name("reader_of_lines.py")
HUGE = 64 * 2**20
MOST = 80
"""MB that a huge line may cost."""


class Body:
    """A body whose pieces are known."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    async def readany(self) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


async def lines_of(*pieces: bytes, longest: int = 10) -> list[bytes]:
    return [it async for it in Lines(Body(*pieces), longest)]  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
async def test_lines_do_not_depend_on_how_they_are_cut(size: int) -> None:
    body = b"one\r\n\r\n\ntwo\rstill\nthree"
    pieces = [body[at : at + size] for at in range(0, len(body), size)]

    assert await lines_of(*pieces) == [b"one\r", b"\r", b"", b"two\rstill", b"three"]


async def test_a_line_is_kept_whole_up_to_the_limit_and_known_as_too_long_above_it() -> None:
    exact, above, following = await lines_of(b"x" * 10 + b"\n" + b"y" * 7, b"yyyy\nz")

    assert (exact, type(exact)) == (b"x" * 10, bytes)
    assert isinstance(above, TooLong)
    assert above.size == 11
    assert following == b"z"


async def test_nothing_comes_of_an_empty_body() -> None:
    assert await lines_of() == []
    assert await lines_of(b"\n") == [b""]


@asynccontextmanager
async def reading(base_url: str, token: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a reader of its own that ends with the post "after it", from when it is connected."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(READER), base_url, "after it", stdin=pipe, stdout=pipe
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(token.encode())
        process.stdin.write_eof()
        async with asyncio.timeout(60):
            assert await process.stdout.readline() == b"connected\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def cost_of(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """Return how many MB it took, and what was set aside."""
    assert process.stdout is not None
    async with asyncio.timeout(120):
        said = (await process.stdout.read()).decode()
    megabytes, _, aside = said.partition("\n")
    return int(megabytes), aside


async def test_a_line_of_64_mb_costs_less_than_80_and_the_stream_goes_on() -> None:
    options = Options(play=False, keep_alive=1.0, faults=(f"huge-line={HUGE},times=1",))
    async with Simulator(options) as simulator:
        theirs = simulator.credentials
        async with reading(theirs.base_url, theirs.bearer_token) as process:
            simulator.publish("Comes after it #StandUp4SW")
            megabytes, aside = await cost_of(process)

        assert f"{HUGE + 1:,} bytes" in aside  # with the carriage return
        assert megabytes < MOST
        assert len(simulator.ledger.connections) == 1


async def test_the_same_line_squeezed_into_little_costs_no_more() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Encoding": "gzip"})
        await response.prepare(request)
        packer = zlib.compressobj(wbits=31)
        for part in (b"\r\n", b"x" * HUGE + b"\r\n", line(3, "after it")):
            packed = packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
            await response.write(packed)
        await asyncio.Event().wait()
        return response

    async with fake_x() as server:
        server.on("GET", STREAM, handler)
        async with reading(server.base_url, TOKENS.bearer_token) as process:
            megabytes, aside = await cost_of(process)

    assert "far too long" in aside
    assert megabytes < MOST


async def heard(server: FakeX) -> list[Batch]:
    found: list[Batch] = []
    async with x_at(server.base_url) as x:
        with pytest.raises(SourceDropped):
            await asyncio.wait_for(read_into(found, x.live()), 30)
    return found


async def test_a_compressed_stream_is_read_although_none_was_asked_for() -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        assert request.headers["Accept-Encoding"] == "identity"
        body = gzip.compress(line(1, "one") + line(2, "two"))
        return web.Response(body=body, headers={"Content-Encoding": "gzip"})

    async with fake_x() as server:
        server.on("GET", STREAM, handler)
        assert texts_of(await heard(server)) == ["one", "two"]


async def test_many_long_posts_that_wait_all_arrive() -> None:
    """More of them than are held at a time."""
    async with fake_x() as server:
        server.streams(*[line(number, "x" * 1_000_000) for number in range(1, 21)])
        texts = texts_of(await heard(server))

    assert [len(it) for it in texts] == [1_000_000] * 20


async def test_a_post_that_comes_byte_by_byte_shows_that_the_connection_lives() -> None:
    options = Options(play=False, keep_alive=60.0, faults=("slow-drip=250",))
    async with Simulator(options) as simulator:
        theirs = simulator.credentials
        tokens = type(TOKENS)(theirs.bearer_token)
        async with (
            x_at(theirs.base_url, tokens, quiet=30.0) as network,
            aclosing(network.live()) as live,
            asyncio.timeout(120),
        ):
            assert await anext(live) == Batch()
            simulator.publish("Drip by drip #StandUp4SW")
            batches = [await anext(live)]
            while not texts_of(batches):
                batches.append(await anext(live))

    assert Batch() in batches[:-1]
    assert texts_of(batches) == ["Drip by drip #StandUp4SW"]
