"""A campaign day with something of every kind in its store, for tests of what is kept of it."""

from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from making import (
    ASHA,
    NOW,
    RAJ,
    author,
    blank,
    decide,
    judged,
    many,
    mute,
    op,
    post,
    redo,
    tag,
    undo,
)
from networks.takings import Takings
from standup_tui.core.keeping import Keeping, Traces
from standup_tui.model.command import Handover
from standup_tui.model.entry import Moderator, Stage
from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.keeping import Answer, Clocks, Purge, Purged
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Reference, ReferenceKind
from standup_tui.model.text import clean
from standup_tui.ports.store import Judged, Quarantined
from standup_tui.store.store import SqliteStore
from store.indexing import index_all

KIM = author(42, name="Kim Tallowmere")
"""Somebody who may ask what is held of them; their handle is person_42."""

UNDECIDED, SHOWN, KIMS = "Grizzlepath", "Wobbleford", "Snickerdown"
"""Words by which texts are found again in bytes."""

SENT = '{"includes":{"users":[{"id":"42","username":"person_42","name":"Kim Tallowmere"}]}}'
"""What the network sends along with a post of somebody else."""

LATER = NOW + timedelta(days=500)
KEEPER = Moderator("Uma Keeper", "uma")

NAMES = Flag(Kind.IDENTIFIABLE, "person", Severity.STOP, "names @person_42", (Span(0, 4),))


class Ticking:
    """A clock that says one time after the other."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


async def a_day(path: Path, at: datetime = NOW) -> SqliteStore:
    """Make a store in which everything has happened that can."""
    store = await SqliteStore.open(path)
    undecided = [judged(n, f"{UNDECIDED}{n} was never shown") for n in range(1, 31)]
    shown = [judged(n, f"{SHOWN}{n} was shown to all") for n in range(31, 61)]
    await store.add([*undecided, *shown, *_of_kim()], [_unreadable()], at, post(60).id)
    await _decided(store, at)
    await store.add([judged(63, f"{SHOWN}63, edited", edit_of=(post(33).id,))], [], at)
    await store.remove([post(34).id], at)
    await index_all(store)
    return store


def _of_kim() -> list[Judged]:
    quoted = Reference(ReferenceKind.QUOTE, post(100).id, KIM, clean(f"{KIMS} said in a quote"))
    bare = Reference(ReferenceKind.REPOST, post(100).id, KIM, clean(f"{KIMS} once more"))
    return [
        judged(100, f"{KIMS}100 by themselves", author=KIM, flags=(NAMES,)),
        judged(101, f"{KIMS}101 by themselves", author=KIM),
        replace(judged(102, f"{SHOWN}102 quotes somebody", references=(quoted,)), raw=SENT),
        replace(judged(103, "", references=(bare,)), raw=SENT),
        judged(104, f"{SHOWN}104 thanks @Person_42 and not @person_421"),
    ]


def _unreadable() -> Quarantined:
    return Quarantined(
        reason="nothing fits", raw=f'{{"author_id":"42","text":"{KIMS} {UNDECIDED} half a po'
    )


async def _decided(store: SqliteStore, at: datetime) -> None:
    for number in (*range(31, 61), 101, 102, 104):
        await store.apply(decide(Verb.APPROVE, number), ASHA, at)
    for number in range(1, 6):
        await store.apply(decide(Verb.HIDE, number, reason="Personal data"), RAJ, at)
    await store.apply(decide(Verb.NOTE, 6, reason=f"{UNDECIDED} rang, ask @person_42"), RAJ, at)
    await store.apply(decide(Verb.NOTE, 101, 2, reason=f"{KIMS} is known to us"), RAJ, at)
    await store.apply(decide(Verb.ESCALATE, 7), RAJ, at)
    await store.apply(many(Verb.HOLD, 8, 9, 10, 1), ASHA, at)
    await store.apply(undo(), ASHA, at)
    await store.apply(redo(), ASHA, at)
    await store.apply(many(Verb.HOLD, 23, 100), ASHA, at)
    await store.apply(decide(Verb.APPROVE, 100, 2), RAJ, at)
    await store.apply(undo(), ASHA, at)  # which says whose post stays, and why
    await store.apply(decide(Verb.PIN, 31, 2), ASHA, at)
    await store.apply(tag("Shared", 32, 2), ASHA, at)
    await store.apply(decide(Verb.RETWEET, 35, 2), ASHA, at)
    act = await store.claim(at + timedelta(seconds=20))
    assert act is not None
    await store.settle(act.id, Stage.FAILED, f"X says no to {SHOWN}35", at)
    await store.apply(blank(), ASHA, at)
    await store.apply(blank(on=False), ASHA, at)
    await store.apply(Handover(op(), f"Ask about {SHOWN} and @person_42"), ASHA, at)
    await store.apply(mute(42), RAJ, at)
    await store.apply(mute(5), RAJ, at)
    await store.apply(mute(5, muted=False), RAJ, at)
    await store.apply(decide(Verb.APPROVE, 20), ASHA, at + timedelta(days=3))
    await store.apply(undo(), ASHA, at + timedelta(days=3))


def clocks(undecided: int, shown: int, log: int, now: datetime = LATER) -> Clocks:
    return Clocks(
        undecided=now - timedelta(days=undecided),
        shown=now - timedelta(days=shown),
        log=now - timedelta(days=log),
        days=(undecided, shown, log),
    )


async def purged(
    store: SqliteStore, purge: Purge, now: datetime = LATER, by: Moderator = KEEPER
) -> Purged:
    """Purge a store that has no log files."""
    answer = await answered(store, purge, now, by)
    assert isinstance(answer, Purged), answer
    return answer


async def answered(store: SqliteStore, purge: Purge, now: datetime, by: Moderator) -> Answer:
    return await Keeping(store.records, Ticking(now), no_logs, Takings()).do(purge, by)


def no_logs(_: Traces) -> int:
    return 0


def on_disk(path: Path, *words: str) -> dict[str, int]:
    """Count how often words stand in any file beside a store, in any letters."""
    held = b"".join(one.read_bytes() for one in path.parent.iterdir() if one.is_file()).lower()
    return {word: held.count(word.lower().encode()) for word in words}
