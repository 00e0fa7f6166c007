"""Public acts on post 1, for tests of the store."""

from datetime import timedelta

from msgspec.structs import replace

from making import ASHA, NOW, RAJ, decide
from standup_tui.model.command import Outcome
from standup_tui.model.entry import Moderator, Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.store.store import SqliteStore

LATER = NOW + timedelta(seconds=10)


async def sent(store: SqliteStore, stage: Stage, problem: str = "") -> None:
    """Claim the act that is due, and settle it."""
    act = await store.claim(LATER)
    assert act is not None
    assert act.dry is (stage is Stage.DRY_RUN)
    await store.settle(act.id, stage, problem, LATER)


async def hidden(store: SqliteStore) -> None:
    """Hide post 1 here and on its network."""
    await store.apply(decide(Verb.HIDE, 1), RAJ, NOW)
    await ask_hiding(store, ASHA)
    await sent(store, Stage.DONE)


async def ask_hiding(store: SqliteStore, who: Moderator, verb: Verb = Verb.HIDE_REPLY) -> Outcome:
    """Ask for it as a console does that has shown what will happen."""
    (entry,) = (await store.changes(0, 10)).entries
    command = decide(verb, 1, entry.standing.revision)
    return await store.apply(replace(command, confirmed=True), who, NOW)
