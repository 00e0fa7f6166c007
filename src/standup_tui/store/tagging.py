"""For which of the campaign's actions a post counts by hand: what beats the rules."""

import aiosqlite

from standup_tui.model.command import Decide
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.store.recording import Case


def already(entry: Entry, command: Decide) -> str | None:
    """Return why tagging a post, or taking a tag off it, would change nothing."""
    if not command.action:
        return "no action was named"
    if (command.action in entry.counts_for) is (command.verb is Verb.TAG):
        so = "counts" if command.verb is Verb.TAG else "does not count"
        return f"it {so} for {command.action} already"
    return None


async def set_by_hand(case: Case, decision: int, post: str, action: str, *, counts: bool) -> None:
    """Have a post count for an action or not, as a person decided."""
    rows = await case.db.execute_fetchall(
        "SELECT hand, by FROM action WHERE post = ? AND name = ?", (post, action)
    )
    was, was_by = next(iter(rows), (None, ""))
    await case.db.execute(
        "INSERT INTO tagging VALUES (?, ?, ?, ?, ?)",
        (decision, action, int(counts), was, was_by),
    )
    await _set(case.db, post, action, int(counts), case.by.name)


async def set_again(case: Case, decision: int, first: int, post: str) -> None:
    """Do again what an earlier decision to tag or untag did."""
    rows = await case.db.execute_fetchall(
        "SELECT name, hand FROM tagging WHERE decision = ?", (first,)
    )
    for action, hand in rows:
        await set_by_hand(case, decision, post, action, counts=bool(hand))


async def take_back(db: aiosqlite.Connection, decision: int, post: str) -> None:
    """Bring back what held before a decision to tag or untag."""
    rows = await db.execute_fetchall(
        "SELECT name, was, was_by FROM tagging WHERE decision = ?", (decision,)
    )
    for name, was, was_by in rows:
        await _set(db, post, name, was, was_by)


async def _set(db: aiosqlite.Connection, post: str, name: str, hand: int | None, by: str) -> None:
    await db.execute(
        "INSERT INTO action (post, name, rule, spans, hand, by) VALUES (?, ?, 0, '[]', ?, ?) "
        "ON CONFLICT (post, name) DO UPDATE SET hand = excluded.hand, by = excluded.by",
        (post, name, hand, by),
    )
    await db.execute("DELETE FROM action WHERE post = ? AND NOT rule AND hand IS NULL", (post,))
