"""How a stream ends, falls silent or crawls, as a client sees it."""

import asyncio
import contextlib
import json

import aiohttp
import pytest

from simulator.aiming import listening
from simulator.drills import STREAM, drill


@pytest.mark.parametrize(
    ("fault", "lines", "end"),
    [
        ("close-after=2", 2, "clean"),
        ("close-after=0", 0, "clean"),
        ("eof-mid-line=2", 2, "clean"),
        ("reset-after=0", 0, "broken"),
        ("disconnect-after=2", 3, "clean"),
        ("silence-after=2", 2, "still open"),
    ],
)
async def test_a_stream_ends_as_it_is_told(fault: str, lines: int, end: str) -> None:
    async with drill(fault) as x:
        heard = await x.read(posts=3, patience=0.5)

    assert (lines, end, 200) == (len(heard.lines), heard.end, heard.status)


async def test_a_reset_in_the_middle_of_a_line_is_an_error_and_the_post_is_owed() -> None:
    async with drill("reset-mid-line=1") as x:
        heard = await x.read(posts=1)
        await asyncio.sleep(0.01)

        assert heard.end == "broken"
        assert x.x.ledger.hidden == set(heard.posted)
        assert [it.ended for it in x.x.ledger.connections] == ["reset"]


async def test_a_reset_is_a_reset_on_the_wire() -> None:
    async with drill("reset-after=0") as x:
        port = int(x.x.base_url.rsplit(":", 1)[1])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        asked = f"Host: x\r\nAuthorization: Bearer {x.x.credentials.bearer_token}"
        writer.write(f"GET {STREAM} HTTP/1.1\r\n{asked}\r\n\r\n".encode())
        try:
            with pytest.raises(ConnectionResetError):
                await reader.read()
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def test_half_a_line_at_the_end_is_no_json_and_the_post_is_owed() -> None:
    async with drill("eof-mid-line=2") as x:
        heard = await x.read(posts=2)

        with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
            json.loads(heard.lines[1])
        assert x.x.ledger.hidden == {heard.posted[1]}
        assert x.x.owed("#StandUp4SW") == set(heard.posted)


async def test_half_open_has_no_sign_of_life_and_can_be_hung_up() -> None:
    async with drill("silence-after=1") as x:
        reading = asyncio.create_task(x.read(posts=3, patience=5))
        await asyncio.sleep(0.4)
        async with x.session.delete("/2/connections/all") as answer:
            assert (await answer.json())["data"]["successful_kills"] == 1
        heard = await reading

        assert (len(heard.lines), heard.keep_alives, heard.end) == (1, 0, "clean")
        assert x.x.ledger.connections[0].ended == "killed"


async def test_keep_alives_can_be_all_there_is() -> None:
    async with drill("keep-alive-only") as x:
        heard = await x.read(posts=2, patience=0.35)

        assert (heard.lines, heard.end) == ([], "still open")
        assert heard.keep_alives >= 2
        assert x.x.ledger.hidden == set(heard.posted)


async def test_the_message_before_a_disconnection_reaches_tweepy() -> None:
    async with (
        drill("disconnect-after=0/ForceDisconnect") as x,
        listening(x.x.credentials) as stream,
    ):
        response = await stream.next()
        await asyncio.wait_for(stream.closed.wait(), 20)

    assert response.errors[0]["title"] == "operational-disconnect"
    assert response.errors[0]["disconnect_type"] == "ForceDisconnect"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
async def test_a_dripping_stream_arrives_byte_by_byte(encoding: str) -> None:
    async with drill("slow-drip=0") as x:
        x.session.headers["Accept-Encoding"] = encoding
        heard = await x.read(posts=3, lines=3, patience=3)

    assert [json.loads(line)["data"]["id"] for line in heard.lines] == heard.posted


async def test_a_drip_has_a_rate() -> None:
    async with drill("slow-drip=100") as x:
        heard = await x.read(posts=1, lines=1, patience=0.5)
        assert (heard.lines, heard.end) == ([], "still open")


async def test_two_posts_can_come_in_one_write_and_the_odd_one_later() -> None:
    async with drill("paired") as x:
        heard = await x.read(posts=3, lines=3)

    assert [json.loads(line)["data"]["id"] for line in heard.lines] == heard.posted


async def test_a_compressed_stream_that_is_not_flushed_shows_nothing_until_it_ends() -> None:
    async with drill("no-flush") as x:
        reading = asyncio.create_task(x.read(posts=2, patience=5))
        await asyncio.sleep(0.3)
        x.x.faults.clear()
        x.x.faults.add("close-after=0")
        heard = await reading

    assert [len(heard.lines), heard.end] == ([2, "clean"])


async def test_a_fault_is_over_after_so_many_strikes_or_when_cleared() -> None:
    async with drill("close-after=0,times=2", "reset-after=0,from=3600") as x:
        ends = [(await x.read(posts=1, lines=1)).end for _ in range(3)]
        again = x.x.faults.add("close-after=0")
        x.x.faults.remove(again)
        ends.append((await x.read(posts=1, lines=1)).end)

        assert ends == ["clean", "clean", "enough", "enough"]
        assert [it.fault for it in x.x.ledger.strikes] == ["close-after"] * 2


async def test_the_dice_follow_the_seed() -> None:
    async def ends(seed: int) -> list[str]:
        async with drill("close-after=0,chance=0.5", seed=seed) as x:
            return [(await x.read(posts=1, lines=1)).end for _ in range(12)]

    first, again, other = await ends(1), await ends(1), await ends(2)
    assert first == again
    assert first != other


async def test_a_place_that_is_taken_can_be_freed() -> None:
    async with drill("429-connections=60") as x:
        refused = [(await x.read(posts=0)).status for _ in range(2)]
        async with x.session.get(STREAM) as answer:
            issue = (await answer.json())["connection_issue"]
        async with x.session.delete("/2/connections/all"):
            pass
        after = await x.read(posts=1, lines=1)

    assert (refused, issue, after.status) == ([429, 429], "TooManyConnections", 200)


async def test_headers_can_be_slow() -> None:
    async with drill("slow-headers=0.3,at=stream") as x:
        assert (await x.read(posts=0, patience=0.2)).status == 0
        async with x.session.get("/2/tweets?ids=1", timeout=aiohttp.ClientTimeout(0.2)) as other:
            assert other.status == 200
