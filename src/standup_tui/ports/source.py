"""Where posts come from, and where public acts go to."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from standup_tui.model.post import Post, PostId


class Arrived(Struct, frozen=True):
    """A post as it came, cleaned, with the bytes it was made from."""

    post: Post
    raw: str
    """The network's JSON for this post, kept as evidence; never drawn."""


class Unreadable(Struct, frozen=True):
    """Something that came and is no post; kept aside with the reason."""

    raw: str
    reason: str


class Batch(Struct, frozen=True):
    """What came together. An empty one is a sign of life."""

    items: tuple[Arrived | Unreadable, ...] = ()


class Source(Protocol):
    """One network, for reading."""

    name: str
    """What a person calls it, for the status line."""

    network: str
    """What its post ids begin with."""

    quiet: float
    """Seconds of complete silence after which the connection is stale."""

    def live(self) -> AsyncGenerator[Batch, None]:
        """Yield what is published from now on; the first batch means: connected.

        Raises:
            SourceDropped: The connection ended; call again after a pause.
            SourceRefused: The network says no, and why.
        """
        ...

    def since(self, newest: PostId | None, start: datetime | None) -> AsyncGenerator[Batch, None]:
        """Yield what was published after a post, or after a time, newest first.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: The network says no, and why.
        """
        ...

    async def missing(self, posts: Sequence[PostId]) -> frozenset[PostId]:
        """Return which of these posts are no longer there. At most 100 at a time."""
        ...


class Publisher(Protocol):
    """One network, for acting in public from the campaign's account."""

    async def retweet(self, post: PostId) -> None:
        """Retweet a post.

        Raises:
            ActFailed: It did not happen, and why.
            ActInDoubt: It may have happened.
        """
        ...

    async def unretweet(self, post: PostId) -> None:
        """Undo a retweet; raises like `retweet`."""
        ...

    async def has_retweeted(self, post: PostId) -> bool | None:
        """Ask the network whether the campaign's account has retweeted; None: it cannot say."""
        ...
