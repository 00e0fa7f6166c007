"""Numbers under which an office, a court or the police keep somebody's case."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage, Place

_DASH: Final = r"[/\-_.:\u2010-\u2015\u00b7\\|]"
_VALUE: Final = (
    rf"(?P<value>(?:(?:[a-z]\.){{2,4}}[a-z]?[ ]?|[a-z]{{1,6}}(?: ?{_DASH} ?)?"
    r"|(?!(?:in|at|on|of|to|by|is|was|for|no|and|the)[ ])[a-z]{1,3} (?=[0-9])){0,3}"
    rf"[0-9][a-z0-9]{{0,14}}(?:{_DASH}[a-z0-9]{{1,10}}| ?{_DASH} ?[a-z]{{0,3}}[0-9][a-z0-9]{{0,9}}"
    r"|[ ][0-9]{1,9}(?![a-z0-9:%])){0,6})"
    r"(?P<of> (?:of|dated) (?:today|yesterday|[0-9]{1,2}(?:st|nd|rd|th)? ?[a-z]{3,9}|"
    r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:[0-9]{4}|[0-9]{2}))?))?(?![a-z0-9])"
)
_NUMBER: Final = r"(?:ref(?:erence)?s?|no|num(?:ber)?s?|nos|nr|id|log|file|case|record|#)\.?"
_CALLED: Final = rf"(?:[ ._-]{{0,2}}{_NUMBER}){{1,3}}"
_OFFICES: Final = (
    r"case|crime|incident|client|file|referral|social (?:care|work|services?)|court|police|"
    r"custody|occurrence|safeguarding|person|child|service user|patient|hospital|probation|"
    r"care ?director|rio|paris|claim|swift|eclipse|complaints?|prison|prisoner|home office|ho|"
    r"asylum|immigration|tribunal|appeal|hearing|ombudsman|lgsco|lgo|ico|cafcass|marac|mash|mappa|"
    r"lado|edt|niche|athena|connect|storm|holmes|minerva|cms|csa|child maintenance|dwp|pip|dla|"
    r"uc|nass|ehcp?|unique|concern|warrant|bail|cop|ehc plan|send|pupil|student|tenancy|rent|"
    r"housing|homeless(?:ness)?|"
    r"investigation|enquiry|s\.?47|section 47|strategy|family|household|subject|nominal|"
    r"offender|inmate|mrn|access|proceedings|adoption|matching|foster(?:ing)?|placement|"
    r"allegation|statement|witness|exhibit|intel(?:ligence)?"
)
_SYSTEMS: Final = (
    r"liquid ?logic|mosaic|l\.?c\.?s|care ?first|azeus|systm ?one|framework ?i|fwi|crn|cad|urn|"
    r"pnc|swift|eclipse|athena|niche|marac|mappa|ncrs|nomis|delius|ndelius|oasys|childview|"
    r"care ?director|rio|paris|capita one|core\+|controcc|crimint|minerva|cris|ssi?d|upn|"
    r"ho ref|c\.?m\.?s|police log|incident log|edt log|999 log|101 log|stage (?:1|2|3|one|"
    r"two|three) complaint|complaint|occurrence|crime|crime report|ehm|ehcp|lgsco|lgo|ombudsman|"
    r"phso|lado|nass|uan|pncid|"
    r"safeguarding concern|concern|custody|prison|hmp|warrant|bail"
)
_CASE: Final = Expression(
    rf"(?<![a-z0-9-])(?:(?P<office>(?:{_OFFICES}){_CALLED})"
    rf"|(?P<system>(?:{_SYSTEMS})(?:{_CALLED})?)"
    r"|(?P<alone>case|log|incident|referral|ref(?:erence)?(?: ?(?:no|number))?)"
    r"|(?P<our>(?:our|your|my|their|his|her|the|ur|its|quote|quoting|under) "
    r"(?:own )?ref(?:erence)?(?: no| number)?)"
    r")(?: is| was| says| reads|'s| under| as| still){0,2}[ .:;#=(\[\"'\-\u2010-\u2015]{1,4}"
    rf"(?:(?:no|ref|number|id)[ .:#]{{1,2}})?{_VALUE}"
)
_GATE: Final = Expression(
    r"ref|no|num|id|log|lcs|las|crn|cad|urn|pnc|case|crime|swift|first|mosaic|eclipse|athena|"
    r"niche|mara|mapp|rio|paris|cms|complain|upn|incident|delius|oasys|cris|direct|"
    r"occurrence|fwi|framework|azeus|systm|view|ehm|ehcp|lgsco|lgo|ombud|phso|lado|nass|uan|"
    r"concern|custody|prison|hmp|warrant|bail|"
    r"l\.c\.s|c\.m\.s"
)
_LONG_NUMBER: Final = Expression(r"[0-9](?:.{0,4}[0-9]){3}")
_PART: Final = rf"(?: ?{_DASH} ?| )?"
_COURT: Final = Expression(
    rf"(?<![\w/-])(?:[a-z][a-z0-9]{_PART}[12][0-9]{_PART}[a-z]{_PART}[0-9]{{5}}"
    rf"|[a-z]{{2}} ?{_DASH}?[0-9]{{3}}{_DASH}[0-9]{{2}}{_DASH}[0-9]{{4,6}}"
    r"|(?:cop|court of protection) ?(?:case )?(?:no|number|ref)?[ .:#/-]{0,3}"
    r"[0-9]{4}[ -]?[0-9]{3}[0-9t]t?[0-9]{0,2}"
    rf"|[a-z]{{2}}/[0-9]{{4,6}}/20[0-9]{{2}})(?![\w-])"
)
_PRISONER: Final = Expression(r"(?<![\w/-])a[0-9]{4}[a-z]{2}(?![\w-])")
_CRIME: Final = Expression(
    r"(?<![\w/.-])(?:[0-9]{2}/[0-9]{5,7}/[0-9]{2}|[0-9]{2}[a-z][0-9]{6,8})(?![\w/-])"
)
_HOME_OFFICE: Final = Expression(r"(?<![\w/-])[a-z][0-9]{7}(?:/[0-9]{1,3})?(?![\w-])")
_PRISON_WORDS: Final = words_of(
    "prison hmp inmate prisoner jail nomis remand yoi visit prisons cell"
)
_POLICE_WORDS: Final = words_of("police crime officer met pc statement reported log cops bobbies")
_HOME_OFFICE_WORDS: Final = words_of("asylum uasc ho refugee immigration visa nass")
_FEWEST: Final = 4  # digits of a reference; five where no word says that it is one
_YEAR_ALONE: Final = Expression(
    r"(?:19[0-9]|20[0-3])[0-9](?:[/-][0-9]{2,4})?|c-[0-9]+/[0-9]{2}"
    r"|[0-3]?[0-9][/.-][01]?[0-9][/.-](?:20)?[0-9]{2}|[0-9]{2}[:.][0-9]{2}(?:-[0-9]{2}[:.][0-9]{2})?"
)
_PLAIN: Final = Expression(r"[0-9 .]+")
_VERSION: Final = Expression(r"[0-9]+(?:\.[0-9]+)+")
_SAID_SO: Final = Expression(rf"{_NUMBER}$|^(?:cad|crn|urn|lcs|cms|marac|log)")
_NOUNS: Final = words_of(
    "crime prison custody concern complaint warrant bail occurrence paris rio swift hmp ombudsman"
)
_HELPDESK: Final = ("inc", "req", "ritm", "chg", "tkt", "foi")
_NO_CASE: Final = words_of(
    """
    vacancy vacancies apply job jobs parcel delivery invoice helpdesk parking planning order
    refund laptop printer insurance eventbrite booking booked tickets ticket train hotel toner
    ofsted charity consultation foi inspection tracking courier amazon advert grant library
    isbn bill sky
    broadband gas electric energy bank paypal subscription payment warranty
    """
)


def case_references(passage: Passage, text: str) -> Iterator[Place]:
    """Find references of every system that names one, and those that need no name."""
    if not any(_LONG_NUMBER.match(text, at) for at in passage.digits_of(text)):
        return
    if _GATE.search(text):
        for found in _CASE.finditer(text):
            if _is_reference(passage, found):
                yield found.span()
    for found in _COURT.finditer(text):
        yield found.span()
    words = passage.words
    for known, number in (
        (_PRISON_WORDS, _PRISONER),
        (_POLICE_WORDS, _CRIME),
        (_HOME_OFFICE_WORDS, _HOME_OFFICE),
    ):
        if not known.isdisjoint(words) or (number is _HOME_OFFICE and "home office" in text):
            for found in number.finditer(text):
                yield found.span()


def _is_reference(passage: Passage, found: re.Match[str]) -> bool:
    value = found["value"]
    if _VERSION.fullmatch(value) or _YEAR_ALONE.fullmatch(value) or value.startswith(_HELPDESK):
        return False
    weak = bool(found["our"] or found["alone"] or found["system"] == "urn")
    if weak and not _NO_CASE.isdisjoint(passage.words):
        return False
    digits = sum(map(str.isdecimal, value))
    if found["system"] and _PLAIN.fullmatch(value) and not _SAID_SO.search(found["system"]):
        return digits > _FEWEST and found["system"] not in _NOUNS  # "in prison 84000 times"
    return bool(found["of"]) or digits >= _FEWEST + bool(found["alone"])
