"""What a post looks like in a pane, as lines in roles; needs no screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from standup_tui.model.entry import RULES, Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import COUNTED, Standing, Status
from standup_tui.model.post import Media, Post, Reference, ReferenceKind
from standup_tui.model.wrapping import cells, fits, wrap, wrap_spans
from standup_tui.ui.widgets.act_words import BAD
from standup_tui.ui.widgets.found import found_in, marked
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends, width_of
from standup_tui.ui.widgets.wording import clip, count, cut_short

LONGEST_NAME = 30
"""Columns; a longer name could push its own handle out of sight."""

INDENT = 3
"""Columns for the cursor's bar and the mark in front of every card."""

_SHORTEST_NAME = 8
_CUT_NAME = 12  # columns a name needs beside its handle to be recognised when it is cut
_AGE = 7  # columns of "10 min" and what keeps it apart from the handle
_FLAG_LINES = 2
_FLAGS = 2
_QUOTE_LINES = 2
_ALT_LINES = 2
_MOST_MARKS = 3
_REMEMBERED = 512

_MARKS = {
    Status.WAITING: ("○", Role.ACCENT),
    Status.FLAGGED: ("▲", Role.WARN),
    Status.SHOWN: ("●", Role.GOOD),
    Status.HELD: ("‖", Role.WARN),
    Status.HIDDEN: ("✕", Role.MUTED),
    Status.GONE: ("∅", Role.MUTED),
}
_MEDIA = {"photo": "picture", "animated_gif": "animation", "video": "film"}


@dataclass(frozen=True, slots=True)
class Aside:
    """What a card says that is not in its post: it changes while the post does not."""

    age: str = ""
    pending: bool = False
    """Whether the hub has yet to answer about this post."""
    opened_by: str = ""
    """The initials of whoever has it open."""
    act: str = ""
    """Where a public act stands."""
    shows: str = ""
    """When it shows by itself; empty where it does not."""
    marked: bool = False
    """Whether it is among those that the next decision applies to."""
    opens: str = "Enter"
    """The key that opens a post."""


def mark(standing: Standing) -> tuple[str, Role]:
    """Return where a post stands as one sign; signs differ in shape, not only in colour."""
    if standing.escalated:
        return ("‼", Role.BAD)
    if standing.status is Status.SHOWN and standing.pin:
        return ("◆", Role.ACCENT)
    if standing.status is Status.SHOWN and standing.starred:
        return ("★", Role.GOOD)
    return _MARKS[standing.status]


def card(entry: Entry, aside: Aside, width: int, most: int, *, airy: bool = False) -> list[Line]:
    """Return a post's lines, the last of them for what changes from second to second.

    The number of lines depends on nothing but the entry, the width, `most`, and whether the
    post is so old that its age is a year: a card that grew from minute to minute would move
    the posts below it.

    Args:
        entry: The post and where it stands.
        aside: What is said beside it.
        width: Columns, the bar and the mark included.
        most: Lines of text to show before pointing to the opened post.
        airy: Whether rows are plenty, so that a foot which says something stands apart.
    """
    inner = max(1, width - INDENT - 1)
    body = [
        *_flags(entry, aside.opens, inner),
        *author_lines(entry.post, aside.age, inner),
        *_references(entry.post, inner),
        *_text(entry, aside.opens, inner, most),
        *_quotes(entry.post, inner),
        *_pictures(entry.post.media, inner),
    ]
    sign = ("…", Role.OFF) if aside.pending else mark(entry.standing)
    lines = [
        _behind(sign if row == 0 else (" ", Role.TEXT), line, marked=aside.marked and row == 0)
        for row, line in enumerate(body)
    ]
    foot = _foot(entry, aside, inner)
    left: Line = (("   ", Role.TEXT), *counts_line(entry, inner - width_of(foot) - 2))
    lines.append(both_ends(left, (*foot, (" ", Role.TEXT)), width))
    return [*lines, EMPTY] if airy and (entry.roster or entry.counts_for) else lines


def _behind(sign: tuple[str, Role], line: Line, *, marked: bool) -> Line:
    return ((" ", Role.TEXT), sign, ("+", Role.KEY) if marked else (" ", Role.TEXT), *line)


def author_lines(post: Post, age: str, width: int) -> list[Line]:
    """Return name, handle and age; handles of this year's posts end in the same column.

    A name may be anything, so it never stands next to a sign of ours, and cannot
    push the handle away.
    """
    handle: Line = (("@" + post.author.handle, Role.MUTED),)
    columns = max(_AGE, cells(age) + 1)  # a month with its year needs more than all others
    old: Line = ((age.rjust(columns), Role.MUTED),)
    room = width - width_of(handle) - columns - 1 if len(handle[0][0]) <= width else 0
    if room >= _CUT_NAME or (room >= _SHORTEST_NAME and fits(post.author.name, room)):
        name = clip(post.author.name, min(room, LONGEST_NAME))
        return [both_ends(((name, Role.STRONG),), (*handle, *old), width)]
    if width < columns + _SHORTEST_NAME:
        old = EMPTY
    name = clip(post.author.name, min(max(1, width - width_of(old) - 1), LONGEST_NAME))
    return [
        both_ends(((name, Role.STRONG),), old, width),
        (("@" + clip(post.author.handle, max(1, width - 1)), Role.MUTED),),
    ]


def _flags(entry: Entry, opens: str, width: int) -> Iterator[Line]:
    if entry.standing.status is not Status.FLAGGED:
        return
    if not entry.flags:
        by = f" by {entry.last.by.name}" if entry.last else ""
        yield ((clip(f"flagged{by}", width), Role.WARN),)
    for flag in entry.flags[:_FLAGS]:
        yield from flag_lines(flag, width, _FLAG_LINES)
    if any(flag.kind is Kind.SAFEGUARDING for flag in entry.flags):
        yield ((clip(f"{opens}: whom to call", width), Role.ACCENT),)
    if len(entry.flags) > _FLAGS:
        yield ((f"and {len(entry.flags) - _FLAGS} more", Role.WARN),)


