"""House numbers with their streets. A street without the number of a house is no secret."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.finding import Finder
from standup_tui.rules.lists import words_of
from standup_tui.rules.spoken_numbers import NUMBER_WORDS, in_digits
from standup_tui.rules.subject import Passage, Place

_STREETS: Final = (
    "street|str|road|rd|avenue|ave|av|lane|ln|crescent|cresc?|terrace|terr|gardens|gdns|grove|"
    "mews|boulevard|blvd|wynd|loke|almshouses|cottages|maltings"
)
_ALSO_STREETS: Final = (  # words that mean other things as well
    "st|close|cl|drive|dr|way|court|ct|place|pl|walk|rise|row|square|sq|hill|park|green|view|"
    "parade|house|towers?|lodge|fold|croft|drove|wharf|quay|meadows?|fields?|bank|gate|yard|vale|"
    "dale|mount|heights|common|approach|hollow|brow|brae|vennel|drift|villas?|flats|causeway|"
    "chase|copse|glade|glen|holt|knoll|nook|ridge|spinney|esplanade|promenade|alley|passage|"
    "orchard|reach|garth|bridge|cross|corner|end|side|buildings|staithe|path|grange|pastures?|"
    "circus|haven|woods?|mill|farm|barns?|bungalows?|point|crofts|estate"
)
_BUILDINGS: Final = (  # named after their street
    "hub|centre|library|school|surgery|primary|academy|trip|church|club|clinic|baths|children's|"
    "community|medical|health|festival|market|station|protest|parties|party|residents"
)
_WORD: Final = r"[a-z][a-z'.-]{0,20}"
_NUMBER: Final = r"[1-9][0-9]{0,3}(?: ?[a-h](?![a-z]))?(?:[-/][0-9]{1,4}[a-h]?)?"
_CALLED: Final = r"(?:number|no[.:]?|num\.?|nr\.?|house|door|#|\u2116)"
_HOUSE: Final = Finder(
    r"(?<![\w£$€.:/#%&\u2010-\u2015-])"
    r"(?:(?P<flat>(?:flat|apartment|apt|unit|room)[ .]{0,2}[0-9]{1,4}[a-z]?)[ ,/]{1,3})?"
    rf"(?P<number>(?:{_CALLED} {{0,2}})?{_NUMBER})"
    r"(?P<gap>[ ,\x1f]{1,12}(?:on|in|at|of|down|up|along|off) |, ?|[ \x1f]{1,12}"
    r"| ?[:\-\u2010-\u2015/.] ?)"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}}?) "
    rf"(?:(?P<sure>{_STREETS})|(?P<also>{_ALSO_STREETS}))(?![a-z'])"
    rf"(?! (?:{_STREETS}|{_ALSO_STREETS}|{_BUILDINGS})(?![a-z']))"
    r"(?P<town>, [a-z][a-z-]{2,20})?"
)
_THE: Final = Finder(
    rf"(?<![\w£$€.:/#%&-])(?P<number>(?:{_CALLED} {{0,2}})?{_NUMBER})[, ]{{1,2}}the "
    r"(?P<name>(?:[a-z][a-z'-]{2,20} )?(?:[a-z][a-z'-]{2,20}(?<!s)s|green|street|orchard|paddock|"
    r"grange|croft|glebe|spinney|crescent|close|avenue|drive|lane|mews|row|square|hollow|"
    r"common|loke|drift|ridge|rise|chase|copse|dell|park|mount|garth|hill|walk|nook))(?![a-z'-])"
)
_LAST: Final = (
    rf"(?P<called>{_CALLED} {{0,2}})?(?P<number>[1-9][0-9]{{0,2}}(?: ?[a-h](?![a-z]))?)"
    r"(?![\w%:/£.]*[0-9a-z%])(?P<after> ?(?:[a-z]+|[^\s]|$)|$)"
)
_BEHIND: Final = Finder(
    rf"(?<![a-z'])(?P<name>{_WORD}(?: {_WORD})?) "
    rf"(?:(?P<sure>{_STREETS})|(?P<also>{_ALSO_STREETS}))"
    r"(?P<gap>,? ?\([^()0-9]{0,30}|, (?:(?:at|the|on the) )?|[ \-\u2010-\u2015]{1,3}(?:at )?)"
    rf"{_LAST}"
)
_BEHIND_THE: Final = Finder(
    r"(?<![a-z])the (?P<name>[a-z][a-z'-]{2,20}(?<!s)s)"
    rf",? {_LAST}"
)
_FLAT: Final = Finder(
    r"(?<![a-z])(?:flat|apartment|apt|unit)[ .]{0,2}(?:number |no\.? ?|#)?"
    r"[0-9]{1,4} ?[a-z]?(?:,| in| at| of|/| -)? "
    r"(?P<name>[a-z][a-z'-]{2,20}(?: [a-z][a-z'-]{2,20})??) "
    r"(?:house|court|towers?|lodge|point|heights|mansions|buildings?|place|block|flats)(?![a-z'])"
)
_FLAT_NAMED: Final = Expression(r"(?<![a-z])(?:flat|apartment|apt)")
_NUMBERED: Final = Expression(r"[1-9](?<![a-z][1-9])|[(]|(?:number|num|no|nr|house|door)[1-9]")
"""What a text has where a number follows a street: one that no other letter leads into."""
_LIVED_AT: Final = Expression(
    r"(?:(?<![a-z])(?:at|outside|near|from|to|on|in|opposite|round|visit|address:?|lives|living|"
    r"visited|home|house|moved|of|is|was|behind|addy|staying|stays|bide|knock|door|check)"
    r"|[:,(\-\u2010-\u2015\"@])[ ]*$"
)
_NO_HOUSE: Final = Expression(
    r"(?<![a-z])(?:rooms?|level|floor|bay|platform|court|class|group|ward|table|stall|gate|stand|"
    r"hall|case|chapter|page|stage|section|part|step|tier|band|route|bus|top|the)[ ]$"
)
_CUE: Final = 12  # characters in which a word that leads to an address ends
_GOES_ON: Final = Expression(r" [a-z]")
_STREET_WORDS: Final = frozenset(
    f"{_STREETS}|{_ALSO_STREETS}".replace("?", "").split("|")
) | words_of("cres towers meadow field villa pasture wood barn bungalow point mansions block st's")
_GOES_ON_WITH: Final = tuple("/:%-&+\u2013")
_LIVES: Final = Expression(
    r"(?<![a-z])(?:lives?|living|lived|home|address|addy|house|moved|visit|knock|staying|stays|at|"
    r"outside|number|door|deliver|drop)(?: \w+){0,3}? ?$"
)
_NO_NAME: Final = words_of(  # words that stand between a number and a road and name no street
    """
    a the an of to in at on for and or by per more less other new old good bad big small long
    short lovely great busy different main country residential one two three four five six
    seven eight nine ten min mins minute minutes minute's hour hours hour's hr hrs day days
    week weeks month months year years mile miles km metre metres m am pm st nd rd th way car
    cars people families children kids visits homes houses places lane lanes road roads street
    streets bus buses train trains with from step steps point points person local public
    closed night nights second seconds court full half bedroom bed beds bay floor level off
    your our my his her their this that these those is are was were who had has have walk
    drive stars star pm, am, council times out up down back through into across round quiet
    easy hard early late first last next family crown county high magistrates supreme care
    foster nursing residential respite children's
    """
)
_NEVER_NAMES: Final = words_of(
    """
    min mins minute hour hours hr hrs day days week month year years mile miles km am pm
    people children families kids of in to at for and
    the a an my your our his her their supreme crown county magistrates family
    """
)
_PUBLIC_DOOR: Final = frozenset(("downing", "coronation", "sesame", "baker", "wimpole"))


def street_addresses(passage: Passage, text: str) -> Iterator[Place]:
    """Find a house's number with its street, and a flat with its building."""
    words = passage.words
    streets = not _STREET_WORDS.isdisjoint(words)
    if streets:
        yield from _houses(passage, text)
        if not NUMBER_WORDS.isdisjoint(words):
            yield from _houses_in_words(passage, text, in_digits(text))
    if "the" in words and (passage.has_a_number or _NUMBERED.search(text)):
        yield from _named_houses(passage, text)
    if streets and _FLAT_NAMED.search(text):
        for found in _FLAT.matches(passage, text):
            if _NO_NAME.isdisjoint(found["name"].split()):
                yield found.span()


