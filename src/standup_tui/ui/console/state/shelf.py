"""Where a console keeps its posts: thirty are on the screen, and a day has fifty thousand."""

import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msgspec.msgpack import Decoder, Encoder

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import (
    Author,
    AuthorId,
    Link,
    Media,
    Post,
    PostId,
    Reference,
    ReferenceKind,
)
from standup_tui.model.text import clean_line

_AT_HAND = 256
"""Posts that are kept as they are used: those on the screen, and those just left."""

_STATUSES = tuple(Status)
_WINDOW = -12
"""Raw deflate that looks back over 4 KB: more than a post, and quick to begin."""

_encode = Encoder().encode
_decode = Decoder(Entry).decode


def _example() -> bytes:
    """Return what posts have in common: the names of their fields, and how addresses begin."""
    what, when = clean_line, datetime(2026, 1, 1, tzinfo=UTC)
    author = Author(AuthorId("x:1"), what("handle"), what("name"), when, 1)
    number = PostId("x:1990000000000000000")
    post = Post(
        number,
        author,
        what("#StandUp4SW https://t.co/"),
        when,
        what("https://x.com/i/status/1990000000000000000"),
        what("en"),
        number,
        (Reference(ReferenceKind.REPLY, number, author, what("text")),),
        (Media(what("photo"), what("alt"), what("https://pbs.twimg.com/media/")),),
        (Link(what("shown"), what("https://www.")),),
    )
    return _encode(Entry(1, post, Standing(Status.WAITING)))


# A copy of one that has begun costs a third of beginning.
_packer = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, 4, zlib.Z_DEFAULT_STRATEGY, _example())
_unpacker = zlib.decompressobj(_WINDOW, _example())


def _packed(entry: Entry) -> bytes:
    packer = _packer.copy()
    return packer.compress(_encode(entry)) + packer.flush()


def _unpacked(packed: bytes) -> Entry:
    return _decode(_unpacker.copy().decompress(packed))


class Shelf(Mapping[PostId, Entry]):
    """Posts by their ids, as bytes until somebody looks at one.

    A third as large as the objects, and the collector, which would go through all of them while
    a key waits, has nothing to do. An entry is equal to the one that was put in, not the same.
    """

    def __init__(self) -> None:
        self._kept: dict[PostId, bytes] = {}
        self._at_hand: dict[PostId, Entry] = {}
        """The one that was asked for last comes last."""

    def put(self, entry: Entry) -> None:
        """Keep a post, instead of what was known of it."""
        post = entry.post.id
        self._kept[post] = bytes((_STATUSES.index(entry.standing.status),)) + _packed(entry)
        self._at_hand.pop(post, None)

    def status(self, post: PostId) -> Status:
        """Return where a post stands, without unpacking it; raises `KeyError`."""
        return _STATUSES[self._kept[post][0]]

    def standing_as(self, status: Status) -> list[Entry]:
        """Return the posts that stand so; the others are not unpacked."""
        wanted = _STATUSES.index(status)
        return [self[post] for post, packed in self._kept.items() if packed[0] == wanted]

    def __getitem__(self, post: PostId) -> Entry:
        entry = self._at_hand.pop(post, None) or _unpacked(self._kept[post][1:])
        self._at_hand[post] = entry
        if len(self._at_hand) > _AT_HAND:
            del self._at_hand[next(iter(self._at_hand))]
        return entry

    def __contains__(self, post: object) -> bool:
        return post in self._kept

    def __iter__(self) -> Iterator[PostId]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