def flag_lines(flag: Flag, width: int, most: int | None = None) -> Iterator[Line]:
    """Return a flag in words: what it is about, and why."""
    role = Role.BAD if flag.severity is Severity.STOP else Role.WARN
    reason = flag.reason.replace("\n", " ")
    words = flag.kind if reason == flag.kind else f"{flag.kind}: {reason}"
    lines = wrap(words, width, None if most is None else most + 1)
    for number, line in enumerate(lines[:most]):
        cut = most is not None and number == most - 1 and len(lines) > most
        yield ((cut_short(line, width) if cut else line, role),)


def _references(post: Post, width: int) -> Iterator[Line]:
    said = [_reference(reference) for reference in post.references]
    if post.edit_of:
        said.append("✎ edited")
    if post.withheld:
        said.append(f"withheld {post.withheld_in}")
    if said:
        yield ((clip("  ".join(said), width), Role.MUTED),)


def _reference(reference: Reference) -> str:
    who = f"@{reference.author.handle}" if reference.author else ""
    match reference.kind:
        case ReferenceKind.REPLY:
            return f"↩ to {who or 'another post'}"
        case ReferenceKind.QUOTE:
            return f"❝ quotes {who or 'another post'}"
        case ReferenceKind.REPOST:
            return f"⟳ reposts {who or 'another post'}"


def _text(entry: Entry, opens: str, width: int, most: int) -> Iterator[Line]:
    text = entry.post.text
    if not text:
        yield ((clip(entry.why_gone or "no text", width), Role.MUTED),)
        return
    found = found_in(entry) if entry.standing.status is Status.FLAGGED else ()
    shown, left = _first_lines(text, width, most)
    for start, end in shown:
        yield marked(text, start, end, found)
    if left:
        yield ((clip(f"… {left:,} more lines: {opens} opens it", width), Role.MUTED),)


@lru_cache(_REMEMBERED)
def _first_lines(text: str, width: int, most: int) -> tuple[list[tuple[int, int]], int]:
    """Return the lines to show and how many are left.

    Remembered, for a card is drawn again whenever its age changes, and to count the lines of
    25,000 letters takes as long as it does.
    """
    spans = wrap_spans(text, width)
    while len(spans) > 1 and spans[-1][0] == spans[-1][1]:
        spans.pop()
    shown = spans if len(spans) <= most else spans[: max(1, most - 1)]
    return shown, len(spans) - len(shown)


def _quotes(post: Post, width: int) -> Iterator[Line]:
    for reference in post.references:
        if reference.text and reference.kind is ReferenceKind.QUOTE:
            flat = " ".join(reference.text[: width * (_QUOTE_LINES + 1)].split())
            for line in clipped(flat, max(1, width - 2), _QUOTE_LINES):
                yield (("│ ", Role.LINE), (line, Role.MUTED))


def _pictures(media: tuple[Media, ...], width: int) -> Iterator[Line]:
    for one in media:
        said = (one.alt or "").replace("\n", " ") or f"{kind_of(one)} without a description"
        for number, line in enumerate(clipped(said, max(1, width - 2), _ALT_LINES)):
            yield (("▣ " if number == 0 else "  ", Role.ACCENT), (line, Role.MUTED))


def kind_of(media: Media) -> str:
    """Return what a picture or film is called."""
    return _MEDIA.get(media.kind, "attachment")


def clipped(text: str, width: int, most: int) -> list[str]:
    """Return text in at most so many lines, with an ellipsis where it was cut."""
    lines = wrap(text, width, most + 1)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut_short(lines[most - 1], width)]
    return lines


def counts_line(entry: Entry, width: int) -> Line:
    """Return for which actions a post counts: their names, or how many where room is short."""
    names = entry.counts_for
    if not names:
        return EMPTY
    said = ", ".join(names)
    ways = (f"✓ {said}", f"✓ {count(len(names), 'action')}", f"✓{len(names)}")
    if entry.standing.status not in COUNTED:
        ways = (f"{said}: not counted yet", "not counted yet", "")
    return ((next((way for way in ways if cells(way) <= width), ""), Role.MUTED),)


def _foot(entry: Entry, aside: Aside, width: int) -> Line:
    """Return who has to do with it, as far as it fits: what is going on first."""
    line: list[tuple[str, Role]] = []
    for text, role in list(_doings(entry, aside))[:_MOST_MARKS]:
        between = " · " if line else ""
        if width_of(tuple(line)) + cells(between) + cells(text) <= width:
            line += [(between, Role.MUTED), (text, role)]
    return tuple(line)


def _doings(entry: Entry, aside: Aside) -> Iterator[tuple[str, Role]]:
    """Yield what happens to it or is true of it, the most pressing first."""
    if aside.shows:
        yield (aside.shows, Role.WARN)
    if aside.act:
        failed = any(act.stage in BAD for act in entry.acts)
        yield (aside.act, Role.BAD if failed else Role.ACCENT)
    if aside.opened_by:
        yield (f"{aside.opened_by} reads it", Role.ACCENT)
    if entry.standing.starred and entry.standing.pin:
        yield ("★", Role.GOOD)
    if entry.notes:
        yield (f"✎ {entry.notes}", Role.ACCENT)
    if entry.standing.escalated:
        yield ("escalated", Role.BAD)
    if entry.last is not None and entry.last.by != RULES:
        yield (f"by {entry.last.by.initials}", Role.MUTED)
    elif entry.roster:
        yield ("ours", Role.MUTED)
