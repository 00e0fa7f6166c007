"""One door for text that strangers wrote: what comes out, no terminal can read as a command.

Everything remote passes here once, on its way in: posts, names, handles, links, error messages.
The order matters. Control characters become visible marks *before* invisible characters go,
because deleting first can put an escape sequence together that was harmless in pieces.

What stays is readable in every script: joined emoji, flags, keycaps, Indic conjuncts, Persian
with its non-joiners, marks in any normal form.
"""

import re
from typing import NewType
from unicodedata import category

Clean = NewType("Clean", str)
"""Text that went through `clean` or `clean_line`; safe to draw, to log, to copy, to export."""

LINE_BREAK_MARK = "\u240a"
"""What a line break looks like in a field of one line."""

REPLACED = "\ufffd"
"""What stands for a character that has no picture of its own."""

MAX_MARKS = 4
"""Marks without width on one letter; careful Hebrew needs four, a tower of forty hides lines."""

_JOINS_IN_EMOJI = 3  # the longest sequences Unicode recommends, a kiss and a family of four
_DOTTED_CIRCLE = "\u25cc"  # carries a mark that has nothing to stand on
# What nearly every English post consists of; all of it may stand next to all of it.
_PLAIN = re.compile("[\n -~\xa0-\xac\xae-\u02af\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*+")
_PLAIN_LINE = re.compile(_PLAIN.pattern.replace("\n", ""))
_SURROGATE = re.compile("[\ud800-\udfff]")
_ODD_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ANY_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_ODDITY = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e]")
_FLAG_OR_TAG = re.compile(
    "(\U0001f3f4[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,3}\U000e007f)"
    "|[\U000e0020-\U000e007f]"
)

# Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt, without what stays: joiners,
# VS15 and VS16, and the tags of flags. Categories alone would keep the unassigned ones.
_INVISIBLE = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200B),
    (0x200E, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xFE00, 0xFE0D),
    (0xFEFF, 0xFEFF),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE001F),
    (0xE0080, 0xE0FFF),
)
_HANGUL_FILLERS = (0x115F, 0x1160, 0x3164, 0xFFA0)
_NONCHARACTERS = (
    *range(0xFDD0, 0xFDF0),
    *(p << 16 | e for p in range(17) for e in (0xFFFE, 0xFFFF)),
)
_LAST_REMEMBERED = 0x1FFFF  # rarer characters are looked up anew, so that nobody fills the memory


class _Replacements(dict[int, str | int | None]):
    """What a character becomes before its neighbours are looked at; for `str.translate`."""

    def __missing__(self, code: int) -> str | int | None:
        replacement = _replacement(code)
        if code <= _LAST_REMEMBERED:
            self[code] = replacement
        return replacement


class _Kinds(dict[int, str]):
    """One letter per character that says how it behaves next to others; for `str.translate`.

    n line break, s space, a letter that joins with nothing, l letter that may join, p other base,
    x pictograph, k skin tone, f black flag, m mark without width, c mark with width, j joiner,
    J non-joiner, v VS15 or VS16, t tag letter, d tag digit, z end of tags, X not safe anywhere.
    """

    def __missing__(self, code: int) -> str:
        kind = _kind(code)
        if code <= _LAST_REMEMBERED:
            self[code] = kind
        return kind


def _replacement(code: int) -> str | int | None:
    """Return what stands for a character that no list of ours names."""
    match category(chr(code)):
        case "Cc" | "Co" | "Cs":
            return REPLACED
        case "Cf" | "Me":
            return None
        case _:
            return code


_FIXED = {
    0x0A: "n",
    0x200C: "J",
    0x200D: "j",
    0x20E3: "m",  # the frame of keycaps, the only enclosing mark that stays
    0x2139: "p",  # letters by category, but emoji with VS16
    0x2194: "x",  # an arrow that takes part in joined emoji
    0xFE0E: "v",
    0xFE0F: "v",
    0x1F3F4: "f",
    **dict.fromkeys(range(0x1F1E6, 0x1F200), "p"),  # the letters of national flags
    **dict.fromkeys(range(0x1F3FB, 0x1F400), "k"),
    **dict.fromkeys(range(0xE0030, 0xE003A), "d"),
    **dict.fromkeys(range(0xE0061, 0xE007B), "t"),
    0xE007F: "z",
}
_KIND_OF_CATEGORY = {
    "Zs": "s",
    "Lo": "l",
    "Lm": "l",
    "Lu": "a",
    "Ll": "a",
    "Lt": "a",
    "Mn": "m",
    "Mc": "c",
    "So": "x",
}


