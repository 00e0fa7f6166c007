"""Many rows with few statements.

`executemany` gives the interpreter lock up at every row and waits for it again, which a busy
event loop turns from 3 ms into 600. One statement with the values of many rows keeps SQLite at
work on the other core instead; handing them over as JSON does so too, for twice the time.
"""

from collections.abc import Sequence
from typing import Any

import aiosqlite

_SIZES = (256, 64, 16, 4, 1)
"""Rows of one statement: few different ones, so that each is prepared once and kept."""


class Insert:
    """Puts rows into a table.

    Args:
        into: The table and its columns, as they stand after ``INSERT INTO``.
        columns: How many values a row has.
    """

    def __init__(self, into: str, columns: int) -> None:
        row = f"({', '.join('?' * columns)})"
        self._statements = {
            size: f"INSERT INTO {into} VALUES {', '.join([row] * size)}" for size in _SIZES
        }

    async def rows(self, db: aiosqlite.Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows, in their order."""
        at = 0
        for size, statement in self._statements.items():
            while len(rows) - at >= size:
                values = [value for row in rows[at : at + size] for value in row]
                await db.execute(statement, values)
                at += size
