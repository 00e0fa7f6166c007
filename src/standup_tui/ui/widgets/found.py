"""What flags and actions found in a text, as stretches of it that are drawn differently."""

from collections.abc import Iterable, Iterator

from standup_tui.model.entry import Entry
from standup_tui.model.flag import Flag, Span
from standup_tui.ui.widgets.ink import Line, Role


def spans_of(flags: tuple[Flag, ...]) -> tuple[Span, ...]:
    """Return all that flags found in a text, in order and apart from each other."""
    return _apart(sorted((it for flag in flags for it in flag.spans), key=lambda it: it.start))


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans that begin one after the other without what an earlier one covers."""
    apart: list[Span] = []
    for span in spans:
        start = max(span.start, apart[-1].end) if apart else span.start
        if start < span.end:
            apart.append(Span(start, span.end))
    return tuple(apart)


Found = tuple[tuple[Span, Role], ...]
"""Stretches of a text and what they are, in order and apart from each other."""


def found_in(entry: Entry, *, actions: bool = False) -> Found:
    """Return what flags found in a post's text and, if asked for, what actions were.

    Where both found the same words, the flag is what has to be seen.
    """
    flagged = spans_of(entry.flags)
    found = [(span, Role.FOUND) for span in flagged]
    if actions:
        done = (span for tag in entry.tags if tag.counts for span in tag.spans)
        for span in _apart(sorted(done, key=lambda it: it.start)):
            found += [(rest, Role.DONE) for rest in _without(span, flagged)]
    return tuple(sorted(found, key=lambda it: it[0].start))


def _without(span: Span, others: tuple[Span, ...]) -> Iterator[Span]:
    """Yield what is left of a span outside of others, which are in order and apart."""
    start = span.start
    for other in others:
        if start < min(other.start, span.end):
            yield Span(start, min(other.start, span.end))
        start = max(start, other.end)
    if start < span.end:
        yield Span(start, span.end)


def marked(text: str, start: int, end: int, found: Found) -> Line:
    """Return a stretch of text with what was found in it marked."""
    line: list[tuple[str, Role]] = []
    at = start
    for span, role in found:
        first, last = max(at, span.start), min(end, span.end)
        if first < last:
            line += [(text[at:first], Role.TEXT), (text[first:last], role)]
            at = last
    return (*line, (text[at:end], Role.TEXT))
