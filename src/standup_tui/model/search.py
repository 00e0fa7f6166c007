"""What a moderator may type to find posts: one language for the hub's index and for a pane.

    bus fare          both words; the last one typed is also the beginning of a word
    "bus fare"        these words, one after the other
    @asha, from:asha  posts of this handle
    kind:abuse        posts with such a flag; flag: looks at the rules' names too, rule: only there
    tag:article       posts that count for such an action
    is:held           posts that stand so
    reason:family     posts that were last decided on for such a reason
    -word             posts without it

`parse` never raises: what it does not understand is one sentence in `Query.why`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from standup_tui.model.entry import Entry
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status
from standup_tui.model.words import document, fold, handle_token, tokens


@dataclass(frozen=True, slots=True)
class Words:
    """Words, one after the other."""

    tokens: tuple[str, ...]
    begun: bool = False
    """Whether the last one may be only the beginning of a word: somebody is typing it."""

    def matches(self, entry: Entry, said: str) -> bool:
        """Tell whether a post's document has them."""
        del entry
        return f" {' '.join(self.tokens)}{'' if self.begun else ' '}" in said


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag of some kinds, or of a rule whose name has some letters."""

    kinds: frozenset[Kind] = frozenset()
    rule: str = ""
    """Folded; empty: no rule's name will do."""

    def matches(self, entry: Entry, said: str) -> bool:
        """Tell whether a post has such a flag."""
        del said
        return any(
            flag.kind in self.kinds or (self.rule and self.rule in fold(flag.rule))
            for flag in entry.flags
        )


@dataclass(frozen=True, slots=True)
class Tagged:
    """Counting for an action whose name has some letters."""

    name: str
    """Folded."""

    def matches(self, entry: Entry, said: str) -> bool:
        """Tell whether a post counts for such an action."""
        del said
        return any(self.name in fold(action) for action in entry.counts_for)


@dataclass(frozen=True, slots=True)
class Because:
    """Last decided on, or hidden, for a reason that has some letters."""

    reason: str
    """Folded."""

    def matches(self, entry: Entry, said: str) -> bool:
        """Tell whether such a reason was given for where a post stands."""
        del said
        last = entry.last.reason if entry.last else ""
        return self.reason in fold(last) or self.reason in fold(entry.hidden_for)


@dataclass(frozen=True, slots=True)
class Stands:
    """Standing in one of the ways that `is:` knows."""

    name: str

    def matches(self, entry: Entry, said: str) -> bool:
        """Tell whether a post stands so."""
        del said
        return STANDINGS[self.name](entry)


def _status(*wanted: Status) -> Callable[[Entry], bool]:
    return lambda entry: entry.standing.status in wanted


STANDINGS: Mapping[str, Callable[[Entry], bool]] = {
    "waiting": _status(Status.WAITING),
    "flagged": _status(Status.FLAGGED),
    "undecided": _status(Status.WAITING, Status.FLAGGED),
    "shown": _status(Status.SHOWN),
    "held": _status(Status.HELD),
    "hidden": _status(Status.HIDDEN),
    "escalated": lambda entry: entry.standing.escalated,
    "pinned": lambda entry: entry.standing.pin > 0,
    "starred": lambda entry: entry.standing.starred,
    "roster": lambda entry: entry.roster,
    "muted": lambda entry: entry.muted,
    "noted": lambda entry: entry.notes > 0,
}
"""What may stand behind `is:`."""

KEYS = ("from", "kind", "flag", "rule", "tag", "is", "reason")
"""What may stand before a colon."""

Test = Words | Flagged | Tagged | Because | Stands


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a post must have, or must not."""

    test: Test
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, understood."""

    terms: tuple[Term, ...] = ()
    why: str = ""
    """What is wrong with it, in a sentence; empty if nothing is."""

    def matches(self, entry: Entry) -> bool:
        """Tell whether a post has all that is asked for; one that is gone has nothing."""
        if self.why or entry.standing.status is Status.GONE:
            return False
        said = document(entry.post) if self._reads else ""
        return all(term.test.matches(entry, said) is term.wanted for term in self.terms)

    @property
    def _reads(self) -> bool:
        return any(isinstance(term.test, Words) for term in self.terms)


_PART = re.compile(
    r'(?P<no>-?)(?:(?P<key>[A-Za-z]+):(?!//))?(?:"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+))?'
)


class _Mistake(Exception):
    """Something was typed that means nothing; its text says what there is."""


def parse(typed: str) -> Query:
    """Return what was typed as something that posts can be asked for."""
    terms: list[Term] = []
    try:
        for part in _PART.finditer(typed):
            phrase, bare, key = part["phrase"], part["bare"], (part["key"] or "").lower()
            value = bare if phrase is None else phrase
            typing = phrase is None and part.end() == len(typed)
            test = _test(key, value or "", typing=typing)
            if test is not None:
                terms.append(Term(test, wanted=not part["no"]))
    except _Mistake as mistake:
        return Query(why=str(mistake))
    return Query(tuple(terms))


def _test(key: str, value: str, *, typing: bool) -> Test | None:
    """Return what one part asks for; None where nothing is asked yet."""
    if key == "from" or (not key and value.startswith("@")):
        handle = value.removeprefix("@")
        return Words((handle_token(handle),), typing) if handle else None
    if not key:
        found = tuple(tokens(value))
        return Words(found, typing) if found else None
    if key not in KEYS:
        known = ", ".join(f"{one}:" for one in KEYS)
        raise _Mistake(f"“{key}:” is not known here: there are @handle, {known} and plain words.")
    if not value:
        return None
    return _NAMED[key](fold(value), typing)


def _kinds(value: str) -> frozenset[Kind]:
    """Return the kinds of flags of which a word begins like this, or that begin like this."""
    return frozenset(
        kind
        for kind in Kind
        if kind.startswith(value) or any(word.startswith(value) for word in kind.split())
    )


def _kind(value: str, typing: bool) -> Test:  # noqa: FBT001  # one of a table of such
    del typing
    if kinds := _kinds(value):
        return Flagged(kinds)
    raise _Mistake(f"There is no kind “{value}”: {', '.join(Kind)}.")


def _is(value: str, typing: bool) -> Test | None:  # noqa: FBT001  # one of a table of such
    if value in STANDINGS:
        return Stands(value)
    if typing and any(name.startswith(value) for name in STANDINGS):
        return None
    raise _Mistake(f"“is:{value}” is not known here: {', '.join(STANDINGS)}.")


_NAMED: Mapping[str, Callable[[str, bool], Test | None]] = {
    "kind": _kind,
    "flag": lambda value, _: Flagged(_kinds(value), value),
    "rule": lambda value, _: Flagged(rule=value),
    "tag": lambda value, _: Tagged(value),
    "reason": lambda value, _: Because(value),
    "is": _is,
}
