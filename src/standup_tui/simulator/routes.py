"""The endpoints: each reads a request, asks the parts, and answers as X does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from standup_tui.simulator.acts import Acts
from standup_tui.simulator.auth import principal_of
from standup_tui.simulator.clock import stamp
from standup_tui.simulator.faults.fault import Seen
from standup_tui.simulator.faults.spec import place_of
from standup_tui.simulator.ledger import Call, Connection
from standup_tui.simulator.problems import Refusal, invalid, not_found, plain
from standup_tui.simulator.rules import dry_run_of
from standup_tui.simulator.selection import selection
from standup_tui.simulator.visit import Desk, Visit, common_headers, content_type, ids_in

_HUNG_UP: Final = 499
"""Stands in the ledger where the client did not wait for an answer."""
_Endpoint = Callable[[Visit], Awaitable[web.StreamResponse]]


def application(desk: Desk) -> web.Application:
    """Return the whole API as an aiohttp application."""
    reads, acts = _Reads(desk), Acts(desk)
    routes: list[tuple[str, str, _Endpoint]] = [
        ("GET", "/2/tweets/search/stream", reads.stream),
        ("GET", "/2/tweets/search/stream/rules", reads.list_rules),
        ("POST", "/2/tweets/search/stream/rules", reads.change_rules),
        ("GET", "/2/tweets/search/stream/rules/counts", reads.count_rules),
        ("GET", "/2/tweets/search/recent", reads.search),
        ("GET", "/2/tweets/counts/recent", reads.count),
        ("GET", "/2/tweets", reads.look_up),
        ("GET", r"/2/tweets/{id:\d+}", reads.look_up_one),
        ("PUT", r"/2/tweets/{id:\d+}/hidden", acts.hide),
        ("GET", "/2/users/me", reads.me),
        ("GET", r"/2/users/{id:\d+}/tweets", reads.timeline),
        ("POST", "/2/users/{id}/retweets", acts.retweet),
        ("DELETE", "/2/users/{id}/retweets/{tweet_id}", acts.undo_retweet),
        ("GET", "/2/connections", reads.connections),
        ("DELETE", "/2/connections/all", reads.hang_up),
        ("GET", "/2/usage/tweets", reads.usage),
        ("*", "/{path:.*}", reads.nowhere),
    ]
    reception = _Reception(desk)
    app = web.Application(client_max_size=2**20)
    for method, path, endpoint in routes:
        app.router.add_route(method, path, reception.before(endpoint))
    return app


class _Reception:
    """Lets requests in: who asks, how often, and what goes wrong on purpose."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def before(
        self, endpoint: _Endpoint
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return an endpoint with the reception in front of it."""

        async def receive(request: web.Request) -> web.StreamResponse:
            principal = principal_of(request, self._desk.credentials)
            allowance = self._desk.limits.count(request.method, request.path, principal)
            visit = Visit(
                request, principal, common_headers(self._desk.clock.now()) | allowance.headers()
            )
            status = _HUNG_UP
            try:
                response = await self._faulty(visit, endpoint, spent=allowance.spent)
                status = response.status
            finally:
                now = self._desk.clock.now()
                call = Call(request.method, request.path, status, now)
                self._desk.ledger.calls.append(call)
            return response

        return receive

    async def _faulty(
        self, visit: Visit, endpoint: _Endpoint, *, spent: bool
    ) -> web.StreamResponse:
        faults, request = self._desk.faults, visit.request
        seen = Seen(request, place_of(request.method, request.path), visit.headers)
        if (refused := await faults.before(seen)) is not None:
            return refused
        response = await self._answer(visit, endpoint, spent=spent)
        return await faults.after(seen, response) if seen.place != "stream" else response

    async def _answer(
        self, visit: Visit, endpoint: _Endpoint, *, spent: bool
    ) -> web.StreamResponse:
        try:
            if visit.principal == "nobody":
                raise plain(401, "Unauthorized")
            if spent:
                raise plain(429, "Too Many Requests")
            return await endpoint(visit)
        except Refusal as refusal:
            return visit.answer(refusal.body, refusal.status)


class _Reads:
    """One method for each endpoint that changes nothing in public."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def stream(self, visit: Visit) -> web.StreamResponse:
        """Connect to the filtered stream."""
        visit.app_only()
        headers = visit.headers | {"content-type": content_type(200)}
        return await self._desk.stream.connect(visit.request, headers)

    async def list_rules(self, visit: Visit) -> web.Response:
        """List the rules, all or by id."""
        visit.app_only()
        ids = visit.query.get("ids")
        return visit.answer(self._desk.rules.listed(ids.split(",") if ids else None))

    async def change_rules(self, visit: Visit) -> web.Response:
        """Add or delete rules."""
        visit.app_only()
        dry_run = dry_run_of(visit.query.get("dry_run"))
        status, body = self._desk.rules.change(await visit.body(), dry_run=dry_run)
        return visit.answer(body, status)

    async def count_rules(self, visit: Visit) -> web.Response:
        """Say how many rules there are and may be."""
        visit.app_only()
        return visit.answer(self._desk.rules.counts())

    async def search(self, visit: Visit) -> web.Response:
        """Search the last seven days."""
        body = self._desk.source.search(visit.query)
        self._desk.ledger.found.update(post["id"] for post in body.get("data", ()))
        return self._billed(visit, body)

    async def count(self, visit: Visit) -> web.Response:
        """Say how many posts a search would find."""
        visit.app_only()
        return visit.answer(self._desk.source.counts(visit.query))

    async def look_up(self, visit: Visit) -> web.Response:
        """Return posts by their ids."""
        chosen = selection(visit.query, own=("ids",))
        ids = ids_in(visit.query.get("ids", ""))
        return self._billed(visit, self._desk.source.look_up(ids, chosen))

    async def look_up_one(self, visit: Visit) -> web.Response:
        """Return one post; one that is not there is an error with status 200."""
        chosen = selection(visit.query)
        post_id = visit.part("id")
        if not self._desk.source.holds(post_id):
            return visit.answer({"errors": [not_found(post_id, "id")]})
        body = self._desk.source.look_up([post_id], chosen)
        self._desk.meter.read([post_id])
        return visit.answer(body | {"data": body["data"][0]})

    async def me(self, visit: Visit) -> web.Response:
        """Say whose token it is."""
        visit.user_only()
        return visit.answer({"data": self._desk.source.me(selection(visit.query))})

    async def timeline(self, visit: Visit) -> web.Response:
        """Return what an account posted and retweeted."""
        return self._billed(visit, self._desk.source.timeline(visit.part("id"), visit.query))

    async def connections(self, visit: Visit) -> web.Response:
        """List connections to the stream, the open ones unless asked for others."""
        visit.app_only()
        status = visit.query.get("status", "active")
        if status not in {"active", "inactive", "all"}:
            message = f"The `status` query parameter value [{status}] is not one of "
            raise invalid("status", status, message + "[active,inactive,all]")
        data = [
            _connection(number, entry)
            for number, entry in enumerate(self._desk.ledger.connections, 1)
            if status == "all" or (entry.closed is None) is (status == "active")
        ][::-1]
        meta = {"result_count": len(data)}
        return visit.answer({"data": data, "meta": meta} if data else {"meta": meta})

    async def hang_up(self, visit: Visit) -> web.Response:
        """Close every connection of the app."""
        visit.app_only()
        killed = self._desk.stream.hang_up()
        # The place is free at once, but the handler of the old connection ends in its own time.
        await asyncio.sleep(0)
        return visit.answer({"data": {"successful_kills": killed, "failed_kills": 0}})

    async def usage(self, visit: Visit) -> web.Response:
        """Say what was read and what may be."""
        visit.app_only()
        return visit.answer(self._desk.meter.usage(visit.query))

    async def nowhere(self, visit: Visit) -> web.Response:
        """Say that there is no such endpoint."""
        del visit
        raise plain(404, "Not Found")

    def _billed(self, visit: Visit, body: dict[str, Any]) -> web.Response:
        self._desk.meter.read(post["id"] for post in body.get("data", ()))
        return visit.answer(body)


def _connection(number: int, entry: Connection) -> dict[str, Any]:
    """Return a connection as X's OpenAPI description 2.167 lists it."""
    body = {
        "id": str(number),
        "endpoint_name": "filtered_stream",
        "connected_at": stamp(entry.opened),
        "client_ip": "127.0.0.1",
    }
    if entry.closed:
        body |= {"disconnected_at": stamp(entry.closed), "disconnect_reason": entry.ended}
    return body
