"""Full postcodes: about fifteen doors each.

The district alone (``NR2``) is a part of a town and no secret. Areas, and which letters and digits
may stand where, are from Royal Mail's "Programmers' Guide to the Postcode Address File".
"""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.digit_runs import PARTED
from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage, Place

# The 124 areas. Districts come and go, so any number of an area is taken.
_AREAS: Final = words_of(
    """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy
    e ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le
    ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl
    sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze
    """
)
_ZERO: Final = frozenset(("bl", "bs", "cm", "cr", "fy", "ha", "pr", "sl", "ss"))
"""The only areas with a district 0."""
_LETTERED: Final = Expression(
    r"e1w|n1[cp]|w1[a-hj-kpstuw]|ec[1-4][amnprvy]|nw1w|se1p|sw1[aehpvwxy]|wc[12][abehnrvx]"
)
_APART: Final = rf"(?:{PARTED}|[()\[\]+]|%20){{0,3}}"
_FAR: Final = PARTED + "{0,9}"  # a digit in words leaves a wide gap
_INWARD: Final = "[abd-hjlnp-uw-z]"
_POSTCODE: Final = Expression(
    r"(?:(?<![a-z0-9])|(?<=postcode)|(?<=post code)|(?<![a-z]pc)(?<=pc))"
    rf"(?P<area>[a-z](?:{_FAR}[a-z])?)(?P<split>{_FAR})"
    rf"(?P<district>[0-9oil]{_FAR}?[0-9oila-z]?)"
    rf"(?P<gap>{_APART}{_FAR}?)"
    rf"(?P<sector>[0-9oil])(?P<near>{_FAR})(?P<unit>{_INWARD}(?P<far>{_FAR}){_INWARD})(?![a-z0-9])"
)
_GATE: Final = Expression(
    rf"[0-9](?:{_APART}{_FAR}[oil])?{_FAR}{_INWARD}{_FAR}{_INWARD}(?![a-z0-9])"
)
_GATE_IN_A_TAG: Final = Expression(rf"(?<![a-z]{{5}}){_GATE.pattern}")
"""The same for texts without `_CALLED`: a digit behind five letters is in no postcode there."""
_CALLED: Final = ("pc", "post")
_REAL_DIGIT: Final = Expression(r"[0-9]")
_SIGNS: Final = Expression(r"[^a-z0-9]+")
_LOOKS: Final = str.maketrans("oil", "011")
_MEASURE: Final = Expression(
    r"1st|2nd|3rd|[04-9]th|[0-9](?:ft|hr|st|lb|pt|up|pp|ph|ltr?|yr|ax)|[2-5]xl"
)
_MEMORY: Final = Expression(r"[0-9][gtGT][bB]")
_SMALL_WORDS: Final = words_of(
    """
    ad ah an as at be by ee eh er ex ft ha hr as pp pt px re st th nd rd lb us we ya yr ye ta la
    he da de en al el es et gb tb up ps rt ur bf dr lp pa pr sw ds ed hq hw ks la na pe ph
    """
)
_FALSE_DIGITS: Final = words_of("old off out our own one all ill oft odd our let led las las lad")
_LONGEST_AREA: Final = 2


def postcodes(passage: Passage, text: str) -> Iterator[Place]:
    """Find full UK postcodes, in capitals or not, however they are parted."""
    called = any(map(text.__contains__, _CALLED))
    gate = (_GATE if called else _GATE_IN_A_TAG).match
    if not any(gate(text, at) for at in passage.digits_of(text)):
        return
    at = 0
    while found := _POSTCODE.search(text, at):
        if _exists(found) and _is_meant(passage, found):
            yield found.span()
            at = found.end()
        else:
            at = found.start() + 1


def _exists(found: re.Match[str]) -> bool:
    """Return whether there is such an area, with such a district."""
    area, district = _SIGNS.sub("", found["area"]), _SIGNS.sub("", found["district"])
    if area not in _AREAS:
        return False
    if _LETTERED.fullmatch(area + district):
        return True
    number = district.translate(_LOOKS)
    return number.isdecimal() and (number[0] != "0" or (number == "0" and area in _ZERO))


def _is_meant(passage: Passage, found: re.Match[str]) -> bool:
    """Tell a postcode from ``S8 4GB`` of memory, ``e1 2nd floor`` or ``me 2 4 us``."""
    if not _has_digits(passage, found):
        return False
    written = passage.quote(*found.span())
    apart = found["split"] or found["far"] or _SIGNS.search(found["area"] + found["district"])
    if not (apart or found["near"]):
        inward = written[-3:]
        return not found["gap"] or not (_MEASURE.fullmatch(inward) or _MEMORY.fullmatch(inward))
    if found["far"]:  # "n r 2 7 q q" and "nr27 q q"
        return bool(found["near"]) or not found["split"]
    capitals = written[0].isupper() and written[-1].isupper()
    long = len(found["area"]) >= _LONGEST_AREA
    if found["near"] and not found["gap"]:  # "NR27 QQ", but no "m100 gd"
        return capitals and long
    sure = capitals or long or not found["split"]
    return sure and not _is_small(passage, found)


def _has_digits(passage: Passage, found: re.Match[str]) -> bool:
    """Return whether the letters among the digits, O for nought and l for one, make no word."""
    if not _REAL_DIGIT.search(found[0]):
        return False
    if found["sector"] in "oil":
        capitals = passage.quote(*found.span("unit")).isupper()
        word = found["sector"] + found["unit"] in _FALSE_DIGITS
        if word or found["near"] or found["far"] or not capitals:
            return False
    in_capitals = passage.quote(*found.span("area")).isupper()
    return in_capitals or bool(_REAL_DIGIT.search(found["district"]))


def _is_small(passage: Passage, found: re.Match[str]) -> bool:
    """Return whether the letters behind are a little word or a measure."""
    unit = _SIGNS.sub("", found["unit"])
    return unit in _SMALL_WORDS and not passage.quote(*found.span("unit")).isupper()
