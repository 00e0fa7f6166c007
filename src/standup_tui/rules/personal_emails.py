"""E-mail addresses, as they are typed and as they are told to fool a machine."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.rules.expression import Expression
from standup_tui.rules.lists import words_of
from standup_tui.rules.subject import Passage, Place

_TLD: Final = (
    r"(?:com|co|org|net|uk|me|info|io|eu|gov|nhs|ac|sch|biz|email|scot|wales|cymru|london|ie|de|"
    r"fr|pl|ro|es|it|nl|online|live|family|name|love|life)"
)
_PROVIDER: Final = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|btinternet|btopenworld|virginmedia|"
    r"virgin|protonmail|proton|aol|live|msn|sky|talktalk|gmx|mail|ntlworld|tiscali|me|mac|"
    r"blueyonder|zoho|fastmail|tutanota|rocketmail)"
)
_OPEN: Final = r"[ ]?[(\[{<*_~|/\\-]{1,2} ?"
_SHUT: Final = r" ?[)\]}>*_~|/\\-]{1,2}[ ]?"
_AT: Final = rf"(?: {{0,2}}@ {{0,2}}|{_OPEN}(?:at|@|a){_SHUT}| at )"
_DOT: Final = rf"(?:\.|{_OPEN}(?:dot|d|\.){_SHUT}| dot | ?[(\[]dot[)\]] ?)"
_NAME: Final = r"[a-z0-9](?:[\w.+'-]{0,62}[a-z0-9_+-])?"
_JOINED: Final = rf"(?: (?:dot|underscore|dash|hyphen) |{_OPEN}(?:dot|\.){_SHUT})"
_LOCAL: Final = rf"(?P<local>{_NAME}(?:{_JOINED}[a-z0-9_-]{{1,40}}){{0,3}})"
_EMAIL: Final = Expression(
    rf"(?<![\w.+@-]){_LOCAL}(?P<at>{_AT})"
    rf"(?P<domain>[a-z0-9][a-z0-9-]{{0,40}}(?:{_DOT}[a-z0-9-]{{1,40}}){{0,3}}?{_DOT}{_TLD})"
    rf"(?:{_DOT}(?:uk|ie|au|nz))?(?![a-z0-9@])"
)
_MAILBOX: Final = Expression(
    rf"(?<![\w.+@-]){_LOCAL}(?P<at>{_AT})(?P<domain>{_PROVIDER})"
    r"(?P<dot>(?: ?[.,·:;_-] ?| )(?:com|co ?[., ] ?uk|me|net|org|uk)(?![a-z0-9]))?(?![\w.-]*[.@])"
)
_LETTERS: Final = Expression(
    r"(?<![\w@])(?:[a-z0-9._-]{1,2} ){3,40}?(?:@|[(\[]?at[)\]]?) (?:[a-z0-9.-]{1,2} ){5,40}?"
    r"(?:\.|dot) ?(?:c ?o ?m|c ?o ?(?:\. ?)?u ?k|o ?r ?g|n ?e ?t|u ?k|m ?e)(?![a-z0-9])"
)
_OFFICE: Final = words_of(
    """
    info press enquiries enquiry contact hello office admin events event recruitment jobs
    careers newsdesk news editor editorial support help media comms communications foi
    complaints training bookings booking noreply no reply customerservices service services team
    hr fostering adoption volunteering volunteer fundraising membership mail reception duty mash
    adult adults children childrens social care first edt safeguarding campaign campaigns box
    council councillor the dot feedback consultation consultations
    """
)
_PLACEHOLDER: Final = words_of(
    """
    name yourname your.name firstname.lastname first.last firstname.surname someone somebody
    example test user username you me email youremail address xxx
    """
)
_PRIVATE: Final = Expression(rf"{_PROVIDER}(?![a-z0-9])")
_PUBLIC: Final = Expression(r"(?:gov|nhs|org|police)\.uk$|nhs\.net$|\.org$")
_MANY: Final = Expression(r"[a-z]{4,}s")
_MAIL: Final = frozenset(
    ("email", "e-mail", "mail", "emails", "emailed", "mailto", "write", "gmail")
)
_PARTS: Final = Expression(r"[^._+ -]+")
_PERSONAL: Final = Expression(r"[0-9._+-]| (?:dot|underscore) ")
_TYPED_AT: Final = Expression(r" {0,2}@")


def emails(passage: Passage, text: str) -> Iterator[Place]:
    """Find e-mail addresses, spoken ones too; not an office's, and not a handle."""
    for found in _EMAIL.finditer(text):
        domain = found["domain"]
        private = bool(_PRIVATE.match(domain))
        if found["at"] in {" at ", " @ "} and not private and not _is_mail(passage, found):
            continue  # "read it at example.org" is a website, "tea @ cafe.co" a café
        if not _is_office(found["local"], domain, private=private):
            yield found.span()
    for found in _MAILBOX.finditer(text):
        if _is_mailbox(found):
            yield found.span()
    if " @ " in text or " at" in text:
        for found in _LETTERS.finditer(text):
            yield found.span()


def _is_mail(passage: Passage, found: re.Match[str]) -> bool:
    """Return whether a sign in words or with spaces stands in an address."""
    if found["at"] == " at " and "dot" not in found["domain"]:
        return False
    return bool(_PERSONAL.search(found["local"])) or not _MAIL.isdisjoint(passage.words)


def _is_office(local: str, domain: str, *, private: bool) -> bool:
    """Return whether a name before the sign is nobody's own."""
    if local in _PLACEHOLDER:
        return True
    if private:
        return False
    if domain.startswith("example.") and not _PERSONAL.search(local):
        return True
    return _OFFICE.issuperset(_PARTS.findall(local)) or (
        bool(_PUBLIC.search(domain)) and bool(_MANY.fullmatch(local))
    )


def _is_mailbox(found: re.Match[str]) -> bool:
    """Tell ``jo.fen at gmail`` from ``late at sky``."""
    if _TYPED_AT.match(found["at"]) and found["dot"]:
        return True
    return bool(_PERSONAL.search(found["local"])) and len(found["local"]) > len("a.")
