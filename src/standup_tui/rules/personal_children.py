"""A child's first and last name with an age under eighteen, before or behind."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.finding import Finder
from standup_tui.rules.given_names import GIVEN_NAMES
from standup_tui.rules.lists import words_of
from standup_tui.rules.places import COUNTIES, TOWNS
from standup_tui.rules.subject import Passage, Place

AGE_WORDS: Final = words_of(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen twenty
    """
)
_IN_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen"
)
_MONTHS: Final = (
    r"(?:[ -]?(?:months?|mnths?|mths?|mos?|weeks?|wks?)(?P<old>[ -]olds?)"
    r"|[ -]?(?:months|mnths|mths|mos|mo|weeks|wks))(?![a-z-])"
)
_AGE: Final = Finder(
    rf"(?<![\w.,/£$:#-])(?:(?P<months>(?:[1-5]?[0-9]|eighteen|twenty|{_IN_WORDS}){_MONTHS})"
    r"|(?:1[0-7]|[0-9])[13]\u2044[24](?![0-9])"
    rf"|(?:1[0-7]|[0-9]|{_IN_WORDS})(?![0-9]|\.[0-46-9]|, ?[0-9]{{3}}(?![0-9])|['\"] ?[0-9])"
    r"(?:[ -]?(?:[\u00bc-\u00be]|1\u20442|1/2|\.5|and a (?:half|bit)|3/4|ish)(?![a-z0-9]))?)"
)
_SERVED: Final = (
    r"(?! (?:a|an|in|of|as|at|with|on(?! (?:the|her|his|their))|for|since|later|ago|experience|"
    r"service|sober|clean|qualified|here|into|inside|"
    r"running|strong|married|together|post)(?![a-z]))"
)
_OLD: Final = Expression(
    r"[ -]?(?:(?:years?|yrs?)[ -]?(?:old|of age|young)|y[ /.]?o(?:ld)?|yrs?|years|y|"
    rf"y/?rs? ?old)(?![a-z-]){_SERVED}"
)
_NAME: Final = r"[a-z][a-z'-]{1,20}"
_AFTER: Final = Expression(
    r"(?:'s)?[,:]? (?:(?:boy|girl|child|lad|lass|lassie|son|daughter|sister|brother|called|named|"
    r"little|twin|twins|pupil|nephew|niece|grandson|granddaughter|foster|adopted|cousin|wee|"
    r"patient|client|is|was|my|our|his|her|their|mate|friend|neighbour|autistic|disabled),? ){0,4}"
    rf"(?P<first>{_NAME}) (?P<last>{_NAME})(?![a-z-])"
)
_CALLED_AGE: Final = Expression(r"(?<![a-z])aged? ?:? $")
_TOKEN: Final = Expression(r"[a-z0-9][a-z0-9'-]*|[^\sa-z0-9]")
_LAST_TOKEN: Final = Expression(r"([a-z0-9'-]+|[^\sa-z0-9])\s*$")
_LONGEST_LINK: Final = 12
_STATED: Final = words_of("age aged ages turning turned turns")
_BEING: Final = words_of(
    """
    whos who's who is was shes she's hes he's he she they're theyre being be
    """
)
_SHORT_BEING: Final = _BEING - {"is", "was", "be"}
_LINKS: Final = (
    _STATED
    | _BEING
    | words_of(
        """
    now just only nearly almost about approx barely still our wee little boy girl male
    female m f yet even yr year y class school gonna be will has a an today
    tomorrow going on coming up to soon dob another
    """
    )
)
_MARKS: Final = frozenset(",([{-:;/\"'\u2010\u2011\u2012\u2013\u2014\u2015|*.~=\u201c\u201d>")
_PARTICLES: Final = words_of(
    "de da di do dos del al el van von der den bin ibn abu ap mac mc le la st"
)
_OPENING: Final = frozenset("([{")
_HAS_A: Final = frozenset(("has", "a"))  # "... has a 14-year-old fan"
_MOST_LINKS: Final = 6
_CLOSED: Final = Expression(r" ?(?:[)\]}]|[,;/] ?[a-z0-9 ]{1,15}[)\]}])")
_NEXT_WORD: Final = Expression(r" ?([a-z0-9%£$€:/]+)")
_CHARACTERS: Final = 70  # looked at on either side of an age
_TITLES: Final = words_of(
    """
    mr mrs ms miss dr doctor prof professor cllr councillor mp sir dame lord lady judge justice
    nurse sister worker manager director minister author chair teacher headteacher officer
    sergeant pc inspector secretary chancellor lecturer colleague leader head
    """
)
_FAMILY: Final = words_of(
    """
    mum mums mam dad dads mother father nan nana nanna gran granny grandad aunt aunty auntie
    uncle brother sister sibling siblings son daughter child children kid kids bairn bairns
    baby babies toddler foster fostered adopted adoption placement school nursery reception
    pupil boy girl lad lass twin twins carer carers carer's he she his her him shes hes she's
    he's they them their missing
    """
)
_NOT_NAMES: Final = words_of(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december year years team teams group class
    school happy birthday social care the my our his her their a an and to for of with from in
    on at by big well done grade level key stage season part chapter episode act section form
    room ward bus route platform council county city town new old best world day night week
    month children child boy girl boys girls kids people family families is are was were be
    been being has have had will would can could should not no yes so very all any both each
    who what when where this that these those it its he she we they you i me him them us if or
    but as than then there here party camp holiday fair holidays term hospital house court
    park road street lane junior primary secondary academy college service services centre
    club worker workers carer carers work national north south east west northern southern
    eastern western great united labour tory how why mum dad nan gran nana mam win lost won
    ladies men women rovers wanderers albion athletic rangers fc afc test match quiz final
    league cup version windows office playstation xbox iphone radio channel series volume
    book page paper question option gate terminal junction unit type plan phase step round
    area band tier scale zone size bed beds bay block floor good bad love thanks thank please
    meeting meetings visits visit case cases review reviews train bank shift shifts hours
    museum aged turning turned turns born just only nearly almost under over about now scotland
    britain tea coffee cake cakes biscuits conference panel hall library total score vacancies
    """
)
_NOT_UNITS: Final = frozenset(
    ("is", "was", "has", "this", "his", "us", "always", "as", "yes", "x", "xx", "sees", "says",
     "needs", "wants", "goes", "lives", "loves", "has", "gets", "keeps", "starts", "asks", "cries",
     "likes", "misses", "thinks", "does", "refuses", "sits", "stays", "deserves", "waits"),
)  # fmt: skip
_UNITS: Final = Expression(
    r"year|yr|month|day|week|hour|hr|min|sec|mile|km|m|k|goal|point|pm|am|per|out|nil|all|or|"
    r"of|st|nd|rd|th|star|time|kg|lb|stone|ft|foot|feet|inch|[0-9].*"
)
_YEARS: Final = frozenset(("year", "yr", "y", "class", "form"))
_YEAR_GROUP: Final = Expression(r"(?:year|yr|y|p|s)[0-9]{1,2}")
_NO_AGE: Final = Expression(
    r" (?:younger|older|ago|later|away|behind|ahead|to go|until|till|into|in|of|as|at|since|sober|"
    r"clean|off|on)(?![a-z])"
)
_NO_FORENAMES: Final = _NOT_NAMES - {"may", "april", "june"}
_TOWNS: Final = TOWNS | COUNTIES
_APPOSED: Final = Expression(r"[,!]|\.?$")
_KNOWN_TO_ALL: Final = frozenset(
    {
        ("victoria", "climbie"), ("peter", "connelly"), ("maria", "colwell"), ("daniel", "pelka"),
        ("tracy", "beaker"), ("arthur", "labinjo-hughes"), ("star", "hobson"), ("sara", "sharif"),
        ("harry", "potter"), ("oliver", "twist"), ("jasmine", "beckford"), ("khyra", "ishaq"),
        ("matilda", "wormwood"), ("logan", "mwangi"), ("madeleine", "mccann"), ("finley", "boden"),
        ("lola", "james"), ("adrian", "mole"), ("jane", "eyre"), ("baby", "p"), ("sadie", "frost"),
    }
)  # fmt: skip
"""Children of public inquiries and of books; campaigners say their names every day."""


def children(passage: Passage, text: str) -> Iterator[Place]:
    """Find first and last names with an age under eighteen, before or behind."""
    for age in _AGE.matches(passage, text):
        old = None if age["months"] else _OLD.match(text, age.end())
        end = old.end() if old else age.end()
        said_old = bool(old or age["months"])
        if age["months"] and _NO_AGE.match(text, end):
            continue
        if old or age["old"] or _CALLED_AGE.search(text, max(0, age.start() - 7), age.start()):
            named = _AFTER.match(text, end, end + _CHARACTERS)
            if named and _is_name(passage, named.span("first"), named.span("last"), unsure=False):
                yield age.start(), named.end()
                continue
        start = _named_before(passage, text, age.start(), end, said_old=said_old)
        if start is not None:
            yield start, end


def _named_before(
    passage: Passage, text: str, age: int, end: int, *, said_old: bool
) -> int | None:
    """Return where the name before an age begins, if there is one that the age is told of."""
    if not (said_old or _ends_in_a_link(text, age)):
        return None
    tokens = list(_TOKEN.finditer(text, max(0, age - _CHARACTERS), age))
    last = len(tokens) - 1
    links: set[str] = set()
    while last > 0 and len(tokens) - last <= _MOST_LINKS and _links(tokens, last):
        links.add(tokens[last][0])
        last -= 1
    first = _first_name(tokens, last)
    if first is None or (first and tokens[first - 1][0] in _TITLES):
        return None
    if not (said_old or _means_an_age(text, age, end, links)) or links >= _HAS_A:
        return None
    sure = said_old or not links.isdisjoint(_STATED | _BEING) or bool(_APPOSED.match(text, end))
    places = tokens[first].span(), tokens[last].span()
    return places[0][0] if _is_name(passage, *places, unsure=not sure) else None


def _ends_in_a_link(text: str, end: int) -> bool:
    """Return whether what leads from a name to an age stands before a place; quickly told."""
    last = _LAST_TOKEN.search(text, max(0, end - _LONGEST_LINK), end)
    return last is not None and (last[1] in _LINKS or last[1] in _MARKS)


def _means_an_age(text: str, age: int, end: int, links: set[str]) -> bool:
    """Return whether a number that is not said to be in years is an age, by what is round it."""
    if not _OPENING.isdisjoint(links) and not _CLOSED.match(text, end):
        return False
    if not _STATED.isdisjoint(links):
        return True
    if not links.isdisjoint((".", ":", "a", "an")) or (
        text[age:end] == "one" and links.isdisjoint(_SHORT_BEING)
    ):
        return False
    if _OPENING.isdisjoint(links) and _counts_something(text, end):
        return False
    return not links.isdisjoint(_BEING | _MARKS)


def _links(tokens: list[re.Match[str]], at: int) -> bool:
    """Return whether a token may stand between a name and an age: ``, who is``, ``(yr 9,``."""
    token = tokens[at][0]
    in_year = token.isdecimal() and tokens[at - 1][0] in _YEARS
    return token in _LINKS or token in _MARKS or in_year or bool(_YEAR_GROUP.fullmatch(token))


def _first_name(tokens: list[re.Match[str]], last: int) -> int | None:
    """Return which token is the first name before a last one, over a nickname in quotes."""
    if last < 1 or not tokens[last][0][0].isalpha():
        return None
    first = last - 1
    if tokens[first][0] in "'\")" or tokens[first][0].endswith("'"):
        first -= 1
        while first > 0 and last - first < _MOST_LINKS and tokens[first][0] not in "'\"(":
            first -= 1
        first -= 1
        if tokens[last - 1][0].endswith("'") and first >= 0 and tokens[first + 1][0] != "'":
            return None
    else:
        while first > 0 and tokens[first][0] in _PARTICLES:
            first -= 1
        if tokens[first + 1].start() - tokens[first].end() != 1:
            return None
    return first if first >= 0 and tokens[first][0][0].isalpha() else None


def _counts_something(text: str, end: int) -> bool:
    """Return whether a number is followed by what it counts."""
    if text[end : end + 1] in {"%", "-", "/", ":", "+"} or text[end : end + 2] in {" -", " x"}:
        return text[end : end + 3] != " - "
    word = _NEXT_WORD.match(text, end)
    if not word:
        return False
    plural = word[1].endswith("s") and not word[1].endswith(("ous", "ss"))
    return bool(_UNITS.fullmatch(word[1])) or (plural and word[1] not in _NOT_UNITS)


def _is_name(passage: Passage, first: Place, last: Place, *, unsure: bool) -> bool:
    """Return whether two words are a first and a last name.

    A given name that is not among ours needs capitals, and where only a comma and a number say
    that it is somebody's age, a word of family life in the text.
    """
    text = passage.folded.text
    forename, surname = text[slice(*first)].rstrip("'"), text[slice(*last)]
    if (forename, surname) in _KNOWN_TO_ALL:
        return False
    if surname in _NOT_NAMES or forename in _NO_FORENAMES:
        return False
    if forename in GIVEN_NAMES or forename.split("-")[0] in GIVEN_NAMES:
        return True
    if not _TOWNS.isdisjoint((forename, surname)):
        return False
    if unsure and _FAMILY.isdisjoint(passage.words):
        return False
    written = (passage.quote(*first), passage.quote(*last))
    return all(part[0].isupper() and not part.isupper() for part in written)
