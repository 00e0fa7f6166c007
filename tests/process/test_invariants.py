"""What is forged in a store, or in what its consoles were told, is found."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from making import ASHA, NOW, decide, post, some
from process.invariants import broken
from process.killing import History
from standup_tui.model.command import OpId
from standup_tui.model.lifecycle import Verb
from standup_tui.store.store import SqliteStore

Forge = Callable[[sqlite3.Connection, History], object]


def _lines(history: History, *events: dict[str, str]) -> None:
    for event in events:
        history.note("console 1", json.dumps(event))


async def a_day(folder: Path) -> History:
    """Make a store with three posts and a decision, and the history of it."""
    store = await SqliteStore.open(folder / "standup.db")
    newest = post(3).id
    await store.add(some(3), [], NOW, newest)
    for number in (1, 2):
        hiding = replace(decide(Verb.HIDE, number), op=OpId(f"op {number}"))
        await store.apply(hiding, ASHA, NOW)
    await store.close()
    history = History(folder / "history.jsonl")
    _lines(
        history,
        {"is": "seen", "post": newest},
        *({"is": "invoke", "op": f"op {number}"} for number in (1, 2, 3)),
        {"is": "ok", "op": "op 1"},
        {"is": "fail", "op": "op 3"},
    )
    history.died("console 1")
    return history


FORGERIES: dict[str, tuple[str, Forge]] = {
    "a post is lost": ("I1", lambda db, _: db.execute("DELETE FROM post WHERE id LIKE '%3'")),
    "an answered command is lost": (
        "I2",
        lambda db, _: db.execute("DELETE FROM decision WHERE op = 'op 1'"),
    ),
    "what was refused is done": (
        "I3",
        lambda _, history: _lines(history, {"is": "fail", "op": "op 2"}),
    ),
    "nobody asked for it": ("I3", lambda _, history: history.invoked.clear()),
    "a decision changed": (
        "check",
        lambda db, _: db.execute("UPDATE decision SET verb = 'approve' WHERE op = 'op 1'"),
    ),
    "a post moved without a decision": (
        "check",
        lambda db, _: db.execute("UPDATE post SET status = 'shown' WHERE id LIKE '%3'"),
    ),
    "the cursor is ahead": (
        "I6",
        lambda db, _: db.execute("UPDATE cursor SET newest = 'x:9999999999'"),
    ),
}


@pytest.mark.fault("A1", control=True)
@pytest.mark.parametrize(("where", "forge"), FORGERIES.values(), ids=FORGERIES)
async def test_what_is_forged_is_found(tmp_path: Path, where: str, forge: Forge) -> None:
    history = await a_day(tmp_path)
    assert await broken(tmp_path / "standup.db", history) == {}
    with closing(sqlite3.connect(tmp_path / "standup.db")) as db, db:
        for trigger in ("decision_is_never_changed", "decision_is_kept"):
            db.execute(f"DROP TRIGGER {trigger}")
        forge(db, history)
    assert where in await broken(tmp_path / "standup.db", history)


async def test_what_a_dead_console_was_not_told_is_unknown(tmp_path: Path) -> None:
    await a_day(tmp_path)
    lines = (tmp_path / "history.jsonl").read_text().splitlines()
    assert [json.loads(line)["op"] for line in lines if '"unknown"' in line] == ["op 2"]
