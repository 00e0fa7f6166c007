"""Rate limits: so many requests in 15 minutes, per app or per user."""

import re
from dataclasses import dataclass
from typing import Final

from standup_tui.simulator.clock import Clock

WINDOW: Final = 15 * 60
"""Seconds, for every endpoint here (X's page "Rate limits", 2026-08)."""

_LIMITS: Final = (
    ("GET", r"/2/tweets/search/stream", 50, 50),
    ("GET", r"/2/tweets/search/stream/rules/counts", 450, 450),
    ("GET", r"/2/tweets/search/stream/rules", 450, 450),
    ("POST", r"/2/tweets/search/stream/rules", 100, 100),
    ("GET", r"/2/tweets/search/recent", 450, 300),
    ("GET", r"/2/tweets/counts/recent", 300, 300),
    ("GET", r"/2/tweets(/\d+)?", 3500, 5000),
    ("PUT", r"/2/tweets/[^/]+/hidden", 50, 50),
    ("GET", r"/2/users/[^/]+/tweets", 10_000, 900),
    ("GET", r"/2/users/me", 75, 75),
    ("POST", r"/2/users/[^/]+/retweets", 50, 50),
    ("DELETE", r"/2/users/[^/]+/retweets/[^/]+", 50, 50),
    ("GET", r"/2/connections", 25, 25),
    ("DELETE", r"/2/connections/all", 25, 25),
    ("GET", r"/2/usage/tweets", 50, 50),
)
"""Method, path, limit for the app's token, limit for a user."""
_OTHER: Final = 900
"""For paths without a limit of their own, so that every answer carries the headers."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left for one endpoint after a request."""

    limit: int
    remaining: int
    reset: int
    """Unix seconds."""
    spent: bool
    """The request was one too many."""

    def headers(self) -> dict[str, str]:
        """Return the three headers that go with every answer."""
        return {
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(self.remaining),
            "x-rate-limit-reset": str(self.reset),
        }


class RateLimits:
    """Counts requests; a window opens with the first request after the last one closed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[int, str], tuple[float, int, int]] = {}

    def count(self, method: str, path: str, principal: str) -> Allowance:
        """Take one request off what is left.

        Args:
            method: Of the request.
            path: Of the request, without the query.
            principal: Who asks: ``app``, ``user`` or ``nobody``.
        """
        endpoint, limit = _limit(method, path, principal)
        now = self._clock.monotonic()
        ends, reset, used = self._windows.get((endpoint, principal), (0.0, 0, 0))
        if now >= ends:
            ends, reset, used = now + WINDOW, int(self._clock.now().timestamp()) + WINDOW, 0
        used += 1
        self._windows[endpoint, principal] = (ends, reset, used)
        return Allowance(limit, max(0, limit - used), reset, used > limit)


def _limit(method: str, path: str, principal: str) -> tuple[int, int]:
    for number, (verb, pattern, app, user) in enumerate(_LIMITS):
        if verb == method and re.fullmatch(pattern, path):
            return number, user if principal == "user" else app
    return -1, _OTHER