def _kind(code: int) -> str:
    """Return the letter of `_Kinds` for one character that `_FIXED` does not name."""
    if _REPLACEMENTS[code] != code:
        return "X"
    char = chr(code)
    general = category(char)
    if general == "Nd":
        return "p" if char.isascii() else "l"  # Persian puts a non-joiner after its digits
    if general == "Cn":  # newer than this Python's tables; those of wcwidth are newer
        from wcwidth import wcwidth  # late: a sixth of the start of a command that draws nothing

        return "m" if wcwidth(char) == 0 else "x" if char >= "\U0001f000" else "a"
    return _KIND_OF_CATEGORY.get(general, "p")


_REPLACEMENTS = _Replacements(
    {
        **{code: 0x2400 + code for code in range(0x20)},  # their pictures stand in the same order
        0x09: "    ",
        0x7F: 0x2421,
        **{code: None for first, last in _INVISIBLE for code in range(first, last + 1)},
        **dict.fromkeys(_HANGUL_FILLERS, " "),
        **dict.fromkeys(_NONCHARACTERS, REPLACED),
        **{code: code for code in _FIXED},
    }
)
_KINDS = _Kinds(_FIXED)

# The grammar of safe text over kinds. Every repetition is possessive: linear on any input.
_M = f"{{0,{MAX_MARKS}}}+"
_MARKS = f"(?:c{_M}m){_M}c{_M}"
_JOINING_MARKS = f"(?:(?:[jJ]?+c){_M}[jJ]?+m){_M}(?:[jJ]?+c){_M}[jJ]?+"
_PICTOGRAPH = rf"(?:(?:f(?:tt[td]{{1,3}}z|v)?+|xv?+)k?+|k){_MARKS}"
_UNIT = (
    rf"n|s{_MARKS}|(?:a|pv?+){_MARKS}(?:[jJ](?=l))?+|l{_JOINING_MARKS}"
    rf"|{_PICTOGRAPH}(?:j{_PICTOGRAPH}){{0,{_JOINS_IN_EMOJI}}}+"
)
_WELL_FORMED = re.compile(f"(?:{_UNIT})*+")
_ONLY_MARKS = re.compile(_MARKS)


def clean(raw: str) -> Clean:
    """Return the text with its line breaks, harmless for a terminal and never shortened.

    Applying it twice changes nothing more. Safe text comes back equal. Never raises.
    """
    if _is_plain(raw) or _PLAIN.fullmatch(raw):
        return Clean(raw)
    return _cleaned(raw, _ODD_BREAK, "\n")


def clean_line(raw: str) -> Clean:
    """Return the text on one line: a break shows as a mark, so that nobody can fake a second line.

    For names, handles, links, tags and error messages. Otherwise like `clean`.
    """
    if _is_plain(raw) or _PLAIN_LINE.fullmatch(raw):
        return Clean(raw)
    return _cleaned(raw, _ANY_BREAK, LINE_BREAK_MARK)


def _is_plain(raw: str) -> bool:
    """Tell whether a text is all visible ASCII, which is told far faster than by matching."""
    return raw.isascii() and raw.isprintable()


def oddities(raw: str) -> int:
    """Count the control characters and direction overrides that no ordinary app puts in a post.

    Line breaks and tabs do not count, nor do the direction marks of Arabic and Hebrew keyboards.
    """
    return 0 if raw.isprintable() else len(_ODDITY.findall(raw))


def is_safe(text: str) -> bool:
    """Tell whether the text may meet a terminal as it is; line feeds may be in it."""
    if _PLAIN.fullmatch(text):
        return True
    return _WELL_FORMED.fullmatch(text.translate(_KINDS)) is not None


def _cleaned(raw: str, breaks: re.Pattern[str], mark: str) -> Clean:
    """Clean text that the fast paths did not take."""
    text = _joined_surrogates(raw) if _SURROGATE.search(raw) else raw
    text = breaks.sub(mark, text)
    if is_safe(text):
        return Clean(text)
    text = text.translate(_REPLACEMENTS)
    while not is_safe(text):  # what was apart may touch now: a second round, seldom a third
        text = _composed(_FLAG_OR_TAG.sub(r"\1", text))
    return Clean(text)


def _joined_surrogates(raw: str) -> str:
    """Join halves of one character, replace halves that are alone."""
    return raw.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _composed(text: str) -> str:
    """Drop joiners, selectors and marks where they have nothing to act on, or too much."""
    kinds = text.translate(_KINDS)
    parts: list[str] = []
    at = 0
    while at < len(text):
        run = _WELL_FORMED.match(kinds, at)
        end = run.end() if run else at
        if end > at:
            parts.append(text[at:end])
        elif kinds[at] in "mc" and (not parts or parts[-1].endswith("\n")):
            parts.append(_DOTTED_CIRCLE)
            marks = _ONLY_MARKS.match(kinds, at)
            end = marks.end() if marks else at
            parts.append(text[at:end])
        else:
            end = at + 1
        at = end
    return "".join(parts)
