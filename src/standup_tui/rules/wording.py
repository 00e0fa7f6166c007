"""What a post says in so many words, by which near copies of it are found.

It depends on nothing but the post, so that any process can read it; who said it before is in the
`History` of the hub.
"""

from typing import Final
from zlib import crc32

from msgspec import Struct

from standup_tui.model.post import Post, ReferenceKind
from standup_tui.rules.expression import Expression
from standup_tui.rules.folding import Folded, Only

_WORDS: Final = 64  # of one post; what says the same in so many words is a copy
_SHINGLE: Final = 3
_INDEXED: Final = 12  # shingles of one text, the same ones of every near copy
_LONG_ENOUGH: Final = 20  # letters of a text with fewer words than a shingle

_LINK: Final = Expression(r"https?://\S+|www\.\S+")
# Each begins with a character, which is looked for far faster than what stands before it.
_LEFT_OUT: Final = Expression(r"https?://\S+|www\.\S+|@(?<!\w@)\w+|#(?<!\w#)\w+")
_WORD: Final = Expression(r"[^\W\d_]+")
_ONLY_WORDS: Final = Only("abcdefghijklmnopqrstuvwxyz", dropped="'")


class Wording(Struct, frozen=True, gc=False, array_like=True):
    """What a post says, without addresses, tags, digits, marks and the ends of plurals."""

    words: str
    """With a space between two."""
    keys: tuple[int, ...]
    """What near copies have in common: three words in a row, the same choice of them."""
    different: int
    """How many different words there are."""


def wording(post: Post) -> Wording:
    """Return what a post says; a repost says nothing of its own."""
    words = [] if _is_repost(post) else _words(post)
    said = " ".join(words)
    return Wording(said, _keys(words), len(set(said.split(" "))))


def _is_repost(post: Post) -> bool:
    return post.text.startswith("RT @") or post.reference(ReferenceKind.REPOST) is not None


def _words(post: Post) -> list[str]:
    """Return what a text says, without addresses, tags, digits, marks and the ends of plurals."""
    text = Folded(post.text[:2_000]).text
    said = _LEFT_OUT.sub(" ", text) if "@" in text or "#" in text or "://" in text else text
    found = _ONLY_WORDS.words(said) if said.isascii() else _WORD.findall(said.replace("'", ""))
    words = [word.rstrip("s") or word for word in found[:_WORDS]]
    if len(words) < _SHINGLE:
        links = [link.target for link in post.links] or _LINK.findall(text)
        words += links
        if not links and sum(map(len, words)) < _LONG_ENOUGH:
            return []
    return words


def _keys(words: list[str]) -> tuple[int, ...]:
    """Return what near copies have in common: three words in a row, the same choice of them."""
    said = [word.encode() for word in words]
    if len(said) < _SHINGLE:
        return (crc32(b" ".join(said)),) if said else ()
    threes = map(b" ".join, zip(said, said[1:], said[2:], strict=False))
    hashes = sorted(map(crc32, threes))
    least = hashes[:_INDEXED]
    if len(set(least)) < len(least):  # somebody repeats himself: of each only one counts
        least = sorted(set(hashes))[:_INDEXED]
    return tuple(least)
