"""A post that its network withholds is shown by nobody but a person who knows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from making import ASHA, NOW, decide, judged, post
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId
from standup_tui.model.text import Clean
from standup_tui.rules.engine import Rules
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.standing import done, entry

GB = (Clean("GB"),)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    await opened.add([judged(1, trusted=True), judged(2), judged(3)], [], NOW)
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


@pytest.mark.parametrize(
    ("codes", "where"),
    [
        ((), ""),
        (("GB", "IE"), "in GB, IE"),
        (("XX",), "in every country"),
        (("DE", "XY"), "in ev"),
    ],
)
def test_where_a_post_is_withheld_is_said_and_flagged(codes: tuple[str, ...], where: str) -> None:
    one = replace(post(1), withheld=tuple(map(Clean, codes)))
    assert one.withheld_in.startswith(where)
    found = [flag for flag in Rules().judge(one) if flag.kind is Kind.WITHHELD]
    assert bool(found) is bool(codes)
    assert all(where in flag.reason for flag in found)


async def test_a_shown_post_that_is_withheld_leaves_the_wall_and_its_retweet_stays_here(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.RETWEET, 1), ASHA)
    assert await store.withheld({post(1).id: GB, post(2).id: ()}, NOW) == (post(1).id,)
    now = await entry(store, 1)
    assert (now.standing.status, now.post.withheld) == (Status.FLAGGED, GB)
    assert [flag.kind for flag in now.flags] == [Kind.WITHHELD]
    assert now.act is not None
    assert now.act.stage == "stopped"
    assert now.last is not None
    assert (now.last.by.login, now.last.reason) == ("", "withheld in GB")


async def test_what_a_person_shows_all_the_same_stays_until_there_is_news(
    store: SqliteStore,
) -> None:
    await store.withheld({post(1).id: GB}, NOW)
    standing = (await entry(store, 1)).standing
    await done(store, decide(Verb.APPROVE, 1, standing.revision), ASHA)
    assert await store.withheld({post(1).id: GB}, NOW) == ()
    assert (await entry(store, 1)).standing.status is Status.SHOWN
    await store.withheld({post(1).id: (Clean("XX"),)}, NOW)
    assert (await entry(store, 1)).standing.status is Status.FLAGGED


async def test_what_is_withheld_no_longer_says_so_and_stays_where_a_person_left_it(
    store: SqliteStore,
) -> None:
    await done(store, decide(Verb.HIDE, 3), ASHA)
    await store.withheld({post(2).id: GB, post(3).id: GB}, NOW)
    assert (await entry(store, 2)).standing.status is Status.FLAGGED
    assert (await entry(store, 3)).standing.status is Status.HIDDEN
    await store.withheld({post(2).id: (), post(3).id: (), PostId("x:9"): GB}, NOW)
    now = await entry(store, 2)
    assert (now.post.withheld, now.flags, now.standing.status) == ((), (), Status.FLAGGED)
