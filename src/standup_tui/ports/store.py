"""What the core asks of the store. A wall is given a reader, which cannot write."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, Protocol

from msgspec import Struct

from standup_tui.model.action import ActionDone, Tally
from standup_tui.model.command import Command, Outcome
from standup_tui.model.entry import Changes, Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.search import Query
from standup_tui.model.text import Clean
from standup_tui.model.wall import WallState
from standup_tui.ports.money import Books
from standup_tui.ports.reading import ReadingLog


class Judged(Struct, frozen=True, gc=False):
    """A post that is ready to be stored."""

    post: Post
    raw: str
    flags: tuple[Flag, ...] = ()
    roster: bool = False
    trusted: bool = False
    """Whether it may be shown without a person if it has no flag."""
    actions: tuple[ActionDone, ...] = ()
    """The campaign's actions it reports."""


class Counting(Struct, frozen=True):
    """An action to be counted, and how."""

    action: str
    once: bool = False
    """Whether a person is counted once, however often they do it."""


class Quarantined(Struct, frozen=True):
    """Something that could not become a post."""

    raw: str
    reason: str


class Added(Struct, frozen=True):
    """What a batch did to the store; on disk when this is returned."""

    seq: int
    stored: int
    """How many were new; the others were there already."""


class Story(Struct, frozen=True):
    """One post with its past and its surroundings."""

    entry: Entry
    decisions: tuple[Decision, ...]
    by_author: tuple[Entry, ...]
    thread: tuple[Entry, ...]


class Totals(Struct, frozen=True):
    """Counts that a status line shows."""

    posts: int = 0
    unreadable: int = 0


class ActRules(Struct, frozen=True):
    """What a campaign allows its public acts."""

    delay: timedelta = timedelta(seconds=10)
    """How long one waits in the outbox, where `u` stops it."""
    most: int = 50
    """Retweets in one local day."""
    zone: tzinfo = UTC
    dry: bool = False
    """Whether acts that are asked for now are never sent."""


class Doubt(Struct, frozen=True):
    """A public act nobody knows the end of."""

    act: PublicAct
    sent: datetime | None = None
    """When it was claimed to be sent; None: by a version that kept no such time."""
    taken_back: bool = False
    """Whether it is a retweet that has been taken back since, as far as anybody knows."""


class Unchecked(Struct, frozen=True):
    """Posts that have not been seen at their source for a while."""

    total: int = 0
    posts: tuple[PostId, ...] = ()
    """Some of them, the longest unchecked first."""
    then: datetime | None = None
    """When the one that comes after these was last seen."""


class Undecided(Struct, frozen=True):
    """A post without any flag that waits, and nobody did anything to it."""

    post: Post
    arrived: datetime
    muted: bool = False
    """Whether a muted author wrote it or something that it carries: it waits for a person."""


class Firing(NamedTuple):
    """One flag of a post, as far as it is counted."""

    kind: Kind
    rule: str
    severity: Severity
    quoting: str
    """The reason, of rules for listed words; empty for all others and where it was erased."""


class Case(Struct, frozen=True):
    """Flagged posts that are alike in all that is counted."""

    firings: tuple[Firing, ...]
    today: bool
    """Whether they arrived on the day that was asked for."""
    open: bool
    """Whether they wait for a person."""
    verb: str | None
    """The last decision of a person that says something about flags, and stands."""
    posts: int


class RuleReader(Protocol):
    """What those ask who judge posts, and who count how that fared."""

    async def cases(self, since: datetime) -> tuple[Case, ...]:
        """Return the flagged posts by what flagged them and what became of them.

        Args:
            since: When the day began.
        """
        ...

    async def recent(self, window: timedelta, limit: int) -> tuple[Post, ...]:
        """Return the posts published shortly before the newest one, in the order of arrival.

        Args:
            window: How long before it.
            limit: How many at most, the newest of them.
        """
        ...


class PostReader(Protocol):
    """What consoles, walls and reports may do."""

    async def changes(self, after: int, limit: int) -> Changes:
        """Return what changed after a sequence number, each thing once, as it is now."""
        ...

    async def story(self, post: PostId) -> Story | None:
        """Return a post with its decisions, its author's other posts and its conversation."""
        ...

    async def author(self, author: AuthorId) -> Author | None:
        """Return an author as the newest post has them; None where there is none of theirs."""
        ...

    async def totals(self) -> Totals:
        """Count."""
        ...

    async def outbox(self) -> tuple[Entry, ...]:
        """Return the posts whose newest public act is not settled."""
        ...

    async def shown(self, limit: int) -> tuple[PostId, ...]:
        """Return the posts that walls may show now, the longest unchecked first."""
        ...

    async def unchecked(self, before: datetime, limit: int, *, shown: bool) -> Unchecked:
        """Return the posts that were last seen at their source before a time.

        Args:
            before: Not those that came, or were looked up, at this time or later.
            limit: How many of them at most.
            shown: Whether it is about those that walls may show, or about all others.
        """
        ...

    async def wall(self) -> WallState:
        """Return what every wall does."""
        ...


