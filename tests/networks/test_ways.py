"""The way to X: proxies, names, certificates, and what is said when one of them fails."""

import asyncio
import os
import ssl
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from networks.fake_x import RECENT, TOKENS, FakeX, fake_x, read
from standup_tui.errors import SourceDropped, SourceError, SourceRefused
from standup_tui.networks.x.network import X
from standup_tui.settings.campaign import Campaign, Source

CERTIFICATE = Path(__file__).with_name("certificate.pem")
"""Of a made-up machine at 127.0.0.1, with its key, signed by itself and trusted by nobody."""
NAMES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
async def server() -> AsyncIterator[FakeX]:
    async with fake_x() as fake:
        fake.says("GET", RECENT, 200, {"meta": {"result_count": 0}})
        yield fake


@asynccontextmanager
async def x_through(base_url: str, proxy: str = "") -> AsyncIterator[X]:
    source = Source(base_url=base_url, proxy=proxy)
    network = X(Campaign(name="T", hashtags=("A",), source=source), TOKENS, quiet=20.0)
    try:
        yield network
    finally:
        await network.close()


class Proxy:
    """A proxy that passes everything on to one place, whatever it was asked for."""

    def __init__(self, leads_to: str = "", answer: bytes = b"") -> None:
        self._leads_to = urlsplit(leads_to)
        self._answer = answer
        self.asked: list[str] = []
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        async with closing(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head.decode("latin-1"))
            if self._answer:
                writer.write(self._answer)
                await writer.drain()
            else:
                await self._pass_on(head, reader, writer)

    async def _pass_on(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        answers, there = await asyncio.open_connection(
            self._leads_to.hostname, self._leads_to.port
        )
        async with closing(there):
            there.write(head)
            await asyncio.gather(_copy(reader, there), _copy(answers, writer))


@asynccontextmanager
async def closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Close a connection, whatever became of it."""
    try:
        yield
    finally:
        writer.close()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()
    target.close()


@asynccontextmanager
async def listening(proxy: Proxy) -> AsyncIterator[Proxy]:
    """Let it serve on a loopback port."""
    open_now: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now.add(asyncio.ensure_future(proxy.serve(reader, writer)))

    listener = await asyncio.start_server(accept, "127.0.0.1", 0)
    proxy.address = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        listener.close()
        for task in open_now:
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)


async def error_of(base_url: str, proxy: str = "") -> SourceError:
    """Return how a search fails."""
    async with x_through(base_url, proxy) as x:
        with pytest.raises(SourceError) as error:
            await asyncio.wait_for(read(x.since(None, None)), 30)
    return error.value


async def test_the_proxy_of_the_settings_is_the_way_even_on_this_machine(server: FakeX) -> None:
    async with (
        listening(Proxy(server.base_url)) as proxy,
        x_through(server.base_url, proxy.address) as x,
    ):
        assert len(await read(x.since(None, None))) == 1

    assert proxy.asked[0].startswith(f"GET {server.base_url}{RECENT}")
    assert len(server.seen) == 1


async def test_the_proxy_of_the_settings_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    async with listening(Proxy(answer=b"HTTP/1.1 403 Forbidden\r\n\r\n")) as proxy:
        error = await error_of("https://api.x.com", proxy.address)

    assert proxy.asked[0].startswith("CONNECT api.x.com:443 ")
    assert "made-up-bearer" not in proxy.asked[0]
    assert str(error) == (
        "The proxy in source.proxy in campaign.toml refuses to connect to X (403). Ask its people "
        "to let this machine through."
    )


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy"])
@pytest.mark.parametrize("prefix", ["http://", ""])
async def test_the_proxy_of_the_environment_is_named_with_what_it_wants(
    monkeypatch: pytest.MonkeyPatch, name: str, prefix: str
) -> None:
    wants = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with listening(Proxy(answer=wants)) as proxy:
        monkeypatch.setenv(name, prefix + proxy.address.removeprefix("http://"))
        error = await error_of("https://api.x.com")

    assert proxy.asked
    assert "The proxy in HTTPS_PROXY wants a name and a password (407)" in str(error)


async def test_a_name_and_password_of_the_environment_reach_the_proxy_and_no_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with listening(Proxy(answer=b"HTTP/1.1 407 No\r\n\r\n")) as proxy:
        address = proxy.address.replace("://", "://canary-name:canary%20w@")
        monkeypatch.setenv("https_proxy", address)
        error = await error_of("https://api.x.com")

    assert (
        f"Proxy-Authorization: Basic {b64encode(b'canary-name:canary w').decode()}"
        in (proxy.asked[0])
    )
    assert "canary" not in str(error) + repr(error.__cause__)


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "http://proxy.invalid:3128"])
async def test_a_proxy_that_is_not_there_is_told_from_x(proxy: str) -> None:
    error = await error_of("https://api.x.com", proxy)

    assert isinstance(error, SourceDropped)
    assert str(error).startswith("The proxy in source.proxy in campaign.toml cannot be reached.")


@pytest.mark.parametrize("proxy", ["socks5://canary:1080", "http://[canary", "ftp://canary"])
async def test_a_proxy_of_another_kind_is_refused_unused(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("https_proxy", proxy)

    error = await error_of("https://api.x.com")

    assert isinstance(error, SourceRefused)
    assert "HTTPS_PROXY does not name an http proxy" in str(error)
    assert "canary" not in str(error)


async def test_a_name_that_nobody_knows_is_told_as_that() -> None:
    error = await error_of("https://x.invalid")

    assert isinstance(error, SourceDropped)
    assert "address cannot be found" in str(error)


async def test_a_port_where_nobody_listens_is_told_as_that() -> None:
    assert "does not take the connection" in str(await error_of("http://127.0.0.1:9"))


@asynccontextmanager
async def secure() -> AsyncIterator[str]:
    """Listen with a certificate that nobody has signed, and answer as a search does."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    body = b'{"meta":{"result_count":0}}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with closing(writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def test_a_certificate_that_is_not_trusted_is_told_with_the_way_out() -> None:
    async with secure() as base_url:
        error = await error_of(base_url)

    assert isinstance(error, SourceDropped)
    assert "not trusted here" in str(error)
    assert "SSL_CERT_FILE" in str(error)


async def test_a_server_without_tls_is_told_as_that(server: FakeX) -> None:
    error = await error_of(server.base_url.replace("http:", "https:"))

    assert isinstance(error, SourceDropped)
    assert "does not speak TLS" in str(error)


ASKING = """
import asyncio, sys
sys.path.insert(0, sys.argv[2])
from networks.test_ways import x_through, read

async def main():
    async with x_through(sys.argv[1]) as x:
        print(len(await read(x.since(None, None))))

asyncio.run(main())
"""


async def test_a_certificate_in_the_file_of_the_environment_is_trusted() -> None:
    tests = str(Path(__file__).parent.parent)
    environment = os.environ | {"SSL_CERT_FILE": str(CERTIFICATE)}
    async with secure() as base_url:
        asked = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", ASKING, base_url, tests),
            env=environment,
            stdout=subprocess.PIPE,
        )
        async with asyncio.timeout(60):
            said, _ = await asked.communicate()

    assert said.strip() == b"1"