def _houses(passage: Passage, text: str) -> Iterator[Place]:
    """Find ``12 Acacia Avenue`` and ``Acacia Avenue 12``."""
    for found in _HOUSE.matches(passage, text):
        if _is_address(passage, text, found):
            yield found.span()
    if not (passage.has_a_number or _NUMBERED.search(text)):
        return
    for found in _BEHIND.matches(passage, text):
        if _is_behind(passage, text, found):
            yield found.start(), found.end("number")


def _houses_in_words(passage: Passage, text: str, digits: str) -> Iterator[Place]:
    """Find ``number nine Acacia Avenue``, but not ``ten Green Street lamps``."""
    for found in _HOUSE.matches(passage, digits):
        if text[found.start() : found.end("number")] == found[0][: len(found["number"])]:
            continue
        cue = found["flat"] or _is_called(found) or _lived_at(digits, found.start())
        written = passage.quote(*found.span("name"))
        if cue and written[0].isupper() and _is_address(passage, digits, found):
            yield found.span()


def _named_houses(passage: Passage, text: str) -> Iterator[Place]:
    """Find ``8 The Withies`` and ``the Withies 8``, which name no sort of street."""
    for found in _THE.matches(passage, text):
        cue = _is_called(found) or _lived_at(text, found.start())
        capital = all(map(str.istitle, passage.quote(*found.span("name")).split()))
        if cue and capital and not passage.following(found.end()).lstrip()[:1].isupper():
            yield found.span()
    for found in _BEHIND_THE.matches(passage, text):
        capital = passage.quote(*found.span("name")).istitle()
        lives = _LIVES.search(text, max(0, found.start() - 2 * _CUE), found.start())
        if capital and lives and (found["called"] or not found["after"].strip().isalpha()):
            yield found.start(), found.end("number")


