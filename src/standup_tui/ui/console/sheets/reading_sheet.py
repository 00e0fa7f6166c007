"""How the reading goes, as lines in roles: now, gaps, hours, money; needs no screen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from math import ceil

from standup_tui.model.coverage import Coverage, Gap, Hour, Repair
from standup_tui.model.health import Liveness, Way
from standup_tui.model.money import Account, Item, Level, Money
from standup_tui.model.wrapping import wrap
from standup_tui.protocol.messages import Reading
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.status_lines import level_role, liveness, way_out
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, width_of
from standup_tui.ui.widgets.wording import ago, count, dollars, length, sentence, span

_WIDEST = 108
_KEY = 14
"""Columns of what a fact is called."""
_ROOMY = 58
"""Columns from which things stand in tables."""
_WHY = 24
"""Columns that a reason needs to stand beside its gap."""
_GAUGE = 24
_ENOUGH = 0.95
"""Share of an hour's posts below which the screen points at it."""

WAYS = {
    Way.STREAM: "X's filtered stream",
    Way.SEARCH: "X's recent search, again and again: a little later than the stream",
}
_REPAIRS = {
    Repair.OPEN: ("◌", Role.WARN),
    Repair.REPAIRED: ("✓", Role.GOOD),
    Repair.LOST: ("✕", Role.BAD),
}
_OUTCOMES = {
    Repair.OPEN: "Not searched yet.",
    Repair.LOST: "Cannot be searched any more.",
}
LEVELS = {
    Level.WARN: "The budget is running low.",
    Level.SLOW: "X is searched in steps that make the rest of the budget last.",
    Level.STOP: "The budget is used up: nothing more is read.",
}

NO_BUDGET = (
    "There is no budget: usd under [budget] in campaign.toml sets one, which warns, then slows, "
    "then stops reading."
)

_Cell = tuple[str, Role]


def reading_lines(reading: Reading | None, board: Board, width: int) -> list[Line]:
    """Return the lines of the screen.

    Args:
        reading: What the hub last said; None before its first answer.
        board: For liveness, which comes with each heartbeat, and for the clock.
        width: Columns.
    """
    inner = max(8, min(width - 4, _WIDEST))
    lines = [*_now(board, inner)]
    if reading is None:
        lines += [EMPTY, (("Asking the hub …", Role.MUTED),)]
    else:
        lines += [EMPTY, *_gaps(reading.coverage, board, inner)]
        lines += [EMPTY, *_hours(reading.coverage, board, inner)]
        lines += [EMPTY, *_money(reading.account, board, inner)]
    return [(("  ", Role.TEXT), *line) if line else EMPTY for line in (*lines, EMPTY)]


# Now.


def _now(board: Board, width: int) -> Iterator[Line]:
    health, now = board.health, board.now
    ways = liveness(health, board.lost, now)
    yield next((line for line in ways if width_of(line) <= width), ways[-1])
    if board.lost:
        yield from _wrapped(f"{sentence(board.lost)} What follows is what it last said.", width)
        return
    why = board.keys.say(health.why) if health.liveness is not Liveness.LIVE else ""
    if why or health.trouble:
        for text in (why, health.trouble):
            yield from _wrapped(as_sentence(board.keys.say(text)), width, Role.WARN)
        yield from _wrapped(board.keys.say(way_out(health)), width, Role.ACCENT)
        yield EMPTY
    yield from _fact("How", WAYS[health.way], width)
    if health.since is not None:
        passed = length((now - health.since).total_seconds())
        yield from _fact("Since", f"{board.moment(health.since)}, for {passed}", width)
    if health.last_post is None:
        said = "none has come since the hub began"
    else:
        said = f"{board.moment(health.last_post, seconds=True)}, {ago(health.last_post, now)}"
    yield from _fact("Last post", said, width)
    if health.again is not None and health.again > now:
        what = "Next search" if health.liveness is Liveness.LIVE else "Next attempt"
        left = span(ceil((health.again - now).total_seconds()))
        yield from _fact(what, f"{board.moment(health.again, seconds=True)}, in {left}", width)
    if health.unreadable:
        aside = f"{count(health.unreadable, 'post')} nobody could read, put aside by the hub"
        yield from _fact("Unreadable", aside, width)


