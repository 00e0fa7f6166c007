"""One request, one answer: every way in which asking X can fail, in one place."""

from collections.abc import Awaitable, Mapping
from typing import Any, NamedTuple, TypeVar

import aiohttp
import tweepy

from standup_tui.errors import SourceDropped
from standup_tui.networks.x.payload import Unfit, whole
from standup_tui.networks.x.refusal import dropped, refused
from standup_tui.networks.x.session import BrokenOff, Refused

T = TypeVar("T")


class AnswerLost(SourceDropped):
    """X answered, and the answer broke off: nobody has it, and X charges for it all the same."""


class Answer(NamedTuple):
    """What X said."""

    body: bytes
    headers: Mapping[str, str]


async def answer(request: Awaitable[Any]) -> bytes:
    """Await one of tweepy's requests and return the answer's body; raises like `answered`."""
    return (await answered(request)).body


async def answered(request: Awaitable[Any]) -> Answer:
    """Await one of tweepy's requests and return the answer.

    Args:
        request: Of a client made with `return_type=aiohttp.ClientResponse`.

    Raises:
        AnswerLost: The same, but what was asked for is charged.
        SourceDropped: Try again after a pause.
        SourceRefused: X says no, and why.
    """
    try:
        response = await request
        body = await body_of(response)
    except Refused as error:
        raise refused(error) from error
    except BrokenOff as error:
        raise AnswerLost(str(dropped(error))) from error
    except (tweepy.TweepyException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise dropped(error) from error
    return Answer(body, response.headers)


def read_as(body: bytes, kind: type[T], what: str) -> T:
    """Return what an answer says.

    Args:
        body: The answer.
        kind: What it should be.
        what: What was asked for, for a person.

    Raises:
        SourceDropped: It is something else.
    """
    try:
        return whole(body, kind)
    except Unfit as error:
        raise SourceDropped(f"X's answer to {what} cannot be read.") from error


async def body_of(response: aiohttp.ClientResponse) -> bytes:
    """Return the bytes of an answer that tweepy has read and released already.

    `read` refuses then (aiohttp 3.14), `text` does not; the detour loses no byte.
    """
    text = await response.text("utf-8", "surrogateescape")
    return text.encode("utf-8", "surrogateescape")
