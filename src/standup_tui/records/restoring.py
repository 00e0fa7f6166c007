"""Restoring a backup: while no hub runs, checked before and after, the replaced store kept."""

import asyncio
import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from standup_tui.errors import ConfigError, HubError, StoreError
from standup_tui.files import make_folder, settle, sweep
from standup_tui.hub.lock import campaign_lock
from standup_tui.model.keeping import Certificate, Head
from standup_tui.protocol.address import STORE
from standup_tui.records import backups, purges
from standup_tui.records.asking import me
from standup_tui.records.backups import Backup, beside_of, put_on_disk
from standup_tui.store.check import check
from standup_tui.store.copying import copy, fold, note_restored
from standup_tui.store.wal import damage


class Restored(Struct, frozen=True):
    """What came of restoring."""

    backup: Backup
    replaced: str
    """Where the store is that was there before; empty where there was none, or it was let go."""
    since: tuple[Certificate, ...]
    """Purges since the backup was made: what they erased is back."""


def restore(folder: Path, named: str, *, discard: bool = False) -> Restored:
    """Put a backup in the place of a campaign's store.

    Args:
        folder: The campaign.
        named: The backup: a path, or its name in the list.
        discard: Whether the replaced store is let go of once the restored one has passed.

    Raises:
        StandupError: Nothing was changed, and why.
    """
    path = _found(folder, named)
    try:
        with campaign_lock(folder):
            return _restore(folder, path, discard=discard)
    except HubError as error:
        if "works on this campaign" not in str(error):
            raise
        raise HubError(
            "a hub runs on this campaign, and nobody may take its store away: stop it with "
            "`standup hub --stop`, then restore."
        ) from None


def _found(folder: Path, named: str) -> Path:
    """Return the file of a backup; raises `ConfigError` where there is none."""
    for path in (Path(named).expanduser(), folder / named, folder / backups.FOLDER / named):
        if path.is_file():
            return path.absolute()
    raise ConfigError(f"there is no backup {named}; `standup backup --list` has those there are.")


def _restore(folder: Path, path: Path, *, discard: bool) -> Restored:
    store = folder / STORE
    if path == store:
        raise ConfigError(f"{path} is the store itself; name a backup of it.")
    noted = {one.path(folder).absolute(): one for one in backups.listed(folder)}.get(path)
    if noted is not None and not backups.is_as_noted(path, noted):
        raise StoreError(
            f"{path} is not the file that was made (its checksum is another): nothing was "
            "changed; restore another backup."
        )
    sweep(folder)
    at = noted.at if noted else datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with beside_of(store) as part:
        copy(path, part)
        backup = backups.known(part, at, noted.name if noted else str(path))
        asyncio.run(note_restored(part, me(), datetime.now(UTC), _end_of(store)))
        put_on_disk(part)
        kept = _set_aside(store)
        part.replace(store)
        settle(folder)
    _passed(store, kept)
    replaced = _kept(folder, kept, discard=discard) if kept else ""
    return Restored(backup, replaced, backup.stale(purges.filed(folder)))


def _end_of(store: Path) -> Head:
    """Return where the log ends that is replaced, as far as it can be read."""
    if not store.exists() or damage(store):  # to open it would drop what it cannot read
        return Head()
    try:
        return asyncio.run(backups.head_of(store))
    except StoreError:
        return Head()


def _set_aside(store: Path) -> Path | None:
    """Give the store that is there a second name; its first one is left for the backup.

    A write-ahead log that stayed beside would be taken for one of the restored store. So the log
    is folded into the store first, which is then whole in one file at every moment. Only one that
    nobody can read keeps its log; both have their second names before the log's first one goes.
    """
    if not store.exists():
        return None
    whole = fold(store)
    kept = store.with_name(f"standup.replaced-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.db")
    _link(store, kept)
    if not whole:
        wal = store.with_name(f"{store.name}-wal")
        if wal.exists():
            _link(wal, kept.with_name(f"{kept.name}-wal"))
        settle(store.parent)
    for left in ("-wal", "-shm"):
        store.with_name(f"{store.name}{left}").unlink(missing_ok=True)
    return kept


def _link(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # not every file system can
        shutil.copy2(path, name)


def _passed(store: Path, kept: Path | None) -> None:
    """See that the store passes the check where it is now; else have the one before back."""
    with suppress(StoreError):
        if asyncio.run(check(store)).ok:
            return
    if kept is not None:
        kept.replace(store)
        wal = kept.with_name(f"{kept.name}-wal")
        if wal.exists():
            wal.replace(store.with_name(f"{store.name}-wal"))
    raise StoreError(
        f"the restored {store} did not pass the check, and the store from before is back: look at "
        "the disk, then try again."
    )


def _kept(folder: Path, kept: Path, *, discard: bool) -> str:
    """Keep the replaced store among the backups, or let go of it."""
    wal = kept.with_name(f"{kept.name}-wal")
    if discard:
        kept.unlink()
        wal.unlink(missing_ok=True)
        return ""
    if wal.exists():
        return kept.name  # damaged: for somebody who knows, and beside its own log
    make_folder(folder / backups.FOLDER)
    place = folder / backups.FOLDER / kept.name.removeprefix("standup.")
    name = str(place.relative_to(folder))
    try:
        found = backups.known(kept, datetime.now(UTC), name)
    except StoreError:
        return kept.name
    kept.replace(place)
    settle(folder)
    backups.note(folder, found)
    return name
