"""Numbers that lead to a person: phone, NHS and National Insurance numbers.

Formats: phones from Ofcom's National Telephone Numbering Plan, NHS numbers from the NHS Data
Dictionary (modulus 11), National Insurance prefixes from HMRC's manual NIM39110.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage, Place

_DIGIT: Final = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "nought": "0",
    "naught": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_TIMES: Final = {"double": 2, "treble": 3, "triple": 3}
DIGIT_WORDS: Final = frozenset((*_DIGIT, *_TIMES)) - {"o", "one"}
"""Words that a spoken number cannot do without."""

_FEW: Final = 3  # different words in the least varied number that is worth looking for

_WRITTEN: Final = Expression(
    r"(?<![\w£$€+#:.,%])\(?(?:\+|00)?(?:[o0](?=[ -]?[127(]))?[ ]?\(?[0-9]"
    r"(?:[ ().\-/\u2013]{0,3}[0-9]){8,28}(?![0-9])(?![a-z%])"
)
_GROUP: Final = Expression(r"[0-9]+")
_UNIT: Final = r"(?:zero|one|two|three|four|five|six|seven|eight|nine|oh?|n[oa]ught|[0-9]{1,6})"
_SPOKEN: Final = Expression(
    rf"(?<![\w£$€])(?:(?:double|treble|triple) )?{_UNIT}"
    rf"(?:[ ,.\-]{{1,3}}(?:(?:double|treble|triple) )?{_UNIT}){{5,24}}(?![a-z0-9])"
)
_SAID: Final = Expression(r"[a-z]+|[0-9]+")

_NATIONAL: Final = 11  # digits with the leading nought
_SHORT_NATIONAL: Final = 10  # a few hundred exchanges have a digit less
_NHS_DIGITS: Final = 10
_SHORT_GROUPS: Final = {(5, 5), (6, 4), (5, 2, 3), (5, 3, 2)}
_AREA: Final = 3  # digits of the shortest area code, with its nought
_MOST_DIGITS: Final = 17  # +44 (0) with 10, or 00 and a number abroad
_MODULUS: Final = 11
_ABROAD: Final = range(9, 14)  # digits with the country's code
_COUNTRY: Final = Expression(r"1[2-9]|3[0-9]|4[0-9]|9[0-5]")  # those who write 00 in Britain
_NHS_FIRST: Final = 3  # digits of the first group
_NHS_GROUPS: Final = {(10,), (3, 3, 4), (3, 7), (6, 4)}
_NO_PERSON_BEFORE: Final = Expression(
    r"(?<![a-z])(?:order|orders|tickets?|serial|bar ?code|asset|tag|tracking|invoice|booking|isbn|"
    r"issn|doi|part|model|parcel|wi-?fi|lottery|raffle|bingo|helpdesk|po|sku|version|firmware|"
    r"account|charity|company|registered|ofsted|lot|batch|urn|station|grant|receipt|meter|coupon|voucher)"
    r"(?: (?:no|number|ref|code|id|tag|says|is|a|the))*[ .:#]{0,3}$"
)
_NO_PERSON_AFTER: Final = Expression(
    r" ?(?:views?|followers|likes|people|miles|steps|tweets|posts|hits|streams|subscribers|years|"
    r"children|carers|pounds|euros|dollars|says the)(?![a-z])"
)
_OFFICE_BEFORE: Final = Expression(
    r"(?<![a-z])(?:help ?lines?|hot ?line|switchboard|box office|samaritans|childline|careline|"
    r"advice line|crisis line|front desk|freephone|out of hours|reach (?:us|the team)|duty team|"
    r"(?:our|the) office)[a-z :,.'-]{0,25}$"
)

_INSURANCE: Final = Expression(
    r"(?<![\w/#£])(?P<prefix>[abceghj-prstw-z][abceghj-nprstw-z])(?P<gap>[ -]?)"
    r"[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}(?P<suffix>[ -]?[a-d])?(?![a-z0-9])(?!-[0-9])"
)
_NO_PREFIX: Final = frozenset(("bg", "gb", "kn", "nk", "nt", "tn", "zz"))
_WORDS: Final = words_of(
    """
    am an as at be by ha he hi la my me ms mr ok pm re st we ya yr po ex et
    """
)
_INSURANCE_WORDS: Final = Expression(
    r"(?<![a-z])(?:nino|ni (?:no|number|num|card)|nat(?:ional)? ins)"
)


class _Digits(NamedTuple):
    """Groups of digits that stand together."""

    places: tuple[Place, ...]
    groups: tuple[str, ...]
    abroad: bool = False
    """Begins with a plus sign."""


def phone_numbers(passage: Passage, text: str) -> Iterator[Place]:
    """Find mobile, landline and foreign numbers; not 03, 08 and 09 nor short numbers."""

    def begins(run: _Digits, first: int) -> bool:
        return run.groups[first][0] in "04" or (run.abroad and not first)

    yield from _numbers(passage, text, begins, _is_phone)


def nhs_numbers(passage: Passage, text: str) -> Iterator[Place]:
    """Find numbers of ten digits whose last one is right; one in eleven others is, too."""
    said_so = "nhs" in text

    def begins(run: _Digits, first: int) -> bool:
        return said_so or len(run.groups[first]) >= _NHS_FIRST

    yield from _numbers(passage, text, begins, _is_nhs)


def insurance_numbers(passage: Passage, text: str) -> Iterator[Place]:
    """Find National Insurance numbers with a prefix that is given out."""
    for found in _INSURANCE.finditer(text):
        prefix = found["prefix"]
        if prefix in _NO_PREFIX or _is_word(passage, found):
            continue
        said_so = _INSURANCE_WORDS.search(text, max(0, found.start() - 40), found.start())
        if said_so or (found["suffix"] and not _names_a_thing(text, found.start())):
            yield found.span()


def _is_word(passage: Passage, found: re.Match[str]) -> bool:
    """Return whether the prefix is a word of the sentence, as in ``at 12 34 56 a``."""
    if not found["gap"] or found["prefix"] not in _WORDS:
        return False
    return not passage.quote(*found.span("prefix")).isupper()


def _numbers(
    passage: Passage,
    text: str,
    begins: Callable[[_Digits, int], bool],
    fits: Callable[[_Digits, str], bool],
) -> Iterator[Place]:
    for run in _runs(text, passage.words):
        after = 0
        for first in range(len(run.groups)):
            if first < after or not begins(run, first):
                continue
            for part in _parts(run, first):
                if fits(part, text) and not _names_a_thing(text, part.places[0][0]):
                    yield _with_brackets(text, part.places[0][0], part.places[-1][1])
                    after = first + len(part.groups)
                    break


def _parts(run: _Digits, first: int) -> Iterator[_Digits]:
    """Yield what begins with a group and has as many digits as a number may have."""
    count = 0
    for last in range(first, len(run.groups)):
        count += len(run.groups[last])
        if count > _MOST_DIGITS:
            return
        if count >= _NHS_DIGITS:
            yield _Digits(
                run.places[first : last + 1],
                run.groups[first : last + 1],
                run.abroad and not first,
            )


def _runs(text: str, words: frozenset[str]) -> Iterator[_Digits]:
    for found in _WRITTEN.finditer(text):
        groups = [
            (group.span(), group[0]) for group in _GROUP.finditer(text, found.start(), found.end())
        ]
        if found[0].lstrip("(")[:1] == "o":  # a letter in place of the first nought
            (_, end), digits = groups[0]
            groups[0] = (text.index("o", found.start()), end), "0" + digits
        abroad = "+" in found[0][:2]
        yield _Digits(tuple(place for place, _ in groups), tuple(one for _, one in groups), abroad)
    if len(words & DIGIT_WORDS) >= _FEW:
        for found in _SPOKEN.finditer(text):
            yield _spoken(text, found)


def _spoken(text: str, found: re.Match[str]) -> _Digits:
    """Return the digits of a number that is spoken, all in one group."""
    digits, times = "", 1
    for said in _SAID.finditer(text, *found.span()):
        if said[0] in _TIMES:
            times = _TIMES[said[0]]
        else:
            digits += _DIGIT.get(said[0], said[0]) * times
            times = 1
    return _Digits((found.span(),), (digits,))


def _with_brackets(text: str, start: int, end: int) -> Place:
    """Return a place with the bracket or the plus sign in front of it."""
    while start and text[start - 1] in "(+":
        start -= 1
    return start, end


def _is_phone(part: _Digits, text: str) -> bool:
    digits = "".join(part.groups)
    if digits.startswith("00") and not part.abroad:
        digits = digits[2:]
        if not _COUNTRY.match(digits):
            return False
        part = part._replace(groups=(digits,), abroad=True)
    british = digits.startswith("44")
    if part.abroad and not british:
        return len(digits) in _ABROAD and digits[0] != "0"
    if part.abroad or (british and part.groups[0] in {"44", digits}):
        national = "0" + digits[2:].removeprefix("0")
        return _is_national(national, (national,))
    return _is_national(digits, part.groups) and not _is_office(text, part, digits)


def _is_national(digits: str, groups: tuple[str, ...]) -> bool:
    if not re.match(r"07[0-9]|01[1-9]|02[03489]", digits):
        return False
    lengths = tuple(map(len, groups))
    if len(digits) == _SHORT_NATIONAL:
        return digits[1] == "1" and lengths in _SHORT_GROUPS
    # "07 08 09 10 111" is a row of numbers, "0 7 7 0 0 ..." and "07 700900123" are one
    as_one = len(lengths) == 1 or max(lengths[:2]) >= _AREA or set(lengths) == {1}
    return len(digits) == _NATIONAL and as_one


def _is_office(text: str, part: _Digits, digits: str) -> bool:
    """Return whether a landline is said to be a helpline or the like."""
    start = part.places[0][0]
    return digits[1] != "7" and bool(_OFFICE_BEFORE.search(text, max(0, start - 45), start))


def _is_nhs(part: _Digits, text: str) -> bool:
    digits = "".join(part.groups)
    if len(digits) != _NHS_DIGITS or part.abroad or len(set(digits)) == 1:
        return False
    if tuple(map(len, part.groups)) not in _NHS_GROUPS and "nhs" not in text:
        return False
    if _NO_PERSON_AFTER.match(text, part.places[-1][1]):
        return False
    # ten times the first digit, nine times the second ...; the same sum as an ISBN's
    weighed = zip(digits, range(_NHS_DIGITS, 0, -1), strict=True)
    return sum(int(digit) * weight for digit, weight in weighed) % _MODULUS == 0


def _names_a_thing(text: str, start: int) -> bool:
    return bool(_NO_PERSON_BEFORE.search(text, max(0, start - 30), start))
