"""Despair, and harm done to people: what somebody must look at now, before anything else.

The phrases are in ``data/safeguarding.txt``. A flag of this kind is never certain and always
severe: a person reads the post and decides whom to call.
"""

from collections.abc import Iterator

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.phrases import Find, Phrases, quoted, writing
from standup_tui.rules.subject import Passage, Subject


class Safeguarding:
    """Flags posts by or about people who may be in danger."""

    def __init__(self) -> None:
        self._phrases = Phrases("safeguarding.txt")

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield at most one flag for the text, and one for each picture's description."""
        for passage in writing(subject):
            if finds := self._phrases.found(passage):
                yield _flag(passage, finds)


def _flag(passage: Passage, finds: list[Find]) -> Flag:
    """Say what the phrases are about, in order of the file, the plainest first."""
    finds = sorted(finds, key=lambda find: -find.topic.points)
    plain = [find for find in finds if find.topic.points == finds[0].topic.points]
    said = "; ".join(
        f"{find.topic.says}{passage.where}: {quoted(passage, find)}" for find in plain
    )
    return Flag(
        kind=Kind.SAFEGUARDING,
        rule=f"safeguarding.{plain[0].topic.name}",
        severity=Severity.STOP,
        reason=said,
        spans=passage.spans(*((find.start, find.end) for find in finds)),
    )
