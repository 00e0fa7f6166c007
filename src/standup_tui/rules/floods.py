"""The same text again and again: who says it, how often, and what it wants.

A campaign day has hundreds of equal greetings from as many people, and they must pass. A flood
comes from few accounts, or leads somewhere, or has nothing to do with the day.
"""

from collections.abc import Iterator
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.field import GREETS, OF_THE_DAY
from standup_tui.rules.history import Copies, History
from standup_tui.rules.links import addresses, leads_astray
from standup_tui.rules.subject import Subject

_PASS: Final = 3
"""Earlier copies that nobody minds."""

_FEW: Final = 0.75  # different accounts for each post
_GREETING: Final = 8  # words at most

_WANTS: Final = Expression(
    r"\b(?:link in (?:my |our )?bio|in bio|sign (?:now|here|up now)|(?:buy|order|shop|bid) now"
    r"|(?:sale|today|tonight) only|dm (?:me|us|for|now)|follow (?:me|us|back)|free (?:stream"
    r"|entry|gift|trial)|giveaway|click|subscribe|whatsapp|telegram|download|discount)\b"
)


def flood(subject: Subject, history: History, own_links: tuple[str, ...] = ()) -> Iterator[Flag]:
    """Flag the fourth near copy of a text and all later ones, if it looks like a flood.

    Args:
        subject: The post.
        history: What was said before.
        own_links: Beginnings of addresses that the campaign asks people to share.
    """
    copies = history.copies(subject.post)
    if copies.earlier < _PASS:
        return
    if copies.own >= _PASS or _is_flood(subject, copies, own_links):
        yield Flag(Kind.SPAM, "spam.flood", Severity.LOOK, _reason(copies))


def _is_flood(subject: Subject, copies: Copies, own_links: tuple[str, ...]) -> bool:
    """Tell a flood of several accounts from many people who say the same."""
    passage = subject.passages[0]
    if leads_astray(subject.post, own_links) or _WANTS.search(passage.folded.text):
        return True
    leads_well = any(addresses(subject.post))
    if not leads_well and passage.words.isdisjoint(OF_THE_DAY):
        return len(passage.words) > 1
    greets = len(passage.words) <= _GREETING and not passage.words.isdisjoint(GREETS)
    return not greets and copies.authors <= _FEW * (copies.earlier + 1)


def _reason(copies: Copies) -> str:
    times = copies.earlier + 1
    who = "one account" if copies.authors == 1 else f"{copies.authors} accounts"
    minutes = max(1, round(copies.since.total_seconds() / 60))
    within = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"nearly the same text for the {_ordinal(times)} time in {within}, by {who}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number // 10 % 10 == 1 else ending}"
