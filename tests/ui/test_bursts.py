"""Keys act on what was selected as each went down, whatever others do meanwhile."""

import asyncio
import random
from datetime import timedelta
from pathlib import Path

import pytest
from textual.events import Key

from standup_tui.model.command import Command, Decide
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status, Verb, refusal
from standup_tui.ui.console.state.drawn import Drawn
from ui.console_kit import Bench, by_raj, console
from ui.fake_hub import NOW
from ui.invented import entry, flagged, series

VERBS = {"a": Verb.APPROVE, "h": Verb.HIDE, "w": Verb.HOLD, "f": Verb.FLAG}
POSTS = 60
BURSTS = 12


def foresee(bench: Bench, keys: str) -> list[tuple[str, str, int]]:
    """Return what a burst has to do: verb, post and revision for each of its acts."""
    timeline, entries = bench.feed.timeline, bench.app.board.entries
    place = timeline.place(bench.feed.cursor)
    assert place is not None
    acts: list[tuple[str, str, int]] = []
    mine = bench.app.board.mine
    for key in keys:
        seen = entries[timeline.at(place)]
        if key == "j":
            place += 1
        elif refusal(seen.standing, VERBS[key]) is None and not mine.unconfirmed(seen):
            acts.append((str(VERBS[key]), seen.post.id, seen.standing.revision))
            place += 1
    return acts


def asked(commands: list[Command]) -> list[tuple[str, str, int]]:
    return [(str(one.verb), one.post, one.revision) for one in commands if isinstance(one, Decide)]


async def drawn(bench: Bench, changes: list[Entry]) -> None:
    known, there = bench.app.board.entries, bench.hub.entries
    posts = [one.post.id for one in changes]
    await bench.until(
        lambda: all(post in known and known[post].seq == there[post].seq for post in posts)
    )


async def heard(bench: Bench, keys: list[Key]) -> None:
    """Wait until the last of the keys has done what it does."""
    await bench.until(lambda: bench.app.board.drawn.pressed_at == keys[-1].time)
    done = asyncio.Event()
    bench.app.call_later(done.set)
    await done.wait()


def meddle(bench: Bench, chance: random.Random, number: int) -> list[Entry]:
    """Return what happens at the hub meanwhile: arrivals, and raj near the cursor."""
    changes: list[Entry] = []
    if chance.random() < 0.5:
        at = NOW + timedelta(seconds=number)
        changes.append(flagged(number, at) if chance.random() < 0.3 else entry(number, at))
    timeline = bench.feed.timeline
    place = timeline.place(bench.feed.cursor) or 0
    if chance.random() < 0.5:
        post = timeline.at(min(len(timeline) - 1, place + chance.randrange(4)))
        if bench.hub.entries[post].standing.status is Status.WAITING:
            verb, status = chance.choice(
                [(Verb.APPROVE, Status.SHOWN), (Verb.HIDE, Status.HIDDEN)]
            )
            changes.append(by_raj(bench.hub, int(post.removeprefix("x:")), verb, status))
    return changes


async def caught_up(bench: Bench) -> None:
    await bench.until(lambda: not bench.app.board.mine.unanswered)
    await drawn(bench, list(bench.hub.entries.values()))


@pytest.mark.uncounted
@pytest.mark.parametrize(
    "seed",
    [*(pytest.param(seed, marks=pytest.mark.fault("D10")) for seed in range(3)), *range(3, 12)],
)
async def test_each_command_names_the_post_and_revision_seen_as_its_key_went_down(
    seed: int, tmp_path: Path
) -> None:
    """A burst does what it meant from its beginning on, and nothing else: if others change what
    it is about, what is left of it is ignored rather than guessed at."""
    chance = random.Random(seed)
    whole = 0
    async with console(tmp_path, series(POSTS, NOW)) as bench:
        bench.app.board.about = bench.hub.about
        await bench.pilot.press("j")
        for burst in range(BURSTS):
            bench.clock.at += 1
            bench.hub.waiting = []
            before = len(bench.hub.commands)
            keys = "".join(chance.choices("aahwfj", k=chance.randint(1, 4)))
            meant = foresee(bench, keys)
            pressed = [Key(key, key) for key in keys]  # down, and not yet heard
            before_it = chance.randrange(len(keys) + 1)
            for key in pressed[:before_it]:
                bench.app.post_message(key)
            if changes := meddle(bench, chance, 1000 + burst):
                bench.hub.put(changes)
                if chance.random() < 0.7:  # drawn before the rest is heard
                    await drawn(bench, changes)
            for key in pressed[before_it:]:
                bench.app.post_message(key)
            await heard(bench, pressed)
            await bench.until(
                lambda: len(bench.hub.waiting or ()) == bench.app.board.mine.unanswered
            )
            for work in bench.hub.waiting:
                work()
            bench.hub.waiting = None
            await caught_up(bench)

            done = asked(bench.hub.commands[before:])
            assert done == meant[: len(done)], (seed, burst, keys)
            whole += done == meant
    assert whole >= BURSTS // 3


@pytest.mark.fault("D10")
async def test_what_changed_after_the_keys_went_down_is_not_acted_on(tmp_path: Path) -> None:
    async with console(tmp_path, series(6, NOW)) as bench:
        await bench.pilot.press("j")
        keys = [Key(key, key) for key in "aaja"]  # down, and not yet heard
        await bench.put(by_raj(bench.hub, 4, Verb.APPROVE, Status.SHOWN))
        for key in keys:
            bench.app.post_message(key)
        await bench.until(lambda: bench.cursor == "3")
        await bench.until(lambda: not bench.app.board.mine.unanswered)

        assert bench.decisions() == [("approve", "5")]
        assert "changed just now" in bench.said


@pytest.mark.fault("D10")
async def test_a_post_that_came_after_the_key_went_down_is_not_acted_on(tmp_path: Path) -> None:
    async with console(tmp_path, series(2, NOW)) as bench:
        await bench.pilot.press("z")
        keys = [Key(key, key) for key in "aa"]
        await bench.put(flagged(50, NOW))
        for key in keys:
            bench.app.post_message(key)
        await bench.until(lambda: "changed just now" in bench.said)
        await bench.until(lambda: not bench.app.board.mine.unanswered)

        assert bench.decisions() == [("approve", "1")]


def test_a_key_that_waited_too_long_comes_too_late_for_every_post() -> None:
    drawn, posts = Drawn(), [one.post.id for one in series(3, NOW)]
    drawn.pressed_at = 10.0
    drawn.take(posts[:1], 9.0)
    drawn.take(posts[1:2], 11.0)
    assert [drawn.overtaken(post) for post in posts] == [False, True, False]

    drawn.take(posts[2:], 100.0)
    assert all(drawn.overtaken(post) for post in posts)
