"""Answers that come late, get lost, or say something else than what happened."""

import asyncio
from typing import NoReturn

from aiohttp import web

from standup_tui.simulator.faults.fault import Fault, Seen, Trait
from standup_tui.simulator.faults.spec import seconds, signed
from standup_tui.simulator.wire import encode, reset


class _Waiting(Fault):
    """Has to do with a number of seconds."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._wait = seconds(trait.value)


class SlowHeaders(_Waiting):
    """A wait before anything is done."""

    rank = 20

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Wait."""
        del seen
        if self.strikes():
            await self.clock.sleep(self._wait)
        return None


class SlowAnswer(_Waiting):
    """A wait after it is done."""

    async def after(self, seen: Seen, response: web.StreamResponse) -> web.StreamResponse:
        """Wait."""
        del seen
        if self.strikes():
            await self.clock.sleep(self._wait)
        return response


class LostAnswer(_Waiting):
    """Done, but nothing comes; after a while the connection is cut."""

    async def after(self, seen: Seen, response: web.StreamResponse) -> web.StreamResponse:
        """Keep quiet, then cut."""
        if self.strikes():
            await self.clock.sleep(self._wait)
            await _cut(seen.request)
        return response


class DropBefore(Fault):
    """A reset, and nothing is done."""

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Cut."""
        if self.strikes():
            await _cut(seen.request)
        return None


class DropAfter(Fault):
    """Done, then a reset in place of the answer."""

    async def after(self, seen: Seen, response: web.StreamResponse) -> web.StreamResponse:
        """Cut."""
        if self.strikes():
            await _cut(seen.request)
        return response


class ErrorsInSuccess(Fault):
    """200 with nothing but ``errors``, and nothing is done."""

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Answer so."""
        if not self.strikes():
            return None
        error = {
            "title": "Authorization Error",
            "detail": "Sorry, you are not authorized to do this.",
            "resource_type": "tweet",
            "type": "https://api.twitter.com/2/problems/not-authorized-for-resource",
        }
        headers = seen.headers | {"content-type": "application/json; charset=utf-8"}
        return web.Response(body=encode({"errors": [error]}), headers=headers)


class ClockSkew(Fault):
    """X's clock and ours disagree, in the header that says when a limit ends."""

    rank = 10

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._skew = int(signed(trait.value))

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Shift it, for the endpoint and for faults that refuse."""
        if self.strikes():
            seen.skew += self._skew
            shifted = int(seen.headers["x-rate-limit-reset"]) + self._skew
            seen.headers["x-rate-limit-reset"] = str(shifted)
        return None


class SearchLag(Fault):
    """New posts stay out of search."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self.search_lag = seconds(trait.value)


class RuleLag(Fault):
    """Changed rules reach an open stream late."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self.rule_lag = seconds(trait.value)


async def _cut(request: web.Request) -> NoReturn:
    reset(request)
    await asyncio.Event().wait()  # the lost connection cancels this handler
    raise AssertionError
