"""What a terminal asks the hub to do, and what came of it."""

from datetime import datetime
from typing import Annotated, NewType

from msgspec import Meta, Struct

from standup_tui.model.entry import Moderator
from standup_tui.model.lifecycle import Standing, Verb
from standup_tui.model.post import AuthorId, PostId
from standup_tui.model.wall import WallAct

OpId = NewType("OpId", str)
"""Made by the console, unique in the decision log: a replay is answered, not done again."""

MOST_AT_ONCE = 500
"""Posts that one command may be about."""

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


class Target(Struct, frozen=True):
    """One post, as it was on the screen when the key went down."""

    post: _Post
    revision: Annotated[int, Meta(ge=0, le=2**62)]


class Many(Struct, frozen=True, tag="many"):
    """Do one thing to several posts; what is impossible for one leaves the others alone.

    They are one decision to take back: a single `Undo` brings all of them back.
    """

    op: _Op
    verb: Verb
    posts: Annotated[tuple[Target, ...], Meta(min_length=1, max_length=MOST_AT_ONCE)]
    reason: str = ""
    action: Annotated[str, Meta(max_length=500)] = ""


class Undo(Struct, frozen=True, tag="undo"):
    """Take back this moderator's last decision.

    A retweet that has been sent is undone in public, so that takes a second step.
    """

    op: _Op
    confirmed: bool = False


class Redo(Struct, frozen=True, tag="redo"):
    """Do again what this moderator took back last, unless they decided something since."""

    op: _Op


class Mute(Struct, frozen=True, tag="mute"):
    """Keep an author's posts off every wall from now on and hide those that are there.

    Without `confirmed` it is refused with how many posts would leave, and may be asked again.
    """

    op: _Op
    author: Annotated[AuthorId, Meta(max_length=100)]
    muted: bool = True
    """False: show what they post from now on again, and bring back what the muting hid."""
    confirmed: bool = False


class Handover(Struct, frozen=True, tag="handover"):
    """Leave a note for whoever comes next."""

    op: _Op
    text: Annotated[str, Meta(max_length=4000)]


class Blank(Struct, frozen=True, tag="blank"):
    """Blank every wall, or bring every wall back."""

    op: _Op
    blank: bool


class Steer(Struct, frozen=True, tag="steer"):
    """Say what every wall shows, and when; blanking them is a command of its own."""

    op: _Op
    act: WallAct


Command = Decide | Many | Undo | Redo | Mute | Handover | Blank | Steer


class Done(Struct, frozen=True, tag="done"):
    """It is on disk."""

    seq: int
    """The sequence number of the decision in the log."""
    said: str
    """What was done, for the status line."""
    post: PostId | None = None
    standing: Standing | None = None


class Placed(Struct, frozen=True):
    """Where a post stands after an act on several."""

    post: PostId
    standing: Standing


class Left(Struct, frozen=True):
    """A post that an act on several left as it was."""

    post: PostId
    why: str
    """In words for a person: who was faster, or why it is impossible."""


class Several(Struct, frozen=True, tag="several"):
    """It is on disk, for as many posts as it was possible for."""

    seq: int
    """The sequence number of the last decision in the log."""
    said: str
    """What was done, for the status line."""
    done: tuple[Placed, ...] = ()
    left: tuple[Left, ...] = ()


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


Outcome = Done | Several | Superseded | Refused
