"""What is open, as this console knows it."""

from collections.abc import Iterator

from standup_tui.core.open_work import OpenWork, Pile, open_work
from standup_tui.core.timeline import Pane
from standup_tui.model.health import Health, Liveness
from standup_tui.model.money import Level
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.open_words import open_in_words
from standup_tui.ui.widgets.wording import dollars, span


def open_here(board: Board) -> OpenWork:
    """Return what is open now. Of what only waits, however much it is, one post is looked at."""
    work, held = board.work, board.timelines[Pane.HELD]
    flagged = work.flagged
    first = work.first_waiting
    waiting = None if first is None else Pile("", len(work) - flagged, first.post.at)
    return open_work(
        (work.at(place) for place in range(flagged)),
        waiting,
        [board.entries[post] for post in held.posts()],
        board.outbox,
        gaps=board.health.gaps,
        wall=board.wall,
        trouble=tuple(wrong(board)),
    )


def wrong(board: Board) -> Iterator[str]:
    """Yield what does not work, a sentence each."""
    if board.lost:
        yield f"There is no hub: {board.lost}"
    else:
        health = board.health
        yield from troubles(health, (board.now - (health.since or board.now)).total_seconds())


def troubles(health: Health, seconds: float) -> Iterator[str]:
    """Yield what is wrong with reading, storing and the money, a sentence each.

    Args:
        health: As the hub said.
        seconds: For how long reading has been doing what it does.
    """
    if health.liveness is not Liveness.LIVE:
        why = f": {health.why}" if health.why else ""
        yield f"Reading is {health.liveness}, for {span(seconds)}{why}"
    if health.trouble:
        yield health.trouble[:1].upper() + health.trouble[1:]
    money = health.money
    if money is not None and money.level is not Level.FREE and money.budget is not None:
        yield f"{dollars(money.spent)} of the budget of {dollars(money.budget)} are spent"


def open_lines(board: Board) -> list[str]:
    """Return what is open, in sentences; acts in ‹ › become their keys."""
    lines = open_in_words(open_here(board), board.now, board.moment)
    return [board.keys.say(line) for line in lines]
