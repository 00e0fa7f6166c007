"""Where somebody lives or can be written to: postcodes, street addresses, e-mail.

A postcode is about fifteen doors. The district alone (``NR2``) is a part of a town and no secret,
and so is a street without the number of a house.
"""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage, Place

# The 124 areas, and which letters and digits may stand where, from Royal Mail's "Programmers'
# Guide to the Postcode Address File". Districts come and go, so any number of an area is taken.
_AREAS: Final = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL "
    "SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_ZERO: Final = "bl|bs|cm|cr|fy|ha|pr|sl|ss"  # the only areas with a district 0
_LETTERED: Final = (
    r"e1w|n1[cp]|w1[a-hj-kpstuw]|ec[1-4][amnprvy]|nw1w|se1p|sw1[aehpvwxy]|wc[12][abehnrvx]"
)
_POSTCODE: Final = Expression(
    r"(?<![a-z0-9])"
    rf"(?:(?:{'|'.join(sorted(_AREAS.lower().split(), key=len, reverse=True))})[1-9][0-9]?"
    rf"|(?:{_ZERO})0|{_LETTERED})"
    r"(?P<gap>[  ]{0,2}|[-+.]|%20)(?P<inward>[0-9][abd-hjlnp-uw-z]{2})(?![a-z0-9])"
)
_POSTCODE_GATE: Final = Expression(r"[0-9][a-z]{2}(?![a-z0-9])")
_MEASURE: Final = Expression(r"1st|2nd|3rd|[04-9]th|[0-9](?:ft|hr|st|lb|pt|up|pp|ph|ltr?|yr|ax)")
_MEMORY: Final = Expression(r"[0-9][gtGT][bB]")

_STREETS: Final = (
    "street|str|road|rd|avenue|ave|av|lane|ln|crescent|cresc?|terrace|terr|gardens|gdns|grove|mews"
)
_ALSO_STREETS: Final = (  # words that mean other things as well
    "st|close|cl|drive|dr|way|court|ct|place|pl|walk|rise|row|square|sq|hill|park|green|view|"
    "parade|house|towers?|lodge|fold|croft|drove|wharf|quay|meadows?|fields?|bank|gate|yard|vale|"
    "dale|mount|heights"
)
_HOUSE: Final = Expression(
    r"(?<![\w£$€.:/#%&-])"
    r"(?:(?P<flat>(?:flat|apartment|apt|unit|room)[ .]{0,2}[0-9]{1,4}[a-z]?)[ ,/]{1,3})?"
    r"(?P<number>(?:number |no\.? ?)?[1-9][0-9]{0,3} ?[a-h]?(?:[-/][0-9]{1,4}[a-h]?)?)"
    r"(?:, ?| {1,2})"
    r"(?P<name>[a-z][a-z'.-]{0,20}(?: [a-z][a-z'.-]{0,20}){0,2}?) "
    rf"(?:(?P<sure>{_STREETS})|(?P<also>{_ALSO_STREETS}))(?![a-z'])"
    r"(?P<town>, [a-z][a-z-]{2,20})?"
)
_FLAT: Final = Expression(
    r"(?<![a-z])(?:flat|apartment|apt)[ .]{0,2}[0-9]{1,4}[a-z]?(?:,| in| at| of)? "
    r"(?P<name>[a-z][a-z'-]{2,20}(?: [a-z][a-z'-]{2,20})??) "
    r"(?:house|court|towers?|lodge|point|heights|mansions|buildings?|place)(?![a-z'])"
)
_LIVED_AT: Final = Expression(
    r"(?:(?<![a-z])(?:at|outside|near|from|to|on|in|opposite|round|visit|address:?|lives|living|"
    r"visited|home|house|moved|of|is|was)|[:,(-])[ ]*$"
)
_CUE: Final = 12  # characters in which a word that leads to an address ends
_GOES_ON: Final = Expression(r" [a-z]")
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

