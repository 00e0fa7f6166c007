"""Aims a real tweepy at a simulator."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from tweepy.asynchronous import AsyncClient, AsyncStreamingClient
from yarl import URL

from standup_tui.simulator.auth import Credentials

REAL_HOSTS = ("api.twitter.com", "api.x.com")


def aimed_session(base_url: str) -> aiohttp.ClientSession:
    """Return a session that sends what is meant for X to an address here, and nothing else."""
    target = URL(base_url)

    async def aim(
        request: aiohttp.ClientRequest,
        handler: Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]],
    ) -> aiohttp.ClientResponse:
        assert request.url.host in REAL_HOSTS
        request.url = (
            request.url.with_scheme(target.scheme)
            .with_host(target.host or "")
            .with_port(target.port)
        )
        return await handler(request)

    return aiohttp.ClientSession(
        middlewares=(aim,), timeout=aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=21)
    )


@asynccontextmanager
async def client_of(credentials: Credentials, **changed: str) -> AsyncIterator[Any]:
    """Yield tweepy's client; `changed` replaces credentials."""
    names = (
        "bearer_token",
        "consumer_key",
        "consumer_secret",
        "access_token",
        "access_token_secret",
    )
    tokens = {name: changed.get(name, getattr(credentials, name)) for name in names}
    client: Any = AsyncClient(**tokens)
    async with aimed_session(credentials.base_url) as session:
        client.session = session
        yield client


class Listener(AsyncStreamingClient):  # type: ignore[misc]  # tweepy is untyped
    """tweepy's own stream; keeps what its callbacks are given."""

    def __init__(self, credentials: Credentials, **options: Any) -> None:
        super().__init__(credentials.bearer_token, **options)
        self._base_url = credentials.base_url
        self.session: aiohttp.ClientSession | None = None
        self.responses: asyncio.Queue[Any] = asyncio.Queue()
        self.connected = asyncio.Event()
        self.settled = asyncio.Event()
        """Connected, or refused."""
        self.keep_alives = 0
        self.refusals: list[int] = []
        self.closed = asyncio.Event()

    async def _connect(self, method: str, endpoint: str, **kwargs: Any) -> None:
        if self.session is None or self.session.closed:
            self.session = aimed_session(self._base_url)
        await super()._connect(method, endpoint, **kwargs)

    async def on_connect(self) -> None:
        self.connected.set()
        self.settled.set()

    async def on_response(self, response: Any) -> None:
        self.responses.put_nowait(response)

    async def on_keep_alive(self) -> None:
        self.keep_alives += 1

    async def on_request_error(self, status_code: int) -> None:
        self.refusals.append(status_code)
        self.settled.set()

    async def on_closed(self, resp: Any) -> None:
        del resp
        self.closed.set()
        self.disconnect()
        await asyncio.sleep(0)  # be cancelled here, not in tweepy's next request

    async def next(self, patience: float = 30.0) -> Any:
        """Return the next line that carried JSON."""
        return await asyncio.wait_for(self.responses.get(), patience)


@asynccontextmanager
async def listening(
    credentials: Credentials, *, max_retries: float = 0, **fields: Any
) -> AsyncIterator[Listener]:
    """Yield a stream that is connected, or was refused."""
    listener = Listener(credentials, max_retries=max_retries)
    task = listener.filter(**fields)
    try:
        await asyncio.wait_for(listener.settled.wait(), 20)
        yield listener
    finally:
        if not listener.closed.is_set():
            listener.disconnect()
        await task
