"""Dates of birth: a date, in figures or in words, that a word calls somebody's birth."""

from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.subject import Passage, Place

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL: Final = (
    r"(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    r"|nineteenth|twentieth|thirtieth"
)
_UNIT: Final = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN: Final = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]?{_UNIT})?"
    rf"|(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)|(?:oh|hundred and) {_UNIT}"
    rf"|{_UNIT})"
)
_YEAR_WORDS: Final = (
    rf"(?:nineteen[ -]{_SPOKEN}|twenty[ -]{_SPOKEN}|two thousand(?:(?: and)? {_SPOKEN})?"
    rf"|(?:thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -]{_UNIT})"
)
_N: Final = "[0-9oil]"
_PART: Final = r" {0,2}[-/.,:_*|\u00b7\u2022\u2010-\u2015\\] {0,2}"
_DAY: Final = rf"(?:(?:the )?[0-3]?{_N}(?:st|nd|rd|th)?|(?:the )?(?:{_ORDINAL}))"
_YEAR: Final = rf"'?(?:(?:1[0-9]|20)[0-9o]{_N}|[0-9]{_N})"
_JOIN: Final = r"[ ,./\-\u2010-\u2015]{0,3}"
_NUMERIC: Final = (
    rf"(?:(?:19|20)[0-9]{{2}}(?:{_PART}| )[01]?{_N}(?:{_PART}| )[0-3]?{_N}"
    rf"|[0-3oil]?{_N}(?:{_PART}| )[01oil]?{_N}(?:{_PART}| ){_YEAR}"
    r"|[0-3][0-9][01][0-9](?:19|20)?[0-9]{2})"
)
_NAMED: Final = (
    rf"(?:{_DAY}{_JOIN}(?:of |o'? ?)?(?:{_MONTH}|the (?:{_ORDINAL}|[01]?[0-9](?:st|nd|rd|th)))"
    rf"{_JOIN}(?:in )?(?:{_YEAR}|{_YEAR_WORDS})"
    rf"|{_MONTH}{_JOIN}{_DAY}{_JOIN}(?:{_YEAR}|{_YEAR_WORDS})"
    rf"|(?:19|20)[0-9]{{2}}{_JOIN}{_MONTH}{_JOIN}{_DAY}"
    rf"|(?:christmas|xmas|boxing|new year'?s|valentine'?s|st [a-z]{{5,8}}'?s) (?:day|eve)"
    rf"{_JOIN}(?:in )?(?:{_YEAR}|{_YEAR_WORDS}))"
)
_DATE: Final = rf"(?:{_NUMERIC}|{_NAMED})(?![0-9a-z])"
_DOB: Final = (
    r"d[ ./,_\-]{0,2}o[ ./,_\-]{0,2}b|dates? ?[-_]?(?:of|o'?)[-_ ]?birth|birth[ -]?date"
    r"|date[ -]?born|b/d|dofb"
)
_BIRTHDAY: Final = r"b'?-?days?|birth-?days?"
_BIRTH: Final = Expression(
    rf"(?<![a-z])(?:(?P<sure>{_DOB})|(?P<born>born|b\.?(?= ?[0-9(])|b[.:])|{_BIRTHDAY})"
    r"(?:'s)?(?P<filler>[ .?:;=)(\[\]\"'*,/>#\-\u2010-\u2015\ufffd]{1,4}"
    r"|(?:was|is|on|the|of|date|it's|its|given|as|down|reads?|says|shown|listed|recorded|her|his|"
    r"my|mine|a|an|in|at|back|way|this|that|which|being|are|were|here|she's|he's|i'm|him|to|you|"
    r"us|wrong|still|me)(?![a-z0-9])){0,9}"
    rf"(?P<date>{_DATE}|{_DAY} (?:of )?{_MONTH}(?![a-z]))"
)
_CUE: Final = Expression(
    rf"(?<![a-z])(?:(?P<sure>{_DOB})|(?P<day>{_BIRTHDAY})|born|birth)(?![a-z])"
)
_FULL: Final = Expression(rf"(?<![\w£$€./-]){_DATE}")
_GATE: Final = Expression(
    r"(?<![a-z])(?:d[ ./,_-]{0,2}o[ ./,_-]{0,2}b|b[./':]|b ?[0-9(]|b-?day)|birth|born|dofb"
)
_DATED: Final = Expression(
    rf"[0-9]{_N}(?![0-9])|(?<![a-z])(?:nineteen|thousand|[a-z]{{3,5}}ty)[ -]"
)
_TWO_DIGITS: Final = Expression(rf"[0-9]{_N}")
_YEARS_BEGIN: Final = ("nineteen", "thousand", "ty ", "ty-")
_NEAR: Final = 110
"""Characters between a word for birth and a date that is not told right behind it."""
_NOT_A_PERSON: Final = Expression(
    r"(?<![a-z])(?:nhs|services?|team|charity|hub|company|programme|project|campaign|idea|club|"
    r"movement|welfare|centre|union|act|podcast|group|association|society|council|home|system|"
    r"school|founded|opened|established|launched|deadline|closes|expires|conference|book|bash|party|gig|tickets?|event|anniversary)(?![a-z])"
)
_NO_PERSON_BORN: Final = Expression(
    r"(?<![a-z])(?:nhs|service|services|team|charity|hub|company|programme|project|campaign|idea|"
    r"movement|welfare state|centre|union|act|podcast|group|association|society|council|home|club)"
    r"(?: \w+)? (?:was|were|is|been) $"
)
_YEAR_IN_FIGURES: Final = Expression(r"[0-9oil]{2}$|^(?:19|20)[0-9]{2}")
_YEAR_IN_WORDS: Final = Expression(rf"(?<![a-z]){_YEAR_WORDS}$")
_OLD_YEAR: Final = Expression(r"(?<![0-9])1(?:[0-8][0-9]|90)[0-9](?![0-9])")
_YEAR_OF_LIFE: Final = Expression(
    r"(?<![0-9])(?:19[1-9][0-9]|20(?:[01][0-9]|2[0-4]))(?![0-9])|(?:nineteen|thousand)[a-z -]*$"
)


