"""Which of the campaign's actions a post reports: "wrote to my MP", "changed my picture".

The campaign's own words and links decide where it gives some. Where it gives none, one of five
sets of patterns does, chosen by what the action is called and asks for. Only what somebody did
counts, not what they mean to do, ask others to do, or did not do.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from standup_tui.model.action import ActionDone
from standup_tui.model.post import AuthorId, Post, ReferenceKind
from standup_tui.rules.finding import Finder
from standup_tui.rules.folding import Folded
from standup_tui.rules.links import addresses, bare_address
from standup_tui.rules.sections import sections
from standup_tui.rules.subject import Passage

_LONGEST: Final = 2_000  # characters looked at
_BEFORE: Final = 60  # characters in which a word can turn the meaning round
_AFTER: Final = 40

_ASKS: Final = (
    ("mp", re.compile(r"\b(?:mp|msp|ms|mla|mep|members? of (?:parliament|the senedd))s?\b")),
    ("picture", re.compile(r"\b(?:profile|avatar|picture|photo|twibbon|ribbon)\b")),
    ("difference", re.compile(r"\bdifference\b")),
    ("article", re.compile(r"\b(?:article|shared?|read|piece|blog|retweet)\b")),
    ("action", re.compile(r"\b(?:actions?|tell us)\b")),
)
"""Which built-in patterns an action has, by its name and what it asks for; the first that fits."""

_SENTENCE: Final = re.compile(r"[.!?;\n]")


@dataclass(frozen=True)
class ActionRule:
    """One of the campaign's actions, and how it is recognised."""

    name: str
    says: str = ""
    words: tuple[str, ...] = ()
    """What people write who did it; any of them counts as it stands."""
    links: tuple[str, ...] = ()
    """Addresses that people share who did it, or their beginnings."""
    once: bool = False
    """Whether a person is counted once, however often they do it."""

    @cached_property
    def default(self) -> str:
        """Which built-in patterns are used; empty where the campaign gives words or links."""
        if self.words or self.links:
            return ""
        asked = Folded(f"{self.name} {self.says}").text
        return next((name for name, pattern in _ASKS if pattern.search(asked)), "")

    @cached_property
    def said(self) -> re.Pattern[str] | None:
        """The campaign's own words as one pattern."""
        if not self.words:
            return None
        words = (r"\s+".join(map(re.escape, Folded(word).text.split())) for word in self.words)
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """The campaign's links as they are compared."""
        return tuple(map(bare_address, self.links))


class _BuiltIn:
    """The patterns of one name, compiled when a text first passes their gate."""

    def __init__(self, gate: str, patterns: list[str]) -> None:
        self.gate = gate.split()
        """Bits of words without which the patterns need not be tried."""
        self._patterns = patterns

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """For parts of a folded text."""
        return tuple(map(re.compile, self._patterns))

    @cached_property
    def finders(self) -> tuple[Finder, ...]:
        """For a whole passage."""
        return tuple(map(Finder, self._patterns))


@cache
def _built_in() -> dict[str, _BuiltIn]:
    """Return the built-in patterns by name."""
    found = {}
    for head, patterns in sections("actions.txt"):
        name, _, gate = head.partition(" | ")
        found[name] = _BuiltIn(gate, patterns)
    return found


def _places(name: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the first place of each pattern of a name in a text."""
    return filter(None, (pattern.search(text) for pattern in _built_in()[name].patterns))


def actions_of(post: Post, rules: Sequence[ActionRule]) -> tuple[ActionDone, ...]:
    """Return which actions a post reports, in the order of the campaign's file.

    A repost is somebody else's report, and counts for nothing.
    """
    if not rules or post.reference(ReferenceKind.REPOST) or post.text.startswith("RT @"):
        return ()
    folded = Folded(post.text[:_LONGEST])
    passage = Passage(folded)
    links = list(addresses(post))
    done = []
    for rule in rules:
        place = _place(rule, passage, links)
        if place is not None:
            spans = (folded.span(*place),) if place[0] < place[1] else ()
            done.append(ActionDone(rule.name, spans))
    return tuple(done)


_Place = tuple[int, int]
_NOWHERE: Final[_Place] = (0, 0)


def _place(rule: ActionRule, passage: Passage, links: list[str]) -> _Place | None:
    """Return where a post says that an action was done; an empty stretch for a link alone."""
    text = passage.folded.text
    if rule.said and (found := rule.said.search(text)):
        return found.span()
    if rule.beginnings:
        for link in links:
            if link.startswith(rule.beginnings):
                at = text.find(link)
                return (at, at + len(link)) if at >= 0 else _NOWHERE
    return _by_default(rule.default, passage, shares=bool(links)) if rule.default else None


def _by_default(name: str, passage: Passage, *, shares: bool) -> _Place | None:
    """Return what the built-in patterns of a name find."""
    built_in = _built_in()[name]
    text = passage.folded.text
    if any(map(text.__contains__, built_in.gate)):
        for finder in built_in.finders:
            for found in finder.matches(passage):
                if _is_done(text, found):
                    return found.span()
    if name == "article" and shares:
        finds = (finder.search(passage) for finder in _built_in()["read"].finders)
        return next((found.span() for found in finds if found), None)
    return None


def _is_done(text: str, found: re.Match[str]) -> bool:
    """Tell a report from a plan, a question, a request and a denial."""
    before = _SENTENCE.split(text[max(0, found.start() - _BEFORE) : found.start()])[-1]
    if any(_places("not done", f"{before}{found[0]}")):
        return False
    return not any(_places("not yet", text[found.end() : found.end() + _AFTER]))


def fingerprint(rules: Sequence[ActionRule], besides: object = None) -> str:
    """Return a text that changes with whatever decides how actions are recognised.

    Args:
        rules: The campaign's.
        besides: Whatever else decides; what stands for it as a text is compared.
    """
    own = [(rule.name, rule.says, rule.words, rule.links) for rule in rules]
    built_in = [*sections("actions.txt")]
    return hashlib.sha256(repr((own, built_in, besides)).encode()).hexdigest()


def counted(
    rules: Sequence[ActionRule], done: Iterable[tuple[AuthorId, ActionDone]]
) -> dict[str, int]:
    """Return how often each action was done: by a person once, where the campaign says so."""
    once = {rule.name for rule in rules if rule.once}
    seen: set[tuple[AuthorId, str]] = set()
    counts = Counter({rule.name: 0 for rule in rules})
    for author, report in done:
        if report.action in once:
            if (author, report.action) in seen:
                continue
            seen.add((author, report.action))
        counts[report.action] += 1
    return dict(counts)


DEFAULT_ACTIONS: Final = (
    ActionRule("One action", "Take one action and tell us."),
    ActionRule("Shared", "Share the article."),
    ActionRule("Made a difference", "Share what you did to make a difference today."),
    ActionRule("MP", "Write to your MP."),
    ActionRule("Picture", "Change your profile picture."),
)
"""What a campaign that names no actions of its own is likely to ask for."""
