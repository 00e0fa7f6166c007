"""Words as a search knows them: the same for the index on disk and for a pane on a screen.

Text becomes tokens of lower-case letters without accents, so that `café` is found by `cafe`
and `STRASSE` by `straße`. A token has only ASCII letters, ASCII digits and characters beyond
ASCII, so that whoever splits a document at everything else gets our tokens back.
"""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category, normalize

from standup_tui.model.post import Post

LONGEST = 64
"""Characters of a token; what is longer is no word."""

MOST = 25_000
"""Characters of one text that are looked at: X has no longer ones, and folding takes a while."""

_BREAK = "·"
"""Between the parts of a document: no phrase reaches across, for no token is this."""

_AT = "§"
"""Begins the token of a whole handle; no other token has it."""

# Written without spaces: each character is a token, and a word of them a phrase.
_IDEOGRAPHS = (
    "\u2e80-\u303f\u3041-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff"
_TOKEN = f"[{_IDEOGRAPHS}{_EMOJI}]|[^\\W_{_IDEOGRAPHS}{_EMOJI}]+"
_SEPARATES = "[^0-9a-z\x80-\U0010ffff]"
_LEFT_OUT = frozenset({"Mn", "Mc", "Me", "Cf"})


@cache
def _token() -> re.Pattern[str]:
    """Return what finds tokens; large, and a screen opens before anybody searches."""
    return re.compile(_TOKEN)


@cache
def _separates() -> re.Pattern[str]:
    """Return what finds characters that part tokens."""
    return re.compile(_SEPARATES)


def fold(text: str) -> str:
    """Return a text without what a search overlooks: case, accents, invisible characters."""
    if text.isascii():
        return text.lower()
    apart = normalize("NFKD", text.casefold())
    kept = "".join(char for char in apart if char.isascii() or category(char) not in _LEFT_OUT)
    return kept.casefold()


def tokens(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return [token[:LONGEST] for token in _token().findall(fold(text[:MOST]))]


def handle_token(handle: str) -> str:
    """Return the one token that stands for a whole handle."""
    return (_AT + _separates().sub(_BREAK, fold(handle)))[:LONGEST]


def document(post: Post) -> str:
    """Return all words of a post in one line, with a space at both ends."""
    return laid_out(_parts(post))


def laid_out(parts: Iterator[list[str]]) -> str:
    """Return a document of parts that no phrase reaches across."""
    return f" {f' {_BREAK} '.join(' '.join(part) for part in parts)} "


def _parts(post: Post) -> Iterator[list[str]]:
    yield tokens(post.text)
    yield [handle_token(post.author.handle), *tokens(post.author.handle)]
    yield tokens(post.author.name)
    for reference in post.references:
        if reference.author:
            yield tokens(reference.author.handle)
        if reference.text:
            yield tokens(reference.text)
    for media in post.media:
        if media.alt:
            yield tokens(media.alt)
    for link in post.links:
        yield tokens(link.target)
