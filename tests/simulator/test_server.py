"""Starting, stopping, and the seam for faults."""

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from tweepy import TwitterServerError

from simulator.aiming import client_of, listening
from simulator.clocks import HandClock
from standup_tui.simulator.auth import Credentials
from standup_tui.simulator.faults.fault import Fault, Seen, Track
from standup_tui.simulator.server import Options, Simulator, serve


async def test_it_listens_on_loopback_alone(x: Simulator) -> None:
    assert x.base_url.startswith("http://127.0.0.1:")
    assert "simulated" == x.mode == x.credentials.mode


async def test_it_stops_at_once_also_with_an_open_stream(x: Simulator) -> None:
    async with Simulator(Options(play=False)) as short, client_of(short.credentials) as client:
        await client.request(
            "POST",
            "/2/tweets/search/stream/rules",
            params={},
            json={"add": [{"value": "#a"}]},
        )
        async with listening(short.credentials) as stream:
            async with asyncio.timeout(5):
                await short.__aexit__(None, None, None)
            await asyncio.wait_for(stream.closed.wait(), 20)
    assert x.base_url


async def test_serving_ends_when_it_is_cancelled_and_frees_its_port() -> None:
    ready: asyncio.Queue[Credentials] = asyncio.Queue()
    task = asyncio.create_task(serve(Options(speed=6000), on_ready=ready.put_nowait))
    credentials = await asyncio.wait_for(ready.get(), 20)
    async with client_of(credentials) as client:
        await client.get_me()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 20)

    port = int(credentials.base_url.rsplit(":", 1)[1])
    async with Simulator(Options(port=port, play=False)) as again:
        assert credentials.base_url == again.base_url


async def test_a_taken_port_is_an_error(x: Simulator) -> None:
    port = int(x.base_url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"):
        await Simulator(Options(port=port)).__aenter__()


async def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await Simulator(Options(recorded=(tmp_path / "none.jsonl",))).__aenter__()


def test_a_day_cannot_stand_still() -> None:
    with pytest.raises(ValueError, match="speed"):
        Options(speed=0)


def test_credentials_exist_only_while_it_runs() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        _ = Simulator().credentials


async def test_the_day_comes_through_search_with_its_incidents() -> None:
    async with (
        Simulator(clock=HandClock()) as x,
        client_of(x.credentials) as client,
    ):
        await asyncio.wait_for(x.finished(), 20)
        found = await client.search_recent_tweets("#StandUp4SW", max_results=100)
        assert found.meta["result_count"] == 100
        assert {"hijack", "flood", "hostile", "criticism"} <= set(x.incidents.values())


class Hiccup(Fault):
    """Answers with a page of an edge server, and swallows what is about tea."""

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        return None if seen.place == "rules" else web.json_response({}, status=503)

    def posts(self, bodies: list[dict[str, Any]], track: Track) -> list[dict[str, Any]]:
        del track
        return [it for it in bodies if "tea" not in it["data"]["text"]]


async def test_a_test_can_bring_a_fault_of_its_own(x: Simulator, client: Any) -> None:
    fault = x.faults.put(Hiccup, "hiccup,at=me")
    with pytest.raises(TwitterServerError):
        await client.get_me()
    x.faults.remove(fault)
    await client.get_me()

    assert [call.status for call in x.ledger.calls] == [503, 200]


def test_importing_the_server_reads_no_data_and_loads_nothing_of_ours() -> None:
    code = (
        "import sys, standup_tui.simulator.server as server;"
        "from standup_tui.simulator.day.data import table;"
        "ours = [m for m in sys.modules if m.startswith('standup_tui.')];"
        "print([m for m in ours if not m.startswith('standup_tui.simulator')],"
        " table.cache_info().currsize, 'tweepy' in sys.modules, 'textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] 0 False False"
