"""Numbers that lead to a person: phone and NHS numbers.

Formats: phones from Ofcom's National Telephone Numbering Plan, NHS numbers from the NHS Data
Dictionary (modulus 11).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from standup_tui.rules.digit_runs import Digits, is_long, parts, runs, with_signs
from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.spoken_numbers import FILL
from standup_tui.rules.subject import Passage, Place

_FEWEST: Final = 10
_MOST: Final = 17  # +44 (0) with 10, or 00 and a number abroad
_NATIONAL: Final = 11  # digits with the leading nought
_SHORT_NATIONAL: Final = 10  # a few hundred exchanges have a digit less
_SHORT_GROUPS: Final = {(5, 5), (6, 4), (5, 2, 3), (5, 3, 2)}
_AREA: Final = 3  # digits of the shortest area code, with its nought
_ABROAD: Final = range(9, 14)  # digits with the country's code
_COUNTRY: Final = Expression(r"1[2-9]|3[0-9]|4[0-9]|9[0-5]")  # those who write 00 in Britain
_BRITISH: Final = Expression(r"07[0-9]|01[1-9]|02[03489]")

_NHS_DIGITS: Final = 10
_NHS_GROUPS: Final = {
    (10,), (3, 3, 4), (3, 7), (6, 4), (4, 4, 2), (4, 3, 3), (3, 4, 3), (5, 5), (7, 3), (4, 6),
}  # fmt: skip
_YEAR: Final = Expression(r"(?:19|20)[0-9]{2}$")
_MODULUS: Final = 11
_CARE_WORDS: Final = words_of(
    """
    nhs patient patients prescription prescriptions hospital ward nurse nurses gp surgery doctor
    doctors clinic chc paramedic ambulance meds medication appointment discharge dentist health
    pharmacy chemist insulin matron midwife physio inpatient outpatient consultant referral
    """
)
_NO_PERSON_AFTER: Final = Expression(
    r" ?(?:views?|followers|likes|people|miles|steps|tweets|posts|hits|streams|subscribers|years|"
    r"children|carers|pounds|euros|dollars|"
    r"says the (?:raffle|machine|ticket|bar))(?![a-z])"
)
_NO_PERSON_BEFORE: Final = Expression(
    r"(?<![a-z])(?:order|orders|tickets?|serial|bar ?code|asset|tag|tracking|invoice|booking|isbn|"
    r"issn|doi|part|model|parcel|wi-?fi|lottery|raffle|bingo|helpdesk|po|sku|version|firmware|"
    r"account|charity|company|registered|ofsted|lot|batch|urn|station|grant|receipt|meter|coupon|"
    r"voucher|consignment|shelf ?mark|scheme|dummy|test|zoom|teams|meeting|webex|barcode|"
    r"catalogue|edition)"
    r"(?: (?:no|number|ref|code|id|tag|says|reads|is|a|the|patient|record))*[ .:#]{0,3}$"
)
_OFFICE_BEFORE: Final = Expression(
    r"(?<![a-z])(?:help ?lines?|hot ?line|switchboard|box office|samaritans|childline|careline|"
    r"advice line|crisis line|front desk|freephone|out of hours|reach (?:us|the team)|duty team|"
    r"(?:our|the) office)[a-z :,.'-]{0,25}$"
)


def phone_numbers(passage: Passage, text: str) -> Iterator[Place]:
    """Find mobile, landline and foreign numbers; not 03, 08 and 09 nor short numbers."""
    if is_long(passage, text):
        for run in runs(text):
            yield from _numbers(text, parts(run, _FEWEST, _MOST, _may_be_phone), _is_phone)


def nhs_numbers(passage: Passage, text: str) -> Iterator[Place]:
    """Find numbers of ten digits whose last one is right; one in eleven others is, too."""
    of_care = not _CARE_WORDS.isdisjoint(passage.words) or "nhs" in text

    def fits(part: Digits, text: str) -> bool:
        return _is_nhs(part, text, of_care=of_care)

    if is_long(passage, text):
        for run in runs(text):
            yield from _numbers(text, parts(run, _NHS_DIGITS, _NHS_DIGITS, _may_be_nhs), fits)


def names_a_thing(text: str, start: int) -> bool:
    """Return whether the words before a number say that it is an order's or the like."""
    return bool(_NO_PERSON_BEFORE.search(text, max(0, start - 30), start))


def _numbers(
    text: str, candidates: Iterable[Digits], fits: Callable[[Digits, str], bool]
) -> Iterator[Place]:
    after = 0
    for part in candidates:
        start, end = part.place
        if start >= after and fits(part, text) and not names_a_thing(text, start):
            yield with_signs(text, (start, end))
            after = end


def _may_be_phone(run: Digits, first: int) -> bool:
    return run.groups[first][0] in "04" or run.abroad[first]


def _may_be_nhs(run: Digits, first: int) -> bool:
    """Return whether no country's code stands before a group."""
    return not (run.abroad[first] or (first and run.abroad[first - 1]))


def _is_phone(part: Digits, text: str) -> bool:
    digits, abroad = part.digits, part.abroad[0]
    if digits.startswith("00") and not abroad:
        digits, abroad = digits[2:], True
        if not _COUNTRY.match(digits):
            return False
    british = digits.startswith("44")
    if abroad and not british:
        return len(digits) in _ABROAD and digits[0] != "0"
    if abroad or (british and part.groups[0] in {"44", digits}):
        national = "0" + digits[2:].removeprefix("0")
        return len(national) == _NATIONAL and bool(_BRITISH.match(national))
    return _is_national(part, text) and not _is_office(text, part)


def _is_national(part: Digits, text: str) -> bool:
    digits, lengths = part.digits, part.lengths
    if not _BRITISH.match(digits):
        return False
    if len(digits) == _SHORT_NATIONAL:
        return digits[1] == "1" and lengths in _SHORT_GROUPS
    if len(digits) != _NATIONAL:
        return False
    # "07 08 09 10 111" is a row of numbers, "0 7 7 0 0 ..." and "07 700900123" are one
    if len(lengths) == 1 or max(lengths[:2]) >= _AREA or set(lengths) == {1}:
        return True
    return part.whole and (FILL in text[slice(*part.place)] or len(set(part.gaps)) == 1)


def _is_office(text: str, part: Digits) -> bool:
    """Return whether a landline is said to be a helpline or the like."""
    start = part.place[0]
    return part.digits[1] != "7" and bool(_OFFICE_BEFORE.search(text, max(0, start - 45), start))


def _is_nhs(part: Digits, text: str, *, of_care: bool) -> bool:
    digits, end = part.digits, part.place[1]
    if len(set(digits)) == 1:
        return False
    if not (of_care or _is_grouped(part)):
        return False
    if text[end : end + 1].isalpha() or _NO_PERSON_AFTER.match(text, end):
        return False
    # ten times the first digit, nine times the second ...; the same sum as an ISBN's
    weighed = zip(digits, range(_NHS_DIGITS, 0, -1), strict=True)
    return sum(int(digit) * weight for digit, weight in weighed) % _MODULUS == 0


def _is_grouped(part: Digits) -> bool:
    """Return whether the digits are grouped as a number is and not as a row of numbers."""
    if part.lengths in _NHS_GROUPS:
        return not _YEAR.match(part.groups[0])
    return part.whole and (set(part.lengths) == {1} or FILL in "".join(part.gaps))
