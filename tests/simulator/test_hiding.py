"""Hiding replies: only in one's own conversations."""

from typing import Any

import aiohttp
import pytest
from tweepy import BadRequest, Forbidden, NotFound, TooManyRequests

from simulator.aiming import client_of
from simulator.clocks import HandClock
from standup_tui.simulator.server import Options, Simulator


def _reply(x: Simulator) -> str:
    own = x.publish("Tell us what you did #StandUp4SW")
    return x.publish("Rubbish", author=x.roster[2], reply_to=own)


async def test_a_reply_to_our_post_is_hidden_until_it_is_shown_again(
    x: Simulator, client: Any
) -> None:
    reply = _reply(x)
    hidden = await client.hide_reply(reply)
    during = x.hidden_replies
    shown = await client.unhide_reply(reply)

    assert (hidden.data, shown.data) == ({"hidden": True}, {"hidden": False})
    assert during == {reply}
    assert not x.hidden_replies
    assert [(it.act, it.status) for it in x.ledger.hides] == [("hide", 200), ("unhide", 200)]


async def test_an_answer_to_an_answer_to_us_can_be_hidden_too(x: Simulator, client: Any) -> None:
    deeper = x.publish("More of it", author=x.roster[3], reply_to=_reply(x))
    await client.hide_reply(deeper)

    assert x.hidden_replies == {deeper}


async def test_nothing_else_can_be_hidden(x: Simulator, client: Any) -> None:
    theirs = x.publish("Theirs", author=x.roster[1])
    answer = x.publish("An answer to them", author=x.roster[2], reply_to=theirs)
    own = x.publish("Ours")
    for post_id in (theirs, answer, own):
        with pytest.raises(Forbidden, match="not permitted"):
            await client.hide_reply(post_id)

    assert [it.status for it in x.ledger.hides] == [403] * 3
    assert not x.hidden_replies


async def test_what_is_gone_cannot_be_hidden(x: Simulator, client: Any) -> None:
    reply = _reply(x)
    x.delete(reply)
    with pytest.raises(NotFound):
        await client.hide_reply(reply)


async def test_the_app_alone_cannot_hide(x: Simulator, client: Any) -> None:
    with pytest.raises(Forbidden, match="Application-Only"):
        await client.hide_reply(_reply(x), user_auth=False)


async def test_hiding_is_a_matter_of_yes_or_no(x: Simulator, client: Any) -> None:
    with pytest.raises(BadRequest):
        await client.request(
            "PUT",
            f"/2/tweets/{_reply(x)}/hidden",
            params={},
            json={"hidden": "maybe"},
            user_auth=True,
        )


async def test_fifty_in_fifteen_minutes_are_the_limit() -> None:
    clock = HandClock()
    async with (
        Simulator(Options(play=False), clock=clock) as x,
        client_of(x.credentials) as client,
    ):
        reply = _reply(x)
        for _ in range(50):
            await client.hide_reply(reply)
        with pytest.raises(TooManyRequests):
            await client.hide_reply(reply)
        clock.move(901)
        await client.hide_reply(reply)


async def test_a_lost_answer_to_hiding_leaves_it_hidden(x: Simulator, client: Any) -> None:

    reply = _reply(x)
    x.faults.add("drop-after,at=hide")
    with pytest.raises(aiohttp.ClientError):
        await client.hide_reply(reply)

    assert x.hidden_replies == {reply}
