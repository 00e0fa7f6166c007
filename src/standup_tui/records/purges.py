"""Purges: what would go, having it erased, and the certificate that says so."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from standup_tui.core.keeping import traces
from standup_tui.errors import ConfigError, StoreError
from standup_tui.files import make_folder, sweep, written
from standup_tui.hub.logbook import count
from standup_tui.model.keeping import Certificate, Clocks, Plan, Purge, Purged
from standup_tui.records import backups, exports
from standup_tui.records.asking import ask, store_of
from standup_tui.settings.campaign import Campaign
from standup_tui.store import erasing, keeper
from standup_tui.store import person as people
from standup_tui.store.beside import beside

FOLDER = "certificates"
"""Below the campaign: one file for each purge."""


def clocks(campaign: Campaign, now: datetime) -> Clocks:
    """Return a campaign's three clocks."""
    kept = campaign.retention
    return Clocks(*kept.before(now), (kept.undecided, kept.shown, kept.log))


async def purge_of(folder: Path, who: str, *, mentions: bool, reference: str) -> Purge:
    """Return the purge of one person; raises `ConfigError` where nothing is stored of them."""
    async with beside(store_of(folder)) as db:
        person = await people.identified(db, who)
    return Purge(person=person, mentions=mentions, reference=reference)


async def plan(folder: Path, purge: Purge) -> tuple[Plan, int]:
    """Return exactly what a purge would erase now, and how many lines of the log files."""
    async with beside(store_of(folder)) as db:
        going = await keeper.planned(db, purge)
        ids = [one.post for one in going.posts]
        texts = await erasing.texts(db, ids)
    return going, count(folder, traces(purge, ids, texts))


class Left(Struct, frozen=True):
    """Copies outside the store that may still hold what was erased."""

    backups: tuple[str, ...]
    exports: tuple[str, ...]


async def carry_out(folder: Path, purge: Purge, name: str = "") -> tuple[Purged, Path]:
    """Erase, file the certificate, and return both."""
    answer = await ask(folder, purge, name)
    if not isinstance(answer, Purged):
        raise StoreError("the hub answered something else; restart it, it is of another version.")
    for one in answer.earlier:
        file(folder, one)
    return answer, file(folder, answer.certificate)


async def file_missing(folder: Path) -> None:
    """File the certificates of purges whose terminal ended before they were filed."""
    async with beside(store_of(folder)) as db:
        every = await keeper.certificates(db, keeper.OVER)
    for one in every:
        if not _place(folder, one).exists():
            file(folder, one)


def file(folder: Path, certificate: Certificate) -> Path:
    """Write a certificate into its file, and return where it is."""
    make_folder(folder / FOLDER)
    sweep(folder / FOLDER)
    path = _place(folder, certificate)
    with written(path) as out:
        out.write(msgspec.json.format(msgspec.json.encode(certificate), indent=2) + b"\n")
    return path


def _place(folder: Path, one: Certificate) -> Path:
    return folder / FOLDER / f"purge-{one.began:%Y%m%dT%H%M%SZ}-{one.number}.json"


def filed(folder: Path) -> tuple[Certificate, ...]:
    """Return the certificates that are in their files, the oldest first; raises `ConfigError`."""
    found = []
    for path in (folder / FOLDER).glob("purge-*.json"):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Certificate))
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} cannot be read as a certificate: {error}.") from None
    return tuple(sorted(found, key=lambda one: one.began))


def left(folder: Path, certificates: Sequence[Certificate]) -> Left:
    """Return the copies from before purges, which no purge reaches."""
    ends = [one.ended or one.began for one in certificates if not one.counted.nothing]
    files = (folder / exports.FOLDER).glob("[!.]*")
    return Left(
        tuple(one.name for one in backups.listed(folder) if one.stale(certificates)),
        tuple(
            sorted(
                str(path.relative_to(folder))
                for path in files
                if ends and path.stat().st_mtime < max(ends).timestamp()
            )
        ),
    )
