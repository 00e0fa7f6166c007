"""What a terminal asks the hub to do, and what came of it."""

from datetime import datetime
from typing import Annotated, NewType

from msgspec import Meta, Struct

from standup_tui.model.entry import Moderator
from standup_tui.model.lifecycle import Standing, Verb
from standup_tui.model.post import PostId

OpId = NewType("OpId", str)
"""Made by the console, unique in the decision log: a replay is answered, not done again."""

_Op = Annotated[OpId, Meta(min_length=1, max_length=100)]
_Post = Annotated[PostId, Meta(max_length=100)]


class Decide(Struct, frozen=True, tag="decide"):
    """Do one thing to one post, as it was on the screen when the key went down."""

    op: _Op
    verb: Verb
    post: _Post
    revision: Annotated[int, Meta(ge=0, le=2**62)]
    """The revision that was on the screen."""
    reason: str = ""
    confirmed: bool = False
    """For hiding on X: whether the moderator was told what will happen."""
    action: Annotated[str, Meta(max_length=500)] = ""
    """For tagging: the name of the campaign's action."""


class Undo(Struct, frozen=True, tag="undo"):
    """Take back this moderator's last decision.

    A retweet that has been sent is undone in public, so that takes a second step.
    """

    op: _Op
    confirmed: bool = False


class Blank(Struct, frozen=True, tag="blank"):
    """Blank every wall, or bring every wall back."""

    op: _Op
    blank: bool


Command = Decide | Undo | Blank


class Done(Struct, frozen=True, tag="done"):
    """It is on disk."""

    seq: int
    """The sequence number of the decision in the log."""
    said: str
    """What was done, for the status line."""
    post: PostId | None = None
    standing: Standing | None = None


class Superseded(Struct, frozen=True, tag="superseded"):
    """Somebody was faster: the post is no longer what the screen showed."""

    post: PostId
    by: Moderator
    at: datetime
    verb: str
    standing: Standing


class Refused(Struct, frozen=True, tag="refused"):
    """It was not done, and why, in words for a person."""

    why: str
    confirm: bool = False
    """Whether the same command with a confirmation would be accepted."""


Outcome = Done | Superseded | Refused
