"""What X says of itself: whose tokens these are, which rules there are, what is left to ask."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, TypeVar

import aiohttp
from msgspec import Struct
from tweepy.asynchronous import AsyncClient, AsyncStreamingClient

from standup_tui.errors import SourceRefused
from standup_tui.model.money import Charge, Item, Usage
from standup_tui.model.text import clean_line
from standup_tui.networks.x.asking import AnswerLost, answered, read_as
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.figures import USAGE, USAGE_FIELDS, not_offered, read_usage
from standup_tui.networks.x.refusal import words_of
from standup_tui.networks.x.rules import Rule, read_rules
from standup_tui.networks.x.session import Refused, Wire
from standup_tui.redaction import redacted

T = TypeVar("T")

FREE: Final = Charge(Item.USER, ())
"""What X charges nothing for."""
_QUIET: Final = 10.0
"""Seconds of silence after which a person should not have to wait on."""
_NO_ACCOUNT: Final = {
    401: "X does not accept the account's four tokens ({}). Check in X's developer console that "
    "all four belong to one app and one account, and that this machine's clock is right.",
    403: "X does not let the account's four tokens ask whose they are ({}). Check in X's "
    "developer console that the app belongs to a project with access to this.",
}


class Account(Struct, frozen=True):
    """Who acts with the account's tokens."""

    id: str
    username: str


class Limit(NamedTuple):
    """What X's headers say is left of a limit, in its window of 15 minutes."""

    what: str
    left: int
    of: int
    until: datetime | None


class Connection(NamedTuple):
    """A connection to a stream of the app that X counts as open."""

    stream: str
    since: str


class _Account(Struct):
    data: Account


class _Named(Struct):
    endpoint_name: str = "stream"
    connected_at: str = ""
    disconnected_at: str | None = None


class _Connections(Struct):
    data: list[_Named] = []


class _Caps(Struct):
    cap_per_client_app: int | str = ""


class _Counts(Struct):
    data: _Caps


class Enquiry:
    """Questions to X that change nothing there; made by `enquiring`.

    Args:
        wire: Where they go.
        credentials: Of the app and, for `account`, of the account.
    """

    def __init__(self, wire: Wire, credentials: Credentials) -> None:
        self.limits: list[Limit] = []
        """Of what has been asked so far."""
        self.access = ""
        """What X lets the account's tokens do, such as ``read-write``; known after `account`."""
        self.charge = FREE
        """What X charges for what has been asked so far."""
        self._user = credentials.user
        self._client: Any = AsyncClient(
            credentials.bearer_token or None,
            credentials.consumer_key or None,
            credentials.consumer_secret or None,
            credentials.access_token or None,
            credentials.access_token_secret or None,
            return_type=aiohttp.ClientResponse,
        )
        self._rules: Any = AsyncStreamingClient(
            credentials.bearer_token, return_type=aiohttp.ClientResponse
        )
        self._client.session = self._rules.session = wire.session

    async def rules(self) -> tuple[Rule, ...]:
        """Return the stream's rules, everybody's on this app.

        Raises:
            SourceDropped: X could not be asked.
            SourceRefused: X says no, and why.
        """
        said = await answered(self._rules.get_rules())
        self._note("stream rules", said.headers)
        return tuple(
            Rule(_safe(it.id), _safe(it.value), _safe(it.tag)) for it in read_rules(said.body)
        )

    async def account(self) -> Account:
        """Return whose tokens these are; raises like `rules`, and costs one user read."""
        read = Charge(Item.USER, (self._user,))
        try:
            said = await answered(self._client.get_me(user_auth=True))
        except SourceRefused as refusal:
            raise _of_the_account(refusal) from refusal
        except AnswerLost:
            self.charge = read
            raise
        self.charge = read
        self._note("who am I", said.headers)
        self.access = _safe(said.headers.get("x-access-level", ""))
        found = read_as(said.body, _Account, "whose tokens these are").data
        return Account(_safe(found.id), _safe(found.username))

    async def most_rules(self) -> int | None:
        """Return how many rules the app may have, where X says; raises like `rules`."""
        path = "/2/tweets/search/stream/rules/counts"
        if (body := await self._offered(path, "counts of rules")) is None:
            return None
        most = str(read_as(body, _Counts, "how many rules there may be").data.cap_per_client_app)
        return int(most) if most.isdecimal() else None

    async def connections(self) -> tuple[Connection, ...] | None:
        """Return the streams that are open, where X says; raises like `rules`."""
        if (body := await self._offered("/2/connections", "connections")) is None:
            return None
        found = read_as(body, _Connections, "which streams are open").data
        return tuple(
            Connection(_safe(it.endpoint_name), _safe(it.connected_at))
            for it in found
            if it.disconnected_at is None
        )

    async def usage(self) -> Usage | None:
        """Return what X has counted as read in this month, where it says; raises like `rules`."""
        body = await self._offered(USAGE, "usage", USAGE_FIELDS)
        return None if body is None else read_usage(body, datetime.now(UTC))

    async def _offered(
        self, path: str, what: str, fields: Mapping[str, str] | None = None
    ) -> bytes | None:
        """Ask for something that not every plan has; None: X does not offer it."""
        try:
            said = await answered(self._client.request("GET", path, params=fields))
        except SourceRefused as refusal:
            if not_offered(refusal):
                return None
            raise
        self._note(what, said.headers)
        return said.body

    def _note(self, what: str, headers: Mapping[str, str]) -> None:
        numbers = [headers.get(f"x-rate-limit-{it}", "") for it in ("remaining", "limit", "reset")]
        if all(it.isdecimal() for it in numbers[:2]):
            until = _moment(numbers[2])
            self.limits.append(Limit(what, int(numbers[0]), int(numbers[1]), until))


@asynccontextmanager
async def enquiring(
    base_url: str, credentials: Credentials, *, proxy: str = ""
) -> AsyncIterator[Enquiry]:
    """Give somebody who may ask X while the block runs."""
    wire = Wire(base_url, quiet=_QUIET, proxy=proxy)
    try:
        yield Enquiry(wire, credentials)
    finally:
        await wire.close()


def _of_the_account(refusal: SourceRefused) -> SourceRefused:
    """Return what a refusal means where the account was asking, and not the app."""
    heard = refusal.__cause__
    if not isinstance(heard, Refused) or heard.status not in _NO_ACCOUNT:
        return refusal
    words = words_of(heard.body)
    return SourceRefused(
        _NO_ACCOUNT[heard.status].format(f"{heard.status}: {words}" if words else heard.status),
        refusal.kind,
    )


def _safe(text: str) -> str:
    return clean_line(redacted(text))


def _moment(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
