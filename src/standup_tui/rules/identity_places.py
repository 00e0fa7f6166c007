"""Places and first names, for which capitals matter: looked for in the text as written."""

import re
from typing import Final

from standup_tui.model.flag import Span
from standup_tui.rules.expression import Expression
from standup_tui.rules.given_names import GIVEN_NAMES
from standup_tui.rules.identity_signal import NOTHING, Part, Signal
from standup_tui.rules.lists import words_of
from standup_tui.rules.places import CITIES, COUNTIES, TOWNS
from standup_tui.rules.subject import Passage

STREET: Final = Signal("street", Part.WHERE, 2.5, NOTHING)
"""Some fifty doors."""

PLACE: Final = Signal("place", Part.WHERE, 2, NOTHING)
"""A town or village; with an age some hundred people are left, and few of them are in care."""

CITY: Final = Signal("city", Part.WHERE, 1.5, NOTHING)
"""A quarter of a million people and more."""

AREA: Final = Signal("area", Part.WHERE, 0.5, NOTHING)
"""A county or wider."""

NAMED: Final = Signal("first name", Part.WHO, 2.5, NOTHING)
"""Common on its own; with a town and an age it is one child."""

_STREET: Final = Expression(
    r"(?<!\w)(?:[A-Z][\w'\u2019]+ ){1,2}(?:Road|Rd|Street|St|Close|Lane|Avenue|Ave|Grove|Terrace|"
    r"Crescent|"
    r"Drive|Court|Gardens|Way|[Ee]state|flats)(?!\w)"
)
_SOMEWHERE: Final = Expression(
    r"(?<!\w)(?:[Ii]n|[Ff]rom|[Nn]ear|[Tt]o|[Aa]t|of|[Oo]utside|[Rr]ound|[Aa]round|left|[Bb]y|"
    r"across|leaves|[0-9][.:][0-9]{2}(?: ?[ap]m)?|"
    r"[Oo]ff to|moved to|before|,)\s(?P<place>(?:St\.? |Great |Little |North |South |East |"
    r"West |New |Old )?"
    r"[A-Z][a-z'\u2019]{2,}(?:[ -](?:[A-Z][a-z]{2,}|le|on|in|under|upon|by|the|super)){0,2})"
)
_TOWN: Final = Expression(r"[a-z]{3,}")
_TITLE: Final = Expression(r"(?<!\w)[A-Z][a-z]{2,}")
_LEADS: Final = Expression(r"(?:^|(?<!\w)(?:in|from|near|to|at|of|outside|round|around|left)) ?$")
_NOT_PLACES: Final = words_of(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas boxing easter carers god
    social children child family families year early foster police council court adult mental
    nobody today tomorrow the our his her their mum dad mother father gran my she they you
    what why how ofsted nhs parliament twitter facebook zoom teams word love thank thanks good
    happy proud send standup standup4sw camhs asye assessment reception down downs down's
    police care safe
    """
)
_CALLED: Final = Expression(
    r"(?<!\w)(?:[Ll]ittle|[Oo]ur|[Mm]y|son|daughter|boys?|girls?|lad|kids|children|friend|"
    r"called|named|brother|"
    r"sister|baby|twins?|grandson|granddaughter|and|for|to|with),? (?P<name>[A-Z][a-z]+)"
    r"(?! [A-Z])(?=,? (?:who(?: is|['\u2019]s)|aged|is) ?1?[0-9](?!\d)|, 1?[0-9](?!\d)|"
    r",? (?:and [A-Z]|in|from|was|were|took|has|had|after|today|is))"
    r"|(?<!\w)(?P<other>[A-Z][a-z]+) (?:from (?:our|the|[A-Z])|\(1?[0-9]\)|aged 1?[0-9](?!\d))"
)
_FAMILY_NAME: Final = Expression(
    r"(?<!\w)[Tt]he (?P<name>[A-Z][a-z]{2,20}) (?:family|case)"
    r"(?!\w| (?:hub|centre|court|support|room|group|day|fun|worker|team|service|stud|law))"
)
_NOT_FAMILIES: Final = words_of(
    """
    royal addams simpson early foster young whole standup social care team work holy human nhs
    council church school police sunday monday supreme high crown baby
    """
)


def places(passage: Passage) -> tuple[Signal, list[Span]] | None:
    """Return the narrowest sort of place named, and where."""
    original = passage.folded.original
    if found := [_span(one) for one in _STREET.finditer(original)]:
        return STREET, found
    towns: list[Span] = []
    areas: list[Span] = []
    for one in _SOMEWHERE.finditer(original):
        words = one["place"].lower().split()
        if words[0] in _NOT_PLACES or (words[0] in GIVEN_NAMES and words[0] not in TOWNS):
            continue
        (areas if words[-1] in COUNTIES else towns).append(_span(one, "place"))
    if not towns and not TOWNS.isdisjoint(passage.words):
        towns = _listed(passage)
    small = [one for one in towns if original[one.start : one.end].lower() not in CITIES]
    if small:
        return PLACE, small
    if towns:
        return CITY, towns
    return (AREA, areas) if areas else None


def _listed(passage: Passage) -> list[Span]:
    """Return towns of the list, with a capital or behind a word that leads to a place."""
    text = passage.folded.text
    found = []
    for one in _TOWN.finditer(text):
        if one[0] in TOWNS:
            capital = (
                passage.quote(*one.span())[:1].isupper() and not text[: one.start()].isspace()
            )
            if capital or _LEADS.search(text, max(0, one.start() - 9), one.start()):
                found.append(passage.folded.span(*one.span()))
    return found


def names(passage: Passage) -> list[Span]:
    """Return first names of children and family names, each where it says whose case it is.

    Behind "little" or "our", with an age or an address; "the ... family".
    """
    original = passage.folded.original
    found = []
    if not GIVEN_NAMES.isdisjoint(passage.words):
        found = [
            _span(one, "name" if one["name"] else "other")
            for one in _CALLED.finditer(original)
            if (one["name"] or one["other"]).lower() in GIVEN_NAMES
        ]
    if "family" in passage.words or "case" in passage.words:
        found += [
            _span(one, "name")
            for one in _FAMILY_NAME.finditer(original)
            if one["name"].lower() not in _NOT_FAMILIES
        ]
    return found


def _span(found: re.Match[str], group: str | int = 0) -> Span:
    return Span(*found.span(group))
