"""What must be true of a store however it was treated, given what its consoles were told.

I1 Every post that a console was sent is in the store.
I2 Every command that was answered with ok is in the log exactly once.
I3 Nothing is in the log that nobody asked for, or that was answered with no.
I4 The log's numbers grow, each decision begins where the last one on its post ended, and the
   chain of hashes holds.
I5 Each post stands where its last decision left it.
I6 The cursor is at no later a post of its network than the newest stored one.
"""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from process.killing import History
from standup_tui.store.check import check


async def broken(store: Path, history: History) -> dict[str, list[str]]:
    """Return what is not as it must be, by invariant; I4 and I5 are `standup check`'s."""
    found = {**_by_history(store, history), "check": list((await check(store)).problems)}
    return {name: sorted(what) for name, what in found.items() if what}


def _by_history(store: Path, history: History) -> dict[str, set[str]]:
    with closing(sqlite3.connect(store)) as db:
        posts = {row[0] for row in db.execute("SELECT id FROM post")}
        ops = [row[0] for row in db.execute("SELECT op FROM decision WHERE login <> ''")]
        cursors = [row[0] for row in db.execute("SELECT newest FROM cursor")]
        seqs = [row[0] for row in db.execute("SELECT seq FROM decision ORDER BY rowid")]
    times = Counter(ops)
    newest = max(((len(post), post) for post in posts), default=(0, ""))
    return {
        "I1": history.seen - posts,
        "I2": {op for op in history.ok if times[op] != 1},
        "I3": {op for op in times if op not in history.invoked or op in history.failed},
        "I4": set() if seqs == sorted(set(seqs)) else {"the numbers of the log do not grow"},
        "I6": {cursor for cursor in cursors if (len(cursor), cursor) > newest},
    }
