"""Answers of X that are spoilt in any place: each question ends in one of our own ways."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from aiohttp import web
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from counts import FULL
from faults.spoiling import spoilt, written
from faults.table import Row
from making import post
from networks.fake_x import (
    TOKENS,
    USER,
    campaign,
    items_of,
    read,
    tweet,
    x_at,
)
from networks.test_mapping_of_anything import check
from standup_tui.errors import StandupError
from standup_tui.model.post import PostId
from standup_tui.model.text import is_safe
from standup_tui.networks.x import publish, sources
from standup_tui.networks.x.network import X
from standup_tui.networks.x.tape import Tape

pytestmark = [
    pytest.mark.soak,
    # The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),
]

ANSWERS = 10_000 if FULL else 300
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
POST = PostId("x:1518473219876543210")

TWEET = tweet(1518473219876543210) | {
    "conversation_id": "1518473219876543210",
    "lang": "en",
    "possibly_sensitive": False,
    "note_tweet": {"text": "Long " * 90, "entities": {"urls": []}},
    "referenced_tweets": [{"type": "quoted", "id": "15"}],
    "attachments": {"media_keys": ["3_1"]},
    "entities": {"urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org"}]},
    "withheld": {"country_codes": ["DE"]},
}
PAGE = {
    "data": [TWEET, tweet(16), tweet(17)],
    "includes": {
        "users": [USER | {"public_metrics": {"followers_count": 9}}],
        "tweets": [tweet(15)],
        "media": [{"media_key": "3_1", "type": "photo", "alt_text": "A kettle"}],
    },
    "meta": {"result_count": 3, "newest_id": "1518473219876543210"},
    "errors": [
        {
            "type": "https://api.twitter.com/2/problems/resource-not-found",
            "title": "Not Found Error",
            "parameter": "ids",
            "resource_id": "18",
        }
    ],
}
LINE = PAGE | {"data": TWEET, "matching_rules": [{"id": "901", "tag": "standup:test-1"}]}
GOODBYE = {
    "errors": [
        {
            "title": "operational-disconnect",
            "disconnect_type": "UpstreamOperationalDisconnect",
            "detail": "This stream has been disconnected upstream for operational reasons.",
            "type": "https://api.twitter.com/2/problems/operational-disconnect",
        }
    ]
}
USAGE = {"data": {"project_usage": "12", "project_cap": "10000", "cap_reset_day": 9}}
COUNTS = {
    "data": [
        {"start": "2026-11-22T11:00:00.000Z", "end": "2026-11-22T12:00:00.000Z", "tweet_count": 3}
    ],
    "meta": {"total_tweet_count": 3},
}
RULE = {"id": "901", "value": "#StandUp4SW", "tag": "standup:test-1"}
RULES_SAID = {"data": [RULE], "meta": {"sent": "2026-11-22T12:00:00.000Z", "result_count": 1}}
DONE = {"data": {"retweeted": True, "hidden": True}}
REFUSAL = {
    "title": "Forbidden",
    "detail": "You are not permitted to perform this action.",
    "type": "about:blank",
    "errors": [{"message": "no", "parameters": {"id": ["1"]}}],
}
CONNECTIONS = {"data": [{"endpoint_name": "stream", "connected_at": "2026-11-22T12:00:00.000Z"}]}
CAPS = {"data": {"cap_per_client_app": 25}}
ME = {"data": {"id": "42", "username": "WensumValeSW", "name": "Wensum Vale"}}

WHOLE: dict[str, Any] = {
    "page": PAGE,
    "line": LINE,
    "goodbye": GOODBYE,
    "usage": USAGE,
    "counts": COUNTS,
    "rules": RULES_SAID,
    "done": DONE,
    "connections": CONNECTIONS,
    "caps": CAPS,
    "me": ME,
    "refusal": REFUSAL,
}
"""What X says, by what it is."""

PATHS = {
    "/2/tweets/search/stream/rules/counts": "caps",
    "/2/tweets/search/stream/rules": "rules",
    "/2/tweets/search/stream": "line",
    "/2/tweets/counts/recent": "counts",
    "/2/usage/tweets": "usage",
    "/2/connections": "connections",
    "/2/users/me": "me",
}
STATUSES = (400, 401, 402, 403, 404, 409, 429, 500, 503)


def what_is(path: str, method: str) -> str:
    """Return what X says at a path."""
    if method in ("POST", "PUT", "DELETE") and path not in PATHS:
        return "done"
    return PATHS.get(path, "page")


class Spoiler:
    """A server that answers as X does, but for one kind of answer."""

    def __init__(self) -> None:
        self.base_url = ""
        self.kind = ""
        self.body = b""
        self.status = 200
        self.acts = 0
        """Acts that it was asked to do."""

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        kind = what_is(request.path, request.method)
        self.acts += kind == "done"
        if self.kind == "refusal" and kind != "rules":
            return web.Response(body=self.body, status=self.status)
        spoilt_here = kind == self.kind or (kind == "line" and self.kind == "goodbye")
        body = self.body if spoilt_here else json.dumps(WHOLE[kind]).encode()
        return web.Response(body=body, status=201 if request.method == "POST" else 200)


@asynccontextmanager
async def serving(
    receive: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    """Serve on a loopback port, and give the address."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receive)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