_TLD: Final = (
    r"(?:com|co|org|net|uk|me|info|io|eu|gov|nhs|ac|sch|biz|email|scot|wales|cymru|ie|de|fr)"
)
_AT: Final = r"(?:@| @ |[ ]?[(\[{<] ?(?:at|@) ?[)\]}>][ ]?| at )"
_DOT: Final = r"(?:\.| ?[(\[{<] ?(?:dot|\.) ?[)\]}>] ?| dot )"
_EMAIL: Final = Expression(
    r"(?<![\w.+@-])(?P<local>[a-z0-9](?:[\w.+'-]{0,62}[a-z0-9_+-])?(?: dot [a-z0-9_-]{1,40}){0,3})"
    rf"(?P<at>{_AT})"
    rf"(?P<domain>[a-z0-9][a-z0-9-]{{0,40}}(?:{_DOT}[a-z0-9-]{{1,40}}){{0,3}}?{_DOT}{_TLD})"
    rf"(?:{_DOT}(?:uk|ie|au|nz))?(?![a-z0-9@])"
)
_MAILBOX: Final = Expression(
    r"(?<![\w.+@-])(?P<local>[a-z0-9][\w.+-]{1,40})(?: at | ?[(\[]at[)\]] ?|@)"
    r"(?:gmail|hotmail|outlook|yahoo|icloud|btinternet|virginmedia|protonmail)(?![\w.-]*[.@])"
)
_OFFICE: Final = words_of(
    """
    info press enquiries enquiry contact hello office admin events event recruitment jobs
    careers newsdesk news editor editorial support help media comms communications foi
    complaints training bookings booking noreply no-reply customerservices service team hr
    fostering adoption volunteering volunteer fundraising membership mail reception
    """
)
_PRIVATE_DOMAIN: Final = Expression(
    r"gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|virginmedia|proton|aol|live\.|me\.|"
    r"msn|sky\.|talktalk|ymail|gmx|mail\."
)


def postcodes(passage: Passage, text: str) -> Iterator[Place]:
    """Find full UK postcodes, in capitals or not, with a space or without."""
    if _POSTCODE_GATE.search(text):
        for found in _POSTCODE.finditer(text):
            if _is_meant(found["gap"], passage.quote(*found.span())):
                yield found.span()


def _is_meant(gap: str, written: str) -> bool:
    """Tell a postcode from ``S8 4GB`` of memory or ``e1 2nd floor``."""
    inward = written[-3:]
    return not gap or not (_MEASURE.fullmatch(inward) or _MEMORY.fullmatch(inward))


def street_addresses(passage: Passage, text: str) -> Iterator[Place]:
    """Find a house's number with its street, and a flat with its building."""
    for found in _HOUSE.finditer(text):
        if _is_address(passage, text, found):
            yield found.span()
    if "flat" in text or "ap" in text:
        for found in _FLAT.finditer(text):
            if _NO_NAME.isdisjoint(found["name"].split()):
                yield found.span()


def _is_address(passage: Passage, text: str, found: re.Match[str]) -> bool:
    name = found["name"].split()
    if name[0] in _PUBLIC_DOOR or name[0] in _NEVER_NAMES:
        return False
    capital = _is_capital(passage, found, len(name) + 1)
    if not capital and not _NO_NAME.isdisjoint(name):
        return False  # "14 Old Mill Lane" is an address when it is written as one
    if found["flat"]:
        return True
    before = max(0, found.start() - _CUE)
    if _LIVED_AT.search(text, before, found.start()):
        return capital or bool(found["sure"]) or len(name) == 1
    if found["sure"]:
        return capital or not found.start()
    return capital and not _GOES_ON.match(text, found.end())


def _is_capital(passage: Passage, found: re.Match[str], words: int) -> bool:
    """Return whether name and street are written as names, in a text that is not all capitals."""
    start, end = found.start("name"), found.end("sure" if found["sure"] else "also")
    written = passage.quote(start, end).split()
    return len(written) == words and all(word[:1].isupper() for word in written)


def emails(passage: Passage, text: str) -> Iterator[Place]:
    """Find e-mail addresses, spoken ones too; not an office's, and not a handle."""
    del passage
    for found in _EMAIL.finditer(text):
        domain = found["domain"]
        private = _PRIVATE_DOMAIN.match(domain.replace(" dot ", "."))
        if found["at"] == " at " and " dot " not in domain and not private:
            continue  # "read it at example.org" is a website
        if not domain.startswith("example.") and (private or found["local"] not in _OFFICE):
            yield found.span()
    for found in _MAILBOX.finditer(text):
        if re.search(r"[0-9._+-]", found["local"]):
            yield found.span()
