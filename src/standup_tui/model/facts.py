"""What a store holds about a campaign, counted at one moment: what a report is written from."""

from datetime import datetime

from msgspec import Struct

from standup_tui.model.action import Tally
from standup_tui.model.coverage import Gap, Hour
from standup_tui.model.entry import Entry, Stage
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.money import Spent, Usage


class Voices(Struct, frozen=True):
    """Who wrote the posts that are still there, and what kind of posts they are."""

    people: int = 0
    """Different authors; the campaign's own account is none of them."""
    staff: int = 0
    """Those of them who were on the roster when they posted."""
    posts: int = 0
    """Posts whose author is known, those of the campaign's own account included."""
    staff_posts: int = 0
    own_posts: int = 0
    """Posts of the campaign's own account."""
    reposts: int = 0
    replies: int = 0
    quotes: int = 0


class Standings(Struct, frozen=True):
    """Posts by where they stand; an edited one is one post, in its last version."""

    by_status: dict[Status, int] = {}
    escalated: int = 0
    """Those of the held that wait for whoever is responsible."""
    by_itself: int = 0
    """Those of the shown that no person has decided about: from the roster, or after the delay."""
    deleted: int = 0
    """Those of the gone that went at their source."""
    purged: int = 0
    """Those of the gone that a purge erased here."""

    @property
    def total(self) -> int:
        """All of them, those that are gone included."""
        return sum(self.by_status.values())

    def of(self, *statuses: Status) -> int:
        """Return how many stand at one of these."""
        return sum(self.by_status.get(status, 0) for status in statuses)


class Slot(Struct, frozen=True):
    """A quarter of an hour: every clock of the world is some quarters from UTC."""

    start: datetime
    posts: int


class Echo(Struct, frozen=True):
    """A shown post that stands out, and how often others took it up in what we have."""

    entry: Entry
    replies: int = 0
    quotes: int = 0
    reposts: int = 0

    @property
    def taken_up(self) -> int:
        """Posts of others that answer, quote or repost it."""
        return self.replies + self.quotes + self.reposts


class FlagCount(Struct, frozen=True):
    """Flagged posts by what flagged them and where they stand now."""

    kind: Kind | None
    """None: of any kind, each post once."""
    status: Status
    posts: int


class HideCount(Struct, frozen=True):
    """Hidden posts by why."""

    reason: str
    """The house rule that a person gave; empty: none."""
    muted: bool
    """Whether their author is muted."""
    press: bool
    """Whether a rule flagged them for the press."""
    posts: int


class Wait(Struct, frozen=True):
    """How long a post waited for its first decision by a person, from its arrival here."""

    flagged: bool
    """Whether it arrived flagged."""
    seconds: float


class ActCount(Struct, frozen=True):
    """Public acts, by what and how far they came."""

    verb: Verb
    stage: Stage
    dry: bool
    acts: int


class Work(Struct, frozen=True):
    """What people did."""

    decisions: int = 0
    moderators: int = 0
    escalated: int = 0
    """Posts that were ever set aside for whoever is responsible, slips that were undone apart."""
    hidden_then_deleted: int = 0
    """Posts that were hidden when they went at their source: why is erased with them."""
    hidden_then_purged: int = 0
    """Posts that were hidden when a purge erased them here."""
    waits: tuple[Wait, ...] = ()
    acts: tuple[ActCount, ...] = ()


class ReadingFacts(Struct, frozen=True):
    """How much of what was posted is here."""

    gaps: tuple[Gap, ...] = ()
    """The newest first."""
    hours: tuple[Hour, ...] = ()
    """The newest first."""
    unreadable: int = 0
    alive: datetime | None = None
    """The last sign of life of any network; None: none was ever read."""
    first: datetime | None = None
    """When the first post arrived."""


class Facts(Struct, frozen=True):
    """All of it, as of one moment."""

    at: datetime
    standings: Standings = Standings()
    voices: Voices = Voices()
    slots: tuple[Slot, ...] = ()
    """By when posts were published, those without any left out, the oldest first."""
    tally: Tally = Tally()
    taken_off: dict[str, int] = {}
    """By action: posts that the rules recognise and a person says do not count."""
    pinned: tuple[Echo, ...] = ()
    """Shown posts with a pin, in the order of their pins."""
    starred: tuple[Echo, ...] = ()
    """Shown posts with a star, the newest first."""
    loudest: tuple[Echo, ...] = ()
    """Shown posts of others that were taken up most, the most first."""
    flags: tuple[FlagCount, ...] = ()
    hides: tuple[HideCount, ...] = ()
    work: Work = Work()
    reading: ReadingFacts = ReadingFacts()
    spent: tuple[Spent, ...] = ()
    usage: tuple[Usage, Usage] | None = None
    """The network's own first and newest count."""


class Wanted(Struct, frozen=True):
    """What a store is asked to count for a report."""

    actions: tuple[tuple[str, bool], ...] = ()
    """The campaign's actions, and whether a person counts once."""
    looked_with: str = ""
    """With which rules posts have to have been looked at for actions; else numbers may grow."""
    own_id: str = ""
    """The campaign's own account by its author id; empty where nobody wrote it down."""
    own_handle: str = ""
    """Its handle, which stands for it where there is no id."""
    highlights: int = 6
