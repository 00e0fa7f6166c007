"""Answers in place of the true one.

Bodies: X's OpenAPI description 2.167, and answers of the live API quoted in public (402:
tryethernal/ethernal issue 1324; 403: tweepy issue 2125; usage cap: xdevplatform/xdk issue 25).
"""

import math
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from standup_tui.simulator.faults.fault import Fault, Seen, Trait
from standup_tui.simulator.faults.spec import one_of, seconds
from standup_tui.simulator.problems import NO_RULES, TAKEN, connection, plain
from standup_tui.simulator.wire import encode

_HOME: Final = "https://api.twitter.com/2/problems"
REVOKED: Final = plain(401, "Unauthorized").body
NO_CREDITS: Final = {
    "title": "CreditsDepleted",
    "detail": "Your enrolled account [1] does not have any credits to fulfill this request.",
    "type": f"{_HOME}/credits",
}
NOT_ENROLLED: Final = {
    "title": "Client Forbidden",
    "detail": (
        "When authenticating requests to the Twitter API v2 endpoints, you must use keys and "
        "tokens from a Twitter developer App that is attached to a Project. You can create a "
        "project via the developer portal."
    ),
    "required_enrollment": "Appropriate Level of API Access",
    "reason": "client-not-enrolled",
    "client_id": "1",
    "registration_url": "https://developer.twitter.com/en/docs/projects/overview",
    "type": f"{_HOME}/client-forbidden",
}
USAGE_CAP: Final = {
    "title": "UsageCapExceeded",
    "detail": "Usage cap exceeded: Monthly product cap",
    "account_id": "1",
    "product_name": "pay-per-use",
    "period": "Monthly",
    "scope": "Product",
    "type": f"{_HOME}/usage-capped",
}
NO_RULES_BODY: Final = connection(409, NO_RULES, "RuleConfigurationIssue").body
_TOO_MANY: Final = plain(429, "Too Many Requests").body
_TAKEN: Final = connection(429, TAKEN, "TooManyConnections").body
_PAGE: Final = """<!DOCTYPE html>
<html><head><title>{code} {phrase}</title></head>
<body><center><h1>{code} {phrase}</h1></center><hr><center>cloudflare envoy</center></body></html>
"""


class _Refusing(Fault):
    """Answers with a problem."""

    def refuse(self, seen: Seen, status: int, body: dict[str, Any]) -> web.Response:
        """Return a problem document with the headers of a true answer."""
        headers = seen.headers | {"content-type": "application/problem+json"} | self.retry()
        return web.Response(status=status, body=encode(body), headers=headers)

    def retry(self) -> dict[str, str]:
        """Return Retry-After, where it was asked for."""
        after = self.trait.spec.retry
        return {} if after is None else {"retry-after": str(after)}


class Refusal(_Refusing):
    """The same refusal as long as it is on."""

    status = 0
    body: dict[str, Any]

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Refuse."""
        return self.refuse(seen, self.status, self.body) if self.strikes() else None


class Revoked(Refusal):
    """401."""

    status, body = 401, REVOKED


class NoCredits(Refusal):
    """402."""

    status, body = 402, NO_CREDITS


class NotEnrolled(Refusal):
    """403."""

    status, body = 403, NOT_ENROLLED


class NoRules(Refusal):
    """409."""

    status, body = 409, NO_RULES_BODY


class UsageCap(Refusal):
    """429 for the rest of the month."""

    status, body = 429, USAGE_CAP


class _ForAWhile(_Refusing):
    """Refuses for so many seconds, counted from the first refusal; then it is spent."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._lasts = seconds(trait.value)
        self._until = math.inf

    def refuses(self) -> bool:
        """Tell whether this request is refused."""
        now = self.clock.monotonic()
        if now >= self._until or not self.strikes():
            return False
        if self._until == math.inf:
            self._until = now + self._lasts
        return True

    def stop(self) -> None:
        """Refuse no more."""
        self._until = -math.inf


class Limited(_ForAWhile):
    """429 until the reset that its headers name."""

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Refuse until then."""
        if not self.refuses():
            return None
        left = self._until - self.clock.monotonic()
        reset = math.ceil(self.clock.now().timestamp() + left) + seen.skew
        seen.headers |= {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(reset)}
        return self.refuse(seen, 429, _TOO_MANY)


class LimitedBlind(_ForAWhile):
    """429 that does not say until when."""

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Refuse without the headers."""
        if not self.refuses():
            return None
        for name in [name for name in seen.headers if name.startswith("x-rate-limit")]:
            del seen.headers[name]
        return self.refuse(seen, 429, _TOO_MANY)


class Taken(_ForAWhile):
    """429 for a stream whose place is taken; closing all connections frees it."""

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Refuse a connection."""
        if seen.place == "connections":
            if seen.request.method == "DELETE":
                self.stop()
            return None
        return self.refuse(seen, 429, _TAKEN) if self.refuses() else None


class ServerError(_Refusing):
    """5xx, as a problem document, as a page of an edge server, or without a body."""

    status = 503

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._form = one_of(trait.value, ("json", "html", "empty"))

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Fail."""
        if not self.strikes():
            return None
        phrase = HTTPStatus(self.status).phrase
        if self._form == "json":
            return self.refuse(seen, self.status, plain(self.status, phrase).body)
        if self._form == "empty":
            return web.Response(status=self.status, headers=self.retry())
        return web.Response(
            status=self.status,
            text=_PAGE.format(code=self.status, phrase=phrase),
            content_type="text/html",
            headers=self.retry(),
        )


class Error500(ServerError):
    """500."""

    status = 500


class Error502(ServerError):
    """502."""

    status = 502


class Error504(ServerError):
    """504."""

    status = 504
