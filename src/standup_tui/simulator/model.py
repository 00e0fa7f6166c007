"""The nouns of the simulated network: accounts, pictures, posts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

ReferenceKind = Literal["replied_to", "quoted", "retweeted"]


@dataclass(frozen=True, slots=True)
class Account:
    """One account; its id is what lasts, handle and name may be anything."""

    id: str
    handle: str
    name: str
    description: str = ""
    location: str = ""
    age_days: int = 3000
    """Days the account had been there when the simulator started."""
    verified: bool = False
    followers: int = 120
    group: str = "public"
    """Which part of the cast: council, roster, worker, public, partner, or an incident's."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that goes with a post."""

    alt_text: str | None = None
    width: int = 1200
    height: int = 900


@dataclass(frozen=True, slots=True)
class Media:
    """A picture once it is on the network."""

    key: str
    url: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Reference:
    """What a post answers, quotes or repeats."""

    kind: ReferenceKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as the network keeps it; texts are escaped as X sends them."""

    id: str
    created_at: datetime
    author: Account
    text: str
    """At most 280 characters and a link; the full text of a longer one is `note`."""
    entities: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    note: Mapping[str, Any] | None = None
    lang: str = "en"
    conversation_id: str
    reply_to: Account | None = None
    references: tuple[Reference, ...] = ()
    media: tuple[Media, ...] = ()
    incident: str | None = None
    """What was planted here, for those who score a drill; None for an ordinary post."""

    def refers(self, kind: ReferenceKind) -> str | None:
        """Return the id of the post referred to in this way."""
        return next((ref.id for ref in self.references if ref.kind == kind), None)

    @property
    def whole(self) -> str:
        """The full text, also of a long post."""
        return str(self.note["text"]) if self.note else self.text
