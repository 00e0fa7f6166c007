"""Writing a report: the old file or the whole new one, whenever it is interrupted."""

from pathlib import Path

from standup_tui.errors import ConfigError
from standup_tui.files import sweep, write_whole


def write(path: Path, text: str) -> None:
    """Put a text into a file for this account alone.

    Raises:
        ConfigError: It cannot be written; nothing was changed.
    """
    try:
        target = _target(path)
        sweep(target.parent, target.name)
        write_whole(target, text.encode())
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {error.strerror}; name another place with --output."
        ) from None


def _target(path: Path) -> Path:
    """Return the file that is meant, behind any links.

    Raises:
        ConfigError: It is no file, or its folder is not there.
    """
    try:
        target = path.resolve()
    except RuntimeError:  # links in a circle
        raise ConfigError(f"{path} leads nowhere; name another file with --output.") from None
    if not target.parent.is_dir():
        raise ConfigError(
            f"there is no folder {target.parent}; make it, or name another --output."
        )
    if target.exists() and not target.is_file():
        raise ConfigError(f"{path} is not a file; name one with --output, or - for the terminal.")
    return target