class PostWriter(Protocol):
    """What changes the store. Each call is one transaction, on disk when it returns."""

    async def add(
        self,
        posts: Sequence[Judged],
        quarantined: Sequence[Quarantined],
        at: datetime,
        complete_to: PostId | None = None,
    ) -> Added:
        """Store new posts; those that are there already are left as they are.

        Args:
            posts: In any order, with repetitions.
            quarantined: What came along and is no post.
            at: When they arrived.
            complete_to: The post up to which nothing is missing, if this batch moves that on:
                a search after a restart begins there, so a crash may repeat but never skip.
        """
        ...

    async def apply(self, command: Command, by: Moderator, at: datetime) -> Outcome:
        """Do what a moderator asks, once per op id, and record it."""
        ...

    async def set_muted(self, authors: Collection[AuthorId]) -> None:
        """Keep whom campaign.toml mutes: their posts arrive hidden, unless somebody must look.

        What moderators have muted stays muted.
        """
        ...

    async def remove(self, posts: Sequence[PostId], at: datetime) -> int:
        """Erase what was deleted at its source, keep tombstones, and return how many."""
        ...

    async def withheld(
        self, seen: Mapping[PostId, tuple[Clean, ...]], at: datetime
    ) -> tuple[PostId, ...]:
        """Keep where posts are withheld, and return those of which that is news.

        What waits or is shown then goes to a person.
        """

    async def checked(self, posts: Sequence[PostId], at: datetime) -> None:
        """Note that posts were seen at their source."""
        ...


class DelayBook(Protocol):
    """What delay mode asks of the store."""

    async def wall(self) -> WallState:
        """Return what every wall does."""
        ...

    async def undecided(self, limit: int, after: Undecided | None = None) -> tuple[Undecided, ...]:
        """Return unflagged posts that wait and nobody touched, the longest waiting first.

        Args:
            limit: How many at most.
            after: The last one of those that are known already.
        """
        ...

    async def show(self, due: Sequence[PostId], why: str, at: datetime) -> int:
        """Show posts that still wait untouched, as the product's own decision.

        Nothing is shown unless the walls are in delay mode at that moment.
        """
        ...

    async def end_delay(self, why: str, at: datetime) -> bool:
        """Have a person approve first again, as the product's own decision."""
        ...


class Outbox(Protocol):
    """Public acts that wait to be sent."""

    async def claim(self, at: datetime) -> PublicAct | None:
        """Take the next act that is due; nobody else gets it, even after a crash.

        What may not go out any more, for it is too late or for a day's retweets are used up,
        is stopped instead.
        """
        ...

    async def stop_waiting(self, why: str, at: datetime) -> None:
        """Stop every retweet and hiding that waits to be sent; taking one back goes on."""
        ...

    async def postpone(self, act: PublicAct, until: datetime, why: str, at: datetime) -> None:
        """Have an act, and all that the same limit holds, wait until a time."""
        ...

    async def settle(self, act: int, stage: Stage, problem: str, at: datetime) -> None:
        """Record what came of an act."""
        ...

    async def is_doubted(self, post: PostId) -> bool:
        """Tell whether nobody knows of a retweet of a post whether it went out."""
        ...

    async def doubts(self, *, interrupted: bool = False) -> tuple[Doubt, ...]:
        """Return the acts nobody knows the end of, oldest first.

        A retweet that is being taken back is not among them before that has come to an end.

        Args:
            interrupted: Whether acts that a hub was sending when it ended count too; only
                true at a hub's start, when nobody is sending.
        """
        ...


class TagBook(Protocol):
    """For which of the campaign's actions posts count."""

    async def tally(self, wanted: Sequence[Counting]) -> Tally:
        """Count the posts that report each of some actions, and their authors."""
        ...

    async def looked_with(self) -> str:
        """Return with which rules every stored post has been looked at; empty: with none."""
        ...

    async def note_looked(self, mark: str) -> None:
        """Note that every stored post has been looked at with these rules."""
        ...

    async def some_posts(self, after: str, limit: int) -> tuple[Post, ...]:
        """Return posts in the order of their ids, those that come after one."""
        ...

    async def look_again(self, found: Sequence[tuple[PostId, tuple[ActionDone, ...]]]) -> None:
        """Replace what rules recognised in posts; what people said of them stays."""
        ...


class SearchResult(Struct, frozen=True):
    """What a search of everything found."""

    entries: tuple[Entry, ...] = ()
    """The newest, the newest first."""
    total: int = 0
    why: str = ""
    """What stands in the way of finding everything, in a sentence; empty if nothing does."""


class LoggedDecision(NamedTuple):
    """A decision of the log, and what it was about as far as that is still known."""

    decision: Decision
    handle: str
    excerpt: str


class LogPage(Struct, frozen=True):
    """A stretch of the log, the newest decision first."""

    lines: tuple[LoggedDecision, ...] = ()
    more: bool = False
    """Whether there are older ones."""
    why: str = ""
    """What stands in the way of finding any, in a sentence; empty if nothing does."""


class SearchBook(Protocol):
    """What is asked of the whole campaign's posts and decisions."""

    async def index_on(self) -> bool:
        """Have the full-text index catch up a little; return whether there is more to do."""
        ...

    async def find(self, query: Query) -> SearchResult:
        """Return the posts that match, of any standing but gone."""
        ...

    async def log(self, query: Query, before: int) -> LogPage:
        """Return decisions that match, of words only, older than one; 0 begins with the newest."""
        ...

    async def handover(self) -> Decision | None:
        """Return the newest note for whoever comes next."""
        ...


class Store(
    PostReader,
    RuleReader,
    PostWriter,
    Outbox,
    TagBook,
    DelayBook,
    SearchBook,
    ReadingLog,
    Books,
    Protocol,
):
    """All of it, for the hub."""
