"""How a hub uses memory: one heap for all its threads."""

import ctypes
from contextlib import suppress
from typing import Final

_ARENAS: Final = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_one_heap() -> None:
    """Have all threads to come use one heap, where the C library can be told so.

    By itself glibc keeps another 64 MB of address space for each thread, of which ours, one at a
    time by Python's lock, touch next to nothing: 190 MB of 310, which count against a limit.
    """
    with suppress(OSError, AttributeError):  # another C library has no such heaps
        ctypes.CDLL(None).mallopt(_ARENAS, 1)
