"""The language of phrase files: regular expressions for people who think in words.

In a pattern a space is whatever stands between two words, ``~3`` up to three words of the same
sentence (``~`` two), ``.*`` up to 200 characters, ``{kin}`` a definition, and an apostrophe may
be missing. ``<...>`` holds words: without one of a pattern's it is never tried. ``(?=.*...)`` is
what a text needs besides, anywhere, and ``(?!.*...)`` what it may not have. The rest is a
regular expression.

Every repetition has a limit, so that a pattern takes a time linear in the length of a text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, product
from typing import Final

from standup_tui.rules.finding import Finder
from standup_tui.rules.subject import Passage

_BETWEEN: Final = r"\W{1,4}"
_WITHIN: Final = r"[^\w.!?\n]{1,4}"
_GAP: Final = r"(?:[\w'’£#]+[^\w.!?\n]{1,4}){0,%s}?"  # noqa: RUF001, the apostrophe people write
_TOKEN: Final = re.compile(
    r" \?(?!~)| ?~(\d*) ?|\{([a-z]\w*)\}|\.\*|\(\?[:!=]|\(\?<[!=]|\\.|\] ?|."
)
_GATE: Final = re.compile(r"(?<!\(\?)<([^<>=!]*)>")
_NEED: Final = re.compile(r"\(\?= ?\??\.\*")
_UNLESS: Final = re.compile(r"\(\?! ?\.\*")
_PLAIN: Final = {
    " ": _BETWEEN,
    " ?": r"\W{0,2}",
    "'": "['’]?",  # noqa: RUF001, see above
    ".*": r"[\s\S]{0,200}",
    "<": "(?:",
    ">": ")",
    "(": "(?:",
}
_WORD: Final = re.compile(r"[a-z']+")  # as Passage.words has it
_WORDS: Final = re.compile(r"[a-z' ]+")
_ROUND: Final = re.compile("[()]")
_BRACKET: Final = re.compile("([()<>])")
_BETWEEN_CHOICES: Final = re.compile("([()|])")
_DEPTH: Final = {"(": 1, "<": 1, ")": -1, ">": -1}
_MAY_MISS: Final = re.compile(r"\A(?:\( [^()]*\)\?)+|\A(?:\(\?[!=].*)")
_ENDING: Final = re.compile(r"([a-z' ]*)\(([a-z'|]+)\)(\??)([a-z' ]*)")
_COMMON: Final = frozenset(
    _WORD.findall(
        "a about again all and are as at back be because but by can come day do for from get go "
        "going good got had has have he her here him his home how i if in is it just know life "
        "like live love make man me more my need never new night no not now of off on one or out "
        "over people right say see she so some take team that the their them there they this time "
        "to today up us want was way we were what when who will with work would you your"
    )
)
"""Words of every second post."""
_Regex = re.Pattern[str]


class Pattern:
    """One line of a phrase file, compiled when a text first passes its gate."""

    def __init__(self, written: str, defined: Mapping[str, str]) -> None:
        self.written = written
        self._defined = defined

    @cached_property
    def gate(self) -> frozenset[str]:
        """Rare words of which a text must have one; empty if the pattern names none."""
        named = frozenset(chain.from_iterable(map(_named, _GATE.findall(self.written))))
        if named.isdisjoint(_COMMON):
            return named
        others = (words for words in self.needs if min(map(len, words)) > 2)  # noqa: PLR2004
        return min((named, *others), key=lambda words: (len(words & _COMMON), len(words)))

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Sets of words that the line names, of each of which a text must have one."""
        if "|" in _outside(self.written):
            return ()
        conditions: list[str] = []
        _taken(self.written, _NEED, conditions)
        found = [_groups(part.replace(r"\b", "")) for part in (self.written, *conditions)]
        return tuple(filter(None, map(_required, chain.from_iterable(found))))

    def search(self, passage: Passage) -> re.Match[str] | None:
        """Find the phrase in a passage that has what it needs and nothing that excludes it."""
        found = self.finder.search(passage)
        return found if found and self.suits(passage.folded.text) else None

    def suits(self, text: str) -> bool:
        """Tell whether a folded text has what the phrase needs besides, and nothing against it."""
        needs, unless = self._conditions
        return all(need.search(text) for need in needs) and not any(
            other.search(text) for other in unless
        )

    @cached_property
    def _parts(self) -> tuple[str, list[str], list[str]]:
        """What is looked for, what else must be there, and what must not."""
        needs: list[str] = []
        unless: list[str] = []
        core = self.written
        if "|" not in _outside(core):
            core = _taken(core, _NEED, needs)
            core = _taken(core, _UNLESS, unless)
        return core, needs, unless

    @cached_property
    def finder(self) -> Finder:
        """What is looked for first."""
        return Finder(self._bounded(self._parts[0]), self.needs)

    @cached_property
    def _conditions(self) -> tuple[list[_Regex], list[_Regex]]:
        """Compiled apart, for most patterns are tried and never found."""
        _, needs, unless = self._parts
        return list(map(self._regex, needs)), list(map(self._regex, unless))

    def _regex(self, written: str) -> _Regex:
        return re.compile(self._bounded(written))

    def _bounded(self, written: str) -> str:
        return rf"(?<!\w)(?:{_translated(written, self._defined)})(?!\w)"


