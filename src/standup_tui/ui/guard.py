"""The second door: the only way from Textual to the terminal refuses what the first let through.

Posts are cleaned when they arrive. If a widget, a log line or an error message ever bypasses
that, nothing between it and the terminal would stop an escape sequence: Textual 8.2 writes the
text of a segment as it is, and the target of a link inside an escape sequence of its own. Both
pass `Strip.render`, so that is where this stands.
"""

import re
from typing import Final

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from standup_tui.model.text import clean_line

# Not the whole grammar of safe text: Textual may cut a grapheme in two, and a mark at the start
# of a segment then belongs to the letter before it.
_DANGEROUS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+"
)
_HARMLESS_LINK: Final = re.compile("https?://[!-~]+")
_render: Final = Strip.render


def install() -> None:
    """Put the guard in front of Textual's output; a second call changes nothing.

    Raises:
        RuntimeError: This Textual draws in a way that the guard does not know.
    """
    missing = {"_segments", "_render_cache"} - set(Strip.__slots__)
    if missing:
        raise RuntimeError(f"Textual's Strip has no {', '.join(sorted(missing))}: see ui/guard.py")
    Strip.render = _guarded_render  # type: ignore[method-assign, assignment]  # no hook exists


def _guarded_render(strip: Strip, console: Console) -> str:
    """Render a strip of which every segment is harmless."""
    if strip._render_cache is None:  # noqa: SLF001, a strip that was drawn before is checked already
        segments = strip._segments  # noqa: SLF001, the public ways copy or measure
        if not all(map(_is_harmless, segments)):
            strip._render_cache = _render(_made_harmless(strip), console)  # noqa: SLF001
    return _render(strip, console)


def _is_harmless(segment: Segment) -> bool:
    """Tell whether a segment may be written as it is."""
    text, style, _ = segment
    if not (text.isascii() and text.isprintable()) and _DANGEROUS.search(text):
        return False
    return style is None or style.link is None or bool(_HARMLESS_LINK.fullmatch(style.link))


def _made_harmless(strip: Strip) -> Strip:
    """Return the strip with marks for dangerous characters, no wider than it was."""
    return Strip(map(_disarmed, strip)).crop(0, strip.cell_length)


def _disarmed(segment: Segment) -> Segment:
    """Return the segment with marks for dangerous characters and without a doubtful link."""
    text, style, _ = segment
    if style is not None and style.link and not _HARMLESS_LINK.fullmatch(style.link):
        style = style.update_link(None)
    return Segment(_DANGEROUS.sub(lambda run: clean_line(run[0]), text), style)
