"""Where tweepy's requests go, how long they may take, and what becomes of refusals.

tweepy 4.17 has X's address hard-coded; a client middleware of aiohttp sends its requests to the
campaign's base URL instead. With a local base URL nothing reaches the internet.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from standup_tui.networks.x.quiet import hush

HOSTS: Final = frozenset({"api.twitter.com", "api.x.com"})
"""X's own; one service under two names."""
LONGEST_LINE: Final = 2**20
"""Bytes; aiohttp gives up on a line of twice as much, tweepy with it."""
_CONNECT = 10.0
"""Seconds to reach X."""
_ANSWER = 30.0
"""Seconds for one whole answer that is not the stream."""
_BODY = 5.0
"""Seconds to read why a request was refused."""


class WrongAddress(aiohttp.ClientError):
    """A request or a redirection would leave X; it was not sent."""


class Refused(aiohttp.ClientError):
    """X answered with an error; `refusal` says what it means.

    Raised below tweepy, which would lose the reason and, on an empty or odd body, fail in its
    own error handling (4.17: a coroutine that nobody awaits, then an AttributeError).
    """

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        super().__init__(f"X answered {status}")
        self.status = status
        self.headers = headers
        self.body = body
        """A stranger's text."""


class Wire:
    """One aiohttp session aimed at a base URL. Knows no token and shows nothing of one.

    Args:
        base_url: Https, or http on this machine.
        quiet: Seconds of silence in which an answer counts as lost.
        stream: Whether answers have no end.
        reuse: Whether a connection serves several requests. For public acts it must not: on
            a connection that X has just closed nobody can tell whether the act arrived.
    """

    def __init__(
        self, base_url: str, *, quiet: float, stream: bool = False, reuse: bool = True
    ) -> None:
        hush()
        self._target = URL(base_url)
        self.session = aiohttp.ClientSession(
            middlewares=(self._aimed,),
            connector=aiohttp.TCPConnector(force_close=not reuse),
            read_bufsize=LONGEST_LINE,
            proxy=_proxy_for(self._target),
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
        response = await handler(request)
        if response.status >= 400:  # noqa: PLR2004, what HTTP calls an error
            body = await _body(response)
            response.close()
            raise Refused(response.status, response.headers, body)
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


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """Read why; a reason that does not come is left out."""
    with suppress(TimeoutError, aiohttp.ClientError):
        async with asyncio.timeout(_BODY):
            return await response.read()
    return b""


def _proxy_for(target: URL) -> str | None:
    """Return the proxy that the environment names for an address, never for this machine.

    Not aiohttp's `trust_env`: with a default entry in ~/.netrc it fails on every request that
    has an Authorization header (3.14.5).
    """
    host = target.host or ""
    if is_local(host) or proxy_bypass(host):
        return None
    return getproxies().get(target.scheme)


def is_local(host: str) -> bool:
    """Tell whether a host is this machine by its name alone."""
    return host in {"localhost", "127.0.0.1", "::1"}
