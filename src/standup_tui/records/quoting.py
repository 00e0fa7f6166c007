"""Which posts a file of ours quotes: reports, exports with text, recordings of answers."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

_LINK = re.compile(rb"/status/(\d{1,25})")
_ID = re.compile(rb'"id"\s*:\s*"(\d{1,25})"')
_HTML = b"<!doctype html>"
_PAGE = b'<meta name="generator" content="Standup">'
_MAIL = b"Made by Standup from its own store"
_TAPE = re.compile(rb'^\{\s*"(data|includes|errors|meta|matching_rules)"')
_MARK = b"\xef\xbb\xbf"
_SMALL = 8_000_000
"""Bytes; no report is larger, and nothing larger is read whole."""


RECORDING = "recording"
"""The kind of a file that holds what a network answered, whether or not it was stored."""


class _Row(msgspec.Struct):
    """A line of an export: of a decision, or of a post."""

    post: str
    text: str = ""
    decision: int = 0
    published_utc: str = ""


class _Highlight(msgspec.Struct):
    link: str


class _Report(msgspec.Struct):
    highlights: list[_Highlight]
    figures: list[msgspec.Raw]


class _Post(msgspec.Struct):
    id: str


class _Dossier(msgspec.Struct):
    about: msgspec.Raw
    posts: list[_Post]


def quoted(path: Path) -> tuple[str, frozenset[str]] | None:
    """Return what kind of copy a file is and the ids of the posts whose text is in it.

    None: it is no file that Standup wrote, or one without any text of a post.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        first = file.readline(_SMALL).strip()
        file.seek(0)
        for looks, kind, read in _KINDS:
            if looks(first):
                ids = frozenset(f"x:{one}" for one in read(file))
                return (kind, ids) if ids else None
    return None


def naming(path: Path, marks: Sequence[str]) -> int:
    """Return in how many answers of a recording anything of somebody stands.

    Raises:
        OSError: It cannot be read.
    """
    if not marks:
        return 0
    theirs = re.compile("|".join(map(re.escape, marks)).encode(), re.IGNORECASE)
    with path.open("rb") as file:
        return sum(1 for line in file if theirs.search(line))


def _in_page(file: BinaryIO) -> Iterator[str]:
    page = file.read(_SMALL)
    if _PAGE in page or _MAIL in page:
        yield from (one.decode() for one in _LINK.findall(page))


def _in_object(file: BinaryIO) -> Iterator[str]:
    """Yield what is in a report for a script, or in what was given to one person."""
    whole = file.read(_SMALL)
    try:
        report = msgspec.json.decode(whole, type=_Report)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        pass
    else:
        for one in report.highlights:
            yield from (it.decode() for it in _LINK.findall(one.link.encode()))
        return
    try:
        dossier = msgspec.json.decode(whole, type=_Dossier)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return
    yield from (_bare(one.id) for one in dossier.posts)


def _in_rows(file: BinaryIO) -> Iterator[str]:
    row = msgspec.json.Decoder(_Row)
    for line in file:
        try:
            found = row.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
        if found.text and (found.decision or found.published_utc):
            yield _bare(found.post)


def _in_table(file: BinaryIO) -> Iterator[str]:
    text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    try:
        for row in csv.DictReader(text):
            ours = row.keys() & {"decision", "published_utc"}
            if ours and row.get("post") and row.get("text"):
                yield _bare(row["post"])
    except csv.Error:  # somebody's own table
        return
    finally:
        text.detach()


def _in_tape(file: BinaryIO) -> Iterator[str]:
    for line in file:
        yield from (one.decode() for one in _ID.findall(line))


def _bare(post: str) -> str:
    return post.removeprefix("x:")


_KINDS: tuple[tuple[Callable[[bytes], object], str, Callable[[BinaryIO], Iterator[str]]], ...] = (
    (lambda first: first.lower() == _HTML or first.startswith(b"# "), "report", _in_page),
    (lambda first: first == b"{", "report or export", _in_object),
    (_TAPE.match, RECORDING, _in_tape),
    (lambda first: first.startswith(b'{"') and b'"post"' in first, "export", _in_rows),
    (lambda first: first.removeprefix(_MARK).startswith(b'"'), "export", _in_table),
)
"""How the first line of each kind of file looks, its name, and what finds the ids in it."""
