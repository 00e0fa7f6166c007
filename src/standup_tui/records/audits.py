"""The audit: who did what, and whether the log is what was written."""

from collections.abc import Callable
from pathlib import Path

from standup_tui.looking_back import store_of
from standup_tui.model.audit import Line, Wanted
from standup_tui.model.keeping import Head
from standup_tui.records import backups, purges
from standup_tui.store import auditing, verifying
from standup_tui.store.beside import beside


async def tell(folder: Path, wanted: Wanted, told: Callable[[Line], None]) -> int:
    """Tell of decisions one after the other, and return how many there were."""
    number = 0
    async with beside(store_of(folder)) as db:
        async for one in auditing.lines(db, wanted):
            told(one)
            number += 1
    return number


async def verify(folder: Path, noted: Head | None) -> verifying.Verdict:
    """Verify the log, also by what certificates, backups and an auditor's note know of it.

    A copy of the whole file that was changed in every row is found by these only: the chain
    holds no secret.
    """
    witnesses = [
        verifying.Witness(one.head, f"the certificate of purge {one.number}, {one.began:%Y-%m-%d}")
        for one in purges.filed(folder)
    ]
    witnesses += [
        verifying.Witness(one.head, f"the backup {one.name}") for one in backups.listed(folder)
    ]
    if noted is not None:
        witnesses.append(verifying.Witness(noted, "the note that was given"))
    async with beside(store_of(folder)) as db:
        return await verifying.verified(db, witnesses)
