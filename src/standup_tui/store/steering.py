"""What moderators say of the walls, recorded by name as everything they decide."""

from datetime import datetime, timedelta
from uuid import uuid4

import aiosqlite
from msgspec.structs import replace

from standup_tui.model.command import Blank, Done, Refused, Steer
from standup_tui.model.entry import RULES
from standup_tui.model.post import PostId
from standup_tui.model.wall import (
    SHORTEST_DELAY,
    Delay,
    Fix,
    Pause,
    Plan,
    Scene,
    Spotlight,
    Step,
    WallState,
)
from standup_tui.store import log, posts
from standup_tui.store.counter import advance
from standup_tui.store.recording import Case
from standup_tui.store.rows import ms
from standup_tui.store.wall import wall_state


async def blank(case: Case, command: Blank) -> Done | Refused:
    """Blank every wall, or bring every wall back."""
    state = await wall_state(case.db)
    if state.blank == command.blank:
        who = f" by {state.by}" if state.by else ""
        return Refused(f"the walls are {'blank' if state.blank else 'on'} already{who}")
    verb, said = (
        ("blank the walls", "every wall is blank: ‹blank› then y brings it back")
        if command.blank
        else ("bring the walls back", "the walls are on")
    )
    now = replace(state, blank=command.blank, by=case.by.name, at=case.at)
    return Done(await _record(case, command.op, verb, now), said)


async def steer(case: Case, command: Steer, plan: Plan) -> Done | Refused:
    """Do what a moderator says of the walls, unless it is so already."""
    state = await wall_state(case.db)
    match command.act:
        case Pause(paused):
            return await _pause(case, command, state, paused=paused)
        case Step(by):
            return await _step(case, command, state, plan, by)
        case Fix(scene):
            return await _fix(case, command, state, plan, scene)
        case Spotlight(post):
            return await _spotlight(case, command, state, post)
        case Delay(seconds):
            return await _delay(case, command, state, seconds)


async def _pause(case: Case, command: Steer, state: WallState, *, paused: bool) -> Done | Refused:
    if paused == (state.paused is not None):
        return Refused(f"the walls {'stand still' if paused else 'go on'} already")
    if paused:
        now = replace(state, paused=max(case.at, state.since or case.at))
        return Done(
            await _record(case, command.op, "pause the walls", now),
            "the walls stand still: what is hidden still leaves, nothing new comes",
        )
    stood = max(timedelta(0), case.at - (state.paused or case.at))
    now = replace(state, paused=None, since=state.began + stood)
    return Done(await _record(case, command.op, "let the walls go on", now), "the walls go on")


async def _step(
    case: Case, command: Steer, state: WallState, plan: Plan, by: int
) -> Done | Refused:
    if len(plan.slots) < 2:  # noqa: PLR2004
        return Refused("the walls have one scene only: [wall.scenes] in campaign.toml has more")
    last = state.place(plan.slots, case.at)
    turn = last.turn if state.fixed is None else _turn_of(plan, last.slot.scene)
    now = _begun(replace(state, fixed=None), turn + by, case.at)
    coming = now.place(plan.slots, case.at).slot
    seq = await _record(case, command.op, "step the walls", now, coming.scene.called)
    return Done(seq, f"the walls show {coming.scene.called}")


async def _fix(
    case: Case, command: Steer, state: WallState, plan: Plan, scene: Scene | None
) -> Done | Refused:
    if scene is state.fixed:
        said = "no scene is fixed" if scene is None else f"{scene.called} is fixed already"
        return Refused(said)
    if scene is None:
        return await _let_go(case, command, state)
    if scene is Scene.SLIDES and not plan.slides:
        return Refused("the campaign has no slides: [[wall.slides]] in campaign.toml adds them")
    now = _begun(replace(state, fixed=scene), 0, case.at)
    seq = await _record(case, command.op, "fix a scene of the walls", now, scene.called)
    return Done(seq, f"the walls stay with {scene.called}")


