"""Commands of moderators: each is one transaction that finds out, decides and records."""

from datetime import datetime

import aiosqlite

from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Done,
    Handover,
    Many,
    Mute,
    Outcome,
    Redo,
    Refused,
    Steer,
    Undo,
)
from standup_tui.model.entry import Moderator
from standup_tui.model.wall import Plan
from standup_tui.ports.store import ActRules
from standup_tui.store import log, muting, past, posts, steering, undoing
from standup_tui.store.deciding import decide, decide_many
from standup_tui.store.recording import Case
from standup_tui.store.rows import standing

HANDOVER = "handover"
"""The verb of a note for whoever comes next; its text is the reason."""


class Decider:
    """Applies commands to a store."""

    def __init__(self, rules: ActRules, plan: Plan) -> None:
        self._rules = rules
        self._plan = plan

    async def apply(
        self, db: aiosqlite.Connection, command: Command, by: Moderator, at: datetime
    ) -> Outcome:
        """Do what a moderator asks; the same op id a second time only gets its answer."""
        if (several := await past.answered(db, command.op)) is not None:
            return several
        if (earlier := await log.known(db, command.op)) is not None:
            seq, post, verb, stood = earlier
            return Done(seq, f"{verb}: done already", post, standing(stood) if stood else None)
        return await self._do(Case(db, by, at), command)

    async def _do(self, case: Case, command: Command) -> Outcome:
        match command:
            case Decide(post=post):
                return await decide(case, command, await posts.entry(case.db, post), self._rules)
            case Many():
                return await decide_many(case, command, self._rules)
            case Handover():
                return await _hand_over(case, command)
            case Blank():
                return await steering.blank(case, command)
            case Steer():
                return await steering.steer(case, command, self._plan)
            case _:
                return await _turn(case, command)


async def _turn(case: Case, command: Undo | Redo | Mute) -> Outcome:
    match command:
        case Undo():
            return await undoing.undo(case, command)
        case Redo():
            return await undoing.redo(case, command)
        case Mute():
            return await muting.set_muted(case, command)


async def _hand_over(case: Case, command: Handover) -> Done | Refused:
    if not command.text.strip():
        return Refused("the note is empty")
    new = log.NewDecision(command.op, HANDOVER, case.by, case.at, reason=command.text)
    return Done(await log.append(case.db, new), "note left for whoever comes next")
