"""What the lines around the panes say; needs no screen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product
from math import ceil

from standup_tui.model.entry import Entry, Stage
from standup_tui.model.health import Health, Liveness, Way
from standup_tui.model.keys import DEFAULT, Keys
from standup_tui.model.money import Level, Money
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.wall_words import wall_lines
from standup_tui.ui.widgets.act_words import BAD, waiting
from standup_tui.ui.widgets.fitting import GAP, Part, fitted
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, width_of
from standup_tui.ui.widgets.wording import clip, count, dollars, sentence, span

_SIGNS = {
    Liveness.STARTING: ("○", Role.MUTED),
    Liveness.LIVE: ("●", Role.GOOD),
    Liveness.STALLED: ("◐", Role.WARN),
    Liveness.RECONNECTING: ("◌", Role.WARN),
    Liveness.OUT_OF_BUDGET: ("□", Role.BAD),
    Liveness.STOPPED: ("■", Role.BAD),
}
_READING = (Liveness.LIVE, Liveness.STALLED)
_PLAIN = 2
"""How many ways of saying the liveness tell the seconds."""
_MARGIN: Line = ((" ", Role.TEXT),)
_STEPS = "▁▂▃▄▅▆▇█"
_MINUTES = 8
_NAMES = 4
_MINUTE = 60.0

LONG = 600.0
"""Seconds after which a post has waited too long for a person."""


def top_line(board: Board, width: int) -> Line:
    """Return the first line: which campaign, how alive, how much, what it costs, what time.

    What is simulated or recorded says so before anything else; it, liveness and the time stay
    the longest, each in as many words as there is room for.
    """
    about, health, now = board.about, board.health, board.now
    label: Line = ((f" {about.label} ", Role.LABEL),) if about.label else EMPTY
    clock: Line = ((board.local(now).strftime("%H:%M") + " ", Role.STRONG),)
    names: list[Line] = [(*label, (" ", Role.TEXT), ("Standup", Role.FOCUS)), label or _MARGIN]
    forecast = _forecast(board)
    pressing = health.money is not None and health.money.level is not Level.FREE
    wanted = [_gaps(health), money(health.money), forecast if pressing else EMPTY]
    wanted = [line for line in wanted if line]
    name, alive, kept = _essential(names, liveness(health, board.lost, now), wanted, clock, width)
    left = [
        Part(name, 0),
        Part(((about.name, Role.STRONG),), 6),
        Part(((" ".join(about.tags), Role.ACCENT),), 7),
    ]
    right = [
        Part(alive, 1),
        *(Part(line, rank) for rank, line in enumerate(kept, 3)),
        Part(EMPTY if pressing else forecast, 8),
        Part(((count(health.posts, "post"), Role.MUTED),), 9),
        Part(_rate(health), 10),
        Part(clock, 2),
    ]
    left, right = ([part for part in side if width_of(part.line)] for side in (left, right))
    return fitted(left, right, width)


def _essential(
    names: Sequence[Line], lives: Sequence[Line], extras: list[Line], clock: Line, width: int
) -> tuple[Line, Line, list[Line]]:
    """Return the longest name, liveness and extras for which there is room together.

    Extras may cost liveness its asides, not its seconds; the last extra goes first.
    """
    for kept in range(len(extras), -1, -1):
        some = extras[:kept]
        spare = width - len(GAP) * (3 + kept) - sum(map(width_of, (clock, *some)))
        for alive, name in product(lives[:_PLAIN] if some else lives, names):
            if width_of(name) + width_of(alive) <= spare:
                return name, alive, some
    return names[-1], lives[-1], []


def liveness(health: Health, lost: str, now: datetime) -> list[Line]:
    """Return whether posts come in, and for how long things have been so.

    The longest way to say it comes first, then ever shorter ones.
    """
    if lost:
        return [(("✕ no hub", Role.BAD),)] * (_PLAIN + 1)
    sign, role = _SIGNS[health.liveness]
    state = f"{sign} {health.liveness}"
    since = health.last_post if health.liveness is Liveness.LIVE else health.since
    passed = f"{state} {span((now - since).total_seconds())}" if since else state
    full = passed
    if health.liveness is Liveness.RECONNECTING and health.again and health.again > now:
        left = span(ceil((health.again - now).total_seconds()))
        full, passed = f"{state}, again in {left}", f"{sign} again in {left}"
    elif health.liveness in _READING and health.way is Way.SEARCH:
        full = f"{passed} · by search"
    return [((said, role),) for said in (full, passed, state, sign)]


def _gaps(health: Health) -> Line:
    """Return how many gaps are not repaired."""
    return ((count(health.gaps, "gap"), Role.WARN),) if health.gaps else EMPTY


def money(spent: Money | None) -> Line:
    """Return what has been spent; nothing where nothing can be."""
    if spent is None or not (spent.spent or spent.budget):
        return EMPTY
    of = "" if spent.budget is None else f" of {dollars(spent.budget, short=True)}"
    sign = "" if spent.level is Level.FREE else "▲ "
    role = Role.MUTED if spent.level is Level.FREE else level_role(spent.level)
    return ((f"{sign}{dollars(spent.spent)}{of}", role),)


def level_role(level: Level) -> Role:
    """Return how pressing the money is."""
    return {Level.FREE: Role.GOOD, Level.STOP: Role.BAD}.get(level, Role.WARN)


def _forecast(board: Board) -> Line:
    """Return until when the budget lasts at this rate."""
    spent = board.health.money
    if spent is None or spent.gone_at is None or spent.level is Level.STOP:
        return EMPTY
    role = Role.MUTED if spent.level is Level.FREE else Role.WARN
    return ((f"budget gone {board.moment(spent.gone_at)}", role),)


def _rate(health: Health) -> Line:
    minutes = health.per_minute[-_MINUTES:]
    if not minutes:
        return EMPTY
    most = max(*minutes, 1)
    bars = "".join(_STEPS[min(7, minute * 7 // most)] for minute in minutes)
    return ((f"{minutes[-1]:,}/min ", Role.MUTED), (bars, Role.ACCENT))


def state_line(board: Board, width: int) -> Line:
    """Return the line under the panes: the walls, the work, the people, what goes out.

    The walls stay the longest, then what fails in public, then how much waits for a person.
    """
    out = pressed(outbox(board.outbox, board.now), board.keys)
    room = width - (len(GAP) + width_of(out) if out else 0) - 1
    ways = [pressed(line, board.keys) for line in wall_lines(board)]
    walls = next((line for line in ways if width_of(line) <= room), ways[-1])
    spare = room - width_of(walls) - len(GAP)
    work, names = next(
        (both for both in product(work_waiting(board), people(board)) if _beside(both) <= spare),
        (EMPTY, EMPTY),
    )
    right = [Part(work, 2), Part(out, 1), Part(names, 3)]
    return fitted([Part(walls, 0)], [part for part in right if part.line], width - 1)


def pressed(line: Line, keys: Keys) -> Line:
    """Return a line with the keys in force where it names acts in ‹ ›."""
    return tuple((keys.say(text), role) for text, role in line)


def _beside(lines: Sequence[Line]) -> int:
    """Return how many columns lines take with a gap before each."""
    return sum(len(GAP) + width_of(line) for line in lines if line)


def work_waiting(board: Board) -> list[Line]:
    """Return how many posts wait for a person and since when; ever shorter ways to say it."""
    if not len(board.work):
        return [EMPTY]
    waited = board.work.waited(board.now)
    many = f"{len(board.work):,} wait" if len(board.work) > 1 else "1 waits"
    role = Role.WARN if waited >= LONG else Role.TEXT
    short: Line = ((many, role),)
    if waited < _MINUTE:  # one counter of seconds is enough for a calm screen
        return [short, EMPTY]
    return [((many, Role.TEXT), (f", oldest {span(waited)}", role)), short, EMPTY]


def without_hub(board: Board, width: int) -> Line:
    """Return what is true while nobody answers."""
    left = board.mine.unanswered
    kept = f"{count(left, 'act')} not yet confirmed. " if left else ""
    what = "" if board.refused else "Trying again: "
    label = " NO HUB "
    said = clip(f" {kept}{what}{board.lost}", width - len(label) - 1)
    return ((" ", Role.TEXT), (label, Role.LABEL), (said, Role.WARN))


def trouble(health: Health, keys: Keys = DEFAULT) -> str:
    """Return what is wrong with collecting or storing, and what to do; empty if nothing is."""
    if health.trouble:
        return f"▲ {keys.say(health.trouble)}"
    if not health.why or health.liveness is Liveness.LIVE:
        return ""
    said = f"{_SIGNS[health.liveness][0]} {health.liveness}: {keys.say(health.why)}"
    out = keys.say(way_out(health))
    return f"{sentence(said)} {out}" if out else said


def way_out(health: Health) -> str:
    """Return what a moderator can do about reading that has stopped; empty for nothing."""
    if health.mendable:
        return "‹read-on› tries again."
    if health.liveness is Liveness.OUT_OF_BUDGET:
        return "Raise usd under [budget] in campaign.toml, then start the hub again."
    return ""


def people(board: Board) -> list[Line]:
    """Return who is at a console, a name somebody typed marked as that; ever shorter."""
    if not board.moderators:
        return [EMPTY]
    names = [
        one.name + (" (you)" if board.is_me(one) else "") + (" (says so)" if one.declared else "")
        for one in sorted(board.moderators, key=lambda one: not board.is_me(one))
    ]
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    said: Line = ((", ".join(names[:_NAMES]) + more, Role.TEXT),)
    few: Line = ((f"{len(names)} here", Role.MUTED),)
    return [(("moderators: ", Role.MUTED), *said), said, few, EMPTY]


def outbox(entries: Iterable[Entry], now: datetime) -> Line:
    """Return what waits to go out in public, the next one first."""
    acts = [act for entry in entries for act in entry.acts]
    bad = [act for act in acts if act.stage in BAD]
    due = [act for act in acts if act.stage is Stage.DUE]
    line: list[tuple[str, Role]] = []
    if due:
        line.append((waiting(due, now), Role.ACCENT))
    if bad:
        line += [(" · " if line else "", Role.MUTED), (f"{len(bad)} {bad[0].stage}", Role.BAD)]
    return tuple(line)