def birth_dates(passage: Passage, text: str) -> Iterator[Place]:
    """Find dates that are said to be somebody's birth, of people who may be alive."""
    if not (_may_be_dated(passage, text) and _GATE.search(text) and _DATED.search(text)):
        return
    told = False
    for found in _BIRTH.finditer(text):
        if not (found["sure"] or _has_year(found["date"])):
            continue  # "his birthday is on 4 May" is not the date of his birth
        if not found["filler"] and found["date"][0].isalpha():
            continue
        if _OLD_YEAR.search(found["date"]):
            continue
        before = max(0, found.start() - _NEAR)
        if not (found["born"] and _NO_PERSON_BORN.search(text, before, found.start())):
            told = True
            yield found.span()
    if not told:
        yield from _dates_near(text)


def _may_be_dated(passage: Passage, text: str) -> bool:
    """Tell quickly whether a text may have what `_DATED` looks for; most have not."""
    return any(_TWO_DIGITS.match(text, at) for at in passage.digits_of(text)) or any(
        map(text.__contains__, _YEARS_BEGIN)
    )


def _dates_near(text: str) -> Iterator[Place]:
    """Find a full date with a word for birth before it or behind it in the same breath."""
    for date in _FULL.finditer(text):
        start, end = max(0, date.start() - _NEAR), date.end() + _NEAR
        if _OLD_YEAR.search(date[0]):
            continue
        cues = [
            *_CUE.finditer(text, start, date.start()),
            *_CUE.finditer(text, date.end(), end),
        ]
        sure = any(cue["sure"] for cue in cues)
        stands_alone = _YEAR_OF_LIFE.search(date[0]) and not _NOT_A_PERSON.search(text, start, end)
        if cues and (sure or stands_alone):
            yield date.span()


def _has_year(date: str) -> bool:
    """Return whether a date is of one year and not of every year."""
    return bool(_YEAR_IN_FIGURES.search(date) or _YEAR_IN_WORDS.search(date))
