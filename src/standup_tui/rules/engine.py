"""The engine: every rule that is switched on judges a post, one after the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from standup_tui.model.flag import Flag, Kind
from standup_tui.model.post import AuthorId, Post
from standup_tui.rules.hostile import control_characters
from standup_tui.rules.identity import identifiable
from standup_tui.rules.personal import personal_data
from standup_tui.rules.subject import Subject
from standup_tui.rules.wordlist import built_in
from standup_tui.rules.words import AbusiveWords

Rule = Callable[[Subject], Iterable[Flag]]
"""Judges one post. Called in one thread; never raises, whatever the text."""


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What a campaign may choose."""

    words: tuple[str, ...] = ()
    """Words and phrases of the campaign's own that a person should look at."""
    allow: tuple[str, ...] = ()
    """Words that are never flagged."""
    kinds_off: frozenset[Kind] = frozenset()
    roster: frozenset[AuthorId] = frozenset()
    """The campaign's own people, who know real families: less is enough to identify one."""


class History(Protocol):
    """What rules may ask about earlier posts; the first rules ask nothing."""


NO_HISTORY: History = object()


class Rules:
    """All rules of a campaign. Making one reads the word list; keep it."""

    def __init__(self, settings: RuleSettings | None = None) -> None:
        chosen = settings or RuleSettings()
        self._roster = chosen.roster
        registry: tuple[tuple[Kind, Rule], ...] = (
            (Kind.PERSONAL, personal_data),
            (Kind.IDENTIFIABLE, identifiable),
            (Kind.ABUSE, AbusiveWords(built_in(chosen.words, chosen.allow))),
            (Kind.HOSTILE, control_characters),
        )
        self._rules = tuple(rule for kind, rule in registry if kind not in chosen.kinds_off)

    def judge(self, post: Post, history: History = NO_HISTORY) -> tuple[Flag, ...]:
        """Return every reason to look at a post; none for most."""
        del history  # floods will ask it; callers hand it over already
        subject = Subject(post, staff=post.author.id in self._roster)
        return tuple(flag for rule in self._rules for flag in rule(subject))
