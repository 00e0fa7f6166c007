"""Personal data: what says who somebody is, where they live or how to reach them.

One flag for each sort of data in each passage. What looks alike and harms nobody passes:
helplines, districts of towns, orders and tickets, adults' names, ages without a name.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.personal_addresses import street_addresses
from standup_tui.rules.personal_births import birth_dates
from standup_tui.rules.personal_cases import case_references
from standup_tui.rules.personal_children import AGE_WORDS, children
from standup_tui.rules.personal_emails import emails
from standup_tui.rules.personal_insurance import insurance_numbers
from standup_tui.rules.personal_numbers import nhs_numbers, phone_numbers
from standup_tui.rules.personal_postcodes import postcodes
from standup_tui.rules.spoken_numbers import FILL, NUMBER_WORDS, in_digits
from standup_tui.rules.subject import Passage, Place, Subject

MAX_PLACES: Final = 20
"""Places marked for one sort in one passage."""

MAX_QUOTED: Final = 5
"""Different places that a reason quotes."""

_LONGEST_QUOTE: Final = 150  # characters
_DIGIT: Final = Expression(r"[0-9]")
_FEW_SPOKEN: Final = 2  # different words in the least varied number that is worth looking for
_COUNTED: Final = AGE_WORDS | {"nineteen", "birth", "born"}
_MAIL_WORDS: Final = frozenset(
    ("dot", "gmail", "hotmail", "outlook", "yahoo", "icloud", "aol", "btinternet")
)
_TYPED_AT: Final = Expression(r"(?<=\w)@|@ ")
"""A sign that is not the beginning of somebody's handle."""
_TOLD_AT: Final = Expression(r"[(\[{<] ?(?:at?|@) ?[)\]}>]")
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


_WITH_TOLD_DIGITS: Final = (
    Sort("personal.postcode", "a full postcode", "full postcodes", postcodes),
    Sort("personal.ni", "a National Insurance number", "NI numbers", insurance_numbers),
)
_WITH_NUMBERS: Final = (
    Sort("personal.dob", "a date of birth", "dates of birth", birth_dates),
    Sort("personal.address", "a street address", "street addresses", street_addresses),
    Sort("personal.child", "a child's name and age", "children's names and ages", children),
)
_WITH_DIGITS: Final = (
    Sort("personal.case", "a case or crime reference", "case references", case_references),
)
_WITH_MANY_DIGITS: Final = (
    Sort("personal.phone", "a phone number", "phone numbers", phone_numbers),
    Sort("personal.nhs", "an NHS number", "NHS numbers", nhs_numbers),
)
_WITH_AT: Final = (Sort("personal.email", "an e-mail address", "e-mail addresses", emails),)


def personal_data(subject: Subject) -> Iterator[Flag]:
    """Flag each sort of personal data once in each passage."""
    for passage in subject.passages:
        for sorts, texts in _worth_looking(passage, without_links(passage.folded.text)):
            for sort in sorts:
                if found := _first(passage, sort, texts):
                    yield _flag(passage, sort, _apart(found))


def _first(passage: Passage, sort: Sort, texts: tuple[str, ...]) -> list[Place]:
    """Return the first places of one sort; nearly always none, so this does little for nothing."""
    found: list[Place] = []
    for text in texts:
        for place in sort.find(passage, text):
            found.append(_filled(text, place))
            if len(found) == MAX_PLACES:
                return found
    return found


def without_links(text: str) -> str:
    """Blank out links, whose codes look like anything, but not those that name a place."""
    return _LINK.sub(_blank, text) if "/" in text or "www." in text else text


def _blank(link: re.Match[str]) -> str:
    return link[0] if _SHOWS_A_PLACE.search(link[0]) else " " * len(link[0])


def _worth_looking(
    passage: Passage, text: str
) -> Iterator[tuple[tuple[Sort, ...], tuple[str, ...]]]:
    """Choose by what stands in nearly every post and costs next to nothing to look for.

    Sorts come with the texts to search: what was written, and the same with its words of
    numbers in digits.
    """
    spoken = NUMBER_WORDS & passage.words
    digit = bool(_DIGIT.search(text))
    told = len(spoken) >= _FEW_SPOKEN or (digit and bool(spoken))
    alone = (text,)
    texts = (text, in_digits(text)) if told else alone
    if digit or told:
        yield _WITH_TOLD_DIGITS, texts
    if digit or spoken or not _COUNTED.isdisjoint(passage.words):
        yield _WITH_NUMBERS, alone
    if digit:
        yield _WITH_DIGITS, alone
    if digit or told:
        yield _WITH_MANY_DIGITS, texts
    if _may_hold_mail(text) or not _MAIL_WORDS.isdisjoint(passage.words):
        yield _WITH_AT, alone


def _may_hold_mail(text: str) -> bool:
    if "@" in text and _TYPED_AT.search(text):
        return True
    bracket = ")" in text or "]" in text or "}" in text or ">" in text
    return bracket and bool(_TOLD_AT.search(text))


def _filled(text: str, place: Place) -> Place:
    """Return a place with the rest of the word that was filled up behind its last digit."""
    start, end = place
    while end < len(text) and text[end] == FILL:
        end += 1
    return start, end


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
