"""Where a mistake of our own is written down: one log, for this account only.

Used by the front doors of every process. A traceback goes in without local variables, without
credentials, and without a character that a terminal would obey when somebody reads the log.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from standup_tui.model.text import clean
from standup_tui.redaction import learn_environment, traced

_LARGEST = 2**20
"""Bytes after which the log starts anew."""


def state_folder() -> Path:
    """Return the folder for logs of this account."""
    home = os.environ.get("XDG_STATE_HOME", "")
    base = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
    return base / "standup"


def confess(error: BaseException) -> str:
    """Write an unexpected error down and return the one sentence about it."""
    what = type(error).__name__
    log = state_folder() / "crash.log"
    try:
        _append(log, f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{_told(error)}\n")
    except OSError as refusal:
        return (
            f"a mistake of the program's own ended this ({what}), and {log} could not be "
            f"written: {refusal.strerror}."
        )
    return f"a mistake of the program's own ended this ({what}); {log} says where."


def _told(error: BaseException) -> str:
    """Return a traceback that may be shown to others."""
    learn_environment()
    return clean(traced(error).replace(str(Path.home()), "~"))


def _append(log: Path, text: str) -> None:
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(log, flags, 0o600), "a", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        if os.fstat(file.fileno()).st_size > _LARGEST:
            file.truncate(0)
        file.write(text)
