"""What blocks the way to the simulator, and what becomes of posts after they are out."""

import asyncio
import ssl
from typing import Any

import aiohttp
import pytest

from standup_tui.simulator.faults.spec import FaultError
from standup_tui.simulator.server import Options, Simulator
from timing import turns_until

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

ME = "/2/users/me"


async def gone_wrong(x: Simulator) -> BaseException:
    """Ask it something through the way that it names, and return what that comes to."""
    keys = x.credentials
    async with aiohttp.ClientSession(keys.base_url, proxy=keys.proxy or None) as session:
        with pytest.raises(aiohttp.ClientError) as error:
            await session.get(ME)
    return error.value


@pytest.mark.parametrize(
    ("fault", "kind", "status"),
    [
        ("no-tls", aiohttp.ClientConnectorSSLError, None),
        ("untrusted", aiohttp.ClientConnectorCertificateError, None),
        ("proxy=refuses", aiohttp.ClientHttpProxyError, 403),
        ("proxy=password", aiohttp.ClientHttpProxyError, 407),
        ("proxy=dead", aiohttp.ClientProxyConnectionError, None),
    ],
)
async def test_a_way_is_blocked_as_it_is_told(
    fault: str, kind: type[Exception], status: int | None
) -> None:
    async with Simulator(Options(play=False, faults=(fault,))) as x:
        error = await gone_wrong(x)
    assert isinstance(error, kind)
    assert getattr(error, "status", None) == status


async def test_a_name_that_cannot_be_known_is_named() -> None:
    async with Simulator(Options(play=False, faults=("unknown-name",))) as x:
        assert x.base_url == "https://x.simulator.invalid"


async def test_behind_the_certificate_that_nobody_trusts_is_the_same_simulator() -> None:
    async with Simulator(Options(play=False, faults=("untrusted",))) as x:
        anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        async with aiohttp.ClientSession(x.base_url) as session:
            said = await session.get(ME, ssl=anybody)
            assert said.status == 401


def test_a_proxy_fails_only_in_ways_that_are_known() -> None:
    with pytest.raises(FaultError, match="refuses, password, dead"):
        Simulator(Options(faults=("proxy=sometimes",)))


async def test_for_a_while_nobody_takes_a_connection_and_open_ones_break(
    x: Simulator, raw: aiohttp.ClientSession
) -> None:
    assert (await raw.get("/2/usage/tweets")).status == 200
    fault = x.faults.add("unreachable")

    async def answers() -> bool:
        try:
            return (await raw.get("/2/usage/tweets")).status == 200
        except aiohttp.ClientError:
            return False

    async with asyncio.timeout(20):
        while await answers():  # noqa: ASYNC110  # nobody tells when the door is shut
            await asyncio.sleep(0.01)
    x.faults.remove(fault)
    async with asyncio.timeout(20):
        while not await answers():  # noqa: ASYNC110  # nor when it is open again
            await asyncio.sleep(0.01)


async def test_a_simulator_that_is_shut_stops_at_once() -> None:
    async with Simulator(Options(play=False, faults=("unreachable",))) as x:
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            await x.__aexit__(None, None, None)


async def looked_up(client: Any, post: str) -> dict[str, Any]:
    """Return what a look-up of one post says."""
    said = await client.get_tweets([post], tweet_fields=["withheld"])
    problems = [it["type"].rpartition("/")[2] for it in said.errors or ()]
    return {
        "there": bool(said.data),
        "withheld": bool(said.data and said.data[0].data.get("withheld")),
        "problems": problems,
    }


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("deleted=0", {"there": False, "problems": ["resource-not-found"]}),
        ("protected=0", {"there": False, "problems": ["not-authorized-for-resource"]}),
        ("withheld-later=0", {"there": True, "withheld": True}),
        ("edited=0", {"there": True}),
    ],
)
async def test_posts_meet_their_fate_and_a_look_up_tells(
    fault: str, said: dict[str, Any], x: Simulator, client: Any
) -> None:
    x.faults.add(f"{fault},times=1")
    meets, lives = (x.publish(f"Visit {number} is done. #StandUp4SW") for number in range(2))
    await turns_until(lambda: not x.faults.waiting, 20)

    everything: dict[str, Any] = {"there": True, "withheld": False, "problems": []}
    assert await looked_up(client, meets) == everything | said
    assert await looked_up(client, lives) == everything
    newest = x.searchable("#StandUp4SW")
    assert lives in newest
    assert (meets in newest) is (fault == "withheld-later=0")
    assert len(newest) == (2 if fault in ("withheld-later=0", "edited=0") else 1)
