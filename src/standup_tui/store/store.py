"""The store as the core and the hub know it: the ports, on SQLite."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import aiosqlite

from standup_tui.model.action import ActionDone, Tally
from standup_tui.model.command import Command, Outcome
from standup_tui.model.coverage import Gap, Hour, Progress, Repair
from standup_tui.model.entry import Changes, Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.money import Charge, Spent, Usage
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.search import Query
from standup_tui.model.text import Clean
from standup_tui.model.wall import Plan, WallState
from standup_tui.ports.money import Prices
from standup_tui.ports.store import (
    ActRules,
    Added,
    Case,
    Counting,
    Doubt,
    Judged,
    LogPage,
    Quarantined,
    SearchResult,
    Story,
    Totals,
    Unchecked,
    Undecided,
)
from standup_tui.store import (
    arriving,
    coverage,
    decisions,
    delayed,
    index,
    muted,
    outbox,
    posts,
    searching,
    spending,
    steering,
    tags,
    votes,
    withheld,
)
from standup_tui.store.database import Database, Urgency
from standup_tui.store.keeper import StoreKeeper
from standup_tui.store.reserve import Reserve
from standup_tui.store.rows import ENTRY, encoded, entries, ms
from standup_tui.store.wall import wall_state

_log = logging.getLogger(__name__)

_UNSETTLED = "'due', 'sending', 'in doubt'"


class SqliteStore:
    """Posts, decisions and outbox of one campaign. Every write is on disk when it returns.

    All methods raise `StoreError`, having done nothing, where the disk or the file fails.
    """

    def __init__(self, database: Database, rules: ActRules, plan: Plan) -> None:
        self._db = database
        self._rules = rules
        self._decider = decisions.Decider(rules, plan)
        self._searchable = False

    @classmethod
    async def open(
        cls,
        path: Path,
        rules: ActRules | None = None,
        plan: Plan | None = None,
        reserve: Reserve | None = None,
    ) -> "SqliteStore":
        """Open or make the store at a path; raises `StoreError`.

        Args:
            path: The file.
            rules: What the campaign allows its public acts.
            plan: The rotation of its walls, which steps are counted in.
            reserve: The room that is kept back for a full disk.
        """
        store = cls(await Database.open(path, reserve), rules or ActRules(), plan or Plan())
        try:
            await store._prepare_search()
        except BaseException:
            await store.close()
            raise
        return store

    async def _prepare_search(self) -> None:
        async def work(db: aiosqlite.Connection) -> bool:
            await searching.know_folding(db)
            return await index.prepare(db)

        self._searchable = await self._db.write(work)

    @property
    def records(self) -> StoreKeeper:
        """What erases and gives out records."""
        return StoreKeeper(self._db, self.index_on)

    def on_commit(self, told: Callable[[], None]) -> None:
        """Have somebody told after every transaction; the sequence number says what changed."""
        self._db.told = told

    async def close(self) -> None:
        """Finish what was begun and close the file."""
        await self._db.close()

    async def add(
        self,
        posts_: Sequence[Judged],
        quarantined: Sequence[Quarantined],
        at: datetime,
        complete_to: PostId | None = None,
    ) -> Added:
        """Store new posts; those that are there already are left as they are."""

        async def work(db: aiosqlite.Connection) -> Added:
            stored = await arriving.add(db, posts_, quarantined, at, complete_to)
            rows = await db.execute_fetchall("SELECT seq FROM counter")
            return Added(next(iter(rows))[0], stored)

        return await self._db.write(work, Urgency.BATCH)

    async def apply(self, command: Command, by: Moderator, at: datetime) -> Outcome:
        """Do what a moderator asks, once per op id, and record it."""
        return await self._db.write(
            lambda db: self._decider.apply(db, command, by, at), vital=True
        )

    async def set_muted(self, authors: Collection[AuthorId]) -> None:
        """Keep whom campaign.toml mutes: their posts arrive hidden, unless somebody must look.

        What moderators have muted stays muted.
        """
        await self._db.write(lambda db: muted.set_by_file(db, authors))

    async def author(self, author: AuthorId) -> Author | None:
        """Return an author as the newest post has them; None where there is none of theirs."""
        return await self._db.read(lambda db: posts.author(db, author))

    async def remove(self, posts_: Sequence[PostId], at: datetime) -> int:
        """Erase what was deleted at its source, keep tombstones, and return how many."""
        return await self._db.write(lambda db: posts.remove(db, posts_, at), vital=True)

    async def withheld(
        self, seen: Mapping[PostId, tuple[Clean, ...]], at: datetime
    ) -> tuple[PostId, ...]:
        """Keep where posts are withheld now, and return those of which that is news."""
        if not await self._db.read(lambda db: withheld.news(db, seen)):
            return ()  # most often; nothing has to be put on disk for it
        return await self._db.write(lambda db: withheld.note(db, seen, at))

    async def checked(self, posts_: Sequence[PostId], at: datetime) -> None:
        """Note that posts were seen at their source."""

        async def work(db: aiosqlite.Connection) -> None:
            await db.execute(
                "UPDATE post SET checked = ? WHERE id IN (SELECT value FROM json_each(?))",
                (ms(at), encoded(posts_)),
            )

        await self._db.write(work, Urgency.BATCH)

    async def changes(self, after: int, limit: int) -> Changes:
        """Return what changed after a sequence number, each thing once, as it is now."""
        return await self._db.read(lambda db: posts.changes(db, after, limit))

    async def wall(self) -> WallState:
        """Return what every wall does."""
        return await self._db.read(wall_state)

    async def undecided(self, limit: int, after: Undecided | None = None) -> tuple[Undecided, ...]:
        """Return unflagged posts that wait and nobody touched, the longest waiting first."""
        return await self._db.read(lambda db: delayed.undecided(db, limit, after))

    async def show(self, due: Sequence[PostId], why: str, at: datetime) -> int:
        """Show posts that still wait untouched, as the product's own decision."""
        return await self._db.write(lambda db: delayed.show(db, due, why, at))

    async def end_delay(self, why: str, at: datetime) -> bool:
        """Have a person approve first again, as the product's own decision."""
        return await self._db.write(lambda db: steering.end_delay(db, why, at))

    async def story(self, post: PostId) -> Story | None:
        """Return a post with its decisions, its author's other posts and its conversation."""
        return await self._db.read(lambda db: posts.story(db, post))

    async def cases(self, since: datetime) -> tuple[Case, ...]:
        """Return the flagged posts by what flagged them and what became of them."""
        return await self._db.read(lambda db: votes.cases(db, since))

    async def recent(self, window: timedelta, limit: int) -> tuple[Post, ...]:
        """Return the posts published shortly before the newest one, in the order of arrival."""
        return await self._db.read(lambda db: votes.recent(db, window, limit))

    async def totals(self) -> Totals:
        """Count."""

        async def work(db: aiosqlite.Connection) -> Totals:
            rows = await db.execute_fetchall(
                "SELECT (SELECT count(*) FROM post), (SELECT count(*) FROM quarantine)"
            )
            return Totals(*next(iter(rows)))

        return await self._db.read(work)

    async def outbox(self) -> tuple[Entry, ...]:
        """Return the posts with a public act that is not settled."""

        async def work(db: aiosqlite.Connection) -> tuple[Entry, ...]:
            rows = await db.execute_fetchall(
                f"{ENTRY} WHERE p.id IN (SELECT post FROM outbox WHERE stage IN ({_UNSETTLED})) "
                f"AND (o.stage IN ({_UNSETTLED}) OR h.stage IN ({_UNSETTLED})) "
                "ORDER BY min(coalesce(o.due, h.due), coalesce(h.due, o.due))"
            )
            return tuple(await entries(db, rows))

        return await self._db.read(work)

    async def progress(self, network: str) -> Progress:
        """Return how far reading had come."""
        return await self._db.read(lambda db: coverage.progress(db, network))

    async def save_progress(self, network: str, progress: Progress) -> None:
        """Keep how far reading has come."""
        await self._db.write(lambda db: coverage.save_progress(db, network, progress))

    async def newest(self, network: str, overlap: timedelta = timedelta(0)) -> PostId | None:
        """Return the post up to which nothing is missing, or one older by an overlap."""
        return await self._db.read(lambda db: coverage.newest(db, network, overlap))

    async def open_gap(self, network: str, began: datetime, why: str) -> None:
        """Put a gap on record that still goes on."""
        await self._db.write(lambda db: coverage.open_gap(db, network, began, why))

    async def end_gap(self, network: str, at: datetime) -> None:
        """Note that posts come in again."""
        await self._db.write(lambda db: coverage.end_gap(db, network, at))

    async def note_gap(self, network: str, began: datetime, ended: datetime, why: str) -> None:
        """Put a gap on record that is over."""
        await self._db.write(lambda db: coverage.note_gap(db, network, began, ended, why))

    async def settle_gaps(self, network: str, upto: datetime, repair: Repair, missing: str) -> int:
        """Note what became of the open gaps that ended by a time, and return how many."""
        return await self._db.write(
            lambda db: coverage.settle_gaps(db, network, upto, repair, missing)
        )

    async def open_gaps(self, network: str) -> tuple[Gap, ...]:
        """Return the gaps nobody has searched to the end yet, the oldest first."""
        return await self._db.read(lambda db: coverage.open_gaps(db, network))

    async def gaps(self, limit: int) -> tuple[Gap, ...]:
        """Return the newest gaps, the newest first."""
        return await self._db.read(lambda db: coverage.gaps(db, limit))

    async def unrepaired(self, lost_since: datetime, reach: timedelta) -> int:
        """Count the open gaps, and those that were lost since a time."""
        return await self._db.read(lambda db: coverage.unrepaired(db, lost_since, reach))

    async def count(self, start: datetime, end: datetime) -> int:
        """Count the posts published between two times, reposts left out."""
        return await self._db.read(lambda db: coverage.count(db, start, end))

    async def note_hour(self, network: str, hour: Hour) -> None:
        """Keep an hour's counts."""
        await self._db.write(lambda db: coverage.note_hour(db, network, hour))

    async def hours(self, limit: int) -> tuple[Hour, ...]:
        """Return the hours that were counted, the newest first."""
        return await self._db.read(lambda db: coverage.hours(db, limit))

    async def charge(self, charges: Sequence[Charge], prices: Prices, at: datetime) -> float:
        """Add charges, and return what they cost in US dollars."""
        return await self._db.write(
            lambda db: spending.charge(db, charges, prices, at), Urgency.BATCH
        )

    async def spent(self) -> tuple[Spent, ...]:
        """Return what each UTC day cost by item, the newest day first."""
        return await self._db.read(spending.spent)

    async def note_usage(self, usage: Usage) -> None:
        """Keep what the network itself has counted, and the first such count."""
        await self._db.write(lambda db: spending.note_usage(db, usage), Urgency.BATCH)

    async def usages(self) -> tuple[Usage, Usage] | None:
        """Return the first and the newest count of the network; None before the first."""
        return await self._db.read(spending.usages)

    async def tally(self, wanted: Sequence[Counting]) -> Tally:
        """Count the posts that report each of some actions, and their authors."""
        return await self._db.read(lambda db: tags.tally(db, wanted))

    async def looked_with(self) -> str:
        """Return with which rules every stored post has been looked at; empty: with none."""
        return await self._db.read(tags.mark)

    async def note_looked(self, mark: str) -> None:
        """Note that every stored post has been looked at with these rules."""
        await self._db.write(lambda db: tags.note_mark(db, mark), Urgency.BATCH)

    async def some_posts(self, after: str, limit: int) -> tuple[Post, ...]:
        """Return posts in the order of their ids, those that come after one."""
        return await self._db.read(lambda db: tags.some_posts(db, after, limit))

    async def look_again(self, found: Sequence[tuple[PostId, tuple[ActionDone, ...]]]) -> None:
        """Replace what rules recognised in posts; what people said of them stays."""
        await self._db.write(lambda db: tags.look_again(db, found), Urgency.BATCH)

    async def index_on(self) -> bool:
        """Have the full-text index catch up a little; return whether there is more to do."""
        if not self._searchable or not await self._db.read(index.behind):
            return False
        try:
            return await self._db.write(index.step, Urgency.BATCH)
        except index.Damaged as error:
            await self._index_anew(error)
            return True

    async def _index_anew(self, error: index.Damaged) -> None:
        _log.error("the full-text index is damaged, and begun anew: %s", error)
        await self._db.write(index.begin_anew, Urgency.BATCH)

    async def find(self, query: Query) -> SearchResult:
        """Return the posts that match, of any standing but gone."""
        if not self._searchable:
            return SearchResult(why=index.MISSING)
        try:
            return await self._db.read(lambda db: searching.find(db, query))
        except index.Damaged as error:
            await self._index_anew(error)
            return SearchResult(why=index.ANEW)

    async def log(self, query: Query, before: int) -> LogPage:
        """Return decisions that match, of words only, older than one; 0 begins with the newest."""
        if query.terms and not self._searchable:
            return LogPage(why=index.MISSING)
        try:
            return await self._db.read(lambda db: searching.decisions(db, query, before))
        except index.Damaged as error:
            await self._index_anew(error)
            return LogPage(why=index.ANEW)

    async def handover(self) -> Decision | None:
        """Return the newest note for whoever comes next."""
        return await self._db.read(searching.handover)

    async def shown(self, limit: int) -> tuple[PostId, ...]:
        """Return the posts that walls may show now, the longest unchecked first."""

        async def work(db: aiosqlite.Connection) -> tuple[PostId, ...]:
            rows = await db.execute_fetchall(
                "SELECT id FROM post WHERE status = 'shown' ORDER BY checked LIMIT ?", (limit,)
            )
            return tuple(PostId(row[0]) for row in rows)

        return await self._db.read(work)

    async def unchecked(self, before: datetime, limit: int, *, shown: bool) -> Unchecked:
        """Return the posts that were last seen at their source before a time."""
        return await self._db.read(lambda db: posts.unchecked(db, before, limit, shown=shown))

    async def claim(self, at: datetime) -> PublicAct | None:
        """Take the next act that is due; nobody else gets it, even after a crash."""
        return await self._db.write(lambda db: outbox.claim(db, at, self._rules))

    async def stop_waiting(self, why: str, at: datetime) -> None:
        """Stop every retweet and hiding that waits to be sent; taking one back goes on."""
        await self._db.write(lambda db: outbox.stop_waiting(db, why, at))

    async def postpone(self, act: PublicAct, until: datetime, why: str, at: datetime) -> None:
        """Have an act, and all that the same limit holds, wait until a time."""
        await self._db.write(lambda db: outbox.postpone(db, act, until, why, at), vital=True)

    async def settle(self, act: int, stage: Stage, problem: str, at: datetime) -> None:
        """Record what came of an act."""
        await self._db.write(lambda db: outbox.settle(db, act, stage, problem, at), vital=True)

    async def is_doubted(self, post: PostId) -> bool:
        """Tell whether nobody knows of a retweet of a post whether it went out."""
        return await self._db.read(lambda db: outbox.is_doubted(db, post))

    async def doubts(self, *, interrupted: bool = False) -> tuple[Doubt, ...]:
        """Return the acts nobody knows the end of, oldest first."""
        stages = (Stage.IN_DOUBT, Stage.SENDING) if interrupted else (Stage.IN_DOUBT,)
        return await self._db.read(lambda db: outbox.doubts(db, *stages))
