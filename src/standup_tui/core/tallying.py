"""How the rules fare with people: the store's counts, told by kind, by rule and by word."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator

from standup_tui.core.advice import about_rule, about_word
from standup_tui.model.flag import Kind, Severity
from standup_tui.model.tally import (
    JUDGED,
    UNCOUNTED,
    Advice,
    KindCount,
    Report,
    RuleCount,
    Tallies,
    WordCount,
)
from standup_tui.model.text import clean_line
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import Case, RuleReader
from standup_tui.rules.chosen import rule_settings
from standup_tui.rules.engine import ALWAYS_STOP
from standup_tui.rules.folding import Folded
from standup_tui.rules.names import name_of
from standup_tui.rules.wordlist import WordList
from standup_tui.rules.words import AbusiveWords, plain_words, quotation
from standup_tui.settings import Campaign

FRESH = 2.0
"""Seconds for which an answer is good: many consoles cost the store what one does."""

_WORDS = 50
"""Built-in words that are told of, the most frequent ones."""


class Tallying:
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
        """Return what is known, at most `FRESH` old; raises `StoreError`."""
        async with self._asking:
            if self._known is None or self._clock.monotonic() - self._known[0] >= FRESH:
                cases = await self._store.cases(self._campaign.day(self._clock.now()))
                self._known = (self._clock.monotonic(), self._told(cases))
            return self._known[1]

    def _told(self, cases: tuple[Case, ...]) -> Report:
        posts = UNCOUNTED
        kinds: dict[Kind, Tallies] = defaultdict(Tallies)
        rules: dict[tuple[Kind, str], Tallies] = defaultdict(Tallies)
        words: dict[tuple[bool, str], Tallies] = defaultdict(Tallies)
        stops: set[str] = set()
        for case in cases:
            posts = _counted(posts, case)
            for kind in {firing.kind for firing in case.firings}:
                kinds[kind] = _counted(kinds[kind], case)
            for rule in {(firing.kind, firing.rule) for firing in case.firings}:
                rules[rule] = _counted(rules[rule], case)
            for word in set(self._words_of(case)):
                words[word] = _counted(words[word], case)
            stops |= {one.rule for one in case.firings if one.severity is Severity.STOP}
        return Report(
            posts=posts,
            kinds=tuple(self._kind(kind, kinds[kind]) for kind in JUDGED),
            rules=tuple(self._rules(rules, stops)),
            words=tuple(self._word_counts(words)),
            newcomers=self._alarm(),
            roster=len(self._campaign.roster),
        )

    def _words_of(self, case: Case) -> Iterator[tuple[bool, str]]:
        """Yield the words that a post was flagged for, and whether they are the campaign's."""
        for firing in case.firings:
            if not firing.quoting:
                continue
            quoted = quotation(firing.quoting)
            own = self._own.entries_in(quoted)
            yield from ((True, word) for word in own)
            if not firing.rule.startswith("abuse.campaign"):
                theirs = plain_words(quoted) - {Folded(word).text for word in own}
                yield from ((False, word) for word in theirs)

    def _kind(self, kind: Kind, counts: Tallies) -> KindCount:
        chosen = rule_settings(self._campaign)
        return KindCount(kind, kind not in chosen.kinds_off, self._severity(kind), counts)

    def _severity(self, kind: Kind) -> str:
        """Return how serious a kind is, in words."""
        if kind in ALWAYS_STOP:
            return "always stop"
        chosen = rule_settings(self._campaign).severities.get(kind)
        return f"{chosen}, chosen" if chosen else "stop or look"

    def _rules(
        self, rules: dict[tuple[Kind, str], Tallies], stops: set[str]
    ) -> Iterator[RuleCount]:
        order = {kind: rank for rank, kind in enumerate(JUDGED)}
        for (kind, rule), counts in sorted(
            rules.items(), key=lambda one: (order[one[0][0]], *_most(one[1]), one[0][1])
        ):
            advice: Advice | None = None
            if counts.complaint:
                advice = about_rule(kind, rule, self._campaign, stops=rule in stops)
            yield RuleCount(kind, rule, name_of(rule), counts, advice)

    def _word_counts(self, words: dict[tuple[bool, str], Tallies]) -> Iterator[WordCount]:
        """Yield the campaign's words, found or not, then the built-in ones that were found."""
        for word in dict.fromkeys(self._campaign.words.flag):
            yield self._word(word, words[True, word], own=True)
        found = [(word, counts) for (theirs, word), counts in words.items() if not theirs]
        for word, counts in sorted(found, key=lambda one: (*_most(one[1]), one[0]))[:_WORDS]:
            yield self._word(word, counts, own=False)

    def _word(self, word: str, counts: Tallies, *, own: bool) -> WordCount:
        advice = about_word(word, self._campaign, own=own) if counts.complaint else None
        return WordCount(clean_line(word), own, counts, advice)


def _counted(tallies: Tallies, case: Case) -> Tallies:
    return tallies.plus(case.verb, case.posts, open_=case.open, today=case.today)


def _most(counts: Tallies) -> tuple[int, int]:
    """Return a sort key: the most frequent first, today's before all others."""
    return (-counts.today.fired, -counts.campaign.fired)
