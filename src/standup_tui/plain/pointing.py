"""Which posts somebody means: by number, by several numbers, or by what the network calls them."""

import re

from standup_tui.model.command import MOST_AT_ONCE
from standup_tui.model.post import PostId
from standup_tui.plain.register import Register
from standup_tui.ui.console.state.board import Board

_ONE = re.compile(
    r"[\s,]*(?:(?P<first>\d{1,7})(?:\s*-\s*(?P<last>\d{1,7}))?"
    r"|x:(?P<id>\d{8,20})|(?P<bare>\d{8,20})|\S*/status/(?P<address>\d{1,20})\S*)(?=[\s,:]|$)"
)
_BEFORE_TEXT = re.compile(r"[\s,]*(?::|because\b)?\s*")


def pointed(text: str, register: Register, board: Board) -> tuple[list[PostId], str] | str:
    """Return the posts that are named at the start of a text and the rest of it.

    Args:
        text: ``12``, ``3 4 7-9``, ``3,4``, an address, an id of X; then anything.
        register: The numbers.
        board: The posts.

    Returns:
        Posts, each once and in the order of their naming, with what follows; or, in a sentence,
        why one of them is nothing.
    """
    posts: dict[PostId, None] = {}
    at = 0
    while found := _ONE.match(text, at):
        at = found.end()
        if number := found["id"] or found["bare"] or found["address"]:
            post = PostId(f"x:{number}")
            if post not in board.entries:
                return f"There is no post {number} in this campaign."
            posts[post] = None
            continue
        first = int(found["first"])
        last = int(found["last"] or first)
        if last < first:
            first, last = last, first
        if last - first >= MOST_AT_ONCE:
            return f"{first}-{last} are too many: at most {MOST_AT_ONCE} at once."
        for one in range(first, last + 1):
            named = register.post(one)
            if named is None:
                return _no_such(one, register)
            posts[named] = None
    if len(posts) > MOST_AT_ONCE:
        return f"These are too many: at most {MOST_AT_ONCE} at once."
    rest = text[at:]
    return list(posts), rest[_end_of_start(rest) :].strip()


def _end_of_start(rest: str) -> int:
    found = _BEFORE_TEXT.match(rest)
    return found.end() if found else 0


def _no_such(number: int, register: Register) -> str:
    if not len(register):
        return f"There is no post {number}: no post has been said yet; next or list says some."
    return f"There is no post {number}: numbers go from 1 to {len(register)}."
