"""Facts of a life that stand for a person: birth dates, a child's name and age, case numbers."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.given_names import GIVEN_NAMES
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage, Place

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"(?:the )?[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR: Final = r"'?(?:(?:1[0-9]|20)[0-9]{2}|[0-9]{2})"
_DATE: Final = (
    r"(?:(?:19|20)[0-9]{2}[-/. ][01]?[0-9][-/. ][0-3]?[0-9]"
    rf"|[0-3]?[0-9](?: ?[-/.] ?| )[01]?[0-9](?: ?[-/.] ?| ){_YEAR}"
    rf"|{_DAY}[ -/]?(?:of )?{_MONTH}[,.]?[ -/]{{0,2}}{_YEAR}"
    rf"|{_MONTH}[ .]{{0,2}}{_DAY},? {_YEAR}"
    r"|[0-3][0-9][01][0-9](?:19|20)?[0-9]{2})(?![0-9a-z])"
)
_BIRTH: Final = Expression(
    r"(?<![a-z])(?:(?P<sure>d\.? ?o\.? ?b|date of birth|birth ?date|date born)"
    r"|(?P<born>born|b\.)|b'?day|birthday)"
    r"(?: ?(?:[.:;=)\-\u2013]|was|is|on|the|of|date)){0,3} {0,2}"
    rf"\(?(?P<date>{_DATE}|{_DAY} (?:of )?{_MONTH}(?![a-z]))"
)
_NOT_A_PERSON: Final = Expression(
    r"(?<![a-z])(?:nhs|service|services|team|charity|hub|company|programme|project|campaign|idea|"
    r"movement|welfare state|centre|union|act|podcast|group|association|society|council|home)"
    r"(?: \w+)? (?:was|were|is|been) $"
)
_WITH_YEAR: Final = Expression(r"[0-9]{2}$|^(?:19|20)[0-9]{2}")
_OLD_YEAR: Final = Expression(r"(?<![0-9])1(?:[0-8][0-9]|90)[0-9](?![0-9])")

AGE_WORDS: Final = words_of(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen
    """
)
_AGE: Final = (
    r"(?:1[0-7]|[0-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen)"
)
_AGE_AT: Final = Expression(rf"(?<![\w.,/£$:#-]){_AGE}(?![0-9])")
_SERVED: Final = (
    r"(?! (?:in|of|as|at|with|on(?! (?:the|her|his|their))|for|since|later|ago|experience|"
    r"service|sober|clean|qualified|here|"
    r"running|strong|married|together)(?![a-z]))"
)
_OLD: Final = Expression(
    r"[ -]?(?:(?:years?|months?|mths?)[ -]?(?:old|of age)|yrs?[ -]?old|y ?/? ?o(?:ld)?|yrs?|y)"
    rf"(?![a-z-]){_SERVED}"
)
_NAME: Final = r"[a-z][a-z'-]{1,20}"
_TWO_NAMES: Final = rf"(?P<first>{_NAME}) (?P<last>{_NAME})"
_BEFORE: Final = Expression(
    rf"(?<![\w@#'-]){_TWO_NAMES}(?:"
    r"(?P<aged>,? ?[(\[]?(?:who is |who's |now |just |only |is )?aged?:? (?:only |just )?)"
    r"|(?P<being>,? [(\[]?(?:(?:who is|who's|who was|is turning|turns|"
    r"(?:who |has |just |has just )?turned) "
    r"(?:only |just |now )?))"
    r"|(?P<bracket>,? ?[(\[](?:now |just |only )?)"
    r"|(?P<bare>, (?:just |only |now )?| - )"
    r"|(?P<space>,? (?:is |was )?(?:only |just )?))$"
)
_AFTER: Final = Expression(
    r"(?:'s)?,? (?:(?:boy|girl|child|lad|son|daughter|sister|brother|called|named|little|twin|"
    rf"my|our|his|her),? ){{0,3}}{_TWO_NAMES}(?![a-z-])"
)
_CLOSED: Final = Expression(r"[)\]]")
_NEXT_WORD: Final = Expression(r" ?([a-z0-9%£$€:/]+)")
_CHARACTERS: Final = 70  # looked at on either side of an age
_NOT_NAMES: Final = words_of(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december year years team teams group class
    school happy birthday social care the my our his her their a an and to for of with from in
    on at by big well done grade level key stage season part chapter episode act section form
    room ward bus route platform council county city town new old best world day night week
    month children child boy girl boys girls kids people family families is are was were be
    been being has have had will would can could should not no yes so very all any both each
    who what when where this that these those it its he she they we you i me him them us if or
    but as than then there here party camp holiday fair holidays term hospital house court
    park road street lane junior primary secondary academy college service services centre
    club worker workers carer carers work national north south east west northern southern
    eastern western great united labour tory
    """
)
_NOT_UNITS: Final = frozenset(
    ("is", "was", "has", "this", "his", "us", "always", "as", "yes", "x", "xx")
)
_UNITS: Final = Expression(
    r"year|yr|month|day|week|hour|hr|min|sec|mile|km|m|k|goal|point|pm|am|per|out|nil|all|and|or|"
    r"of|st|nd|rd|th|in|star|time|[0-9].*"
)


def birth_dates(passage: Passage, text: str) -> Iterator[Place]:
    """Find dates that are said to be somebody's birth, of people who may be alive."""
    del passage
    for found in _BIRTH.finditer(text) if "b" in text else ():
        if not (found["sure"] or _WITH_YEAR.search(found["date"])):
            continue  # "his birthday is on 4 May" is not the date of his birth
        if _OLD_YEAR.search(found["date"]):
            continue
        before = max(0, found.start() - _CHARACTERS)
        if not (found["born"] and _NOT_A_PERSON.search(text, before, found.start())):
            yield found.span()


def children(passage: Passage, text: str) -> Iterator[Place]:
    """Find first and last names with an age under eighteen, before or behind."""
    for age in _AGE_AT.finditer(text):
        old = _OLD.match(text, age.end())
        named = _AFTER.match(text, old.end(), old.end() + _CHARACTERS) if old else None
        if named and _is_name(passage, named):
            yield age.start(), named.end()
            continue
        before = _BEFORE.search(text, max(0, age.start() - _CHARACTERS), age.start())
        end = old.end() if old else age.end()
        if before and _is_child(passage, before, end, said_old=bool(old)):
            yield before.start(), end


def _is_child(passage: Passage, before: re.Match[str], end: int, *, said_old: bool) -> bool:
    text = before.string
    if before["bracket"] is not None and not said_old and not _CLOSED.match(text, end):
        return False
    plain = not said_old and before["aged"] is None and before["bracket"] is None
    if plain and before["being"] is None:
        if before["bare"] is None or _counts_something(text, end):
            return False
        return _is_name(passage, before, listed=True)
    unsaid = before["space"] is not None or (before["bracket"] is not None and not said_old)
    return _is_name(passage, before, listed=unsaid)


def _counts_something(text: str, end: int) -> bool:
    """Return whether a number is followed by what it counts."""
    if text[end : end + 1] in {"%", "-", "/", ":", "+"}:
        return True
    word = _NEXT_WORD.match(text, end)
    if not word:
        return False
    plural = word[1].endswith("s") and not word[1].endswith(("ous", "ss"))
    return bool(_UNITS.fullmatch(word[1])) or (plural and word[1] not in _NOT_UNITS)


def _is_name(passage: Passage, found: re.Match[str], *, listed: bool = False) -> bool:
    """Return whether two words are a first and a last name."""
    first, last = found["first"], found["last"]
    if last in _NOT_NAMES:
        return False
    if first in GIVEN_NAMES:
        return True
    if listed or first in _NOT_NAMES:
        return False
    written = passage.quote(found.start("first"), found.end("last"))
    parts = written.split()
    return len(parts) == len(("first", "last")) and all(
        part[0].isupper() and not part.isupper() for part in parts
    )


_VALUE: Final = (
    r"(?P<value>[a-z]{0,5}[/-]?[0-9][a-z0-9]{0,12}(?:[/-][a-z0-9]{1,10}){0,4})"
    r"(?P<of> of [0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2}))?(?![a-z0-9])"
)
_CALLED: Final = r"(?: ?(?:ref(?:erence)?|no|num(?:ber)?|id|log|file|case|record)\.?){1,3}"
_CASE: Final = Expression(
    r"(?<![a-z0-9-])(?:"
    r"(?P<office>(?:case|crime|incident|client|file|referral|social (?:care|work)|court|police|"
    r"custody|"
    r"occurrence|safeguarding|person|child|service user|patient|hospital|probation|care ?director|"
    rf"rio|paris|claim|swift|eclipse){_CALLED})"
    r"|(?P<system>(?:liquid ?logic|mosaic|lcs|care ?first|azeus|systm ?one|framework ?i|crn|"
    r"cad|urn|"
    rf"pnc|swift)(?:{_CALLED})?)"
    r"|(?P<alone>case|crime)"
    r"|(?P<our>(?:our|my|their|his|her) ref(?:erence)?(?: no| number)?)"
    rf")(?: is| was)?[ .:;#=]{{1,4}}{_VALUE}"
)
_CASE_GATE: Final = Expression(
    r"ref|no|num|id|log|lcs|crn|cad|urn|pnc|case|crime|swift|first|mosaic"
)
_FIVE_DIGITS: Final = Expression("[0-9]{5}")
_COURT: Final = Expression(r"(?<![\w/-])[a-z]{2}[0-9]{2}[a-z][0-9]{5}(?![\w-])")
_FEWEST: Final = 4  # digits of a reference; five where no word says that it is one
_YEAR_ALONE: Final = Expression(r"(?:19|20)[0-9]{2}(?:[/-][0-9]{2,4})?|c-[0-9]+/[0-9]{2}")
_HELPDESK: Final = ("inc", "req", "ritm", "chg", "tkt")
_NO_CASE: Final = words_of(
    """
    vacancy vacancies apply job jobs parcel delivery invoice helpdesk parking planning order
    refund laptop printer insurance eventbrite booking
    """
)


def case_references(passage: Passage, text: str) -> Iterator[Place]:
    """Find numbers under which an office, a court or the police keep somebody's case."""
    if _CASE_GATE.search(text):
        for found in _CASE.finditer(text):
            if _is_reference(passage, found):
                yield found.span()
    for found in _COURT.finditer(text) if _FIVE_DIGITS.search(text) else ():
        yield found.span()


def _is_reference(passage: Passage, found: re.Match[str]) -> bool:
    value = found["value"]
    if _YEAR_ALONE.fullmatch(value) or value.startswith(_HELPDESK):
        return False
    if (found["our"] or found["alone"]) and not _NO_CASE.isdisjoint(passage.words):
        return False
    digits = sum(map(str.isdigit, value))
    return bool(found["of"]) or digits >= _FEWEST + bool(found["alone"])
