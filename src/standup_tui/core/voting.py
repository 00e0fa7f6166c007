"""How the rules fare with people: the store's counts, told by kind, by rule and by word."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from standup_tui.core.advice import about_rule, about_word
from standup_tui.model.flag import Kind, Severity
from standup_tui.model.text import clean_line
from standup_tui.model.votes import (
    JUDGED,
    Advice,
    KindCount,
    Report,
    RuleCount,
    VoteCounts,
    WordCount,
)
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import Case, Firing, RuleReader
from standup_tui.rules.chosen import rule_settings
from standup_tui.rules.engine import ALWAYS_STOP
from standup_tui.rules.folding import Folded
from standup_tui.rules.names import name_of
from standup_tui.rules.wordlist import WordList
from standup_tui.rules.words import AbusiveWords, plain_words, quotation
from standup_tui.settings.campaign import Campaign

FRESH = 2.0
"""Seconds for which an answer is good: many consoles cost the store what one does."""

_REST = 20.0
"""For so many times the time that counting took it is not done again: moderators go first."""

_WORDS = 50
"""Built-in words that are told of, the most frequent ones."""


Key = TypeVar("Key")
_Word = tuple[bool, str]


class _Read(dict[Firing, frozenset[_Word]]):
    """The words of flags, each flag read once: there are few different ones."""

    def __init__(self, words_of: Callable[[Firing], Iterable[_Word]]) -> None:
        super().__init__()
        self._words_of = words_of

    def __missing__(self, firing: Firing) -> frozenset[_Word]:
        found = self[firing] = frozenset(self._words_of(firing))
        return found


class Voting:
    """Counts when it is asked, and changes nothing."""

    def __init__(
        self, store: RuleReader, campaign: Campaign, clock: Clock, alarm: Callable[[], str]
    ) -> None:
        self._store = store
        self._campaign = campaign
        self._clock = clock
        self._alarm = alarm
        self._own = AbusiveWords(WordList((), campaign.words.flag, ()))
        self._asking = asyncio.Lock()
        self._known: tuple[float, Report] | None = None

    async def report(self) -> Report:
        """Return what was counted last, or count again; raises `StoreError`."""
        async with self._asking:
            began = self._clock.monotonic()
            if self._known is None or began >= self._known[0]:
                cases = await self._store.cases(self._campaign.day(self._clock.now()))
                report = self._told(cases)
                done = self._clock.monotonic()
                self._known = (done + max(FRESH, _REST * (done - began)), report)
            return self._known[1]

    def _told(self, cases: tuple[Case, ...]) -> Report:
        posts, kinds = _Sums[None](), _Sums[Kind]()
        rules, words = _Sums[tuple[Kind, str]](), _Sums[_Word]()
        read = _Read(self._words_of)
        stops: set[str] = set()
        for case in cases:
            posts.add({None}, case)
            kinds.add({firing.kind for firing in case.firings}, case)
            rules.add({(firing.kind, firing.rule) for firing in case.firings}, case)
            words.add({word for one in case.firings for word in read[one]}, case)
            stops |= {one.rule for one in case.firings if one.severity is Severity.STOP}
        by_kind = kinds.sums()
        return Report(
            posts=posts.sums()[None],
            kinds=tuple(self._kind(kind, by_kind[kind]) for kind in JUDGED),
            rules=tuple(self._rules(rules.sums(), stops)),
            words=tuple(self._word_counts(words.sums())),
            newcomers=self._alarm(),
            roster=len(self._campaign.roster),
        )

    def _words_of(self, firing: Firing) -> Iterator[_Word]:
        """Yield the words that a flag is about, and whether they are the campaign's."""
        if not firing.quoting:
            return
        quoted = quotation(firing.quoting)
        own = self._own.entries_in(quoted)
        yield from ((True, word) for word in own)
        if not firing.rule.startswith("abuse.campaign"):
            theirs = plain_words(quoted) - {Folded(word).text for word in own}
            yield from ((False, word) for word in theirs)

    def _kind(self, kind: Kind, counts: VoteCounts) -> KindCount:
        chosen = rule_settings(self._campaign)
        return KindCount(kind, kind not in chosen.kinds_off, self._severity(kind), counts)

    def _severity(self, kind: Kind) -> str:
        """Return how serious a kind is, in words."""
        if kind in ALWAYS_STOP:
            return "always stop"
        chosen = rule_settings(self._campaign).severities.get(kind)
        return f"{chosen}, chosen" if chosen else "stop or look"

    def _rules(
        self, rules: Mapping[tuple[Kind, str], VoteCounts], stops: set[str]
    ) -> Iterator[RuleCount]:
        order = {kind: rank for rank, kind in enumerate(JUDGED)}
        for (kind, rule), counts in sorted(
            rules.items(), key=lambda one: (order[one[0][0]], *_most(one[1]), one[0][1])
        ):
            advice: Advice | None = None
            if counts.complaint:
                advice = about_rule(kind, rule, self._campaign, stops=rule in stops)
            yield RuleCount(kind, rule, name_of(rule), counts, advice)

    def _word_counts(self, words: defaultdict[_Word, VoteCounts]) -> Iterator[WordCount]:
        """Yield the campaign's words, found or not, then the built-in ones that were found."""
        for word in dict.fromkeys(self._campaign.words.flag):
            yield self._word(word, words[True, word], own=True)
        found = [(word, counts) for (theirs, word), counts in words.items() if not theirs]
        for word, counts in sorted(found, key=lambda one: (*_most(one[1]), one[0]))[:_WORDS]:
            yield self._word(word, counts, own=False)

    def _word(self, word: str, counts: VoteCounts, *, own: bool) -> WordCount:
        advice = about_word(word, self._campaign, own=own) if counts.complaint else None
        return WordCount(clean_line(word), own, counts, advice)


class _Sums(Generic[Key]):
    """Posts by something, added up first: there are far fewer sums than cases."""

    def __init__(self) -> None:
        self._posts: Counter[tuple[Key, str | None, bool, bool]] = Counter()

    def add(self, keys: Iterable[Key], case: Case) -> None:
        for key in keys:
            self._posts[key, case.verb, case.open, case.today] += case.posts

    def sums(self) -> defaultdict[Key, VoteCounts]:
        """Return what is counted; nothing for what never was."""
        told: defaultdict[Key, VoteCounts] = defaultdict(VoteCounts)
        for (key, verb, open_, today), posts in self._posts.items():
            told[key] = told[key].plus(verb, posts, open_=open_, today=today)
        return told


def _most(counts: VoteCounts) -> tuple[int, int]:
    """Return a sort key: the most frequent first, today's before all others."""
    return (-counts.today.fired, -counts.campaign.fired)