def _translated(written: str, defined: Mapping[str, str]) -> str:
    """Turn the pattern language into a regular expression."""
    parts: list[str] = []
    for token in _TOKEN.finditer(written):
        text = token[0]
        if "~" in text:
            parts += [_WITHIN, _GAP % (token[1] or "2")]
        elif token[2]:
            parts.append(f"(?:{_translated(defined[token[2]], defined)})")
        else:
            parts.append(_PLAIN.get(text, text))
    return "".join(parts)


def _taken(written: str, start: _Regex, into: list[str]) -> str:
    """Take the conditions on the whole text out of a pattern."""
    while found := start.search(written):
        end = _closing(written, found.end())
        into.append(written[found.end() : end - 1])
        written = written[: found.start()] + written[end:]
    return written


def _closing(written: str, at: int) -> int:
    """Return the place after the bracket that closes the one before `at`."""
    depth = 1
    for bracket in _ROUND.finditer(written, at):
        depth += 1 if bracket[0] == "(" else -1
        if not depth:
            return bracket.end()
    raise ValueError(written)


def _outside(written: str) -> str:
    """Return what stands in no brackets."""
    depth = 0
    outside = []
    for part in _BRACKET.split(written):  # what is no bracket stands between two
        if part in _DEPTH:
            depth += _DEPTH[part]
        elif not depth:
            outside.append(part)
    return "".join(outside)


def _groups(written: str) -> Iterator[str]:
    """Yield the choices of words that a pattern cannot do without, each between two spaces."""
    written = f" {written.replace('<', '(').replace('>', ')')} "
    at = 0
    while (at := written.find("(", at)) >= 0:
        end = _closing(written, at + 1)
        inner = written[at + 1 : end - 1]
        if written[at - 1] == " " and not inner.startswith("?"):
            rest = _MAY_MISS.sub("", written[end:])
            if rest.startswith(" "):
                yield inner
        at = end


def _named(group: str) -> Iterable[str]:
    """Return the words of a choice of phrases, each as it may stand in a text."""
    phrases = group.split("|")
    if group.replace("|", "").isalpha():  # most are, and a start reads hundreds
        return phrases
    return chain.from_iterable(map(_as_found, phrases))


def _required(group: str) -> frozenset[str]:
    """Return words of which each alternative of a group has one; none if one of them has none."""
    words: set[str] = set()
    for phrase in _alternatives(group):
        if phrase.isalpha():
            words.add(phrase)
            continue
        spelled = list(_spelled(phrase))
        if not spelled:
            return frozenset()
        words.update(*map(_as_found, spelled))
    return frozenset(words)


def _alternatives(group: str) -> list[str]:
    if "(" not in group:
        return group.split("|")
    depth = 0
    parts = [""]
    for part in _BETWEEN_CHOICES.split(group):
        depth += _DEPTH.get(part, 0)
        if part == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += part
    return parts


def _spelled(phrase: str) -> Iterator[str]:
    """Yield what a phrase of words with one choice of endings may be; nothing for others."""
    if _WORDS.fullmatch(phrase) and phrase.strip(" '"):
        yield phrase
    elif found := _ENDING.fullmatch(phrase):
        before, endings, may_miss, after = found.groups()
        choices = [*endings.split("|"), *([""] if may_miss else [])]
        for left, middle, right in product([before], choices, [after]):
            yield left + middle + right


def _as_found(phrase: str) -> set[str]:
    """Return how a phrase's longest word may stand among the words of a text."""
    word = max(_WORD.findall(phrase), key=len, default="")
    return {word, word.replace("'", ""), word.partition("'")[0] or word}
