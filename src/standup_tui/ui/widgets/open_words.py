"""What is open, in sentences: for the note's screen, for lines and for a log."""

from collections.abc import Callable, Iterator
from datetime import datetime

from standup_tui.core.open_work import Escalated, OpenWork, Pile
from standup_tui.model.text import clean_line
from standup_tui.model.wall import WallState
from standup_tui.ui.widgets.wording import count, sentence, span

_MOST = 5
"""Escalated posts that are named; the rest are counted."""

NOTHING = "Nothing is open."


def open_in_words(
    work: OpenWork, now: datetime, moment: Callable[[datetime], str]
) -> Iterator[str]:
    """Yield what is open, a fact a line.

    Args:
        work: What there is.
        now: The hub's time.
        moment: Says a time as the campaign's people read it off their clocks.
    """
    lines = [
        *_undecided(work, now),
        *_aside(work, now, moment),
        *_out(work),
        *_wrong(work, moment),
    ]
    yield from lines or [NOTHING]


def _undecided(work: OpenWork, now: datetime) -> Iterator[str]:
    if not work.piles:
        return
    oldest = min(pile.oldest for pile in work.piles)
    yield f"Undecided: {count(work.undecided, 'post')}, the oldest {_old(oldest, now)} old."
    for pile in work.piles:
        name = pile.name or "without a flag"
        sure = f", {pile.certain} certain" if pile.certain else ""
        yield f"  {name}: {pile.posts:,}{sure}, the oldest {_old(pile.oldest, now)}"


def _aside(work: OpenWork, now: datetime, moment: Callable[[datetime], str]) -> Iterator[str]:
    if work.escalated:
        yield f"Escalated: {count(len(work.escalated), 'post')}."
        for one in work.escalated[:_MOST]:
            yield f"  {_who(one, moment)}"
        if (more := len(work.escalated) - _MOST) > 0:
            yield f"  and {more:,} more"
    if work.held is not None:
        yield f"Held: {_told(work.held, now)}."


def _told(pile: Pile, now: datetime) -> str:
    return f"{count(pile.posts, 'post')}, the oldest {_old(pile.oldest, now)} old"


def _who(one: Escalated, moment: Callable[[datetime], str]) -> str:
    by = f" by {clean_line(one.by)}" if one.by else ", since then something else was decided"
    when = f", {moment(one.at)}" if one.by else ""
    return f"@{clean_line(one.handle)}{by}{when}"


def _out(work: OpenWork) -> Iterator[str]:
    if work.going_out or work.in_doubt:
        doubt = f"; {work.in_doubt} in doubt, which is being asked of X" if work.in_doubt else ""
        yield f"Outbox: {count(work.going_out, 'public act')} to be sent{doubt}."


def _wrong(work: OpenWork, moment: Callable[[datetime], str]) -> Iterator[str]:
    yield from _walls(work.wall, moment)
    if work.gaps:
        yield f"Reading: {count(work.gaps, 'gap')} not repaired."
    for trouble in work.trouble:
        yield sentence(clean_line(trouble))


def _walls(wall: WallState, moment: Callable[[datetime], str]) -> Iterator[str]:
    if wall.blank:
        by = f" by {clean_line(wall.by)}" if wall.by else ""
        since = f" since {moment(wall.at)}" if wall.at else ""
        yield f"The walls are blank{since}{by}."
    if wall.paused is not None:
        yield f"The walls stand still since {moment(wall.paused)}."
    if wall.delay:
        by = f", by {clean_line(wall.delayed_by)}" if wall.delayed_by else ""
        yield f"Posts without a flag show by themselves after {wall.delay} s{by}."


def _old(at: datetime, now: datetime) -> str:
    return span((now - at).total_seconds())
