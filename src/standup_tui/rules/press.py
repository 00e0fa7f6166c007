"""What the communications lead should see: the press, allegations, the law, leaks, disputes.

The phrases are in ``data/press.txt``; what says the same in words of its own is known by what it
resembles, and a phrase in a post that resembles nothing of the sort counts for nothing.

Criticism is none of it: who waits, is angry or finds a service useless alleges no wrong and
threatens nobody.
"""

from collections.abc import Iterator
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules import tone
from standup_tui.rules.learned import Head
from standup_tui.rules.phrases import ENOUGH, Find, Phrases, flag, writing
from standup_tui.rules.subject import Subject

FROM: Final = 0.0
"""Score from which a post without a phrase is read by a person."""

_WITH_A_PHRASE: Final = -4.0
_WITH_HINTS: Final = -2.0
"""Scores from which phrases count: those that say it alone, and those that do together."""


class Press:
    """Flags posts that somebody who speaks for the campaign should know of."""

    def __init__(self) -> None:
        self._phrases = Phrases("press.txt")

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield at most one flag for the text, and one for each picture's description."""
        for passage in writing(subject):
            finds = [find for find in self._phrases.found(passage) if find.topic.points > 1]
            if not finds or passage.scores[Head.PRESS] < _least(finds):
                if tone.score(passage, Head.PRESS) >= FROM:
                    yield tone.flag(passage, Head.PRESS, Severity.LOOK)
                continue
            finds.sort(key=lambda find: -find.topic.points)
            yield flag(passage, finds, Kind.PRESS, Severity.LOOK)


def _least(finds: list[Find]) -> float:
    """Return the score that a passage must have for its phrases to count."""
    alone = any(find.topic.points >= ENOUGH for find in finds)
    return _WITH_A_PHRASE if alone else _WITH_HINTS