async def _let_go(case: Case, command: Steer, state: WallState) -> Done:
    now = _begun(replace(state, fixed=None), 0, case.at)
    seq = await _record(case, command.op, "let the walls' scenes take turns", now)
    return Done(seq, "the walls' scenes take turns again, from the first on")


async def _spotlight(
    case: Case, command: Steer, state: WallState, post: PostId | None
) -> Done | Refused:
    if post is None:
        if state.spotlight is None:
            return Refused("nobody put a post in the spotlight")
        fixed = None if state.fixed is Scene.SPOTLIGHT else state.fixed
        now = _begun(replace(state, spotlight=None, fixed=fixed), 0, case.at)
        seq = await _record(case, command.op, "end the spotlight", now, state.spotlight)
        return Done(seq, "no post is in the spotlight; the scenes take turns")
    entry = await posts.entry(case.db, post)
    if entry is None:
        return Refused(await posts.why_gone(case.db, post))
    if not entry.standing.on_wall:
        return Refused("approve it first: only a shown post can be in the spotlight")
    if (state.spotlight, state.fixed) == (post, Scene.SPOTLIGHT):
        return Refused("it is in the spotlight already")
    now = _begun(replace(state, spotlight=post, fixed=Scene.SPOTLIGHT), 0, case.at)
    seq = await _record(case, command.op, "put in the spotlight", now, post)
    return Done(seq, f"@{entry.post.author.handle}: in the spotlight until you let it go", post)


async def _delay(case: Case, command: Steer, state: WallState, seconds: int) -> Done | Refused:
    if 0 < seconds < SHORTEST_DELAY:
        return Refused(f"a delay is at least {SHORTEST_DELAY} s: less is too short to act")
    if seconds == state.delay:
        mode = f"a delay of {seconds} s" if seconds else "approve first"
        return Refused(f"it is {mode} already")
    now = replace(state, delay=seconds, delayed=case.at, delayed_by=case.by.name, unattended="")
    if not seconds:
        seq = await _record(case, command.op, "approve first", now)
        return Done(seq, "approve first: nothing shows without a person")
    seq = await _record(case, command.op, "show after a delay", now, f"{seconds} s")
    said = f"unflagged posts show by themselves after {seconds} s, those that wait now too"
    return Done(seq, said)


async def end_delay(db: aiosqlite.Connection, why: str, at: datetime) -> bool:
    """Have a person approve first again, where no person is there to say so."""
    state = await wall_state(db)
    if not state.delay:
        return False
    now = replace(state, delay=0, delayed=at, delayed_by=RULES.name, unattended=why)
    await _record(Case(db, RULES, at), uuid4().hex, "approve first", now, why)
    return True


def _begun(state: WallState, turn: int, at: datetime) -> WallState:
    """Return the walls at the beginning of a turn, standing still there if they do."""
    return replace(state, turn=turn, since=at, paused=at if state.paused else None)


def _turn_of(plan: Plan, scene: Scene) -> int:
    """Return the first turn of a scene in the rotation; that before the first if it has none."""
    places = [turn for turn, slot in enumerate(plan.slots) if slot.scene is scene]
    return places[0] if places else -1


async def _record(case: Case, op: str, verb: str, now: WallState, about: str = "") -> int:
    """Write the decision and what every wall does now, and return the decision's number."""
    new = log.NewDecision(op, verb, case.by, case.at, reason=about)
    seq = await log.append(case.db, new)
    await case.db.execute(
        "UPDATE wall SET seq = ?, blank = ?, by = ?, at = ?, paused = ?, fixed = ?, "
        "spotlight = ?, turn = ?, since = ?, delay = ?, delayed = ?, delayed_by = ?, "
        "unattended = ?",
        (
            await advance(case.db),
            int(now.blank),
            now.by,
            _ms(now.at),
            _ms(now.paused),
            now.fixed,
            now.spotlight,
            now.turn,
            _ms(now.since),
            now.delay,
            _ms(now.delayed),
            now.delayed_by,
            now.unattended,
        ),
    )
    return seq


def _ms(at: datetime | None) -> int | None:
    return None if at is None else ms(at)
