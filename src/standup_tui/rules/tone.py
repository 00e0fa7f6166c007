"""What reads like abuse as a whole, judged by the linear model."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.rules.linear import Model, Weights, tokens, words_of
from standup_tui.rules.subject import Passage

LOOK_FROM: Final = 2.6
"""Score from which a person should look; chosen so that few everyday posts reach it."""

SURE_FROM: Final = 6.0
"""Score that hardly any harmless text reaches."""

_FEWEST: Final = 3  # words; a name or a greeting has no tone
_QUOTED: Final = 3


class Tone:
    """Flags texts whose words, taken together, resemble abuse."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, passage: Passage, least: Severity) -> Iterator[Flag]:
        """Yield a flag if a text is found to be that severe; a look finds both."""
        text = passage.folded.text
        words = words_of(text)
        if len(words) < _FEWEST:
            return
        score = self._model.score(words)
        if score < (SURE_FROM if least is Severity.STOP else LOOK_FROM):
            return
        places = [(at.start, at.end) for at in self._model.strongest(tokens(text), _QUOTED)]
        quoted = dict.fromkeys(passage.quote(*place) for place in places)
        told = f": strongest words {', '.join(quoted)}" if quoted else ""
        yield Flag(
            kind=Kind.ABUSE,
            rule="abuse.tone",
            severity=Severity.STOP if score >= SURE_FROM else Severity.LOOK,
            reason=f"reads like abuse{passage.where}{told}",
            spans=passage.spans(*places),
        )


def built_in() -> Tone:
    """Return the model that comes with the package."""
    content = files("standup_tui.rules").joinpath("data/abuse.weights").read_bytes()
    return Tone(Model(Weights.from_bytes(content)))
