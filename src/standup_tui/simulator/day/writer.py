"""Writes posts from the templates of `simulator/data`, no two of them alike."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

TAG: Final = "#StandUp4SW"
_SLOT = re.compile(r"\{(\w+)\}")
_HASHTAG = re.compile(r"#\w+")
_TRIES: Final = 200
_PLACINGS: Final = (
    (0.78, "{text} " + TAG),
    (0.84, "{text} " + TAG.lower()),
    (0.92, "{text} #SocialWork " + TAG),
    (0.96, TAG + " {text}"),
    (1.0, "{text}\n\n" + TAG),
)
"""Where people put the hashtag, with cumulative shares."""


class Deck:
    """Draws from a list so that nothing comes again before everything has been drawn."""

    def __init__(self, cards: Sequence[str], rng: random.Random) -> None:
        self._cards = list(cards)
        self._rng = rng
        self._left: list[str] = []

    def draw(self) -> str:
        """Return the next card."""
        if not self._left:
            self._left = self._rng.sample(self._cards, len(self._cards))
        return self._left.pop()


class Writer:
    """Fills templates; remembers every text so that none is written twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._decks: dict[tuple[str, ...], Deck] = {}
        self._written: set[str] = set()

    def draw(self, cards: Sequence[str]) -> str:
        """Return one of some texts, evenly used."""
        key = tuple(cards)
        if key not in self._decks:
            self._decks[key] = Deck(key, self._rng)
        return self._decks[key].draw()

    def fill(self, template: str, slots: Mapping[str, Sequence[str]]) -> str:
        """Put words into the slots of a template; a slot means the same thing throughout."""
        chosen: dict[str, str] = {}

        def word(found: re.Match[str]) -> str:
            name = found.group(1)
            filler = chosen.setdefault(name, self.draw(slots[name]))
            before = template[: found.start()].rstrip()
            starts = not before or before[-1] in ".!?"
            is_link = filler.startswith("http")
            return filler[0].upper() + filler[1:] if starts and not is_link else filler

        return _SLOT.sub(word, template)

    def new(self, make: Callable[[], str]) -> str:
        """Return the first text made that nobody has written yet, hashtags aside.

        Raises:
            LookupError: The data files hold too little for a day.
        """
        text = ""
        for _ in range(_TRIES):
            text = make()
            bare = _HASHTAG.sub("", text).strip()
            if bare not in self._written:
                self._written.add(bare)
                return text
        raise LookupError(f"nothing new left to say after {text!r}")

    def tagged(self, text: str) -> str:
        """Put the campaign's hashtag where people put it."""
        if TAG.lower() in text.lower():
            return text
        share = self._rng.random()
        placing = next(placing for limit, placing in _PLACINGS if share <= limit)
        return placing.replace("{text}", text)

    def followed(self, text: str, tails: Sequence[str], share: float) -> str:
        """Add a short sentence to some of the texts."""
        return f"{text} {self.draw(tails)}" if self._rng.random() < share else text
