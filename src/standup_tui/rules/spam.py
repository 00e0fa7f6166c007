"""Spam: what is sold, promised or begged for, and tags that are only ridden on.

Every sign of ``data/spam.txt`` has a weight; the signs of a post add up. One strong sign is
enough, weak ones must be several. What a post resembles as a whole is one more of them. Most
posts hold no word that a sign begins with, nor a digit or an address, and cost one comparison of
sets.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules import tone
from standup_tui.rules.expression import Expression
from standup_tui.rules.field import OF_THE_DAY
from standup_tui.rules.finding import Finder
from standup_tui.rules.learned import Head
from standup_tui.rules.links import addresses, is_trusted
from standup_tui.rules.sections import sections
from standup_tui.rules.subject import Passage, Place, Subject

ENOUGH: Final = 3.0
"""From this sum of weights on a post is flagged."""

_WHOLE: Final = "reads like it as a whole"
_QUOTED: Final = 40  # characters of what a post says

MAX_SIGNS: Final = 5
"""Signs that a reason names and a screen underlines."""

_LONGEST: Final = 2_000  # characters looked at; a sales talk comes to the point earlier
_LINK: Final = 1.0  # the weight of a link to anywhere
_GOOD_LINK: Final = -1.0  # of one to a public service, a charity or the press
_EXCUSE: Final = -1.5
_NEVER: Final = -6.0
_CROWD: Final = 1.5
_TALK: Final = 0.75  # for each word of sales talk
_MOST_TALK: Final = 3
_STRANGE: Final = 0.75  # for signs in a post that has no word of the day's subject
_TONE: Final = 2.0  # for each step of the learned score ...
_TONE_AT_ZERO: Final = 2.5  # ... beside this, and no more than the next
_MOST_TONE: Final = 3.5
_MANY_TAGS: Final = 4
_MANY_MENTIONS: Final = 5

_DIGITS: Final = Expression("[0-9]")
_PENCE: Final = Expression("[0-9] ?p")
_BEGINNINGS: Final = (("08", "08"), ("09", "09"), ("449", "09"), ("44 9", "09"), ("24", "24"))
_DOT: Final = Expression(r"[a-z0-9]\.[a-z]")
_PICTURE: Final = Expression("[\U0001f300-\U0001faff]")
_TAG: Final = Expression(r"(?<!\w)#(\w+)")
_MENTION: Final = Expression(r"(?<!\w)@\w+")

_OF_THE_FIELD: Final = Expression(
    "sw|social|work|care|foster|adopt|child|young|famil|council|nhs|support|stand|health|safeg"
    "|asye|amhp|disab|autis|respect|team|union|wellbeing|kind|housing|wales|scotland|uk"
)
_WARNS: Final = Expression(
    r"\b(?:beware|be careful|(?<!no )(?<!not a )scam(?:s|mers?)?|fraud(?:sters|ulent)?|phishing"
    r"|don't fall|do not click|don't click|trading standards|illegal money lending)\b"
)
_GOOD_CAUSE: Final = Expression(
    r"\b(?:raffle|charity|hospice|proceeds|fundrais\w{0,4}|all money goes|in aid of|donat(?:e|es"
    r"|ion)|of the year|staff survey|newsletter|credit union|we (?:have )?won|community|social"
    r" work(?:ers?)?|social care|care leavers?|foster(?:ing| carers?)?|kinship|adoption|carers?"
    r"|famil(?:y|ies)|children|young people|youth|my (?:son|daughter|team)|amhp|practitioner|our"
    r" (?:team|service|council|residents|project|charity))\b"
)
_HELP: Final = Expression(
    r"\b(?:helplines?|crisis|shout|samaritans|childline|nspcc|papyrus|refuge|women's aid|85258"
    r"|116 ?123|08001111|0800 ?1111|emergency duty|out of hours team"
    r"|(?:services|advice|duty|safeguarding|support) (?:phone )?line)\b"
)


class Found(NamedTuple):
    """A sign in a text."""

    what: str
    weight: float
    place: Place | None = None


class Sign:
    """One thing that spam says; its pattern is compiled when a text first asks for it."""

    def __init__(self, weight: float, what: str, patterns: list[str]) -> None:
        self.weight = weight
        self.what = what
        self._patterns = patterns

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """For folded text."""
        return re.compile(self.finder.source)

    @cached_property
    def finder(self) -> Finder:
        """For the folded text of a passage."""
        return Finder("|".join(self._patterns))


class Spam:
    """Flags posts that sell, lure or beg; once, with everything that speaks for it."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[Sign]] = {}
        talk: list[str] = []
        for head, patterns in sections("spam.txt"):
            if head == "talk":
                talk += " ".join(patterns).split()
                continue
            said, _, words = head.partition(" | ")
            weight, _, what = said.partition(" ")
            sign = Sign(float(weight), what, patterns)
            for word in words.split():
                self._by_word.setdefault(word, []).append(sign)
        self._words = frozenset(self._by_word)
        self._talk = frozenset(talk)

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield one flag if the signs weigh enough."""
        found = self.found_in(subject)
        if sum(sign.weight for sign in found) < ENOUGH:
            return
        passage = subject.passages[0]
        end = len(passage.folded.text)
        named = sorted((sign for sign in found if sign.weight > 0), key=lambda sign: -sign.weight)
        del named[MAX_SIGNS:]
        places = [sign.place for sign in named if sign.place and sign.place[1] <= end]
        reasons = dict.fromkeys(_named(sign, passage) for sign in named)
        yield Flag(
            kind=Kind.SPAM,
            rule="spam.signs",
            severity=Severity.LOOK,
            reason=f"looks like spam: {', '.join(reasons)}",
            spans=passage.spans(*sorted(set(places))),
        )

    def found_in(self, subject: Subject) -> list[Found]:
        """Return the signs in a post's own text, and what speaks against them."""
        passage = subject.passages[0]
        text = passage.folded.text[:_LONGEST]
        links = list(addresses(subject.post))
        if subject.post.links:
            text = "\n".join((text, *links))
        met = [*sorted(self._words & passage.words), *_marks(text)]
        found = list(self._found(passage, text, met))
        found += _crowds(text)
        talk = sorted(self._talk & passage.words)
        if talk:
            weight = min(len(talk), _MOST_TALK) * _TALK
            found.append(Found(f"sales talk ({' '.join(talk[:_MOST_TALK])})", weight))
        if found and links:
            found.append(_link(links))
        if found and passage.words.isdisjoint(OF_THE_DAY):
            found.append(Found("nothing of the day's subject", _STRANGE))
        found += _resembles(passage)
        if sum(sign.weight for sign in found) >= ENOUGH:
            found += _excuses(text)
        return found

    def _found(self, passage: Passage, text: str, met: Iterable[str]) -> Iterator[Found]:
        """Yield the signs whose words are there, in the text itself or in links put behind it."""
        itself = text == passage.folded.text
        for sign in dict.fromkeys(sign for word in met for sign in self._by_word.get(word, ())):
            place = sign.finder.search(passage) if itself else sign.pattern.search(text)
            if place:
                yield Found(sign.what, sign.weight, place.span())


