"""How long posts waited for the first decision of a person."""

from collections.abc import Sequence
from math import ceil
from statistics import median

from standup_tui.model.facts import Facts
from standup_tui.model.lifecycle import Status
from standup_tui.report.contents import Answered

_NINE_IN_TEN = 0.9


def answered(facts: Facts) -> tuple[Answered, ...]:
    """Return the waits of flagged posts and of all others."""
    return (
        _of("Flagged posts", facts, flagged=True),
        _of("All other posts", facts, flagged=False),
    )


def _of(what: str, facts: Facts, *, flagged: bool) -> Answered:
    seconds = sorted(wait.seconds for wait in facts.work.waits if wait.flagged is flagged)
    return Answered(
        what,
        decided=len(seconds),
        undecided=facts.standings.of(Status.FLAGGED if flagged else Status.WAITING),
        median=median(seconds) if seconds else None,
        p90=_within(seconds) if seconds else None,
    )


def _within(seconds: Sequence[float]) -> float:
    """Return the shortest time within which nine in ten were done."""
    return seconds[ceil(_NINE_IN_TEN * len(seconds)) - 1]
