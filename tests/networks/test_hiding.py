"""Hiding replies on X, against the simulator over HTTP: told before, and what came of it after."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from making import post as made
from networks.fake_x import FakeX, fake_x, x_at
from standup_tui.errors import ActFailed, ActInDoubt, ActLater
from standup_tui.model.money import Charge, Item
from standup_tui.model.post import Post, PostId, Reference, ReferenceKind
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.networks.x.own import Conversations, Timeline
from standup_tui.networks.x.publish import Acts
from standup_tui.simulator.server import Options, Simulator

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")

OWN = "/2/users/42/tweets"
HIDDEN = "/2/tweets/1000/hidden"
REPLY = PostId("x:1000")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(play=False, slot_hold=0.0)) as running:
        yield running


@pytest.fixture
async def x(simulator: Simulator) -> AsyncIterator[X]:
    theirs = simulator.credentials
    tokens = Credentials(
        theirs.bearer_token,
        theirs.consumer_key,
        theirs.consumer_secret,
        theirs.access_token,
        theirs.access_token_secret,
    )
    async with x_at(theirs.base_url, tokens, quiet=1.0) as network:
        yield network


def reply_to(simulator: Simulator, began: str, *, deep: bool = False) -> Post:
    """Have somebody answer, or answer an answer, and return it as we would have read it."""
    above = began
    if deep:
        above = simulator.publish("Well.", author=simulator.roster[1], reply_to=began)
    number = simulator.publish("Rubbish", author=simulator.roster[2], reply_to=above)
    return read(number, began, above)


def read(number: str, began: str, above: str | None = None) -> Post:
    references = (Reference(ReferenceKind.REPLY, PostId(f"x:{above}")),) if above else ()
    plain = made(1, conversation=PostId(f"x:{began}"), references=references)
    return Post(**{name: getattr(plain, name) for name in plain.__struct_fields__} | {
        "id": PostId(f"x:{number}")
    })  # fmt: skip


# What is said before.


@pytest.mark.parametrize("deep", [False, True])
async def test_a_reply_in_our_conversation_can_be_hidden_and_shown_again(
    simulator: Simulator, x: X, *, deep: bool
) -> None:
    reply = reply_to(simulator, simulator.publish("Tell us what you did"), deep=deep)

    assert await x.why_not_hide(reply) == ""
    await x.hide_reply(reply.id)
    assert simulator.hidden_replies == {reply.id.removeprefix("x:")}
    await x.hide_reply(reply.id)  # once more does no harm
    await x.unhide_reply(reply.id)
    assert not simulator.hidden_replies


async def test_a_reply_in_somebody_else_s_conversation_is_known_beforehand(
    simulator: Simulator, x: X
) -> None:
    simulator.publish("Ours, and an older one")
    reply = reply_to(simulator, simulator.publish("Theirs", author=simulator.roster[1]))

    assert "our own posts" in await x.why_not_hide(reply)
    with pytest.raises(ActFailed, match="hides only replies in conversations"):
        await x.hide_reply(reply.id)


async def test_a_post_that_answers_nothing_cannot_be_hidden(simulator: Simulator, x: X) -> None:
    number = simulator.publish("Rubbish", author=simulator.roster[2])

    assert "only replies" in await x.why_not_hide(read(number, number))
    assert not simulator.ledger.calls


async def test_a_reply_that_is_gone_is_said_to_be(simulator: Simulator, x: X) -> None:
    reply = reply_to(simulator, simulator.publish("Tell us what you did"))
    simulator.delete(reply.id.removeprefix("x:"))

    with pytest.raises(ActFailed, match="no longer there"):
        await x.hide_reply(reply.id)


async def test_after_the_fiftieth_hiding_the_next_waits_and_x_is_not_asked(
    simulator: Simulator, x: X
) -> None:
    reply = reply_to(simulator, simulator.publish("Tell us what you did"))
    for _ in range(50):
        await x.hide_reply(reply.id)

    for act in (x.hide_reply, x.unhide_reply):
        with pytest.raises(ActLater, match="limit") as later:
            await act(reply.id)
        wait = later.value.at - datetime.now(UTC)
        assert timedelta(minutes=13) < wait < timedelta(minutes=16)
    assert len(simulator.ledger.hides) == 50


async def test_the_last_act_that_a_limit_allows_holds_the_next_without_a_request(
    fake: FakeX,
) -> None:
    reset = str(int((datetime.now(UTC) + timedelta(minutes=9)).timestamp()))
    left = {"x_rate_limit_remaining": "0", "x_rate_limit_reset": reset}
    fake.says("PUT", HIDDEN, 200, {"data": {"hidden": True}}, **left)
    async with x_at(fake.base_url) as network:
        await network.hide_reply(REPLY)
        with pytest.raises(ActLater) as later:
            await network.unhide_reply(REPLY)

    wait = later.value.at - datetime.now(UTC)
    assert timedelta(minutes=8) < wait < timedelta(minutes=10)
    assert fake.count("PUT", HIDDEN) == 1


@pytest.mark.parametrize(
    ("fault", "error", "happened"),
    [
        ("drop-after", ActInDoubt, True),
        ("drop-before", ActInDoubt, False),
        ("lost-acts=30", ActInDoubt, True),
        ("503=html", ActInDoubt, False),
        ("errors-in-200", ActFailed, False),
        ("402-no-credits", ActFailed, False),
        ("429-no-reset=60", ActLater, False),
    ],
)
async def test_what_came_of_it_is_never_guessed(
    simulator: Simulator, x: X, fault: str, error: type[Exception], *, happened: bool
) -> None:
    reply = reply_to(simulator, simulator.publish("Tell us what you did"))
    simulator.faults.add(f"{fault},at=hide")

    with pytest.raises(error):
        await x.hide_reply(reply.id)

    assert bool(simulator.hidden_replies) is happened


# What it takes to know which conversations are ours.


class Till:
    """Keeps what was charged."""

    def __init__(self) -> None:
        self.charges: list[Charge] = []

    def ring(self, charge: Charge) -> None:
        self.charges.append(charge)


class Asking:
    """Conversations that ask a server here, with a clock moved by hand."""

    def __init__(self, network: X, credentials: Credentials) -> None:
        self.seconds = 1000.0
        self.till = Till()
        timeline = Timeline(network._client, credentials, self.till)
        self.them = Conversations(timeline, credentials, lambda: self.seconds)

    async def why_not(self, began: int) -> str:
        return await self.them.why_not_hide(read("5000", str(began), "4000"))


@pytest.fixture
async def fake() -> AsyncIterator[FakeX]:
    async with fake_x() as server:
        yield server


@pytest.fixture
async def asking(fake: FakeX) -> AsyncIterator[Asking]:
    tokens = Credentials("bearer", "key", "ks", "42-token", "as")
    async with x_at(fake.base_url, tokens) as network:
        yield Asking(network, tokens)


def listed(*numbers: int, following: str | None = None) -> dict[str, Any]:
    data = [{"id": str(number), "text": "Ours"} for number in numbers]
    return {"data": data, "meta": {"next_token": following} if following else {}}


async def test_our_posts_are_asked_for_once_and_again_after_a_quarter_of_an_hour(
    fake: FakeX, asking: Asking
) -> None:
    fake.says("GET", OWN, 200, listed(3000, 2000))

    assert await asking.why_not(2000) == ""
    assert await asking.why_not(3000) == ""
    assert fake.count("GET", OWN) == 1
    asking.seconds += 14 * 60
    assert await asking.why_not(2000) == ""
    assert fake.count("GET", OWN) == 1
    asking.seconds += 2 * 60
    assert await asking.why_not(2000) == ""
    assert fake.count("GET", OWN) == 2
    assert asking.till.charges[0] == Charge(Item.OWN_POST, ("3000", "2000"))


async def test_an_unknown_conversation_is_asked_about_again_after_a_minute(
    fake: FakeX, asking: Asking
) -> None:
    fake.says("GET", OWN, 200, listed(3000))
    assert await asking.why_not(3500) != ""
    fake.says("GET", OWN, 200, listed(3500, 3000))
    assert await asking.why_not(3500) != ""
    asking.seconds += 61
    assert await asking.why_not(3500) == ""
    assert fake.count("GET", OWN) == 2


async def test_older_conversations_are_looked_for_on_older_pages(
    fake: FakeX, asking: Asking
) -> None:
    fake.says("GET", OWN, 200, listed(3000, 2500, following="more"))

    assert "older than" in await asking.why_not(2000)
    assert fake.count("GET", OWN) == 8
    assert await asking.why_not(2500) == ""
    assert fake.count("GET", OWN) == 8


@pytest.mark.parametrize(
    ("status", "body", "word"),
    [
        (503, {"title": "Internal"}, "X has trouble"),
        (200, "<html>portal</html>", "cannot be read"),
        (200, {"errors": [{"title": "Forbidden"}]}, "cannot be read"),
        (429, {"title": "Too Many Requests"}, "limit"),
    ],
)
async def test_where_x_does_not_say_it_is_said_and_asked_again(
    fake: FakeX, asking: Asking, status: int, body: object, word: str
) -> None:
    fake.says("GET", OWN, status, body)
    why = await asking.why_not(2000)
    assert word in why
    assert "press ‹hide-reply› again" in why

    fake.says("GET", OWN, 200, listed(2000))
    assert await asking.why_not(2000) == ""


async def test_without_tokens_nobody_is_asked(fake: FakeX) -> None:
    async with x_at(fake.base_url, Credentials("bearer only")) as network:
        why = await network.why_not_hide(read("5000", "2000", "2000"))

    assert "X was not asked: no account tokens" in why
    assert fake.seen == []


# What it costs.


async def test_acts_are_charged_when_they_happened_or_may_have(fake: FakeX) -> None:
    tokens, till = Credentials("bearer", "key", "ks", "42-token", "as"), Till()
    fake.says("PUT", HIDDEN, 200, {"data": {"hidden": True}})
    fake.says("POST", "/2/users/42/retweets", 503, "<html></html>")
    fake.says("DELETE", "/2/users/42/retweets/1000", 404, {"title": "Not Found"})
    async with x_at(fake.base_url, tokens) as network:
        acts = Acts(network._acts._client, tokens, till)
        await acts.hide_reply(REPLY)
        await acts.hide_reply(REPLY)
        with pytest.raises(ActInDoubt):
            await acts.retweet(REPLY)
        with pytest.raises(ActFailed):
            await acts.unretweet(REPLY)

    assert [charge.item for charge in till.charges] == [Item.HIDE, Item.HIDE, Item.RETWEET]
    assert len({charge.things for charge in till.charges}) == 3
