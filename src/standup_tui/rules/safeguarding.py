"""Despair, and harm done to people: what somebody must look at now, before anything else.

The phrases are in ``data/safeguarding.txt``; what says the same in words of its own is known by
what it resembles. A flag of this kind is never certain and always severe: a person reads the post
and decides whom to call.
"""

from collections.abc import Iterator
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules import tone
from standup_tui.rules.learned import Head
from standup_tui.rules.phrases import Phrases, flag, writing
from standup_tui.rules.subject import Passage, Subject

FROM: Final = -0.75
"""Score from which a post without a phrase is read by a person."""

_EXCUSES: Final = ("laughter", "fiction", "sport", "notnow", "figurative")
"""Those of the file that hold for a whole post, whatever it resembles."""


class Safeguarding:
    """Flags posts by or about people who may be in danger."""

    def __init__(self) -> None:
        self._phrases = Phrases("safeguarding.txt")

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield at most one flag for the text, and one for each picture's description."""
        for passage in writing(subject):
            if finds := self._phrases.found(passage):
                yield flag(passage, finds, Kind.SAFEGUARDING, Severity.STOP)
            elif self._resembles(passage):
                yield tone.flag(passage, Head.SAFEGUARDING, Severity.STOP)

    def _resembles(self, passage: Passage) -> bool:
        """Tell whether a passage reads like somebody in danger, and not like a joke or a film."""
        return tone.score(passage, Head.SAFEGUARDING) >= FROM and not self._phrases.excused(
            passage, _EXCUSES
        )
