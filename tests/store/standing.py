"""What a store says of its posts, for tests."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from making import NOW, post
from standup_tui.model.command import Command, Done, Outcome, Refused, Several
from standup_tui.model.entry import Decision, Entry, Moderator
from standup_tui.model.lifecycle import Status
from standup_tui.store.store import SqliteStore


async def entry(store: SqliteStore, number: int = 1) -> Entry:
    """Return a post as it is now."""
    story = await store.story(post(number).id)
    assert story is not None
    return story.entry


async def decisions(store: SqliteStore, number: int = 1) -> Sequence[Decision]:
    """Return everything that was decided on a post."""
    story = await store.story(post(number).id)
    assert story is not None
    return story.decisions


async def statuses(store: SqliteStore, *numbers: int) -> list[Status]:
    """Return where posts stand."""
    return [(await entry(store, number)).standing.status for number in numbers]


async def done(store: SqliteStore, command: Command, who: Moderator) -> Done:
    """Have it done."""
    outcome = await store.apply(command, who, NOW)
    assert isinstance(outcome, Done), outcome
    return outcome


async def several(store: SqliteStore, command: Command, who: Moderator) -> Several:
    """Have it done to several posts."""
    outcome = await store.apply(command, who, NOW)
    assert isinstance(outcome, Several), outcome
    return outcome


async def refused(store: SqliteStore, command: Command, who: Moderator) -> str:
    """Have it refused, and return why."""
    outcome: Outcome = await store.apply(command, who, NOW)
    assert isinstance(outcome, Refused), outcome
    return outcome.why


def left_by_a_kill(path: Path, torn: bytes, into: Path) -> Path:
    """Return a copy of an open store as a kill would leave it.

    Args:
        path: The store.
        torn: The beginning of what would have been written next.
        into: Gets a folder with the copy in it.
    """
    left = Path(tempfile.mkdtemp(dir=into))
    for name in (path.name, f"{path.name}-wal"):
        if (path.parent / name).exists():
            shutil.copyfile(path.parent / name, left / name)
    with (left / f"{path.name}-wal").open("ab") as log:
        log.write(torn)
    return left / path.name
