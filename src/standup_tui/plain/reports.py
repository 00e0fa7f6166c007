"""What the screens about the whole campaign say, a fact a line."""

from collections.abc import Iterator
from datetime import datetime
from math import ceil

from standup_tui.model.coverage import Coverage
from standup_tui.model.health import Health, Liveness
from standup_tui.model.money import Level, Money
from standup_tui.model.votes import KindCount, Report
from standup_tui.plain.post_words import spoken
from standup_tui.protocol.messages import Counts, Reading
from standup_tui.ui.console.sheets.reading_sheet import (
    LEVELS,
    NO_BUDGET,
    WAYS,
    as_sentence,
    budget_until,
    compared,
    gap_length,
    gap_stretch,
    hour_in_words,
    outcome,
    own_count,
    spent_in_words,
    spent_rows,
)
from standup_tui.ui.console.sheets.rules_sheet import (
    doubts,
    roster_in_words,
    summary,
    votes_in_words,
)
from standup_tui.ui.console.sheets.tally_sheet import HOW, NO_ACTIONS, made_of
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.status_lines import outbox, people, way_out
from standup_tui.ui.console.state.wall_words import wall_lines
from standup_tui.ui.widgets.ink import Line, text_of
from standup_tui.ui.widgets.wording import ago, count, dollars, sentence, span


def liveness(health: Health, lost: str, now: datetime) -> str:
    """Return whether posts come in, and for how long things have been so."""
    if lost:
        return f"No hub: {lost}"
    said = str(health.liveness).capitalize()
    if health.liveness is Liveness.LIVE and health.last_post is not None:
        return f"{said}, the last post {ago(health.last_post, now)}"
    if health.since is not None:
        said += f" for {span((now - health.since).total_seconds())}"
    if health.again is not None and health.again > now:
        said += f", again in {span(ceil((health.again - now).total_seconds()))}"
    return said


def trouble(health: Health) -> str:
    """Return what is wrong with reading or storing, and what to do; empty if nothing is."""
    why = health.why if health.liveness is not Liveness.LIVE else ""
    said = [as_sentence(text) for text in (health.trouble, why) if text]
    return spoken(" ".join((*said, way_out(health))).strip()) if said else ""


def money(spent: Money | None) -> str:
    """Return what has been spent; empty where nothing can be."""
    if spent is None or not (spent.spent or spent.budget):
        return ""
    of = "" if spent.budget is None else f" of {dollars(spent.budget, short=True)}"
    return f"{dollars(spent.spent)}{of} spent"


def status(board: Board, left: str) -> Iterator[str]:
    """Yield what the lines above and below the panes say.

    Args:
        board: What is known.
        left: What waits for a decision, in words.
    """
    about, health = board.about, board.health
    label = f"{about.label.capitalize()}. " if about.label else ""
    tags = " ".join(about.tags)
    yield f"{label}{about.name}, {tags}, {board.local(board.now):%H:%M}."
    yield sentence(liveness(health, board.lost, board.now))
    if said := trouble(health):
        yield said
    counts = [count(health.posts, "post")]
    if health.per_minute:
        counts.append(f"{health.per_minute[-1]:,} in the last minute")
    yield f"{', '.join(counts)}; {left}."
    spent = health.money
    costs = [money(spent), count(health.gaps, "gap") + " not repaired" if health.gaps else ""]
    if spent is not None and (until := budget_until(spent, board)):
        costs.append(until.rstrip("."))
    if any(costs):
        yield f"{', '.join(filter(None, costs))}."
    if board.wall.blank:
        by = f", by {board.wall.by}" if board.wall.by else ""
        yield f"The walls are blank{by}: blank, then y, brings them back."
    else:
        yield _told(wall_lines(board)[0])
    if who := people(board)[0]:
        yield _told(who)
    if waits := outbox(board.outbox, board.now):
        yield f"Outbox: {_told(waits)}"
    if board.mine.unanswered:
        yield f"{count(board.mine.unanswered, 'act')} of yours not yet confirmed."


