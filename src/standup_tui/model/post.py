"""A post: one tweet, or a post of another network, as it came in and already cleaned.

The garbage collector need not go through posts (`gc=False`): nothing in one leads back to it.
"""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from standup_tui.model.text import Clean

PostId = NewType("PostId", str)
"""Network and the network's own id, for example ``x:1990000000000000001``."""

AuthorId = NewType("AuthorId", str)
"""Network and the account's numeric id, for example ``x:42``: the only proof of who it is."""


class Author(Struct, frozen=True, gc=False):
    """An account. Its name may be anything at all; its id is what identifies it."""

    id: AuthorId
    handle: Clean
    """Without the @."""
    name: Clean
    since: datetime | None = None
    """When the account was made, in UTC."""
    followers: int | None = None


class ReferenceKind(StrEnum):
    """How a post refers to another."""

    REPLY = "reply"
    QUOTE = "quote"
    REPOST = "repost"


class Reference(Struct, frozen=True, gc=False):
    """Another post that this one answers, quotes or reposts."""

    kind: ReferenceKind
    post: PostId
    author: Author | None = None
    text: Clean | None = None
    """The other post's text, where the network sent it along."""


_EVERYWHERE = frozenset({"XX", "XY"})
"""What stands for all countries: for the whole content, or because of a copyright."""


class Media(Struct, frozen=True, gc=False):
    """A picture, an animation or a film."""

    kind: Clean
    alt: Clean | None = None
    url: Clean | None = None


class Link(Struct, frozen=True, gc=False):
    """A link as the text shows it and where it leads."""

    shown: Clean
    target: Clean


class Post(Struct, frozen=True, gc=False):
    """What somebody published, complete and unshortened."""

    id: PostId
    author: Author
    text: Clean
    at: datetime
    """When it was published, in UTC."""
    address: Clean
    """Where it can be read on its network."""
    lang: Clean = Clean("")
    conversation: PostId | None = None
    references: tuple[Reference, ...] = ()
    media: tuple[Media, ...] = ()
    links: tuple[Link, ...] = ()
    edit_of: tuple[PostId, ...] = ()
    """Earlier versions, oldest first; empty for a post that was never edited."""
    possibly_sensitive: bool = False
    oddities: int = 0
    """Control characters and direction overrides that were replaced by visible marks."""
    withheld: tuple[Clean, ...] = ()
    """Countries in which the network does not show it, by their codes; XX and XY: all."""

    @property
    def withheld_in(self) -> str:
        """Where it is withheld, in words; empty for nowhere."""
        if _EVERYWHERE.intersection(self.withheld):
            return "in every country"
        return f"in {', '.join(self.withheld)}" if self.withheld else ""

    def reference(self, kind: ReferenceKind) -> Reference | None:
        """Return the post that this one answers, quotes or reposts, if it does."""
        if not self.references:
            return None  # as most have none, and all that looks at a post asks
        return next((ref for ref in self.references if ref.kind is kind), None)
