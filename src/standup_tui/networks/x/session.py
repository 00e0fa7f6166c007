"""Where tweepy's requests go, how long they may take, and what becomes of refusals.

tweepy 4.17 has X's address hard-coded; a client middleware of aiohttp sends its requests to the
campaign's base URL instead. With a local base URL nothing reaches the internet.
"""

import asyncio
import base64
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.request import getproxies, proxy_bypass

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from standup_tui.networks.x.lines import Lines
from standup_tui.networks.x.quiet import hush
from standup_tui.ports.clock import SYSTEM, Clock

HOSTS: Final = frozenset({"api.twitter.com", "api.x.com"})
"""X's own; one service under two names."""
SETTING: Final = "source.proxy in campaign.toml"
ENVIRONMENT: Final = "HTTPS_PROXY"
"""Where a proxy may be named."""
BEFORE_X: Final = (
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ClientConnectorDNSError,
)
"""What fails at a proxy where there is one, for it looks up X's name itself. Their first note
says where the proxy is named."""
_OK: Final = 200
_CONNECT = 10.0
"""Seconds to reach X."""
_ANSWER = 30.0
"""Seconds for one whole answer that is not the stream."""
_BODY = 5.0
"""Seconds to read why a request was refused."""


class WrongAddress(aiohttp.ClientError):
    """A request or a redirection would leave X; it was not sent."""


class WrongProxy(aiohttp.ClientError):
    """The proxy that is named is none we can use; nothing was sent. Says so in a sentence."""


class Refused(aiohttp.ClientError):
    """X answered with an error; `refusal` says what it means.

    Raised below tweepy, which would lose the reason and, on an empty or odd body, fail in its
    own error handling (4.17: a coroutine that nobody awaits, then an AttributeError).
    """

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes, at: datetime) -> None:
        super().__init__(f"X answered {status}")
        self.status = status
        self.headers = headers
        self.body = body
        """A stranger's text."""
        self.at = at
        """When that came, by our clock."""


class BrokenOff(aiohttp.ClientError):
    """X's answer broke off after it had begun, so that X charges for it; its cause says why."""


class Wire:
    """One aiohttp session aimed at a base URL. Knows no token and shows nothing of one.

    Args:
        base_url: Https, or http on this machine.
        quiet: Seconds of silence in which an answer counts as lost.
        stream: Whether answers have no end.
        reuse: Whether a connection serves several requests. For public acts it must not: on
            a connection that X has just closed nobody can tell whether the act arrived.
        proxy: The way to X; empty: what the environment says.
        clock: Says when a refusal came.
    """

    def __init__(  # noqa: PLR0913  # what differs between the wires
        self,
        base_url: str,
        *,
        quiet: float,
        stream: bool = False,
        reuse: bool = True,
        proxy: str = "",
        clock: Clock = SYSTEM,
    ) -> None:
        hush()
        self._clock = clock
        self._target = URL(base_url)
        self._proxy = _proxy_for(self._target, proxy)
        self._streams = stream
        self.session = aiohttp.ClientSession(
            middlewares=(self._aimed,),
            connector=aiohttp.TCPConnector(force_close=not reuse),
            # Compressed lines would wait in the compressor of whoever does not flush it.
            headers={"Accept-Encoding": "identity"} if stream else None,
            proxy=self._proxy.address,
            timeout=aiohttp.ClientTimeout(
                total=None if stream else _ANSWER, sock_connect=_CONNECT, sock_read=quiet
            ),
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._target.origin())!r})"

    async def close(self) -> None:
        """Close the session; more than once does no harm."""
        await self.session.close()

    async def _aimed(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if request.url.host not in HOSTS:
            raise WrongAddress(f"a request to {request.url.host} was not sent")
        if not self._stays(request):
            request.url = self._moved(request.url)
            request.headers["Host"] = request.url.authority
        if self._proxy.mistake:
            raise WrongProxy(self._proxy.mistake)
        if self._proxy.password:
            request.proxy_headers = CIMultiDict({"Proxy-Authorization": self._proxy.password})
        try:
            response = await handler(request)
        except BEFORE_X as error:
            if self._proxy.named:
                error.add_note(self._proxy.named)
            raise
        if response.status >= 400:  # noqa: PLR2004, what HTTP calls an error
            body = await _body(response)
            response.close()
            raise Refused(response.status, response.headers, body, self._clock.now())
        if self._streams:
            body_in_lines: Any = Lines(response.content)
            response.content = body_in_lines
        else:
            await _whole(response)
        return response

    def _stays(self, request: aiohttp.ClientRequest) -> bool:
        """Tell whether a request is right as tweepy made it.

        A signature covers the host it was made for, and X answers at both of its own.
        """
        signed = request.headers.get("Authorization", "").startswith("OAuth ")
        return signed and self._target.host in HOSTS

    def _moved(self, url: URL) -> URL:
        moved = url.with_scheme(self._target.scheme).with_host(self._target.host or "")
        return moved.with_port(self._target.explicit_port)


async def _whole(response: aiohttp.ClientResponse) -> None:
    """Have an answer with content read, which keeps it for tweepy, or raise `BrokenOff`."""
    if response.status == _OK and response.content_type == "application/json":
        try:
            await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise BrokenOff("an answer broke off") from error


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Read why; a reason that does not come is left out."""
    with suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(_BODY):
            return await response.read()
    return b""


class _Proxy(NamedTuple):
    """The way to X."""

    address: str | None = None
    named: str = ""
    """Where somebody wrote it down."""
    password: str = ""
    """The header with it. Not in the address, which aiohttp's errors quote (3.14.5)."""
    mistake: str = ""
    """Why it cannot be used."""


def _proxy_for(target: URL, wanted: str) -> _Proxy:
    """Return the proxy of the settings, or else of the environment, which is for strangers only.

    Not aiohttp's `trust_env`: with a default entry in ~/.netrc it fails on every request that
    has an Authorization header (3.14.5).
    """
    if wanted:
        return _Proxy(wanted, SETTING)
    host = target.host or ""
    if is_local(host) or proxy_bypass(host):
        return _Proxy()
    address = getproxies().get(target.scheme)
    if not address:
        return _Proxy()
    if "://" not in address:  # as other programs read it
        address = f"http://{address}"
    with suppress(ValueError):
        url = URL(address)
        if url.scheme in ("http", "https") and url.host:
            return _Proxy(str(url.with_user(None)), ENVIRONMENT, _password_of(url))
    # Without its value, which may hold a password.
    mistake = f"{ENVIRONMENT} does not name an http proxy, such as http://proxy:3128."
    return _Proxy(named=ENVIRONMENT, mistake=mistake)


def _password_of(url: URL) -> str:
    if url.user is None:
        return ""
    both = f"{url.user}:{url.password or ''}".encode()
    return f"Basic {base64.b64encode(both).decode()}"


def is_local(host: str) -> bool:
    """Tell whether a host is this machine by its name alone."""
    return host in {"localhost", "127.0.0.1", "::1"}
