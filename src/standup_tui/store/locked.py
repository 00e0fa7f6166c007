"""Who keeps a store locked."""

from pathlib import Path

_WRITING = 120
"""The byte of the shared memory file that SQLite locks while it writes in WAL mode."""

_FIELDS = 8
"""Number, POSIX, ADVISORY, READ or WRITE, process, device and inode, first and last byte."""


def holder(path: Path) -> str:
    """Return the program that writes to a store now, with its number; empty if nobody can say.

    Linux tells in /proc/locks. To ask by opening the file would be a mistake: closing it again
    would take every lock that SQLite holds on it in this process.
    """
    try:
        inode = path.with_name(f"{path.name}-shm").stat().st_ino
        lines = Path("/proc/locks").read_text("ascii", "replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        fields = line.split()
        if len(fields) != _FIELDS or fields[1] != "POSIX" or fields[3] != "WRITE":
            continue
        if fields[5].rpartition(":")[2] == str(inode) and _covers(fields[6], fields[7]):
            return _program(fields[4])
    return ""


def _covers(first: str, last: str) -> bool:
    return int(first) <= _WRITING and (last == "EOF" or int(last) >= _WRITING)


def _program(process: str) -> str:
    """Return a process's name and number."""
    try:
        name = Path(f"/proc/{process}/comm").read_text("utf-8", "replace").strip()
    except OSError:
        name = "another program"
    return f"{name} (process {process})"
