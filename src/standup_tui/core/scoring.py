"""Compares what a drill planted with what became of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from standup_tui.core.drill import Expected, Incident, Outcome, Planted, Score, WrongHide
from standup_tui.core.stretches import Stretch, blanked, shown, together
from standup_tui.model.history import Histories, History, Step
from standup_tui.model.lifecycle import Status
from standup_tui.model.votes import VOTE_OF

GRACE = timedelta(seconds=30)
"""What came so shortly before the end nobody could be expected to have dealt with; in a short
drill a tenth of it."""

_OFF = frozenset({Status.HIDDEN, Status.HELD, Status.GONE})
_OPEN = frozenset({Status.WAITING, Status.FLAGGED})


def score(planted: Sequence[Planted], past: Histories, began: datetime, ended: datetime) -> Score:
    """Compare what was planted with what became of it.

    Args:
        planted: Every post that was published.
        past: What the store says of them.
        began: When the drill began.
        ended: When it ended; what happened later does not count.
    """
    planted = [it for it in planted if it.at <= ended]
    late = ended - min(GRACE, (ended - began) / 10)
    known = {
        it.post: _until(past.posts[it.post], ended) for it in planted if it.post in past.posts
    }
    walls = blanked(past.blanks, ended)
    incidents, wrong = [], []
    stretches: list[Stretch] = []
    for one in planted:
        history = known.get(one.post)
        if one.expected is not Expected.LET_BE:
            seen = [] if one.expected is Expected.ANSWER else shown(history, walls, ended)
            stretches += seen
            incidents.append(_incident(one, history, seen, late))
        elif history is not None and (hidden := _wrong_hide(one, history, ended)):
            wrong.append(hidden)
    steps = [step for history in known.values() for step in history.steps if step.by_person]
    return Score(
        began=began,
        ended=ended,
        posts=len(planted),
        arrived=len(known),
        incidents=tuple(incidents),
        criticism=sum(it.kind == "criticism" and it.post in known for it in planted),
        wrong_hides=tuple(wrong),
        on_wall=together(stretches),
        decisions=dict(Counter(step.by.signed for step in steps).most_common()),
        undecided=sum(history.last in _OPEN for history in known.values()),
    )


def _until(history: History, end: datetime) -> History:
    """Return a history without what came after the end."""
    kept = tuple(step for step in history.steps if step.at <= end)
    return History(history.post, history.arrived, history.status, kept)


def _incident(
    planted: Planted, history: History | None, seen: Sequence[Stretch], late: datetime
) -> Incident:
    on_wall = sum(stretch.seconds for stretch in seen)
    if history is None:
        return Incident(planted, Outcome.TOO_LATE if planted.at > late else Outcome.NEVER_CAME)
    settled = _looked_at if planted.expected is Expected.ANSWER else _taken_off
    outcome, at, by = settled(history)
    if at is not None:
        seconds = max(0.0, (at - planted.at).total_seconds())
        return Incident(planted, outcome, seconds, on_wall, by)
    if outcome is Outcome.MISSED and planted.at > late:
        outcome = Outcome.TOO_LATE
    return Incident(planted, outcome, on_wall=on_wall)


_Settled = tuple[Outcome, datetime | None, str]


def _taken_off(history: History) -> _Settled:
    """Return when a post left the table for good, and by whom."""
    if history.last is Status.SHOWN:
        return Outcome.SHOWN, None, ""
    if history.last not in _OFF:
        return Outcome.MISSED, None, ""
    first: Step | None = None
    for step in reversed(history.steps):
        if step.standing.status not in _OFF:
            break
        first = step
    else:
        if history.status in _OFF:  # it arrived hidden: its author is muted
            return Outcome.DEALT_WITH, history.arrived, "Standup"
    if first is None or first.standing.status is Status.GONE:
        return Outcome.GONE, None, ""
    return Outcome.DEALT_WITH, first.at, first.by.signed


def _looked_at(history: History) -> _Settled:
    """Return when a person first decided anything about a post."""
    for step in history.steps:
        if step.by_person and step.verb in VOTE_OF:
            return Outcome.DEALT_WITH, step.at, step.by.signed
    gone = history.last is Status.GONE
    return (Outcome.GONE if gone else Outcome.MISSED), None, ""


def _wrong_hide(planted: Planted, history: History, end: datetime) -> WrongHide | None:
    """Return for how long a post was hidden by a person; None if it never was."""
    seconds, since, hide = 0.0, None, None
    for step in history.steps:
        hidden = step.standing.status is Status.HIDDEN
        if hidden and since is None and step.by_person:
            since, hide = step.at, hide or step
        elif not hidden and since is not None:
            seconds += (step.at - since).total_seconds()
            since = None
    if hide is None:
        return None
    if since is not None:
        seconds += (end - since).total_seconds()
    given = (it.reason for it in reversed(history.steps) if it.standing.status is Status.HIDDEN)
    return WrongHide(
        planted, hide.by.signed, next(filter(None, given), ""), seconds, taken_back=since is None
    )
