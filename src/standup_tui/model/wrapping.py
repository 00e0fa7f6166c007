"""Lines that fit: terminal width of text, and word wrap that keeps letters and emoji whole."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

# What nearly every English post and every line of ours consists of: each takes one column.
_NARROW = re.compile(
    "[\n -~\xa0-\xac\xae-\u02af\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u2193\u2500-\u259f]*+"
)
_NARROW_LINE = re.compile(_NARROW.pattern.replace("\n", ""))

# No line starts with these, none ends with those; as in Chinese and Japanese typography.
_NOT_FIRST = frozenset(
    "、。，．：；！？」』）】〉》〕｝ー・…ぁぃぅぇぉっゃゅょァィゥェォッャュョ々"  # noqa: RUF001, punctuation of Chinese and Japanese
)
_NOT_LAST = frozenset("「『（【〈《〔｛")  # noqa: RUF001, the same
_IDEOGRAPH = re.compile(
    "[\u2e80-\u303f\u3041-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
_SPACES = frozenset(  # those that may be left out at the end of a line
    " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
)
_BLANKS = re.compile(" *+")
_EMOJI_SEQUENCE = re.compile("[\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_TONES_IN_A_ROW = re.compile("[\U0001f3fb-\U0001f3ff]{2}")
_MOST_TO_A_COLUMN = 32  # code points; a family in joined emoji with marks takes 16
_REMEMBERED_LENGTH = 16  # code points; a longer cluster is an attack, not worth keeping


def cells(text: str) -> int:
    """Return how many terminal columns a line of cleaned text takes; never negative."""
    if text.isascii():
        return len(text) if text.isprintable() else sum(map(str.isprintable, text))
    if _NARROW_LINE.fullmatch(text):
        return len(text)
    return sum(map(_grapheme_cells, graphemes(text)))


def fits(text: str, width: int) -> bool:
    """Tell whether a line of cleaned text takes at most so many columns, soon however long."""
    return len(text) <= _MOST_TO_A_COLUMN * (width + 1) and cells(text) <= width


def wrap(text: str, width: int, limit: int | None = None) -> list[str]:
    """Return the text in lines of at most `width` columns; see `wrap_spans`."""
    return [text[start:end] for start, end in wrap_spans(text, width, limit)]


def wrap_spans(text: str, width: int, limit: int | None = None) -> list[tuple[int, int]]:
    """Return start and end of each line in code points of the text.

    Line feeds start a line. Lines break at spaces, which are left out there, and between
    ideographs; a word that is longer than a line is cut between graphemes. Nothing but spaces
    and line feeds is ever left out. Below two columns a wide character stands out.

    Args:
        text: Cleaned text; an empty one has one empty line.
        width: Columns, at least 1.
        limit: Stop after so many lines, for a post that is only partly seen.
    """
    return list(islice(_lines(text, max(1, width)), limit))


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Wrap one paragraph after the other."""
    start = 0
    plain = text.isascii() or _NARROW.fullmatch(text) is not None
    while True:
        feed = text.find("\n", start)
        end = len(text) if feed < 0 else feed
        if plain:
            if end - start <= width:
                yield start, end
            else:
                yield from _plain_lines(text, start, end, width)
        else:
            yield from _paragraph_lines(text, start, end, width)
        if feed < 0:
            return
        start = feed + 1


def _plain_lines(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Wrap a paragraph of which every character takes one column."""
    line, empty = start, True
    while end - line > width:
        space = text.rfind(" ", line, line + width + 1)
        if space < 0:
            stop = following = line + width
        else:
            stop = line + len(text[line:space].rstrip(" "))
            blanks = _BLANKS.match(text, space, end)
            following = blanks.end() if blanks else space
        if stop > line:
            yield line, stop
            empty = False
        line = following
    if line < end or empty:
        yield line, end


def _paragraph_lines(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Wrap a paragraph in any script, one grapheme after the other.

    The last place where the line may break is remembered as where the line would stop, where
    the next would start, and the columns up to there; `following <= line` says there is none.
    """
    line, used, empty = start, 0, True
    stop, following, before = start, start, 0
    previous = ""
    for at, piece, size in _pieces(text, start, end, width):
        if piece in _SPACES:
            if previous not in _SPACES:
                stop = at
            following, before = at + len(piece), used + size
        else:
            if following != at > line and _may_part(previous, piece):
                stop, following, before = at, at, used
            if used + size > width and following > line:
                if stop > line:
                    yield line, stop
                    empty = False
                line, used = following, used - before
            if used + size > width and at > line:
                yield line, at
                line, used, empty = at, 0, False
        used += size
        previous = piece
    if used <= width or previous not in _SPACES:
        yield line, end
    elif stop > line or empty:
        yield (line, stop) if stop > line else (end, end)


def _pieces(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, str, int]]:
    """Yield offset, text and columns of each grapheme; of each character of too wide ones."""
    at = start
    for grapheme in graphemes(text, start, end):
        size = _grapheme_cells(grapheme)
        if size <= width:
            yield at, grapheme, size
            at += len(grapheme)
            continue
        for char in grapheme:
            yield at, char, _remembered(char)
            at += 1


def _may_part(previous: str, piece: str) -> bool:
    """Tell whether a line may end between two graphemes that no space parts."""
    if not (_IDEOGRAPH.match(piece) or _IDEOGRAPH.match(previous)):
        return False
    return piece not in _NOT_FIRST and previous not in _NOT_LAST


def _grapheme_cells(grapheme: str) -> int:
    """Return the columns of one grapheme."""
    if len(grapheme) > _REMEMBERED_LENGTH:
        return _measured(grapheme)
    return _remembered(grapheme)


def graphemes(text: str, start: int = 0, end: int | None = None) -> Iterator[str]:
    """Return the graphemes of a text."""
    from wcwidth import iter_graphemes  # late: a tenth of what a screen takes to open

    return iter_graphemes(text, start, end)


def _measured(grapheme: str) -> int:
    """Return what the widest of the usual terminals makes of a grapheme.

    wcwidth takes a conjunct of any length for two columns; tmux and xterm draw each letter.
    """
    from wcwidth import wcswidth, wcwidth

    if len(grapheme) == 1:
        return max(0, wcwidth(grapheme))
    whole = max(0, wcswidth(grapheme))
    emoji = _EMOJI_SEQUENCE.search(grapheme) and not grapheme[0].isalpha()
    if emoji and not _TONES_IN_A_ROW.search(grapheme):
        return whole
    return max(whole, sum(max(0, wcwidth(char)) for char in grapheme))


_remembered = lru_cache(maxsize=4096)(_measured)
