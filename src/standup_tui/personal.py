"""What one person likes, kept for every campaign: colours, letters, emoji, motion.

A campaign's folder belongs to all its moderators; this file belongs to one of them. Nothing in
it is needed to work: what cannot be read or kept is said in one sentence, and the screen opens.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

FILE: Final = "personal.toml"
_MOST_BYTES = 65536
_BARE = re.compile("[A-Za-z0-9_-]+")
_HEADING = "# What `standup` remembers for you; every line may be changed or left out.\n"


@dataclass(frozen=True, slots=True)
class Personal:
    """Somebody's wishes; None where they said nothing, so that something else decides."""

    theme: str | None = None
    letters: str | None = None
    emoji: str | None = None
    motion: bool | None = None
    bell: bool | None = None

    def over(self, other: "Personal") -> "Personal":
        """Return these wishes, with another's where these say nothing."""
        mine = {one.name: getattr(self, one.name) for one in fields(self)}
        return Personal(
            **{
                name: getattr(other, name) if value is None else value
                for name, value in mine.items()
            }
        )


CHOICES: Final[Mapping[str, tuple[object, ...]]] = {
    "theme": ("dark", "light", "high-contrast", "colour-safe"),
    "letters": ("auto", "ascii"),
    "emoji": ("full", "simple", "text"),
    "motion": (True, False),
    "bell": (False, True),
}
"""What each wish may be; the first is what holds where nobody said anything."""


def place(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the file is, or would be."""
    environ = os.environ if environ is None else environ
    base = environ.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    return folder / "standup" / FILE


def read(environ: Mapping[str, str] | None = None) -> tuple[Personal, str]:
    """Return what is kept, and a sentence about what is wrong with it; empty if nothing is."""
    try:
        path = place(environ)
        kept = _table(path)
    except _UNREADABLE as error:
        return Personal(), f"Your own settings could not be read: {_reason(error)}."
    good = {name: kept[name] for name in CHOICES if _may_be(name, kept.get(name))}
    bad = [name for name in CHOICES if name in kept and name not in good]
    if bad:
        named = ", ".join(map(_shown, CHOICES[bad[0]]))
        return Personal(**good), f"{path}: {bad[0]} may be {named}."
    return Personal(**good), ""


def keep(wishes: Personal, environ: Mapping[str, str] | None = None) -> str:
    """Write wishes down beside what is kept already; return a sentence if that is impossible.

    The old file stays whole until the new one is; what a newer version wrote there stays too.
    A file that cannot be read is never overwritten: somebody may want to mend it.
    """
    try:
        path = place(environ)
        table = _table(path)
        table |= {
            one.name: value
            for one in fields(wishes)
            if (value := getattr(wishes, one.name)) is not None
        }
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, _HEADING + "".join(f"{_key(it)} = {_shown(table[it])}\n" for it in table))
    except _UNREADABLE as error:
        return f"Not kept for next time: {_reason(error)}."
    return ""


class _NotPlain(ValueError):
    """The file holds more than names and values, which we would lose."""


_UNREADABLE: Final = (OSError, ValueError, RuntimeError)
"""No access, no TOML or no UTF-8, no home."""


def _table(path: Path) -> dict[str, Any]:
    """Return the names and values of the file; none if there is no file."""
    # Not `open`: a pipe in its place would hold up the start for ever.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return {}
    import tomllib  # late, as the others here: most people have no such file

    with open(descriptor, "rb") as file:  # noqa: PTH123, there is a descriptor already
        raw = file.read(_MOST_BYTES + 1) or b""
    if len(raw) > _MOST_BYTES:
        raise _NotPlain(f"{path} is too long for a file of settings")
    try:
        table = tomllib.loads(raw.decode())
    except ValueError as error:
        raise _NotPlain(f"{path} is no TOML ({error}); mend it or delete it") from None
    if not all(isinstance(value, str | bool | int) for value in table.values()):
        raise _NotPlain(f"{path} may hold names and values only; mend it or delete it")
    return table


def _replace(path: Path, text: str) -> None:
    """Put a file in the place of another in one step, for nobody else to read."""
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=".personal-", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123, as above
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _may_be(name: str, value: object) -> bool:
    return any(value is it or (value == it and type(value) is type(it)) for it in CHOICES[name])


def _shown(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, str):
        from json import dumps

        # A basic string of TOML is one of JSON, but for DEL and halves of characters.
        return dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower()


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _shown(name)


def _reason(error: Exception) -> str:
    """Return what went wrong; of a file, with its name."""
    if isinstance(error, OSError):
        return f"{place()}: {error.strerror or error}"
    return str(error).rstrip(".")
