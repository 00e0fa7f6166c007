"""Requests go where the campaign says, and nothing of a token is ever written down."""

import logging
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from networks.fake_x import RECENT, STREAM, FakeX, fake_x, read, x_at
from standup_tui.errors import SourceError
from standup_tui.model.post import PostId
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.quiet import hush
from standup_tui.networks.x.session import Refused, Wire, WrongAddress

CANARIES = Credentials(
    "canary-bearer", "canary-key", "canary-key-secret", "42-canary", "canary-access-secret"
)


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        yield fake


@pytest.fixture
async def wire(server: FakeX) -> AsyncIterator[Wire]:
    made = Wire(server.base_url, quiet=5)
    yield made
    await made.close()


@pytest.mark.parametrize("host", ["api.twitter.com", "api.x.com"])
async def test_both_names_of_x_lead_to_the_base_url(server: FakeX, wire: Wire, host: str) -> None:
    server.says("GET", "/2/tweets", 200, {})

    async with wire.session.get(f"https://{host}/2/tweets?ids=1%2C2&q=%23a%20b") as response:
        assert response.status == 200

    assert server.seen == [("GET", "/2/tweets", {"ids": "1,2", "q": "#a b"}, None)]


@pytest.mark.parametrize("url", ["https://example.org/2/tweets", "http://127.0.0.1/2/tweets"])
async def test_any_other_host_is_refused_unsent(server: FakeX, wire: Wire, url: str) -> None:
    with pytest.raises(WrongAddress):
        await wire.session.get(url)

    assert server.seen == []


async def test_a_refusal_carries_its_reason(server: FakeX, wire: Wire) -> None:
    server.says("GET", "/2/tweets", 403, {"detail": "why"}, x_rate_limit_reset="5")

    with pytest.raises(Refused) as refusal:
        await wire.session.get("https://api.x.com/2/tweets")

    error = refusal.value
    assert (error.status, error.headers["X-Rate-Limit-Reset"]) == (403, "5")
    assert error.body == b'{"detail": "why"}'


async def test_a_refusal_whose_reason_does_not_come_is_one_too(server: FakeX, wire: Wire) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=403)
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.abort()
        return response

    server.on("GET", "/2/tweets", half)

    with pytest.raises(Refused) as refusal:
        await wire.session.get("https://api.x.com/2/tweets")

    assert refusal.value.body == b""


async def aimed(base_url: str, authorization: str) -> str:
    """Return where a request for tweepy's address would go."""
    wire = Wire(base_url, quiet=5)
    gone: list[str] = []

    async def sent(request: aiohttp.ClientRequest) -> Any:
        gone.append(f"{request.url} {request.headers['Host']}")
        raise aiohttp.ClientConnectionError

    headers = {"Authorization": authorization}
    request = aiohttp.ClientRequest(
        "GET",
        URL("https://api.twitter.com/2/a"),
        headers=headers,
        loop=wire.session._loop,
    )
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire._aimed(request, sent)
    await wire.close()
    return gone[0]


async def test_the_host_header_follows_the_address() -> None:
    moved = await aimed("https://gate.example:8443", "Bearer x")

    assert moved == "https://gate.example:8443/2/a gate.example:8443"


async def test_a_signed_request_to_the_real_x_goes_where_it_was_signed_for() -> None:
    signed = await aimed("https://api.x.com", 'OAuth oauth_token="x"')

    assert signed == "https://api.twitter.com/2/a api.twitter.com"
    assert (await aimed("https://api.x.com", "Bearer x")).startswith("https://api.x.com/")


async def test_the_proxy_of_the_environment_serves_the_real_x_only(
    server: FakeX, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.says("GET", RECENT, 200, {"meta": {}})

    async with x_at(server.base_url) as here, x_at("https://api.x.com") as real:
        assert await read(here.since(None, None))
        with pytest.raises(SourceError, match="proxy"):
            await read(real.since(None, None))


async def test_no_token_is_written_down_even_at_debug(
    server: FakeX, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.says("GET", STREAM, 401, {"title": "Unauthorized"})
    server.says("GET", RECENT, 503, "<html></html>")
    said: list[str] = []

    async with x_at(server.base_url, CANARIES) as x:
        said.append(repr(x) + repr(vars(x)))
        for attempt in (
            read(x.live()),
            read(x.since(None, None)),
            x.look_up([PostId("x:1")]),
            x.retweet(PostId("x:1")),
        ):
            with pytest.raises(Exception, match=r"\w") as error:
                await attempt
            said.append(repr(error.value) + str(error.value))

    streams = capfd.readouterr()
    assert "canary" not in "".join([*said, caplog.text, streams.out, streams.err])


def test_talkative_loggers_are_pinned_whatever_the_root_says() -> None:
    logging.getLogger("tweepy").setLevel(logging.DEBUG)

    hush()

    for name in ("tweepy.asynchronous.client", "oauthlib", "requests_oauthlib", "aiohttp.client"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)


def test_looking_for_credentials_loads_neither_tweepy_nor_aiohttp() -> None:
    code = (
        "import sys; import standup_tui.networks.x.credentials; "
        "print({'tweepy', 'aiohttp'} & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
