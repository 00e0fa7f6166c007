"""What a passage reads like as a whole, by the learned weights.

A score says that a person should read a post, not what it says, so a reason names the words that
weighed most.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.expression import Expression
from standup_tui.rules.files import lines_of
from standup_tui.rules.learned import Head, built_in
from standup_tui.rules.linear import tokens
from standup_tui.rules.subject import Passage

LOOK_FROM: Final = 1.0
"""Score from which a person should look for abuse; few everyday posts reach it."""

SURE_FROM: Final = 3.0
"""Score that hardly any harmless text reaches."""

CONTEMPT_FROM: Final = -0.1
"""Score from which people are held in contempt rather than a service criticised."""

_REPORTED: Final = Expression(
    r"\b(?:myths?|stereotypes?|told (?:me|us)|call(?:ed|s|ing)? (?:me|us|them|her|him)|"
    r"(?:been|being|get|got|were|was) called|people (?:say|said|think|call)|labell?ed)\b"
)
"""Somebody tells what others say."""

_MEANS: Final = {
    Head.ABUSE: (Kind.ABUSE, "tone", "abuse"),
    Head.CONTEMPT: (Kind.ABUSE, "contempt", "contempt for people"),
    Head.SAFEGUARDING: (Kind.SAFEGUARDING, "tone", "somebody in danger"),
    Head.SPAM: (Kind.SPAM, "tone", "spam"),
    Head.PRESS: (Kind.PRESS, "tone", "something for whoever speaks for the campaign"),
}
"""Of each head: the kind of its flags, their rule, and what is said to be read."""

_FEWEST: Final = 3  # different words; a name or a greeting has no tone
_FEWEST_WITHOUT_A_SWEAR_WORD: Final = 4
_SHORT: Final = 2  # letters
_QUOTED: Final = 3  # different words
_MARKED: Final = 20  # places


@dataclass(frozen=True)
class Topics:
    """What says nothing about the tone of a post."""

    mute: frozenset[str]
    """Words that are never weighed: names, subjects, mild words."""
    things: frozenset[str]
    """What may be called names."""
    harsh: frozenset[str]
    """The names that a thing may be called."""
    quiet: frozenset[str]
    """Words that are weighed, but would say nothing as a reason."""

    @classmethod
    def read(cls, lines: Iterable[str]) -> "Topics":
        """Read `data/topics.txt`."""
        words: dict[str, set[str]] = {}
        for line in lines:
            kind, *rest = line.split() or ("#",)
            words.setdefault(kind, set()).update(rest)
        named = {kind: frozenset(words[kind]) for kind in ("mild", "thing", "harsh", "quiet")}
        mute = frozenset(words["topic"]) | named["mild"]
        return cls(mute, named["thing"], named["harsh"], named["quiet"])

    def without(self, words: list[str], excused: Collection[str]) -> list[str]:
        """Return the words that tell something; excused ones are listed but meant otherwise."""
        return [
            word
            for word, after in pairwise([*words, ""])
            if word.removesuffix("'s") not in self.mute
            and word not in excused
            and not (word in self.harsh and after in self.things)
        ]


@cache
def topics() -> Topics:
    """Return those that come with the package."""
    return Topics.read(lines_of("topics.txt"))


def score(passage: Passage, head: Head) -> float:
    """Return how much a passage resembles what was learned; a name or a greeting does not."""
    fewest = _FEWEST if head is Head.ABUSE else _FEWEST_WITHOUT_A_SWEAR_WORD
    return passage.scores[head] if len(passage.words) >= fewest else float("-inf")


def abusive(passage: Passage, least: Severity, excused: Collection[str] = ()) -> Iterator[Flag]:
    """Yield a flag if a passage is found to be that severe; a look finds both."""
    enough = SURE_FROM if least is Severity.STOP else LOOK_FROM
    if score(passage, Head.ABUSE) >= enough:
        telling = topics().without(passage.spoken, excused)
        weighed = built_in().scores(telling)[Head.ABUSE]
        if weighed >= enough:
            severity = Severity.STOP if weighed >= SURE_FROM else Severity.LOOK
            yield flag(passage, Head.ABUSE, severity, telling)
            return
    contempt = least is Severity.LOOK and score(passage, Head.CONTEMPT) >= CONTEMPT_FROM
    if contempt and not _REPORTED.search(passage.folded.text):
        yield flag(passage, Head.CONTEMPT, Severity.LOOK)


def flag(passage: Passage, head: Head, severity: Severity, words: Collection[str] = ()) -> Flag:
    """Return a flag that names and marks the words which weighed most.

    Args:
        passage: What was scored.
        head: By what.
        severity: Of the flag.
        words: Those that may be named; without them all that say something.
    """
    kind, name, says = _MEANS[head]
    named = _strongest(words or passage.spoken, head)
    places = [(at.start, at.end) for at in tokens(passage.folded.text) if at.word in named]
    quoted = dict.fromkeys(passage.quote(*place) for place in places)
    return Flag(
        kind=kind,
        rule=f"{kind}.{name}",
        severity=severity,
        reason=f"reads like {says}{passage.where}: strongest words {', '.join(quoted)}",
        spans=passage.spans(*places[:_MARKED]),
    )


def strongest(passage: Passage, head: Head) -> list[str]:
    """Return the words of a passage that weighed most, in its order."""
    named = _strongest(passage.spoken, head)
    return [*dict.fromkeys(word for word in passage.spoken if word in named)]


def _strongest(words: Collection[str], head: Head) -> frozenset[str]:
    telling = [word for word in words if len(word) > _SHORT and word not in topics().quiet]
    return built_in().strongest(telling or words, head, _QUOTED)
