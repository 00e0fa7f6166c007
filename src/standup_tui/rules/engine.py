"""The engine: every rule that is switched on judges a post, one after the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

from msgspec.structs import replace

from standup_tui.model.flag import FAILED, Flag, Kind, Severity, seriousness
from standup_tui.model.post import AuthorId, Post
from standup_tui.rules.abuse import Abuse
from standup_tui.rules.duty import Duty, DutySettings
from standup_tui.rules.floods import flood
from standup_tui.rules.history import History
from standup_tui.rules.hostile import control_characters
from standup_tui.rules.identity import identifiable
from standup_tui.rules.personal import personal_data
from standup_tui.rules.press import Press
from standup_tui.rules.safeguarding import Safeguarding
from standup_tui.rules.spam import Spam
from standup_tui.rules.subject import Subject
from standup_tui.rules.withheld import withheld

Rule = Callable[[Subject], Iterable[Flag]]
"""Judges one post. Called in one thread; should never raise, whatever the text."""

ALWAYS_STOP: Final = frozenset((Kind.SAFEGUARDING, Kind.PERSONAL, Kind.IDENTIFIABLE))
"""Kinds that no campaign can make milder."""


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
    severities: Mapping[Kind, Severity] = field(default_factory=dict)
    """Severities instead of the rules' own; not for `ALWAYS_STOP`."""
    own_links: tuple[str, ...] = ()
    """Beginnings of addresses, without ``https://``, that any number of people may share."""
    duty: DutySettings = field(default_factory=DutySettings)
    """Official accounts, and what holds before an election."""


class NamedRule(NamedTuple):
    """A rule as it is called in reports."""

    name: str
    kind: Kind
    rule: Rule


class Rules:
    """All rules of a campaign. Making one reads the word lists; keep it."""

    def __init__(self, settings: RuleSettings | None = None) -> None:
        chosen = settings or RuleSettings()
        self.settings = chosen
        """What they were made from."""
        registry: tuple[tuple[Kind, Rule], ...] = (
            (Kind.SAFEGUARDING, Safeguarding()),
            (Kind.PERSONAL, personal_data),
            (Kind.IDENTIFIABLE, identifiable),
            (Kind.ABUSE, Abuse(chosen.words, chosen.allow)),
            (Kind.SPAM, Spam()),
            (Kind.HOSTILE, control_characters),
            (Kind.PRESS, Press()),
            (Kind.DUTY, Duty(chosen.duty)),
            (Kind.WITHHELD, lambda subject: withheld(subject.post)),
        )
        self.rules = tuple(
            NamedRule(_name(rule), kind, rule)
            for kind, rule in registry
            if kind not in chosen.kinds_off
        )
        """Those that are on."""
        self._counts_copies = Kind.SPAM not in chosen.kinds_off
        self._roster = chosen.roster
        self._own_links = chosen.own_links
        self._severities = {
            kind: severity
            for kind, severity in chosen.severities.items()
            if kind not in ALWAYS_STOP
        }
        self._failed: set[str] = set()

    def judge(self, post: Post, history: History | None = None) -> tuple[Flag, ...]:
        """Return every reason to look at a post, the most serious first; none for most.

        Args:
            post: The post.
            history: What came before; whoever keeps it adds the post to it afterwards. Without
                one nothing is said about floods.
        """
        subject = self.subject(post)
        flags: list[Flag] = []
        for _, found in self.each(subject, history):
            flags += found
        return self._in_order(flags)

    def in_turn(self, posts: Sequence[Post], flags: Sequence[list[Flag]]) -> Iterator[NamedRule]:
        """Add to the flags of each post what one rule after the other has against it.

        Yields each rule when it is done with all posts. `flooded` says the rest. Rule by rule,
        because the expressions of one rule stay in the processor's cache while post after post
        meets them: that takes a fifth less time than all rules for each post.
        """
        subjects = list(map(self.subject, posts))
        for named in self.rules:
            for subject, found in zip(subjects, flags, strict=True):
                found.extend(self._heard(named, subject))
            yield named

    def flooded(self, post: Post, flags: list[Flag], history: History) -> tuple[Flag, ...]:
        """Return what was found `in_turn`, and whether it is a flood, as `judge` has it."""
        if self._counts_copies and history.knows(post):
            flags += self._heard(self._flood(history), self.subject(post))
        return self._in_order(flags)

    def _in_order(self, flags: list[Flag]) -> tuple[Flag, ...]:
        """Return flags with the severities that the campaign chose, the most serious first."""
        if not flags:
            return ()
        if self._severities:
            flags = [self._as_chosen(flag) for flag in flags]
        if len(flags) > 1:
            flags.sort(key=_seriousness)
        return tuple(flags)

    def subject(self, post: Post) -> Subject:
        """Return a post as the rules see it."""
        return Subject(post, staff=post.author.id in self._roster)

    def each(
        self, subject: Subject, history: History | None = None
    ) -> Iterator[tuple[NamedRule, list[Flag]]]:
        """Yield every rule with what it says, in no order that means anything.

        A rule that fails says so in a flag of its own, and the others are heard all the same.
        """
        for named in self.rules:
            yield named, self._heard(named, subject)
        if history is not None and self._counts_copies:
            named = self._flood(history)
            yield named, self._heard(named, subject)

    def _flood(self, history: History) -> NamedRule:
        """Return the rule that knows what was said before."""
        rule = partial(flood, history=history, own_links=self._own_links)
        return NamedRule("flood", Kind.SPAM, rule)

    def _heard(self, named: NamedRule, subject: Subject) -> list[Flag]:
        """Return what one rule says; what it said before it failed is kept."""
        flags: list[Flag] = []
        try:
            flags.extend(named.rule(subject))
        except Exception:  # any mistake of a rule: the others are heard
            if named.name not in self._failed:  # once: a burst would fill the disk
                self._failed.add(named.name)

                import logging  # late: hardly ever needed, and costs more than most rules

                log = logging.getLogger(__name__)
                log.exception("the rule %r failed on %s", named.name, subject.post.id)
            why = f"a rule failed on this post ({named.name}); look at it yourself"
            flags.append(Flag(Kind.HOSTILE, FAILED, Severity.LOOK, why))
        return flags

    def _as_chosen(self, flag: Flag) -> Flag:
        severity = self._severities.get(flag.kind, flag.severity)
        return flag if severity is flag.severity else replace(flag, severity=severity)


def _name(rule: Rule) -> str:
    """Return what a rule is called in a report: a function's name, or that of its class."""
    name: str = getattr(rule, "__name__", type(rule).__name__)
    return name


def _seriousness(flag: Flag) -> tuple[int, int]:
    return seriousness((flag,))