def _is_address(passage: Passage, text: str, found: re.Match[str]) -> bool:
    name = found["name"].split()
    capital = _is_capital(passage, found, len(name) + 1)
    # "14 Old Mill Lane" is an address when it is written as one
    never = name[0] in _PUBLIC_DOOR or name[0] in _NEVER_NAMES
    called = _is_called(found)
    room = not called and _NO_HOUSE.search(text, max(0, found.start() - _CUE), found.start())
    if never or room or not (capital or _NO_NAME.isdisjoint(name)):
        return False
    if found["gap"].strip(", \x1f"):
        return capital and (called or (bool(found["sure"]) and not found["gap"][-2:].isalpha()))
    if found["flat"] or (called and (capital or found["sure"])):
        return True
    lived = _lived_at(text, found.start())
    if found["sure"]:
        named = passage.quote(*found.span("name")).istitle() and _NO_NAME.isdisjoint(name)
        alone = named and not _GOES_ON.match(text, found.end())
        return capital or bool(lived) or alone or not found.start()
    if lived or called:
        said_so = called or (lived is not None and lived[0][0].isalpha())
        return capital or (said_so and len(name) == 1)
    return capital and not _GOES_ON.match(text, found.end())


def _is_behind(passage: Passage, text: str, found: re.Match[str]) -> bool:
    name = found["name"].split()
    if name[-1] in _PUBLIC_DOOR or name[-1] in _NEVER_NAMES:
        return False
    if not _is_capital(passage, found, len(name) + 1, last=True):
        return False
    if found["called"]:
        return True
    if found["after"].strip()[:1] in _GOES_ON_WITH or found["after"].strip().isalpha():
        return False
    if "(" in found["gap"]:
        return True
    return bool(_LIVES.search(text, max(0, found.start() - 2 * _CUE), found.start()))


def _is_called(found: re.Match[str]) -> bool:
    """Return whether the number is said to be a house's."""
    return not found["number"][0].isdecimal()


def _lived_at(text: str, start: int) -> re.Match[str] | None:
    return _LIVED_AT.search(text, max(0, start - _CUE), start)


def _is_capital(passage: Passage, found: re.Match[str], words: int, *, last: bool = False) -> bool:
    """Return whether name, or its last word, and street are written as names."""
    start, end = found.start("name"), found.end("sure" if found["sure"] else "also")
    written = passage.quote(start, end).split()
    if len(written) != words:
        return False
    return all(word[:1].isupper() for word in (written[-2:] if last else written))
