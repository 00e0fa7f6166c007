"""A network that takes its time to answer, and a moderator who does not wait for it."""

import asyncio
from pathlib import Path

import pytest

from halls import Seat, hall, seat
from making import blank, decide, judged, post
from standup_tui.errors import ActFailed
from standup_tui.model.command import Done, Refused
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Post, PostId
from standup_tui.protocol.messages import Role

ONE = post(1).id


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have X be waited for longer than any of these tests takes."""
    monkeypatch.setattr("standup_tui.core.moderation._PATIENCE", 600.0)


class Silent:
    """A network that does not say whether it would hide a post until the test lets it."""

    def __init__(self) -> None:
        self.asked = 0
        self.ended = 0
        self.answer = asyncio.Event()

    async def why_not_hide(self, post: Post) -> str:
        del post
        self.asked += 1
        try:
            await self.answer.wait()
        finally:
            self.ended += 1
        return "it is not ours"

    async def retweet(self, post: PostId) -> None:
        raise ActFailed(f"nobody asked for {post}")

    async def unretweet(self, post: PostId) -> None:
        await self.retweet(post)

    async def hide_reply(self, post: PostId) -> None:
        await self.retweet(post)

    async def unhide_reply(self, post: PostId) -> None:
        await self.retweet(post)

    async def has_retweeted(self, post: PostId) -> bool | None:
        del post
        return None


async def hidden(asha: Seat) -> int:
    """Hide post 1 here; returns its revision."""
    await asha.until(lambda: ONE in asha.posts)
    before = asha.posts[ONE].standing.revision
    assert isinstance(await asha.ask(decide(Verb.HIDE, 1, before)), Done)
    await asha.until(lambda: asha.posts[ONE].standing.revision > before)
    return asha.posts[ONE].standing.revision


async def asked(network: Silent, times: int) -> None:
    async with asyncio.timeout(20):
        while network.asked < times:  # noqa: ASYNC110  # no event says so
            await asyncio.sleep(0.005)


async def test_a_blank_does_not_wait_for_what_x_is_asked_before_it(tmp_path: Path) -> None:
    network = Silent()
    async with (
        hall(tmp_path, publisher=network) as here,
        seat(tmp_path) as asha,
        seat(tmp_path, Role.WALL) as wall,
    ):
        await here.add([judged(1)])
        revision = await hidden(asha)
        hiding = asyncio.create_task(asha.ask(decide(Verb.HIDE_REPLY, 1, revision)))
        await asked(network, 1)

        assert isinstance(await asha.ask(blank()), Done)
        await wall.until(lambda: wall.wall.blank)

        assert network.ended == 0  # X was still being asked
        network.answer.set()
        assert await hiding == Refused("it is not ours")


async def test_only_so_many_wait_for_x_and_none_of_them_outlives_its_terminal(
    tmp_path: Path,
) -> None:
    network = Silent()
    async with hall(tmp_path, publisher=network) as here:
        async with seat(tmp_path) as asha:
            await here.add([judged(1)])
            revision = await hidden(asha)
            waiting = [
                asyncio.create_task(asha.ask(decide(Verb.HIDE_REPLY, 1, revision)))
                for _ in range(10)
            ]
            await asked(network, 10)
            outcome = await asha.ask(decide(Verb.HIDE_REPLY, 1, revision))
            assert isinstance(outcome, Refused)
            assert "try later" in outcome.why
            assert (network.asked, network.ended) == (10, 0)
            for one in waiting:
                one.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
        async with asyncio.timeout(30):
            while network.ended < 10:  # noqa: ASYNC110  # no event says so
                await asyncio.sleep(0.005)
