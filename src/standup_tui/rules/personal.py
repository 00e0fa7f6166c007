"""Personal data: what says who somebody is, where they live or how to reach them.

One flag for each sort of data in each passage. What looks alike and harms nobody passes:
helplines, districts of towns, orders and tickets, adults' names, ages without a name.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.personal_lives import AGE_WORDS, birth_dates, case_references, children
from standup_tui.rules.personal_numbers import (
    DIGIT_WORDS,
    insurance_numbers,
    nhs_numbers,
    phone_numbers,
)
from standup_tui.rules.personal_places import emails, postcodes, street_addresses
from standup_tui.rules.subject import Passage, Place, Subject

MAX_PLACES: Final = 20
"""Places marked for one sort in one passage."""

MAX_QUOTED: Final = 5
"""Different places that a reason quotes."""

_LONGEST_QUOTE: Final = 150  # characters
_DIGIT: Final = Expression(r"[0-9]")
_NUMBER_WORDS: Final = DIGIT_WORDS | AGE_WORDS
_MAIL_WORDS: Final = frozenset(("dot", "gmail", "hotmail", "outlook", "yahoo", "icloud"))
_LINK: Final = Expression(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w.@-])[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}"
    r"\.(?:be|co|com|gl|gov|info|io|it|ly|me|net|org|tv|uk)/\S*"
)
_SHOWS_A_PLACE: Final = Expression(r"maps?[./?]|[?&](?:q|query|postcode)=")

Find = Callable[[Passage, str], Iterable[Place]]
"""Finds one sort of data in a folded text whose links are blanked out."""


class Sort(NamedTuple):
    """One sort of personal data and the words for it."""

    rule: str
    one: str
    several: str
    find: Find


_WITH_DIGITS: Final = (
    Sort("personal.postcode", "a full postcode", "full postcodes", postcodes),
    Sort("personal.ni", "a National Insurance number", "NI numbers", insurance_numbers),
    Sort("personal.dob", "a date of birth", "dates of birth", birth_dates),
    Sort("personal.address", "a street address", "street addresses", street_addresses),
    Sort("personal.case", "a case or crime reference", "case references", case_references),
)
_WITH_NUMBERS: Final = (
    Sort("personal.phone", "a phone number", "phone numbers", phone_numbers),
    Sort("personal.nhs", "an NHS number", "NHS numbers", nhs_numbers),
    Sort("personal.child", "a child's name and age", "children's names and ages", children),
)
_WITH_AT: Final = (Sort("personal.email", "an e-mail address", "e-mail addresses", emails),)


def personal_data(subject: Subject) -> Iterator[Flag]:
    """Flag each sort of personal data once in each passage."""
    for passage in subject.passages:
        text = without_links(passage.folded.text)
        for sort in _worth_looking(passage, text):
            if places := _apart(islice(sort.find(passage, text), MAX_PLACES)):
                yield _flag(passage, sort, places)


def without_links(text: str) -> str:
    """Blank out links, whose codes look like anything, but not those that name a place."""
    return _LINK.sub(_blank, text) if "/" in text or "www." in text else text


def _blank(link: re.Match[str]) -> str:
    return link[0] if _SHOWS_A_PLACE.search(link[0]) else " " * len(link[0])


def _worth_looking(passage: Passage, text: str) -> Iterator[Sort]:
    """Choose by what stands in nearly every post and costs next to nothing to look for."""
    if _DIGIT.search(text):
        yield from _WITH_DIGITS
        yield from _WITH_NUMBERS
    elif not _NUMBER_WORDS.isdisjoint(passage.words):
        yield from _WITH_NUMBERS
    if "@" in text or "at)" in text or "at]" in text or not _MAIL_WORDS.isdisjoint(passage.words):
        yield from _WITH_AT


def _apart(places: Iterable[Place]) -> list[Place]:
    """Return places in their order, those that overlap as one."""
    apart: list[Place] = []
    for start, end in sorted(places):
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _flag(passage: Passage, sort: Sort, places: list[Place]) -> Flag:
    quoted = list(dict.fromkeys(passage.quote(*place) for place in places))
    what = sort.one if len(quoted) == 1 else sort.several
    shown = ", ".join(quote[:_LONGEST_QUOTE] for quote in quoted[:MAX_QUOTED])
    more = ", …" if len(quoted) > MAX_QUOTED else ""
    return Flag(
        kind=Kind.PERSONAL,
        rule=sort.rule,
        severity=Severity.STOP,
        reason=f"{what}{passage.where}: {shown}{more}",
        spans=passage.spans(*places),
    )
