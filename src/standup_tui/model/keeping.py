"""What is done with a campaign's records after the day: what to erase, and what came of it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from standup_tui.model.money import Charge
from standup_tui.model.post import AuthorId

REFERENCE = 80
"""Characters of a reference at most: the number of a case, never a name."""

FULL_POSTS_A_DAY = 500
"""Posts with their text that one person may be given in files on a day: X's developer policy."""

RULE_UNDECIDED = "text that was never shown"
RULE_SHOWN = "text that was shown"
RULE_PERSON = "everything of one person"


class Clocks(Struct, frozen=True):
    """The times before which things go, and the days of campaign.toml that they come from."""

    undecided: datetime
    shown: datetime
    log: datetime
    days: tuple[int, int, int]

    @property
    def said(self) -> str:
        """The rule, in words."""
        undecided, shown, log = (_days(days) for days in self.days)
        return (
            f"text that was never shown after {undecided}, shown text after {shown}, "
            f"decisions after {log}"
        )


def _days(number: int) -> str:
    return f"{number:,} day{'' if number == 1 else 's'}"


class Person(Struct, frozen=True):
    """Somebody whose data is to be erased, or exported: an account, and how it was called."""

    author: AuthorId
    handles: tuple[str, ...] = ()
    """As they were written, without the @; the newest first."""


class Purge(Struct, frozen=True, tag="purge"):
    """Erase what the clocks have run out for, or everything of one person."""

    clocks: Clocks | None = None
    person: Person | None = None
    mentions: bool = False
    """Whether posts of others go too that name the person."""
    reference: Annotated[str, Meta(max_length=REFERENCE)] = ""
    """The number of a case, for the certificate."""

    @property
    def rule(self) -> str:
        """Why things go, in words without personal data."""
        if self.clocks is not None:
            return self.clocks.said
        return f"{RULE_PERSON}, at their request" + (
            ", with posts that name them" if self.mentions else ""
        )


class Counted(Struct, frozen=True):
    """How much a purge erases, or has erased."""

    undecided: int = 0
    """Posts whose text was never shown."""
    shown: int = 0
    """Posts whose text was shown."""
    scrubbed: int = 0
    """Posts of others in which the words or the name of a person stood."""
    notes: int = 0
    """Texts of decisions that stood apart from any post: notes for the next shift."""
    decisions: int = 0
    """Decisions that left the old end of the log."""
    tombstones: int = 0
    """Posts of which, their decisions being gone, nothing at all is left."""
    unreadable: int = 0
    """Things that came in and could not be read."""
    mutings: int = 0
    """Mutings that end: they are decisions, and forgotten with them."""
    lines: int = 0
    """Lines of the log files."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to erase."""
        return self == Counted()

    @property
    def said(self) -> tuple[str, ...]:
        """The counts as lines, without those that are nothing."""
        each = (
            (self.undecided, "texts of posts that were never shown"),
            (self.shown, "texts of posts that were shown"),
            (self.scrubbed, "posts of others, freed of what they held of the person"),
            (self.notes, "texts of notes and of other decisions"),
            (self.decisions, "decisions, from the old end of the log"),
            (self.tombstones, "posts of which nothing is left, not even that they were there"),
            (self.unreadable, "unreadable things that had been put aside"),
            (self.mutings, "mutings, which end"),
            (self.lines, "lines of log files"),
        )
        return tuple(f"{number:>9,}  {what}" for number, what in each if number)


class Going(Struct, frozen=True):
    """One post that a purge erases, and why."""

    post: str
    status: str
    arrived: datetime
    rule: str


class Plan(Struct, frozen=True):
    """Exactly what a purge would erase now."""

    posts: tuple[Going, ...]
    counted: Counted
    upto: int = 0
    """The last decision that leaves the log; 0 for none."""
    held: str = ""
    """Why decisions stay that are old enough, if any do."""
    others: int = 0
    """Posts of others that name the person and stay."""
    unfinished: str = ""
    """The rule of an earlier purge that was interrupted: its traces may still be in the files."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return self.counted.nothing and not self.unfinished


class Head(Struct, frozen=True):
    """The newest decision of a log at some moment: whoever knows it can tell a shortened log."""

    seq: int = 0
    hash: str = ""


class Copy(Struct, frozen=True):
    """A file beside the store that holds the text of posts which are erased, or going to be."""

    name: str
    """Its path, from the campaign's folder where it is in there."""
    kind: str
    posts: int = 0
    """How many of them with their text; 0: it is a copy of the whole store."""

    @property
    def said(self) -> str:
        """What it is, for a person."""
        holds = f"{self.posts:,} post{'' if self.posts == 1 else 's'}" if self.posts else "all"
        return f"{self.name}  ({self.kind}: {holds})"


class Certificate(Struct, frozen=True):
    """What a purge erased, when, by whom and why; nothing in it is about a person outside."""

    number: int
    began: datetime
    ended: datetime | None
    """None where it was interrupted: the next one goes on where it stopped."""
    by: str
    known: str
    """How whoever it was is known."""
    rule: str
    reference: str
    counted: Counted
    head: Head
    """Where the decision log ended afterwards."""
    removed: tuple[Copy, ...] = ()
    """Files beside the store that were deleted."""
    left: tuple[Copy, ...] = ()
    """Those that still held something of what is erased."""


class Grant(Struct, frozen=True, tag="grant"):
    """Let me export posts with their text; answered by how many, which is put on record."""

    posts: Annotated[int, Meta(ge=1, le=1_000_000)]
    what: Annotated[str, Meta(max_length=40)]
    """Which export."""


class Granted(Struct, frozen=True, tag="granted"):
    """How many posts may be exported with their text."""

    posts: int
    before: int
    """How many this person has had today already."""


class Spend(Struct, frozen=True, tag="spend"):
    """Put on the meter what a command beside the hub has had the network charge."""

    charge: Charge


class Metered(Struct, frozen=True, tag="metered"):
    """It is on the meter."""


class Purged(Struct, frozen=True, tag="purged"):
    """What was erased."""

    certificate: Certificate
    earlier: tuple[Certificate, ...] = ()
    """Purges that were interrupted before this one, as far as they came."""


class NotKept(Struct, frozen=True, tag="not-kept"):
    """It could not be done, and why."""

    why: str


Request = Purge | Grant | Spend
Answer = Purged | Granted | Metered | NotKept


def how_known(login: str, *, declared: bool) -> str:
    """Say how the identity of whoever decided is known."""
    if not login:
        return "the program itself"
    if declared:
        return f"name typed by themselves; the system vouches for account {login} only"
    return f"account {login}, as the system says"
