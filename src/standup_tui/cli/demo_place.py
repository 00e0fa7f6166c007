"""Where a demo of this account lives, so that a second terminal finds it."""

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from standup_tui.cli.stopping import is_locked, stop
from standup_tui.errors import HubError, StandupError

_LOCK = "demo.lock"
_ATTEMPTS = 10


def places() -> tuple[Path, ...]:
    """Return where a demo may be; a new one takes the first."""
    shared = Path(tempfile.gettempdir()) / f"standup-demo-{os.getuid()}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime.startswith("/") and _belongs_to_us(Path(runtime)):
        return Path(runtime) / "standup-demo", shared
    return (shared,)


def running() -> Path:
    """Return the folder of the demo that runs.

    Raises:
        HubError: None does.
    """
    for place in places():
        if _belongs_to_us(place) and is_locked(place / _LOCK):
            return place
    raise HubError("no demo is running: start one with `standup demo` in another terminal.")


def unwritable(error: OSError) -> str:
    """Return the sentence about a demo's folder that cannot be made or written."""
    place = places()[0]
    variable = "TMPDIR" if len(places()) == 1 else "XDG_RUNTIME_DIR"
    return (
        f"the demo cannot write to its folder {place} ({error.strerror}): set {variable} to a "
        "folder that you can write to and that has room."
    )


@contextmanager
def claimed() -> Iterator[Path]:
    """Give an empty folder for a demo that no other account can enter; removed at the end.

    What a killed demo left there goes first. The lock lives as long as this process.

    Raises:
        HubError: A demo is running, or the place is not ours.
    """
    place = places()[0]
    lock = _locked(place)
    try:
        with suppress(StandupError):  # most often nothing is left to stop
            stop(place)
        _empty(place)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(lock)


def _belongs_to_us(folder: Path) -> bool:
    """Tell whether a path is a real folder of this account, not a link somebody laid there."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()


def _locked(place: Path) -> int:
    """Make the folder, lock it, and return the lock."""
    for _ in range(_ATTEMPTS):
        _make(place)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        with suppress(FileNotFoundError):  # another demo's end took the folder away meanwhile
            lock = os.open(place / _LOCK, flags, 0o600)
            if not _take(lock):
                os.close(lock)
                raise HubError(
                    "a demo is running already: `standup demo --console` or `standup demo "
                    "--wall` joins it."
                )
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock), (place / _LOCK).stat()):
                    return lock
            os.close(lock)
    raise HubError(f"{place} is made and removed by others all the time; try again.")


def _make(place: Path) -> None:
    try:
        place.mkdir(mode=0o700)
        place.chmod(0o700)  # whatever the umask is
    except FileExistsError:
        if not _belongs_to_us(place) or stat.S_IMODE(place.lstat().st_mode) & 0o077:
            raise HubError(
                f"{place} is not a folder of this account alone, so the demo stays out of it: "
                "remove it, or set XDG_RUNTIME_DIR to a folder of yours."
            ) from None
    except OSError as error:
        raise HubError(unwritable(error)) from None


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _empty(place: Path) -> None:
    for left in place.iterdir():
        if left.name == _LOCK:
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
