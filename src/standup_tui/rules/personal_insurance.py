"""National Insurance numbers, by the prefixes of HMRC's manual NIM39110."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.digit_runs import PARTED
from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.personal_numbers import names_a_thing
from standup_tui.rules.subject import Passage, Place

_APART: Final = PARTED + "{0,3}"
_DIGIT: Final = f"{PARTED}{{0,9}}[0-9oil]"  # a digit in words leaves a wide gap
_GATE: Final = Expression(r"[0-9](?:[^a-z0-9]{0,9}[0-9oil]){3}")
_INSURANCE: Final = Expression(
    r"(?:(?<![\w/#£])|(?<=nino)|(?<![a-z]ni)(?<=ni)|(?<=number))"
    rf"(?P<first>[abceghj-prstw-z]){_APART}(?P<second>[abceghj-nprstw-z])"
    rf"(?P<digits>(?P<gap>{PARTED}{{0,3}})[0-9oil]{_DIGIT}{_DIGIT}{_DIGIT}{_DIGIT}{_DIGIT})"
    rf"(?P<suffix>(?P<space>{PARTED}{{0,9}})(?P<letter>[a-d]))?(?![a-z0-9])(?!-[0-9])"
)
_REAL_DIGITS: Final = 3
_NO_PREFIX: Final = frozenset(("bg", "gb", "kn", "nk", "nt", "tn", "zz"))
_WORDS: Final = words_of(
    """
    am an as at be by ha he hi la my me ms mr ok pm re st we ya yr po ex et
    """
)
_CUE: Final = Expression(
    r"(?<![a-z])(?:nino|n\.?i\.? ?(?:no|number|num|card|is|:|#)|ni's|nat(?:ional)? ins)"
)


def insurance_numbers(passage: Passage, text: str) -> Iterator[Place]:
    """Find National Insurance numbers with a prefix that is given out."""
    if not any(_GATE.match(text, at) for at in passage.digits_of(text)):
        return
    for found in _INSURANCE.finditer(text):
        if found["first"] + found["second"] in _NO_PREFIX or _is_word(passage, found):
            continue
        if sum(map(str.isdecimal, found["digits"])) < _REAL_DIGITS:
            continue
        said_so = _CUE.search(text, max(0, found.start() - 40), found.start())
        if said_so or (_has_suffix(passage, found) and not names_a_thing(text, found.start())):
            yield found.span()


def _is_word(passage: Passage, found: re.Match[str]) -> bool:
    """Return whether the prefix is a word of the sentence, as in ``at 12 34 56 a``."""
    place = found.start("first"), found.end("second")
    if not found["gap"] or found["first"] + found["second"] not in _WORDS:
        return False
    return not passage.quote(*place).isupper()


def _has_suffix(passage: Passage, found: re.Match[str]) -> bool:
    """Return whether the letter behind is one of the number's and not the article ``a``."""
    if found["suffix"] is None:
        return False
    if found["letter"] != "a" or not found["space"].isspace():
        return True
    prefix = passage.quote(found.start("first"), found.end("second"))
    return prefix.isupper() == passage.quote(*found.span("letter")).isupper()