def _fact(name: str, said: str, width: int) -> Iterator[Line]:
    if width < _KEY * 3:
        yield from _wrapped(f"{name}: {said}", width)
        return
    for at, line in enumerate(wrap(said, width - _KEY)):
        yield (((name if at == 0 else "").ljust(_KEY), Role.MUTED), (line, Role.TEXT))


# Gaps.


def _gaps(coverage: Coverage, board: Board, width: int) -> Iterator[Line]:
    gaps = coverage.gaps
    lost = sum(gap.repair is Repair.LOST for gap in gaps)
    left = sum(gap.repair is not Repair.REPAIRED for gap in gaps)
    about = f"{len(gaps):,} on record, {left:,} not repaired" if gaps else ""
    about += f" ({lost:,} lost)" if lost else ""
    yield _title("Gaps", about, width)
    if not gaps:
        yield from _wrapped("No gap is on record: nothing is known to be missing.", width)
    else:
        yield from _gap_table(gaps, board, width)
    if coverage.unsearchable:
        said = f"Gaps are repaired by search, which does not find: {coverage.unsearchable}"
        yield EMPTY
        yield from _wrapped(sentence(said), width, Role.MUTED)


def _gap_table(gaps: Sequence[Gap], board: Board, width: int) -> Iterator[Line]:
    rows = [(gap, gap_stretch(gap, board), gap_length(gap, board)) for gap in gaps]
    when = max(4, *(len(stretch) for _, stretch, _ in rows))
    long = max(8, *(len(lasted) for _, _, lasted in rows))
    before = 2 + when + 2 + long + 2 + 8 + 2
    beside = width >= _ROOMY and width - before >= _WHY
    if beside:
        heads = f"  {'when'.ljust(when)}  {'how long'.rjust(long)}  {'state'.ljust(8)}  why"
        yield ((heads, Role.MUTED),)
    for gap, stretch, lasted in rows:
        sign, role = _REPAIRS[gap.repair]
        if beside:
            first, *more = wrap(as_sentence(gap.why), width - before) or [""]
            yield (
                (f"{sign} ", role),
                (stretch.ljust(when), Role.STRONG),
                (f"  {lasted.rjust(long)}  ", Role.TEXT),
                (str(gap.repair).ljust(8) + "  ", role),
                (first, Role.TEXT),
            )
            yield from _indented(more, before)
            yield from _indented(wrap(outcome(gap), width - before), before, Role.MUTED)
        else:
            head = f"{stretch} · {lasted} · {gap.repair}"
            first, *more = wrap(head, width - 2)
            yield ((f"{sign} ", role), (first, Role.STRONG))
            yield from _indented(more, 2, Role.STRONG)
            yield from _indented(wrap(as_sentence(gap.why), width - 2), 2)
            yield from _indented(wrap(outcome(gap), width - 2), 2, Role.MUTED)


def _indented(lines: Iterable[str], by: int, role: Role = Role.TEXT) -> Iterator[Line]:
    for line in lines:
        yield ((" " * by, Role.TEXT), (line, role))


def gap_stretch(gap: Gap, board: Board) -> str:
    """Return from when to when: ``09:12 to 09:14``, ``23 Nov 22:00 to 24 Nov 06:12``."""
    began = board.moment(gap.began)
    if gap.ended is None:
        return f"{began} to now"
    first, last = board.local(gap.began), board.local(gap.ended)
    ended = f"{last:%H:%M}" if first.date() == last.date() else board.moment(gap.ended)
    return f"{began} to {ended}"


def gap_length(gap: Gap, board: Board) -> str:
    """Return how long a gap lasted."""
    return length(((gap.ended or board.now) - gap.began).total_seconds())


