"""Copies of posts beside the store: where they are, what they hold, and letting go of them.

No purge of the store reaches them. What Standup writes with the text of a post into the
campaign's folder is found by how it looks; what it writes elsewhere is noted down.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from standup_tui.errors import ConfigError
from standup_tui.files import settle, write_whole
from standup_tui.looking_back import store_of
from standup_tui.model.keeping import Copy, Purge
from standup_tui.records import backups
from standup_tui.records.quoting import RECORDING, naming, quoted
from standup_tui.store import erasing
from standup_tui.store.beside import beside
from standup_tui.store.person import marks

LIST = "copies.json"
"""Below the campaign: files elsewhere that hold the text of posts."""

EXPORTS = "exports"
"""Below the campaign, where exports go that are not named."""

_OURS = frozenset({LIST, backups.LIST})


def note(folder: Path, path: Path) -> None:
    """Remember a file with the text of posts; one in the folder is found without that.

    Raises:
        ConfigError: It cannot be noted down.
    """
    path, home = path.resolve(), folder.resolve()
    if path.parent in (home, home / EXPORTS):
        return
    try:
        with _alone(folder):
            noted = sorted({*_noted(folder), path})
            lines = msgspec.json.encode([str(one) for one in noted if one.is_file()])
            write_whole(folder / LIST, msgspec.json.format(lines, indent=2) + b"\n")
    except OSError as error:
        raise ConfigError(
            f"{path} is written, but {folder / LIST} is not ({error.strerror}): no purge will "
            "know of it, so delete it yourself in time."
        ) from None


def _noted(folder: Path) -> Sequence[Path]:
    path = folder / LIST
    try:
        return [Path(one) for one in msgspec.json.decode(path.read_bytes(), type=list[str])]
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path} cannot be read ({error}): move it away, and look yourself for exports and "
            "reports outside the campaign's folder."
        ) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes the list."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


async def found(folder: Path, purge: Purge, going: Sequence[str] = ()) -> tuple[Copy, ...]:
    """Return the files beside the store that hold the text of posts which it no longer keeps.

    Args:
        folder: The campaign.
        purge: What is, or was, erased: by its clocks, what is old enough holds nothing else.
        going: Posts that are to go, beside those that are gone.
    """
    async with beside(store_of(folder)) as db:
        there, gone = await erasing.kept(db)
    erased = _Erased(there - frozenset(going), gone | frozenset(going), purge)
    return tuple(_holding(folder, erased))


class _Erased:
    """Which posts the store does not keep, or is going to let go of."""

    def __init__(self, kept: frozenset[str], gone: frozenset[str], purge: Purge) -> None:
        self._kept, self._gone = kept, gone
        clocks = purge.clocks
        self._before = min(clocks.undecided, clocks.shown).timestamp() if clocks else 0.0
        self.marks = marks(purge.person) if purge.person else ()
        """How whoever is erased stands in what a network sent."""

    def of(self, kind: str, posts: frozenset[str], made: float) -> frozenset[str]:
        """Return those of a copy's posts; others know only posts of the store."""
        if kind != RECORDING:
            return posts - self._kept
        return posts if made < self._before else posts & self._gone


def _holding(folder: Path, erased: _Erased) -> Iterator[Copy]:
    for path in _places(folder):
        with suppress(OSError):  # another account's, or gone meanwhile: nothing of ours
            looked = quoted(path)
            if looked is None:
                continue
            kind, posts = looked
            number = len(erased.of(kind, posts, path.stat().st_mtime))
            if kind == RECORDING and not number:  # who is named along with others' posts
                number = naming(path, erased.marks)
            if number:
                yield Copy(_named(path, folder), kind, number)


def _places(folder: Path) -> Iterator[Path]:
    """Yield every file that may be a copy, each once."""
    there = [*folder.glob("[!.]*.*"), *(folder / EXPORTS).glob("[!.]*"), *_noted(folder)]
    for path in sorted({one.resolve() for one in there}):
        if path.is_file() and path.name not in _OURS:
            yield path


def _named(path: Path, folder: Path) -> str:
    home = folder.resolve()
    return str(path.relative_to(home)) if path.is_relative_to(home) else str(path)


def remove(folder: Path, copies: Sequence[Copy]) -> tuple[Copy, ...]:
    """Delete files, and return those that are gone; what somebody writes or owns stays."""
    return tuple(one for one in copies if _is_removed(folder / one.name))


def _is_removed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a recording that goes on is held
            path.unlink()
        settle(path.parent)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
