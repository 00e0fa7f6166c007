"""The messages on the hub's socket, and how they are framed.

A frame is one line of JSON. Every message is a tagged struct, so that a frame of a newer
version that we do not know is refused by name instead of misread.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, cast

import msgspec
from msgspec import Meta, Struct

from standup_tui.errors import HubError
from standup_tui.model.action import Tally
from standup_tui.model.command import Command, Outcome
from standup_tui.model.coverage import Coverage
from standup_tui.model.entry import Changes, Decision, Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.money import Account
from standup_tui.model.post import PostId
from standup_tui.model.votes import Report
from standup_tui.model.wall import Coming, Plan, Said, Scene, WallState

VERSION = 5
"""Raised by every change that an older terminal or hub would misunderstand."""

LARGEST = 8 * 2**20
"""Bytes in one frame of the hub."""

LARGEST_UP = 2**18
"""Bytes in one frame of a terminal; a longer one ends its session."""

BEAT = 1.0
"""Seconds between two heartbeats, in both directions."""

SILENT = 2.0 * BEAT
"""Seconds without a heartbeat after which a wall no longer trusts what it shows."""


_Number = Annotated[int, Meta(ge=0, le=2**62)]  # SQLite takes 63 bits


class Role(StrEnum):
    """What a terminal is."""

    CONSOLE = "console"
    WALL = "wall"


# Up, from a terminal.


class Hello(Struct, frozen=True, tag="hello"):
    """The first frame of a session."""

    version: int
    role: Role
    name: str = ""
    """A self-declared name; empty takes the account's."""
    after: _Number = 0
    """The last sequence number this terminal has."""
    scene: Scene | None = None
    """The only scene of a wall that was started with one of its own."""


class Ask(Struct, frozen=True, tag="ask"):
    """Do something; answered by one `Answer` with the command's op id."""

    command: Command


class Open(Struct, frozen=True, tag="open"):
    """Tell me everything about one post; answered by `Opened`. None closes it."""

    post: Annotated[PostId, Meta(max_length=100)] | None


class StopHub(Struct, frozen=True, tag="stop-hub"):
    """Stop the hub; its owner only."""


class Alive(Struct, frozen=True, tag="alive"):
    """A terminal's heartbeat."""

    at: _Number
    """The sequence number the terminal has drawn."""


class ReadOn(Struct, frozen=True, tag="read-on"):
    """Try to read again now: somebody has mended what made it stop."""


class AskReading(Struct, frozen=True, tag="ask-reading"):
    """Tell me how the reading goes; answered by `Reading`."""


class AskRules(Struct, frozen=True, tag="ask-rules"):
    """Tell me how the rules fare; answered by `RulesReport`."""


class AskCounts(Struct, frozen=True, tag="ask-counts"):
    """Tell me how often the campaign's actions were done; answered by `Counts`."""


class AskLog(Struct, frozen=True, tag="ask-log"):
    """Tell me what was decided; answered by `Log`."""

    words: Annotated[str, Meta(max_length=300)] = ""
    """What all lines must have: a moderator, a verb, a handle, words of a reason."""
    before: _Number = 0
    """Only decisions with a smaller sequence number of the log; 0 begins with the newest."""


class Find(Struct, frozen=True, tag="find"):
    """Search everything that is stored; answered by `Found`."""

    words: Annotated[str, Meta(max_length=300)]


Up = (
    Hello
    | Ask
    | Open
    | StopHub
    | Alive
    | ReadOn
    | AskReading
    | AskRules
    | AskCounts
    | AskLog
    | Find
)


# Down, from the hub.


class About(Struct, frozen=True):
    """The campaign, as far as a terminal needs it."""

    name: str
    tags: tuple[str, ...]
    title: str
    holding: str
    zone: str
    label: str
    """SIMULATED or RECORDED, on every screen; empty for the real thing."""
    account: str
    reasons: tuple[str, ...]
    actions: tuple[str, ...]
    contact: tuple[str, ...]
    retweets: bool
    """Whether public acts are really sent; else they end as dry runs."""
    folder: str
    keys: Mapping[str, str] = {}
    """Keys that the campaign changed: names of acts and Textual's names of keys."""
    plan: Plan = Plan()
    """The scenes of the walls."""


