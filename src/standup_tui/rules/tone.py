"""What reads like abuse as a whole, judged by the linear model."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.linear import Model, Weights, tokens, words_of
from standup_tui.rules.subject import Passage

LOOK_FROM: Final = 1.0
"""Score from which a person should look; chosen so that few everyday posts reach it."""

SURE_FROM: Final = 3.0
"""Score that hardly any harmless text reaches."""

_FEWEST: Final = 3  # different words; a name or a greeting has no tone
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


class Tone:
    """Flags texts whose words, taken together, resemble abuse."""

    def __init__(self, model: Model, topics: Topics) -> None:
        self._model = model
        self._topics = topics

    def judge(
        self, passage: Passage, least: Severity, excused: Collection[str] = ()
    ) -> Iterator[Flag]:
        """Yield a flag if a passage is found to be that severe; a look finds both."""
        if len(passage.words) < _FEWEST:
            return
        text = passage.folded.text
        enough = SURE_FROM if least is Severity.STOP else LOOK_FROM
        words = words_of(text)
        if self._model.score(words) < enough:
            return
        telling = self._topics.without(words, excused)
        score = self._model.score(telling)
        if score < enough:
            return
        named = [word for word in telling if len(word) > _SHORT and word not in self._topics.quiet]
        strongest = self._model.strongest(named or telling, _QUOTED)
        places = [(at.start, at.end) for at in tokens(text) if at.word in strongest]
        quoted = dict.fromkeys(passage.quote(*place) for place in places)
        yield Flag(
            kind=Kind.ABUSE,
            rule="abuse.tone",
            severity=Severity.STOP if score >= SURE_FROM else Severity.LOOK,
            reason=f"reads like abuse{passage.where}: strongest words {', '.join(quoted)}",
            spans=passage.spans(*places[:_MARKED]),
        )


def built_in() -> Tone:
    """Return the model that comes with the package."""
    data = files("standup_tui.rules").joinpath("data")
    topics = Topics.read(data.joinpath("topics.txt").read_text("utf-8").splitlines())
    return Tone(Model(Weights.from_bytes(data.joinpath("abuse.weights").read_bytes())), topics)
