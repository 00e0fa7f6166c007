"""The counter of changes: every row that terminals see carries the number of its last one."""

import aiosqlite


async def advance(db: aiosqlite.Connection, by: int = 1) -> int:
    """Take sequence numbers and return the last of them."""
    rows = await db.execute_fetchall("UPDATE counter SET seq = seq + ? RETURNING seq", (by,))
    return int(next(iter(rows))[0])
