"""A mutant: a hub that answers before the disk has it. The kill test must catch it.

It commits each transaction only when the next one begins, or in good order at its end; until
then everybody in this process, who shares its connection, sees what the disk does not have.
"""

import sys
from pathlib import Path
from typing import Any

from standup_tui import wiring
from standup_tui.store.database import Database


async def hasty(self: Database, job: Any) -> Any:
    if not job.writes:
        return await job.work(self._connection)
    await settle(self)
    await self._connection.execute("BEGIN IMMEDIATE")
    result = await job.work(self._connection)
    self.told()
    return result


async def settle(self: Database) -> None:
    if self._connection.in_transaction:
        await self._connection.execute("COMMIT")


async def in_good_order(self: Database) -> None:
    await self.read(lambda _: settle(self))
    await close(self)


if __name__ == "__main__":
    close = Database.close
    Database.close = in_good_order  # type: ignore[method-assign]
    Database._run = hasty  # type: ignore[method-assign]
    sys.exit(wiring.serve(Path(sys.argv[1]), int(sys.argv[2])))