def called(sign: Found, passage: Passage) -> str:
    """Return what a sign is called."""
    if sign.what != _WHOLE:
        return sign.what
    # Named here and not when it is found: most posts are a little like spam and pass.
    return f"{_WHOLE}, most of all {', '.join(tone.strongest(passage, Head.SPAM))}"


def _named(sign: Found, passage: Passage) -> str:
    """Return what a sign is called, and what the post says there."""
    if sign.place is None or sign.place[1] > len(passage.folded.text):
        return called(sign, passage)
    said = " ".join(passage.quote(*sign.place).split())
    return f"{sign.what} ({said[:_QUOTED]}{'…' if len(said) > _QUOTED else ''})"


def _marks(text: str) -> Iterator[str]:
    """Yield what stands for numbers, addresses and pictures where signs name their words."""
    if _DIGITS.search(text):
        for beginning, mark in _BEGINNINGS:
            if beginning in text:
                yield mark
        if _PENCE.search(text):
            yield "0p"
        if "0x" in text or "bc1" in text:
            yield "0x"
    if _DOT.search(text):
        yield "."
    if not text.isascii() and _PICTURE.search(text):
        yield "☺"
    for mark in "£$€&=":
        if mark in text:
            yield mark


def _crowds(text: str) -> Iterator[Found]:
    """Yield tags that have nothing to do with each other, and mentions by the dozen."""
    if text.count("#") >= _MANY_TAGS:
        strange = [tag for tag in _TAG.finditer(text) if not _OF_THE_FIELD.search(tag[1])]
        if len(strange) >= _MANY_TAGS:
            yield Found("many unrelated hashtags", _CROWD, strange[0].span())
    if text.count("@") >= _MANY_MENTIONS and "http" in text:
        mentions = list(_MENTION.finditer(text))
        if len(mentions) >= _MANY_MENTIONS:
            yield Found("a link for many accounts", _CROWD, mentions[0].span())


def _resembles(passage: Passage) -> Iterator[Found]:
    """Yield what the learned weights make of the whole."""
    weight = _TONE_AT_ZERO + _TONE * tone.score(passage, Head.SPAM)
    if weight > 0:
        yield Found(_WHOLE, min(weight, _MOST_TONE))


def _link(links: list[str]) -> Found:
    """Weigh where the links lead."""
    if all(map(is_trusted, links)):
        return Found("a link to a public service or the press", _GOOD_LINK)
    return Found("a link", _LINK)


def _excuses(text: str) -> Iterator[Found]:
    """Yield what speaks against spam: a warning of it, a good cause, a way to get help."""
    if excuse := _WARNS.search(text):
        yield Found("a warning of such things", _NEVER, excuse.span())
    if excuse := _GOOD_CAUSE.search(_TAG.sub("", text)):
        yield Found("a good cause, or the day's own subject", _EXCUSE, excuse.span())
    if excuse := _HELP.search(text):
        yield Found("a way to get help", _NEVER, excuse.span())