def outcome(gap: Gap) -> str:
    """Return what came of it: posts recovered, and what may be missing all the same."""
    parts = []
    if gap.repair in _OUTCOMES:
        parts.append(_OUTCOMES[gap.repair])
    if gap.repair is Repair.REPAIRED or gap.recovered:
        parts.append(f"{count(gap.recovered, 'post')} recovered.")
    if gap.missing:
        parts.append(sentence(f"May be missing: {gap.missing}"))
    return " ".join(parts)


# Hours.


def _hours(coverage: Coverage, board: Board, width: int) -> Iterator[Line]:
    hours, counts = coverage.hours, coverage.counts
    yield _title("Hour by hour", "X's own count beside ours" if hours else "", width)
    if not hours:
        when = (
            "X is asked ten minutes after the end of each."
            if counts
            else "X counts each hour where campaign.toml says counts = true under [source]."
        )
        yield from _wrapped(f"No hour has been compared yet. {when}", width)
        return
    names = [hour_in_words(hour, board) for hour in hours]
    wide = max(map(len, names))
    most = max(len(compared(hour)) for hour in hours)
    for hour, name in zip(hours, names, strict=True):
        share = min(1.0, hour.ours / hour.theirs) if hour.theirs else 1.0
        role = Role.GOOD if share >= _ENOUGH else Role.WARN
        percent = f"{int(share * 100)} %"
        if width < wide + 2 + most + 8:
            yield from _wrapped(f"{name}  {compared(hour)}, {percent}", width)
            continue
        line: Line = ((name.ljust(wide) + "  ", Role.STRONG), (compared(hour), Role.TEXT))
        line += ((" " * (most - len(compared(hour))) + percent.rjust(8), role),)
        if width_of(line) + 2 + _GAUGE <= width:
            line += (("  ", Role.TEXT), *_gauge(share, role))
        yield line


def hour_in_words(hour: Hour, board: Board) -> str:
    """Return which hour it is."""
    end = board.local(hour.start).hour + 1
    return f"{board.moment(hour.start)} to {end % 24:02}:{board.local(hour.start):%M}"


def compared(hour: Hour) -> str:
    """Return an hour's posts as X counted them and as we have them."""
    return f"X counted {hour.theirs:,}, we have {hour.ours:,}"


def _gauge(share: float, role: Role) -> Line:
    """Return a share as a bar; full only where nothing is left, empty only where nothing is."""
    full = int(share * _GAUGE) or int(share > 0)
    return (("━" * full, role), ("─" * (_GAUGE - full), Role.LINE))


# Money.


def _money(account: Account, board: Board, width: int) -> Iterator[Line]:
    money = board.health.money or account.money
    yield _title("Money", "US dollars", width)
    yield from _spent(account, board, width)
    yield from _budget(money, board, width)
    yield from _own_count(account, board, width)
    if account.prices:
        said = f"Prices as X published them on {account.prices}; [prices] in campaign.toml changes"
        yield EMPTY
        yield from _wrapped(f"{said} them. X charges for the same post once in a UTC day.", width,
                            Role.MUTED)  # fmt: skip


