"""The engine: every rule that is switched on judges a post, one after the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from standup_tui.model.flag import Flag, Kind
from standup_tui.model.post import Post
from standup_tui.rules.abuse import Abuse
from standup_tui.rules.hostile import control_characters
from standup_tui.rules.personal import postcode
from standup_tui.rules.subject import Subject

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


class History(Protocol):
    """What rules may ask about earlier posts; the first rules ask nothing."""


NO_HISTORY: History = object()


class Rules:
    """All rules of a campaign. Making one reads the word list; keep it."""

    def __init__(self, settings: RuleSettings | None = None) -> None:
        chosen = settings or RuleSettings()
        registry: tuple[tuple[Kind, Rule], ...] = (
            (Kind.PERSONAL, postcode),
            (Kind.ABUSE, Abuse(chosen.words, chosen.allow)),
            (Kind.HOSTILE, control_characters),
        )
        self._rules = tuple(rule for kind, rule in registry if kind not in chosen.kinds_off)

    def judge(self, post: Post, history: History = NO_HISTORY) -> tuple[Flag, ...]:
        """Return every reason to look at a post; none for most."""
        del history  # floods will ask it; callers hand it over already
        subject = Subject(post)
        return tuple(flag for rule in self._rules for flag in rule(subject))
