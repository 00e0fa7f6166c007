"""What moderators say of the walls: recorded by name, kept over a restart, and never twice."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import ASHA, LOOK, NOW, RAJ, decide, judged, op, post, some, undo
from standup_tui.model.command import Done, Outcome, Refused, Steer
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wall import (
    Delay,
    Fix,
    Pause,
    Plan,
    Scene,
    Slot,
    Spotlight,
    Step,
    WallAct,
    WallState,
)
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore

PLAN = Plan(slots=(Slot(Scene.STREAM, 60.0), Slot(Scene.SPOTLIGHT, 20.0), Slot(Scene.TALLY, 10.0)))
ONE, TWO = post(1).id, post(2).id


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = await SqliteStore.open(tmp_path / "standup.db", plan=PLAN)
    yield made
    await made.close()
    report = await check(tmp_path / "standup.db")
    assert report.ok, report.problems


async def steer(store: SqliteStore, act: WallAct, seconds: float = 0) -> Outcome:
    return await store.apply(Steer(op(), act), ASHA, NOW + timedelta(seconds=seconds))


async def scene(store: SqliteStore, seconds: float) -> Scene:
    return (await store.wall()).place(PLAN.slots, NOW + timedelta(seconds=seconds)).slot.scene


async def log(path: Path) -> list[tuple[str, str, str]]:
    async with aiosqlite.connect(path) as db:
        rows = await db.execute_fetchall(
            "SELECT d.verb, d.name, t.reason FROM decision d JOIN decision_text t USING (seq) "
            "ORDER BY d.seq"
        )
    return [tuple(row) for row in rows]


async def test_every_act_is_in_the_log_by_name(store: SqliteStore, tmp_path: Path) -> None:
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), RAJ, NOW)
    for act in (Pause(paused=True), Pause(paused=False), Step(), Fix(Scene.TALLY), Fix(None),
                Spotlight(ONE), Spotlight(None), Delay(20), Delay(0)):  # fmt: skip
        assert isinstance(await steer(store, act), Done)
    assert await log(tmp_path / "standup.db") == [
        ("approve", "Raj Patel", ""),
        ("pause the walls", "Asha Rowe", ""),
        ("let the walls go on", "Asha Rowe", ""),
        ("step the walls", "Asha Rowe", "the spotlight"),
        ("fix a scene of the walls", "Asha Rowe", "the tally"),
        ("let the walls' scenes take turns", "Asha Rowe", ""),
        ("put in the spotlight", "Asha Rowe", ONE),
        ("end the spotlight", "Asha Rowe", ONE),
        ("show after a delay", "Asha Rowe", "20 s"),
        ("approve first", "Asha Rowe", ""),
    ]


async def test_it_survives_the_hub(tmp_path: Path) -> None:
    path = tmp_path / "standup.db"
    store = await SqliteStore.open(path, plan=PLAN)
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), RAJ, NOW)
    for act in (Spotlight(ONE), Pause(paused=True), Delay(30)):
        await steer(store, act)
    before = await store.wall()
    await store.close()
    again = await SqliteStore.open(path, plan=PLAN)
    assert await again.wall() == before
    assert (before.spotlight, before.fixed, before.delay) == (ONE, Scene.SPOTLIGHT, 30)
    assert (before.paused, before.delayed_by) == (NOW, "Asha Rowe")
    await again.close()


async def test_the_same_op_twice_steps_once(store: SqliteStore) -> None:
    command = Steer(op(), Step())
    first = await store.apply(command, ASHA, NOW)
    state = await store.wall()
    second = await store.apply(command, ASHA, NOW)
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert "done already" in second.said
    assert await store.wall() == state


async def test_two_steps_at_once_are_two_steps(store: SqliteStore) -> None:
    await steer(store, Fix(Scene.STREAM))
    await steer(store, Fix(None))
    await steer(store, Step(1))
    await steer(store, Step(1))
    assert await scene(store, 0) is Scene.TALLY
    await steer(store, Step(-1))
    assert await scene(store, 0) is Scene.SPOTLIGHT


async def test_a_step_begins_a_scene_anew_and_lets_a_fixed_one_go(store: SqliteStore) -> None:
    await steer(store, Fix(Scene.SPOTLIGHT), 3)
    assert await scene(store, 1000) is Scene.SPOTLIGHT
    await steer(store, Step(), 1000)
    assert [await scene(store, at) for at in (1000, 1009.9, 1010)] == [
        Scene.TALLY,
        Scene.TALLY,
        Scene.STREAM,
    ]


async def test_a_pause_takes_nothing_from_the_scene_that_was_there(store: SqliteStore) -> None:
    await steer(store, Fix(Scene.STREAM))
    await steer(store, Fix(None))
    await steer(store, Pause(paused=True), 50)
    assert await scene(store, 5000) is Scene.STREAM
    await steer(store, Pause(paused=False), 5000)
    assert [await scene(store, at) for at in (5000, 5009.9, 5010)] == [
        Scene.STREAM,
        Scene.STREAM,
        Scene.SPOTLIGHT,
    ]


async def test_walls_that_stand_still_can_be_stepped_and_stand_still_again(
    store: SqliteStore,
) -> None:
    await steer(store, Fix(Scene.STREAM))
    await steer(store, Fix(None))
    await steer(store, Pause(paused=True), 5)
    await steer(store, Step(), 9)
    assert await scene(store, 9999) is Scene.SPOTLIGHT


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (Pause(paused=False), "go on already"),
        (Fix(None), "no scene is fixed"),
        (Spotlight(None), "nobody put a post"),
        (Spotlight(TWO), "approve it first"),
        (Spotlight(post(3).id), "it is gone"),
        (Delay(0), "approve first already"),
        (Delay(3), "at least 5 s"),
    ],
)
async def test_what_changes_nothing_is_refused(store: SqliteStore, act: WallAct, why: str) -> None:
    await store.add([judged(2, flags=(LOOK,))], [], NOW)
    outcome = await steer(store, act)
    assert isinstance(outcome, Refused)
    assert why in outcome.why
    assert await store.wall() == WallState()


@pytest.mark.parametrize("leaves", [Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.ESCALATE])
async def test_a_post_leaves_the_spotlight_with_the_walls_and_undo_brings_it_back(
    store: SqliteStore, leaves: Verb
) -> None:
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), RAJ, NOW)
    await steer(store, Spotlight(ONE))
    await store.apply(decide(leaves, 1, 2), RAJ, NOW)
    gone = await store.wall()
    assert (gone.spotlight, gone.fixed) == (None, None)
    await store.apply(undo(), RAJ, NOW)
    assert (await store.wall()).spotlight == ONE


async def test_a_deleted_post_leaves_the_spotlight(store: SqliteStore) -> None:
    await store.add(some(1), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), RAJ, NOW)
    await steer(store, Spotlight(ONE))
    await store.remove([ONE], NOW)
    assert (await store.wall()).spotlight is None


acts = st.one_of(
    st.builds(Pause, st.booleans()),
    st.builds(Step, st.sampled_from([-1, 1])),
    st.builds(Fix, st.none() | st.sampled_from(Scene)),
    st.builds(Spotlight, st.none() | st.sampled_from([ONE, TWO])),
    st.builds(Delay, st.sampled_from([0, 5, 60])),
)


@given(st.lists(st.tuples(acts | st.sampled_from(Verb), st.integers(0, 100)), max_size=12))
async def test_whatever_is_said_the_store_stays_sound(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[WallAct | Verb, int]]
) -> None:
    path = tmp_path_factory.mktemp("walls") / "standup.db"
    store = await SqliteStore.open(path, plan=PLAN)
    await store.add(some(2), [], NOW)
    at = 0.0
    for number, (said, seconds) in enumerate(told):
        at += seconds
        if isinstance(said, Verb):
            (entry, *_) = (await store.changes(0, 5)).entries
            with suppress(KeyError):  # verbs nobody can ask for
                await store.apply(decide(said, 1 + number % 2, entry.standing.revision), RAJ, NOW)
        else:
            await steer(store, said, at)
        state = await store.wall()
        entries = (await store.changes(0, 5)).entries
        shown = {one.post.id for one in entries if one.standing.on_wall}
        assert state.spotlight is None or state.spotlight in shown
        place = state.place(PLAN.slots, NOW + timedelta(seconds=at))
        assert 0 <= place.elapsed <= place.slot.seconds
    await store.close()
    report = await check(path)
    assert report.ok, report.problems