def spent_rows(account: Account, board: Board) -> list[tuple[str, ...]]:
    """Return what was charged for: its name, how many and for how much, today and in all.

    The last row is the sum, which has no numbers of things.
    """
    today = board.now.astimezone(UTC).date()
    units: dict[Item, list[int]] = defaultdict(lambda: [0, 0])
    sums: dict[Item, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for one in account.spent:
        for at in (0, 1) if one.day == today else (1,):
            units[one.item][at] += one.units
            sums[one.item][at] += one.dollars
    rows = [
        (str(item), *(cell for at in (0, 1) for cell in (f"{units[item][at]:,}",
         dollars(sums[item][at]))))
        for item in Item if item in units
    ]  # fmt: skip
    total = [dollars(sum(one[at] for one in sums.values())) for at in (0, 1)]
    return [*rows, ("together", "", total[0], "", total[1])]


def _spent(account: Account, board: Board, width: int) -> Iterator[Line]:
    if not account.spent:
        yield from _wrapped("Nothing has been charged for.", width)
        return
    rows = spent_rows(account, board)
    yield from (_spent_table if width >= _ROOMY else _spent_list)(rows, width)


def _spent_table(rows: Sequence[tuple[str, ...]], width: int) -> Iterator[Line]:
    del width
    name = max(len(row[0]) for row in rows)
    today = f"{'today (UTC)':>22}"
    yield ((" " * name + today + f"{'the campaign':>24}", Role.MUTED),)
    for row in rows:
        role = Role.STRONG if row is rows[-1] else Role.TEXT
        first = f"{row[1]:>10}{row[2]:>12}"
        yield ((row[0].ljust(name), role), (first, role), (f"{row[3]:>12}{row[4]:>12}", role))


def _spent_list(rows: Sequence[tuple[str, ...]], width: int) -> Iterator[Line]:
    for row in rows:
        yield from _wrapped(spent_in_words(row), width, Role.TEXT if row[1] else Role.STRONG)


def spent_in_words(row: tuple[str, ...]) -> str:
    """Return a row of `spent_rows` as words."""
    name, some, today, all_, campaign = row
    first, second = (f" ({units})" if units else "" for units in (some, all_))
    return f"{name}: {today} today{first}, {campaign} in all{second}"


def _budget(money: Money, board: Board, width: int) -> Iterator[Line]:
    yield EMPTY
    if money.budget is None:
        yield from _wrapped(NO_BUDGET, width)
        return
    share = min(1.0, money.spent / money.budget)
    role = level_role(money.level)
    said = f"{dollars(money.spent)} of {dollars(money.budget, short=True)}"
    line: Line = ((said, Role.STRONG), (f"  {int(share * 100)} %", role))
    if width_of(line) + 2 + _GAUGE <= width:
        line += (("  ", Role.TEXT), *_gauge(share, role))
    yield line
    if money.level in LEVELS:
        yield from _wrapped(LEVELS[money.level], width, role)
    if until := budget_until(money, board):
        yield from _wrapped(until, width, Role.TEXT if money.level is Level.FREE else role)


def budget_until(money: Money, board: Board) -> str:
    """Return until when the budget lasts; empty where that is not in sight."""
    if money.gone_at is None or money.level is Level.STOP:
        return ""
    return f"At this rate the budget is gone at {board.moment(money.gone_at)}."


def _own_count(account: Account, board: Board, width: int) -> Iterator[Line]:
    said = own_count(account, board)
    if said:
        yield EMPTY
    for text in said[:-1]:
        yield from _wrapped(text, width)
    for text in said[-1:]:
        yield from _wrapped(text, width, Role.MUTED)


def own_count(account: Account, board: Board) -> list[str]:
    """Return what X itself has counted, beside what we have, and of how many."""
    if account.usage is None:
        return []
    usage, lines = account.usage, []
    if account.since is not None and account.since < usage.at:  # nothing to compare before
        since = board.moment(account.since)
        said = f"X counted {count(account.theirs, 'post')} for the whole project since {since}"
        lines.append(f"{said}, we {account.ours:,}.")
    resets = f", and begins anew on day {usage.resets}" if usage.resets else ""
    said = f"In this month X has counted {usage.used:,} of {usage.cap:,} posts{resets}"
    return [*lines, f"{said} (asked at {board.moment(usage.at)})."]


# Text.


def _title(title: str, about: str, width: int) -> Line:
    line: Line = ((title, Role.FOCUS), ("   " + about, Role.MUTED))
    return line if about and width_of(line) <= width else line[:1]


def as_sentence(text: str) -> str:
    """Return a reason as a sentence."""
    return sentence(text[:1].upper() + text[1:])


def _wrapped(text: str, width: int, role: Role = Role.TEXT) -> Iterator[Line]:
    if text:
        yield from (((line, role),) for line in wrap(text, width))