class Welcome(Struct, frozen=True, tag="welcome"):
    """The hub's first frame: everything a terminal needs before the posts."""

    version: int
    build: str
    about: About
    you: Moderator
    owner: bool
    """Whether this account owns the campaign and may stop its hub."""
    now: datetime
    """The hub's clock, in UTC: ages are counted from it, not from the terminal's clock."""
    seq: int
    wall: WallState
    may_act: bool = True
    """Whether this moderator may ask for what the public sees: a retweet, hiding on X."""


class Presence(Struct, frozen=True):
    """Who is at a console, and what they have open."""

    name: str
    initials: str
    declared: bool = False
    opened: PostId | None = None


class Pulse(Struct, frozen=True, tag="pulse"):
    """The hub's heartbeat."""

    now: datetime
    health: Health
    wall: WallState
    moderators: tuple[Presence, ...] = ()
    walls: int = 0
    outbox: tuple[Entry, ...] = ()
    handover: Decision | None = None
    """The newest note for whoever comes next: its text is the reason."""
    coming: tuple[Coming, ...] = ()
    """For consoles, in delay mode: what will show by itself, the next one first."""
    own: tuple[Scene, ...] = ()
    """For consoles: the scenes of walls that keep to one of their own."""
    said: tuple[Said, ...] | None = None
    """For walls: the tally as far as the public may know it; None: it was not counted yet."""


class Changed(Struct, frozen=True, tag="changed"):
    """What changed."""

    changes: Changes


class Answer(Struct, frozen=True, tag="answer"):
    """What came of a command."""

    op: str
    outcome: Outcome


class Opened(Struct, frozen=True, tag="opened"):
    """One post with its past and its author's other posts of this campaign."""

    entry: Entry
    decisions: tuple[Decision, ...] = ()
    by_author: tuple[Entry, ...] = ()
    thread: tuple[Entry, ...] = ()


class Goodbye(Struct, frozen=True, tag="goodbye"):
    """The last frame of a session, and why it ends."""

    why: str
    refused: bool = False


class Reading(Struct, frozen=True, tag="reading"):
    """How the reading goes: what may be missing, and what it costs."""

    coverage: Coverage
    account: Account


class RulesReport(Struct, frozen=True, tag="rules"):
    """How the rules fare: how often they fired, and whether people agreed."""

    report: Report


class Counts(Struct, frozen=True, tag="counts"):
    """How often each of the campaign's actions was done."""

    tally: Tally
    at: datetime


class LogLine(Struct, frozen=True):
    """One decision, and what it was about."""

    decision: Decision
    handle: str = ""
    """Whose post it was; empty where it is gone, and for what concerns no post."""
    excerpt: str = ""
    """How the post begins, in one line."""


class Log(Struct, frozen=True, tag="log"):
    """What was decided, the newest first."""

    words: str
    before: int
    lines: tuple[LogLine, ...] = ()
    more: bool = False
    """Whether there are older ones."""
    why: str = ""
    """What is wrong with the words, if anything is."""


class Found(Struct, frozen=True, tag="found"):
    """What a search of everything found, the newest first."""

    words: str
    entries: tuple[Entry, ...] = ()
    total: int = 0
    """How many there are; only the newest come along."""
    why: str = ""
    """What is wrong with the words, if anything is."""


Down = (
    Welcome
    | Pulse
    | Changed
    | Answer
    | Opened
    | Reading
    | RulesReport
    | Counts
    | Log
    | Found
    | Goodbye
)

_up = msgspec.json.Decoder(Up)
_down = msgspec.json.Decoder(Down)
_encoder = msgspec.json.Encoder()


class BadFrame(HubError):
    """The other side sent something that is not a message of this version."""


def frame(message: Up | Down) -> bytes:
    """Return a message as one line."""
    return _encoder.encode(message) + b"\n"


def up(line: bytes) -> Up:
    """Read a frame of a terminal, or raise `BadFrame`."""
    return cast("Up", _decoded(_up, line))


def down(line: bytes) -> Down:
    """Read a frame of the hub, or raise `BadFrame`."""
    return cast("Down", _decoded(_down, line))


def _decoded(decoder: msgspec.json.Decoder[Any], line: bytes) -> Any:
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        why = str(error)[:200]  # it may quote the frame
        raise BadFrame(f"not a message of protocol version {VERSION}: {why}") from None
