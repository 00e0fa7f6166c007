"""Purges: what would go, having it erased, and the certificate that says so."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from standup_tui.core.keeping import traces
from standup_tui.errors import ConfigError, StoreError
from standup_tui.files import make_folder, sweep, written
from standup_tui.hub.logbook import count
from standup_tui.looking_back import store_of
from standup_tui.model.keeping import Certificate, Clocks, Copy, Plan, Purge, Purged
from standup_tui.records import backups, copies
from standup_tui.records.asking import ask
from standup_tui.settings.campaign import Campaign
from standup_tui.store import erasing, keeper
from standup_tui.store import person as people
from standup_tui.store.beside import beside

FOLDER = "certificates"
"""Below the campaign: one file for each purge."""

_BACKUP = "backup"
"""The kind of a copy of the whole store."""


def clocks(campaign: Campaign, now: datetime) -> Clocks:
    """Return a campaign's three clocks."""
    kept = campaign.retention
    return Clocks(*kept.before(now), (kept.undecided, kept.shown, kept.log))


async def purge_of(folder: Path, who: str, *, mentions: bool, reference: str) -> Purge:
    """Return the purge of one person; raises `ConfigError` where nothing is stored of them."""
    async with beside(store_of(folder)) as db:
        person = await people.identified(db, who)
    return Purge(person=person, mentions=mentions, reference=reference)


async def plan(folder: Path, purge: Purge) -> Plan:
    """Return exactly what a purge would erase now, in the store and in the log files."""
    async with beside(store_of(folder)) as db:
        going = await keeper.planned(db, purge)
        ids = [one.post for one in going.posts]
        texts = await erasing.texts(db, ids)
    lines = count(folder, traces(purge, ids, texts))
    return replace(going, counted=replace(going.counted, lines=lines))


_A_SECOND = 100_000_000
"""Bytes of a store that are written anew in about a second."""


def silent(folder: Path) -> int:
    """Return for how many seconds a hub will answer nobody, if it is to be noticed at all."""
    return round(store_of(folder).stat().st_size / _A_SECOND)


class Unwanted(Struct, frozen=True):
    """Which copies beside the store a purge is to delete."""

    copies: bool = False
    """Reports, exports and recordings that hold anything of what is erased."""
    backups: bool = False
    """Backups from before."""

    def has(self, one: Copy) -> bool:
        """Tell whether a copy is one of them."""
        return self.backups if one.kind == _BACKUP else self.copies


async def carry_out(
    folder: Path,
    purge: Purge,
    name: str = "",
    beside_it: Sequence[Copy] = (),
    unwanted: Unwanted | None = None,
) -> tuple[Purged, Path]:
    """Erase, delete the copies that are unwanted, file the certificate, and return both.

    Args:
        folder: The campaign.
        purge: What to erase.
        name: Who asks, where the account does not say it.
        beside_it: The copies that were found before; after it some may not be known any more.
        unwanted: Which of them are to go.
    """
    answer = await ask(folder, purge, name)
    if not isinstance(answer, Purged):
        raise StoreError("the hub answered something else; restart it, it is of another version.")
    for one in answer.earlier:
        file(folder, one)
    now = [
        *await copies.found(folder, purge),
        *_stale(folder, [*filed(folder), answer.certificate]),
    ]
    every = {one.name: one for one in (*beside_it, *now)}.values()
    removed = copies.remove(folder, [one for one in every if unwanted and unwanted.has(one)])
    left = tuple(one for one in every if one not in removed and (folder / one.name).exists())
    certificate = replace(answer.certificate, removed=removed, left=left)
    return replace(answer, certificate=certificate), file(folder, certificate)


async def held_beside(folder: Path, purge: Purge, going: Plan) -> tuple[Copy, ...]:
    """Return the copies beside the store that hold anything of what goes, or is gone."""
    files = await copies.found(folder, purge, [one.post for one in going.posts])
    if going.counted.nothing:
        return (*files, *_stale(folder, filed(folder)))
    return (*files, *(Copy(one.name, _BACKUP) for one in backups.listed(folder)))


def _stale(folder: Path, certificates: Sequence[Certificate]) -> Iterator[Copy]:
    """Yield the copies of the whole store from before some purges."""
    for one in backups.listed(folder):
        if one.stale(certificates):
            yield Copy(one.name, _BACKUP)


async def file_missing(folder: Path) -> None:
    """File the certificates of purges whose terminal ended before they were filed."""
    async with beside(store_of(folder)) as db:
        every = await keeper.certificates(db, keeper.OVER)
    for one in every:
        if not _place(folder, one).exists():
            left = (*await copies.found(folder, Purge()), *_stale(folder, [one]))
            file(folder, replace(one, left=left))


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
