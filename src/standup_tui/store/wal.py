"""Whether a write-ahead log is whole: SQLite itself reads up to the first bad byte, and is silent.

The log is a header and frames, each with a checksum over everything before it. A crash leaves
at most one transaction unfinished at the end. Whole transactions behind a bad frame were on disk
once and acknowledged: they are lost, and somebody has to know.
"""

import struct
import sys
from array import array
from pathlib import Path

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = 0x377F0682
"""The last bit tells in which order checksums take their bytes."""
_LEFT_BY_A_CRASH = 1
"""Transactions that may end behind a bad frame: the one that was being written."""
_LARGEST = 64 * 2**20
"""Bytes; a larger log is not looked at."""


def damage(store: Path) -> str:
    """Say what is wrong with the write-ahead log of a store that nobody has open; or nothing."""
    try:
        log = store.with_name(f"{store.name}-wal").read_bytes()
    except FileNotFoundError:
        return ""
    if not _HEADER.size < len(log) <= _LARGEST:
        return ""
    magic, _, page, _, *salts, first, second = _HEADER.unpack_from(log)
    if magic & ~1 != _MAGIC or not _is_page(page):
        return "the head of its write-ahead log is damaged"
    native = bool(magic & 1) == (sys.byteorder == "big")
    sums = _summed((0, 0), log[:24], native=native)
    if sums != (first, second):
        return "the head of its write-ahead log is damaged"
    lost = _lost(log, page, (salts[0], salts[1]), sums, native=native)
    if lost <= _LEFT_BY_A_CRASH:
        return ""
    return f"its write-ahead log is damaged, and {lost} transactions stand behind the damage"


def _is_page(size: int) -> bool:
    return 512 <= size <= 65_536 and not size & (size - 1)  # noqa: PLR2004  # as SQLite allows


def _lost(
    log: bytes, page: int, salts: tuple[int, int], sums: tuple[int, int], *, native: bool
) -> int:
    """Count the transactions of this log that end behind its first bad frame.

    Only those count that follow each other: attempts that failed leave the ends of one each.
    """
    whole, run, longest = True, 0, 0
    for at in range(_HEADER.size, len(log) - _FRAME.size - page + 1, _FRAME.size + page):
        _, commit, *salt, first, second = _FRAME.unpack_from(log, at)
        if (salt[0], salt[1]) != salts:
            if whole:
                return 0  # of an earlier log: this one ends here
            continue
        sums = _summed(sums, log[at : at + 8], native=native)
        body = at + _FRAME.size
        sums = _summed(sums, log[body : body + page], native=native)
        follows = sums == (first, second)
        sums = first, second
        whole = whole and follows
        if not whole:
            run = (run if follows else 0) + bool(commit)
            longest = max(longest, run)
    return longest


def _summed(sums: tuple[int, int], data: bytes, *, native: bool) -> tuple[int, int]:
    """Add to a checksum, as SQLite's file format has it."""
    words = array("I", data)
    if not native:
        words.byteswap()
    first, second = sums
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
