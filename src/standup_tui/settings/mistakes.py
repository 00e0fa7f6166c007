"""What is wrong with a TOML file, in words for the person who wrote it.

Used by ``settings``: turns the errors of ``tomllib`` and ``msgspec`` into a line, a key and
what was expected there.
"""

import re
import tomllib
from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from standup_tui.settings import not_toml
from standup_tui.settings.toml_lines import Path, line_at, lines_of

_KINDS = {
    "array": "a list in [ ]",
    "object": "a table",
    "str": "text in quotes",
    "bool": "true or false",
    "datetime": "a time such as 2026-11-22T09:00:00",
    "date": "a date without a time",
    "time": "a time without a date",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
}
_LONGEST = 60
"""Characters of a wrong value that are repeated to the person."""


class Mistake(ValueError):
    """A value that has the right type and still cannot be meant."""

    def __init__(self, path: Path, expected: str = "", *, says: str = "") -> None:
        super().__init__(expected or says)
        self.path = path
        self.expected = expected
        self.says = says
        """What is wrong, where it is not that something else was expected."""


def explain(error: Exception, text: str, kind: type[Struct]) -> str:
    """Say on which line what is wrong: ``line 3: hashtags: expected …, got ….``.

    Args:
        error: What reading the text as `kind` raised.
        text: All of the file.
        kind: What the file should have described.
    """
    if not isinstance(error, Mistake | msgspec.ValidationError):
        line, path, what = not_toml.explain(error, text, partial(_wants, kind, signs=True))
        return f"line {line}: {_named(path) if path else ''}{what}."
    raw = tomllib.loads(text)
    if isinstance(error, Mistake) and error.says:
        path, what = error.path, error.says
    elif isinstance(error, Mistake):
        path, what = (
            error.path,
            f"expected {error.expected}, got {_shown(_value(raw, error.path))}",
        )
    else:
        path, what = _invalid(error, raw, kind)
    stop = "" if what.endswith("?") else "."
    return f"line {line_at(lines_of(text), path)}: {_named(path)}{what}{stop}"


def _invalid(error: msgspec.ValidationError, raw: Any, kind: type[Struct]) -> tuple[Path, str]:
    """Explain what `msgspec` refused."""
    what, _, where = str(error).partition(" - at `$")
    path = tuple(
        key or int(place) for key, place in re.findall(r"\.([A-Za-z_]+)|\[(\d+)\]", where)
    )
    if unknown := re.search(r"unknown field `(.+)`", what, re.DOTALL):
        return (*path, unknown[1]), _no_such_key(unknown[1], path, kind)
    if missing := re.search(r"missing required field `(.+)`", what):
        wanted = _wants(kind, (*path, missing[1])) or "a value"
        return (*path, missing[1]), f"expected {wanted}, but it is missing"
    expected, got = _expected(what, path, kind), re.search(r"got `(\w+)`", what)
    value = _KINDS.get(got[1], got[1]) if got else _shown(_value(raw, path))
    return path, f"expected {expected}, got {value}"


def _no_such_key(key: str, path: Path, kind: type[Struct]) -> str:
    """Say that there is no such setting, and which one is most likely meant."""
    table = next(iter(_tables(_hint(kind, path))))
    if near := get_close_matches(key, table.__struct_fields__, 1):
        return f"no such setting; did you mean {near[0]}?"
    if path and key in kind.__struct_fields__:
        return f"no such setting in [{path[0]}]; {key} belongs above the first [table]"
    for name, hint in get_type_hints(kind).items():
        if any(key in inner.__struct_fields__ for inner in _tables(hint)):
            return f"no such setting here; it belongs in [{name}]"
    known = ", ".join(table.__struct_fields__)
    return f"no such setting; expected one of {known}"


def _wants(kind: type[Struct], path: Path, *, signs: bool = False) -> str:
    """Say what a setting expects, or nothing where there is no such setting.

    Args:
        kind: What the file describes.
        path: The setting.
        signs: Whether to say how it is written as well.
    """
    try:
        hint = _hint(kind, path)
    except (KeyError, StopIteration):
        return ""
    if get_origin(hint) is Literal:
        return " or ".join(f'"{choice}"' for choice in get_args(hint))
    text = hint is str or (get_origin(hint) is Annotated and get_args(hint)[0] is str)
    described = _description(hint)
    if described:
        return f"{described}, in quotes" if signs and text else described
    return _KINDS.get(getattr(hint, "__name__", ""), "")


def _expected(what: str, path: Path, kind: type[Struct]) -> str:
    hint = _hint(kind, path)
    if get_origin(hint) is Literal:
        return " or ".join(f'"{choice}"' for choice in get_args(hint))
    if "length >= 1" in what:
        return "at least one entry"
    if described := _description(hint):
        return described
    if "datetime" in what:
        return _KINDS["datetime"]
    names = re.search(r"Expected `(.+?)`", what)
    kinds = [name for name in names[1].split(" | ") if name != "null"] if names else []
    return " or ".join(_KINDS.get(name, name) for name in kinds) or what


def _hint(kind: Any, path: Path) -> Any:
    """Return the annotation of what stands at a path."""
    hint: Any = kind
    for key in path:
        if isinstance(key, int):
            hint = next(iter(_inner(hint)))
        else:
            table = next(iter(_tables(hint)))
            hint = get_type_hints(table, include_extras=True)[key]
    return hint


def _inner(hint: Any) -> Iterable[Any]:
    """Yield what an annotation is made of: the type of a list's entries first."""
    if get_origin(hint) is Annotated:
        return _inner(get_args(hint)[0])
    return get_args(hint)


def _tables(hint: Any) -> Iterable[type[Struct]]:
    """Yield the tables that an annotation allows."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for inner in _inner(hint):
        yield from _tables(inner)


def _description(hint: Any) -> str | None:
    """Return how the annotation describes its values."""
    for part in (hint, *get_args(hint)):
        for meta in getattr(part, "__metadata__", ()):
            if isinstance(meta, Meta) and meta.description:
                return meta.description
    return None


def _value(raw: Any, path: Path) -> Any:
    for key in path:
        raw = raw.get(key) if isinstance(raw, dict) else raw[key]
    return raw


def _shown(value: Any) -> str:
    """Repeat a wrong value to the person, harmless for a terminal and not too long."""
    if value is None:
        return "nothing"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list) and isinstance(next(iter(value), None), dict):
        return f"{len(value):,} of them"
    if isinstance(value, str):
        value = re.sub(r"//[^/@]*:[^/@]*@", "//…@", value)  # a name and a password
    shown = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _named(path: Path) -> str:
    """Name a place as a person would: ``roster entry 3, id: ``."""
    name = ""
    for key in path:
        if isinstance(key, int):
            name += f" entry {key + 1}"
        else:
            joint = ", " if name.endswith(tuple("0123456789")) else "." if name else ""
            name += joint + _key(key)
    return f"{name or 'top level'}: "


def _key(key: str) -> str:
    """Repeat the name of a setting, which may be anything where it stands in quotes."""
    shown = key if key.isprintable() else ascii(key)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