Question = Callable[[X], Awaitable[object]]
ACTS: tuple[Question, ...] = (
    lambda x: x.retweet(POST),
    lambda x: x.unretweet(POST),
    lambda x: x.hide_reply(POST),
    lambda x: x.unhide_reply(POST),
)
OTHERS: tuple[Question, ...] = (
    lambda x: read(x.live()),
    lambda x: read(x.since(None, NOON)),
    lambda x: x.look_up([POST, PostId("x:18")]),
    lambda x: x.counted(NOON, NOON + timedelta(hours=1)),
    lambda x: x.usage(),
    lambda x: x.has_retweeted(POST),
    lambda x: x.why_not_hide(post(1, conversation=PostId("x:15"))),
)
"""Everything that a hub asks X."""

ABOUT = {"page": (1, 2, 5, 6), "line": (0,), "goodbye": (0,), "rules": (0,), "counts": (3,)}
"""Which of these an answer concerns, by its kind."""


async def asked(base_url: str, kind: str, server: Spoiler) -> None:
    """Ask what an answer of this kind is the answer to."""
    async with x_at(base_url) as x:
        if kind in ("done", "refusal"):
            for question in ACTS:
                before = server.acts
                await ended(question(x))
                assert server.acts <= before + 1
        for number, question in enumerate(OTHERS):
            if kind == "refusal" or number in ABOUT.get(kind, ()):
                await ended(question(x))
        if kind == "usage":
            await ended(x.usage())
    if kind in ("connections", "caps", "me", "usage", "rules", "refusal"):
        said = await sources.ask(campaign(base_url), TOKENS)
        assert all(is_safe(line.said) for line in said.lines())


async def ended(question: Awaitable[object]) -> None:
    """Wait for an answer, or for one of our own sentences instead."""
    found: object = None
    said = ""
    try:
        found = await asyncio.wait_for(question, 60)
    except StandupError as error:
        said = str(error)
    assert is_safe(said)
    assert "\n" not in said
    for item in items_of(found) if isinstance(found, list) else ():
        check(item)


def every_answer(answers: int, *phases: Phase) -> None:
    """Spoil many answers, and fail where asking for one ends in none of our own ways."""
    server = Spoiler()

    @settings(max_examples=answers, deadline=None, database=None, phases=phases)
    @given(
        st.sampled_from(sorted(WHOLE)),
        st.randoms(use_true_random=False),
        st.sampled_from(STATUSES),
    )
    def look(kind: str, dice: Random, status: int) -> None:
        server.kind, server.status = kind, status
        server.body = written(dice, spoilt(dice, WHOLE[kind]))
        runner.run(asked(base_url, kind, server))

    with asyncio.Runner() as runner:
        serving_ = serving(server.receive)
        base_url = runner.run(serving_.__aenter__())
        try:
            look()
        finally:
            runner.run(serving_.__aexit__(None, None, None))


@pytest.mark.fault("U3")
def test_however_an_answer_is_spoilt_it_is_read_or_one_sentence_says_that_it_cannot_be(
    row: Row,
) -> None:
    every_answer(ANSWERS, Phase.generate, Phase.shrink)
    row.measured(ANSWERS, f"{ANSWERS} answers of {len(WHOLE)} kinds")


@pytest.mark.fault("U3")
def test_however_an_answer_is_spoilt_it_is_recorded_or_left_out(tmp_path: Path, row: Row) -> None:
    tape = Tape(tmp_path / "taken.jsonl")

    @settings(max_examples=ANSWERS, deadline=None, database=None)
    @given(
        st.sampled_from(["line", "page", "goodbye"]),
        st.randoms(use_true_random=False),
        st.sampled_from(["utf-8", "utf-8", "utf-16", "utf-32"]),
    )
    def look(kind: str, dice: Random, encoding: str) -> None:
        body = written(dice, spoilt(dice, WHOLE[kind]))
        tape.keep(body.decode("utf-8", "surrogateescape").encode(encoding, "surrogatepass"))

    look()
    tape.keep(json.dumps(LINE).encode())
    tape.close()
    for line in tape.path.read_text("utf-8").splitlines():
        assert isinstance(json.loads(line), dict)
    row.measured(ANSWERS, f"{tape.posts} posts recorded, {tape.left_out} answers left out")


@pytest.mark.fault("U3", control=True)
def test_an_answer_that_is_taken_for_what_it_should_be_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def trusting(body: bytes, kind: type[Any]) -> Any:
        return msgspec.json.decode(body, type=kind)

    monkeypatch.setattr(publish, "whole", trusting)
    with pytest.raises((msgspec.DecodeError, ExceptionGroup, RecursionError, UnicodeDecodeError)):
        every_answer(400, Phase.generate)
