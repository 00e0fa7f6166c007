"""Personal data: what says where somebody lives.

A postcode is about fifteen doors. The district alone (``NR2``) is a part of a town and no secret.
"""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.subject import Subject

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
_POSTCODE: Final = re.compile(
    r"(?<![a-z0-9])"
    rf"(?:(?:{'|'.join(sorted(_AREAS.lower().split(), key=len, reverse=True))})[1-9][0-9]?"
    rf"|(?:{_ZERO})0|{_LETTERED})"
    r"(?P<gap>[  ]{0,2}|-)(?P<inward>[0-9][abd-hjlnp-uw-z]{2})(?![a-z0-9])"
)
_GATE: Final = re.compile(r"[0-9][a-z]{2}(?![a-z0-9])")
_ORDINAL: Final = re.compile(r"1st|2nd|3rd|[04-9]th|[0-9](?:ft|hr|st|lb)")
_MEMORY: Final = re.compile(r"[0-9][gtGT][bB]")


def postcode(subject: Subject) -> Iterator[Flag]:
    """Flag full UK postcodes, in capitals or not, with a space or without."""
    for passage in subject.passages:
        text = passage.folded.text
        if not _GATE.search(text):
            continue
        found = _POSTCODE.finditer(text)
        places = [one.span() for one in found if _is_meant(one["gap"], passage.quote(*one.span()))]
        quoted = list(dict.fromkeys(passage.quote(*place) for place in places))
        if quoted:
            what = "a full postcode" if len(quoted) == 1 else "full postcodes"
            yield Flag(
                kind=Kind.PERSONAL,
                rule="personal.postcode",
                severity=Severity.STOP,
                reason=f"{what}{passage.where}: {', '.join(quoted)}",
                spans=passage.spans(*places),
            )


def _is_meant(gap: str, written: str) -> bool:
    """Tell a postcode from ``S8 4GB`` of memory or ``e1 2nd floor``."""
    inward = written[-3:]
    return not gap or not (_ORDINAL.fullmatch(inward) or _MEMORY.fullmatch(inward))
