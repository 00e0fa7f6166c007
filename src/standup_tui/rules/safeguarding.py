"""Despair, and harm done to people: what somebody must look at now, before anything else.

The phrases are in ``data/safeguarding.txt``. A flag of this kind is never certain and always
severe: a person reads the post and decides whom to call.
"""

from collections.abc import Iterator

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.phrases import Find, Phrases, writing
from standup_tui.rules.subject import Passage, Subject


class Safeguarding:
    """Flags posts by or about people who may be in danger."""

    def __init__(self) -> None:
        self._phrases = Phrases("safeguarding.txt")
        self._signs = Phrases("signs.txt")

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield at most one flag for the text, and one for each picture's description."""
        for passage in writing(subject):
            if finds := self._phrases.found(passage):
                yield _flag(passage, finds)
            elif finds := self._signs.found(passage):
                yield _several(passage, finds)


def _flag(passage: Passage, finds: list[Find]) -> Flag:
    """Say what the phrases are about, in order of the file."""
    said = [
        f"{find.topic.says}{passage.where}: {passage.quote(find.start, find.end)}"
        for find in finds
    ]
    return _made(passage, finds, finds[0].topic.name, "; ".join(said))


def _several(passage: Passage, finds: list[Find]) -> Flag:
    """Say which signs stand together; those that speak against it are left out."""
    signs = [find for find in finds if find.topic.points > 0]
    said = " + ".join(passage.quote(find.start, find.end) for find in signs)
    reason = f"several signs together{passage.where}, {signs[0].topic.says}: {said}"
    return _made(passage, signs, "signs", reason)


def _made(passage: Passage, finds: list[Find], name: str, reason: str) -> Flag:
    return Flag(
        kind=Kind.SAFEGUARDING,
        rule=f"safeguarding.{name}",
        severity=Severity.STOP,
        reason=reason,
        spans=passage.spans(*((find.start, find.end) for find in finds)),
    )
