"""Texts made for a machine rather than for a reader."""

from collections.abc import Iterator

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.subject import Subject


def control_characters(subject: Subject) -> Iterator[Flag]:
    """Flag posts that held characters which command a terminal; cleaning replaced them."""
    count = subject.post.oddities
    if count:
        what = "a control character, shown as a mark"
        if count > 1:
            what = f"{count} control characters, shown as marks"
        yield Flag(Kind.HOSTILE, "hostile.controls", Severity.LOOK, f"contains {what}")