def _told(line: Line) -> str:
    """Return a line of the screens as a sentence."""
    return as_sentence(spoken(" ".join(text_of(line).split())))


# The reading.


def reading(said: Reading, board: Board) -> Iterator[str]:
    """Yield how posts come in, what may be missing, and what it costs."""
    health = board.health
    yield sentence(liveness(health, board.lost, board.now))
    if wrong := trouble(health):
        yield wrong
    yield f"How: {WAYS[health.way]}."
    if health.last_post is None:
        yield "No post has come since the hub began."
    if health.unreadable:
        yield f"{count(health.unreadable, 'post')} nobody could read, put aside by the hub."
    yield from _gaps(said.coverage, board)
    for hour in said.coverage.hours:
        yield f"{hour_in_words(hour, board)}: {compared(hour)}."
    account = said.account
    if not account.spent:
        yield "Nothing has been charged for."
    for row in spent_rows(account, board) if account.spent else ():
        yield sentence(f"Cost of {spent_in_words(row)}" if row[1] else spent_in_words(row))
    yield from _budget(health.money or account.money, board)
    yield from own_count(account, board)


def _gaps(coverage: Coverage, board: Board) -> Iterator[str]:
    if not coverage.gaps:
        yield "No gap is on record: nothing is known to be missing."
    for gap in coverage.gaps:
        said = f"Gap {gap_stretch(gap, board)}, {gap_length(gap, board)}, {gap.repair}"
        yield " ".join(filter(None, (f"{said}: {as_sentence(gap.why)}", outcome(gap))))
    if coverage.gaps and coverage.unsearchable:
        said = f"Gaps are repaired by search, which does not find: {coverage.unsearchable}"
        yield sentence(said)


def _budget(spent: Money, board: Board) -> Iterator[str]:
    if spent.budget is None:
        yield NO_BUDGET
        return
    share = min(1.0, spent.spent / spent.budget) if spent.budget else 1.0
    level = LEVELS.get(spent.level, "") if spent.level is not Level.FREE else ""
    said = f"{money(spent)}, {int(share * 100)} %."
    yield " ".join(filter(None, (said, level, budget_until(spent, board))))


# The rules.


def rules(report: Report) -> Iterator[str]:
    """Yield how often each rule fired today, how often people agreed, and what they overrule."""
    yield summary(report.posts.today)
    for said, advice in doubts(report):
        yield said if advice is None else " ".join((said, advice.says, *advice.lines))
    for kind in report.kinds:
        yield from _kind(kind, report)
    for word in report.words:
        if word.counts.today.fired:
            whose = "the campaign's own word" if word.own else "the word"
            yield f"Today {whose} “{word.word}”: {votes_in_words(word.counts.today)}."
    yield f"Alarm: {report.newcomers}." if report.newcomers else "No alarm about new accounts."
    yield roster_in_words(report.roster)


def _kind(kind: KindCount, report: Report) -> Iterator[str]:
    today = kind.counts.today
    if not kind.on:
        yield f"Today {kind.kind}: off, somebody has to look instead."
    if today.fired:
        yield f"Today {kind.kind}, {kind.severity}: {votes_in_words(today)}."
    for rule in report.rules:
        if rule.kind is kind.kind and rule.counts.today.fired:
            yield f"Today {kind.kind}, {rule.name}: {votes_in_words(rule.counts.today)}."


# The tally.


def tally(said: Counts, board: Board) -> Iterator[str]:
    """Yield how often each of the campaign's actions was done, and how that is counted."""
    if not board.about.actions:
        yield from NO_ACTIONS
        return
    total = said.tally.total
    posts, who = count(total.posts, "post"), count(total.people, "person", "people")
    yield f"{posts} by {who}, as of {board.moment(said.at, seconds=True)}."
    if said.tally.looking_back:
        yield "Earlier posts are still being looked at again: the numbers will change."
    for one in said.tally.actions:
        yield f"{one.action}: {one.number:,}. {spoken(made_of(one))}."
    yield from map(spoken, HOW)
