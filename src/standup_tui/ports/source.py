"""Where posts come from, and where public acts go to."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from standup_tui.model.money import Usage
from standup_tui.model.post import Post, PostId
from standup_tui.model.text import Clean


class Arrived(Struct, frozen=True, gc=False):
    """A post as it came, cleaned, with the bytes it was made from."""

    post: Post
    raw: str
    """The network's JSON for this post, kept as evidence; never drawn."""


class Unreadable(Struct, frozen=True, gc=False):
    """Something that came and is no post; kept aside with the reason."""

    raw: str
    reason: str


class Batch(Struct, frozen=True):
    """What came together. An empty one is a sign of life."""

    items: tuple[Arrived | Unreadable, ...] = ()
    more: bool = False
    """Whether a search goes on after it, for the price of reading that."""
    cut: bool = False
    """Whether a search leaves out what is older than this, because nobody wants to pay for it."""


class Seen(Struct, frozen=True):
    """What a look-up of posts has shown."""

    gone: frozenset[PostId] = frozenset()
    """Those that are no longer there, or that nobody may see any more."""
    withheld: Mapping[PostId, tuple[Clean, ...]] = {}
    """Of each that is there, the countries in which it is withheld; most often none."""


Further = Callable[[], bool]
"""Asked before a search reads further back; where it says no, only the newest posts are read."""


class Source(Protocol):
    """One network, for reading."""

    name: str
    """What a person calls it, for the status line."""

    network: str
    """What its post ids begin with."""

    quiet: float
    """Seconds of complete silence after which the connection is stale."""

    reach: timedelta
    """How far back `since` can look."""

    unsearchable: str
    """What `live` delivers and `since` does not find, in words; empty for nothing."""

    def live(self) -> AsyncGenerator[Batch, None]:
        """Yield what is published from now on; the first batch means: connected.

        Raises:
            SourceDropped: The connection ended; call again after a pause.
            SourceRefused: The network says no, and why.
        """
        ...

    def since(
        self, newest: PostId | None, start: datetime | None, further: Further | None = None
    ) -> AsyncGenerator[Batch, None]:
        """Yield what was published after a post, or after a time, newest first.

        A campaign may need several searches, one after the other; `further` shortens each of
        them and ends none.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: The network says no, and why.
        """
        ...

    async def counted(self, start: datetime, end: datetime) -> int:
        """Return how many posts the network counts between two times; raises like `since`."""
        ...

    async def usage(self) -> Usage | None:
        """Return what the network has counted as read; None: it does not say.

        Raises like `since`.
        """
        ...

    async def look_up(self, posts: Sequence[PostId]) -> Seen:
        """Return what is known of these posts now. At most 100 at a time; raises like `since`."""
        ...


class Publisher(Protocol):
    """One network, for acting in public from the campaign's account."""

    async def retweet(self, post: PostId) -> None:
        """Retweet a post.

        Raises:
            ActFailed: It did not happen, and why.
            ActLater: It did not happen, and when it may be tried again.
            ActInDoubt: It may have happened.
        """
        ...

    async def unretweet(self, post: PostId) -> None:
        """Undo a retweet; raises like `retweet`."""
        ...

    async def has_retweeted(self, post: PostId) -> bool | None:
        """Ask the network whether the campaign's account has retweeted; None: it cannot say."""
        ...

    async def hide_reply(self, post: PostId) -> None:
        """Hide a reply to a post of the campaign's account; raises like `retweet`."""
        ...

    async def unhide_reply(self, post: PostId) -> None:
        """Show a hidden reply again; raises like `retweet`."""
        ...

    async def why_not_hide(self, post: Post) -> str:
        """Return why the network will not let us hide a post, in a sentence; empty: it will."""
        ...
