"""What the lines around the panes say; needs no screen."""

from collections.abc import Iterable
from datetime import datetime

from standup_tui.model.entry import Entry, Stage, WallState
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Verb
from standup_tui.ui.console.board import Board
from standup_tui.ui.widgets.bars import Part, fitted
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.wording import count, span

_SIGNS = {
    Liveness.STARTING: ("○", Role.MUTED),
    Liveness.LIVE: ("●", Role.GOOD),
    Liveness.STALLED: ("◐", Role.WARN),
    Liveness.RECONNECTING: ("◌", Role.WARN),
    Liveness.STOPPED: ("■", Role.BAD),
}
_STEPS = "▁▂▃▄▅▆▇█"
_MINUTES = 8
_NAMES = 4


def top_line(board: Board, width: int) -> Line:
    """Return the first line: which campaign, how alive, how much, what time.

    What is simulated or recorded says so before anything else, at every width.
    """
    about, health, now = board.about, board.health, board.now
    clock = board.local(now).strftime("%H:%M")
    label: Line = ((f" {about.label} ", Role.LABEL),) if about.label else EMPTY
    name: Line = (
        *label,
        (" ", Role.TEXT),
        ("Standup", Role.FOCUS),
    )
    tags = " ".join(about.tags)
    left = [
        Part(name, 0),
        Part(((about.name, Role.STRONG),), 3),
        Part(((tags, Role.ACCENT),), 4),
    ]
    right = [
        Part(liveness(health, board.lost, now), 1),
        Part(((count(health.posts, "post"), Role.MUTED),), 5),
        Part(_rate(health), 6),
        Part(((clock + " ", Role.STRONG),), 2),
    ]
    return fitted([part for part in left if part.line[0][0]], right, width)


def liveness(health: Health, lost: str, now: datetime) -> Line:
    """Return whether posts come in, and for how long things have been so."""
    if lost:
        return (("✕ no hub", Role.BAD),)
    sign, role = _SIGNS[health.liveness]
    since = health.last_post if health.liveness is Liveness.LIVE else health.since
    passed = f" {span((now - since).total_seconds())}" if since else ""
    return ((f"{sign} {health.liveness}{passed}", role),)


def _rate(health: Health) -> Line:
    minutes = health.per_minute[-_MINUTES:]
    if not minutes:
        return EMPTY
    most = max(*minutes, 1)
    bars = "".join(_STEPS[min(7, minute * 7 // most)] for minute in minutes)
    return ((f"{minutes[-1]:,}/min ", Role.MUTED), (bars, Role.ACCENT))


def state_line(board: Board, width: int) -> Line:
    """Return the line under the panes: the walls, the people, what is on its way out."""
    left = [Part(wall_state(board.wall, board.walls), 0)]
    out = outbox(board.outbox, board.now)
    right = [Part(out, 2), Part((*people(board), (" ", Role.TEXT)), 3)]
    return fitted(left, [part for part in right if part.line], width)


def trouble(health: Health) -> str:
    """Return what is wrong with collecting or storing, and what to do; empty if nothing is."""
    if health.trouble:
        return f"▲ {health.trouble}"
    if health.why and health.liveness is not Liveness.LIVE:
        return f"{_SIGNS[health.liveness][0]} {health.liveness}: {health.why}"
    return ""


def wall_state(wall: WallState, walls: int) -> Line:
    """Return what the walls show."""
    if wall.blank:
        by = f" by {wall.by}" if wall.by else ""
        return (
            (" ", Role.TEXT),
            (" WALLS BLANK ", Role.LABEL),
            (f"{by}: ! then y brings them back", Role.WARN),
        )
    on = count(walls, "wall") + " on" if walls else "no wall attached"
    return ((" wall: ", Role.MUTED), (f"approve first · {on}", Role.TEXT))


def people(board: Board) -> Line:
    """Return who is at a console; a name somebody typed is marked as that."""
    if not board.moderators:
        return EMPTY
    names = [
        one.name + (" (you)" if board.is_me(one) else "") + (" (says so)" if one.declared else "")
        for one in sorted(board.moderators, key=lambda one: not board.is_me(one))
    ]
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return (("moderators: ", Role.MUTED), (", ".join(names[:_NAMES]) + more, Role.TEXT))


def outbox(entries: Iterable[Entry], now: datetime) -> Line:
    """Return what waits to go out in public, the next one first."""
    acts = [entry.act for entry in entries if entry.act]
    bad = [act for act in acts if act.stage in (Stage.FAILED, Stage.IN_DOUBT)]
    due = sorted((act for act in acts if act.stage is Stage.DUE), key=lambda act: act.due)
    line: list[tuple[str, Role]] = []
    if due:
        what = "retweet" if due[0].verb is Verb.RETWEET else "undone retweet"
        wait = int((due[0].due - now).total_seconds())
        when = f"in {wait} s (u stops)" if wait > 0 else "on its way"
        line.append((f"{count(len(due), what)} {when}", Role.ACCENT))
    if bad:
        line += [(" · " if line else "", Role.MUTED), (f"{len(bad)} {bad[0].stage}", Role.BAD)]
    return tuple(line)
