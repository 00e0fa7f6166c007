"""One request at the desk: who asks, what it says, and the form of every answer."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from aiohttp import web

from standup_tui.simulator.auth import Credentials, Principal
from standup_tui.simulator.clock import Clock
from standup_tui.simulator.faults.board import Faults
from standup_tui.simulator.ledger import Ledger
from standup_tui.simulator.limits import RateLimits
from standup_tui.simulator.meter import Meter
from standup_tui.simulator.problems import invalid, unsupported_authentication
from standup_tui.simulator.rules import RuleBook
from standup_tui.simulator.source import Source
from standup_tui.simulator.stream import StreamDesk
from standup_tui.simulator.wire import encode

_MOST_IDS: Final = 100
_FAILURES: Final = 400
_ID = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the endpoints work with."""

    source: Source
    rules: RuleBook
    stream: StreamDesk
    limits: RateLimits
    ledger: Ledger
    meter: Meter
    credentials: Credentials
    faults: Faults
    clock: Clock


@dataclass(frozen=True, slots=True)
class Visit:
    """One request, with who asks and the headers that its answer carries."""

    request: web.Request
    principal: Principal
    headers: dict[str, str]

    @property
    def query(self) -> Mapping[str, str]:
        """The parameters."""
        return self.request.query

    def part(self, name: str) -> str:
        """Return a variable part of the path."""
        return self.request.match_info[name]

    def answer(self, body: dict[str, Any], status: int = 200) -> web.Response:
        """Return JSON, compressed when asked."""
        headers = self.headers | {"content-type": content_type(status)}
        response = web.Response(body=encode(body), status=status, headers=headers)
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            response.enable_compression(web.ContentCoding.gzip)
        return response

    async def body(self) -> Any:
        """Return what was sent, None where that is no JSON."""
        try:
            return json.loads(await self.request.text())
        except ValueError:
            return None

    def app_only(self) -> None:
        """Refuse whoever is not the app."""
        if self.principal != "app":
            raise unsupported_authentication(user=True)

    def user_only(self) -> None:
        """Refuse whoever is not a user."""
        if self.principal != "user":
            raise unsupported_authentication(user=False)


def common_headers(now: datetime) -> dict[str, str]:
    """Return what goes with every answer."""
    return {
        "date": format_datetime(now, usegmt=True),
        "api-version": "2.167",
        "x-access-level": "read-write",
        "x-response-time": "1",
        "x-transaction-id": uuid.uuid4().hex[:16],
        "cache-control": "no-cache, no-store, max-age=0",
    }


def content_type(status: int) -> str:
    """Return the type of success or of a problem."""
    good = status < _FAILURES
    return "application/json; charset=utf-8" if good else "application/problem+json"


def is_id(text: object) -> bool:
    """Tell whether something can be an id."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def ids_in(text: str) -> list[str]:
    """Read the parameter `ids`."""
    ids = text.split(",")
    if not 1 <= len(ids) <= _MOST_IDS:
        message = (
            f"The number of values in the `ids` query parameter list [{len(ids)}] is not "
            f"between 1 and {_MOST_IDS}"
        )
        raise invalid("ids", text, message)
    for it in ids:
        if not is_id(it):
            raise invalid("ids", text, f"The `ids` query parameter value [{it}] is not valid")
    return ids
