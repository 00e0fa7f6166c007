"""What one post looks like when it has the screen for itself; needs no screen."""

from collections.abc import Iterator

from standup_tui.model.entry import Entry
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status
from standup_tui.model.wrapping import wrap, wrap_spans
from standup_tui.ui.console.sheets.around import to_whom
from standup_tui.ui.console.sheets.contact import whom_to_call
from standup_tui.ui.console.sheets.post_sheet import standing_in_words
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.undecided import Undecided
from standup_tui.ui.widgets.card import (
    author_lines,
    clipped,
    counts_line,
    flag_lines,
    kind_of,
    mark,
)
from standup_tui.ui.widgets.found import found_in, marked
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends, width_of
from standup_tui.ui.widgets.wording import clip, count

WIDEST = 80
"""Columns; longer lines are hard to read on a wide screen."""

_ROOMY = 12
"""Rows from which there is room for space."""

_USUAL = 20
"""Rows of a flagged post of the longer kind."""


def one_sheet(entry: Entry, board: Board, left: Undecided, width: int, height: int) -> list[Line]:
    """Return a post's lines in a column in the middle: how many are left, the post, why.

    Args:
        entry: The post and where it stands.
        board: For the clock, and for who else has it open.
        left: How much waits, this post included while it does.
        width: Columns.
        height: Rows; posts begin in the same one, but for those that need nearly all.
    """
    inner, margin = _column(width)
    roomy = height >= _ROOMY
    gap: list[Line] = [EMPTY] if roomy else []
    body = [
        _counter(left, entry, board.shows_in(entry.post.id), inner),
        *([(("─" * inner, Role.LINE),)] if roomy else []),
        *gap,
        *author_lines(entry.post, board.aside(entry).age, inner),
        *gap,
        *_flags(entry, board, inner),
        *(gap if entry.flags else []),
        *_references(entry, inner),
        *_text(entry, inner),
        *_pictures(entry, inner),
        *gap,
        *_foot(entry, board, inner),
    ]
    return _placed(body, margin, min((height - len(body)) // 3, (height - _USUAL) // 3))


def nothing_waits(width: int, height: int) -> list[Line]:
    """Return what stands there while no post waits."""
    inner, margin = _column(width)
    what = "What comes next shows here by itself. Esc goes back to the panes."
    lines: list[Line] = [(("Nothing waits", Role.STRONG),)]
    lines += [((line, Role.MUTED),) for line in wrap(what, inner)]
    centred = [((" " * ((inner - width_of(line)) // 2), Role.TEXT), *line) for line in lines]
    return _placed(centred, margin, (height - len(centred)) // 3)


def _column(width: int) -> tuple[int, int]:
    """Return the column's width, and how much stands left of it."""
    inner = max(1, min(WIDEST, width - (4 if width > WIDEST // 2 else 0)))
    return inner, (width - inner) // 2


def _placed(lines: list[Line], margin: int, above: int) -> list[Line]:
    """Return lines in their column, so many rows further down."""
    indent = (" " * margin, Role.TEXT)
    return [*[EMPTY] * max(0, above), *((indent, *line) for line in lines)]


def _counter(left: Undecided, entry: Entry, shows: str, width: int) -> Line:
    """Return where the post stands, and how much is left in as many words as fit."""
    sign, role = mark(entry.standing)
    stands: Line = ((f"{sign} ", role), (standing_in_words(entry.standing), role))
    if shows:
        stands = (*stands, (f", {shows}", Role.WARN))
    total = f"{left.left:,} left"
    split = f"{left.flagged:,} flagged, {left.waiting:,} waiting"
    ways: list[Line] = [
        ((f"{total}", Role.STRONG), (f"  {split}", Role.MUTED)),
        ((total, Role.STRONG),),
    ]
    for said in ways:
        if width_of(stands) + width_of(said) + 2 <= width:
            return both_ends(stands, said, width)
    return both_ends(((sign, role),), ways[-1], width)


def _flags(entry: Entry, board: Board, width: int) -> Iterator[Line]:
    if entry.standing.status is Status.FLAGGED and not entry.flags:
        by = f" by {entry.last.by.name}" if entry.last else ""
        yield ((f"▲ flagged{by}", Role.WARN),)
    dangers = [flag for flag in entry.flags if flag.kind is Kind.SAFEGUARDING]
    for flag in (*dangers, *(flag for flag in entry.flags if flag not in dangers)):
        for number, line in enumerate(flag_lines(flag, max(4, width - 2))):
            yield (("▲ " if number == 0 else "  ", line[0][1]), *line)
        if dangers and flag is dangers[-1]:
            yield from _whom_to_call(board, width)


def _whom_to_call(board: Board, width: int) -> Iterator[Line]:
    title, lines = whom_to_call(board.about)
    for said, role in ((title, Role.STRONG), *((one, Role.TEXT) for one in lines)):
        for row in wrap(said, max(4, width - 4)):
            yield (("  ┃ ", Role.BAD), (row, role))


def _references(entry: Entry, width: int) -> Iterator[Line]:
    for reference in entry.post.references:
        yield ((clip(to_whom(reference), width), Role.ACCENT),)
        flat = " ".join(reference.text.split()) if reference.text else ""
        for line in clipped(flat, max(1, width - 2), 3) if flat else ():
            yield (("│ ", Role.LINE), (line, Role.MUTED))


def _text(entry: Entry, width: int) -> Iterator[Line]:
    text = entry.post.text
    if not text:
        yield ((clip(entry.why_gone or "no text", width), Role.MUTED),)
        return
    found = found_in(entry)
    for start, end in wrap_spans(text, width):
        yield marked(text, start, end, found)


def _pictures(entry: Entry, width: int) -> Iterator[Line]:
    for one in entry.post.media:
        said = " ".join((one.alt or "").split()) or f"{kind_of(one)} without a description"
        for number, line in enumerate(wrap(said, max(1, width - 2))):
            yield (("▣ " if number == 0 else "  ", Role.ACCENT), (line, Role.MUTED))


def _foot(entry: Entry, board: Board, width: int) -> Iterator[Line]:
    """Yield for what it counts, and who has to do with it."""
    counts = counts_line(entry, width)
    if counts:
        yield counts
    said = []
    if board.mine.unconfirmed(entry):
        said.append("… the hub has yet to confirm")
    if readers := board.readers(entry.post.id):
        said.append(f"{readers} reads it")
    if entry.roster:
        said.append("one of our own people")
    if entry.muted:
        said.append("its author is muted")
    if entry.notes:
        said.append(f"✎ {count(entry.notes, 'note')}")
    if said:
        yield ((clip(" · ".join(said), width), Role.MUTED),)
