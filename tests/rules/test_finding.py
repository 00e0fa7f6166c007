"""What an expression needs is read from it, and nothing that it would find is passed over."""

import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import pytest

from rules.postfile import read_posts
from standup_tui.rules import abusive_phrases, identity_details, identity_people
from standup_tui.rules.finding import Finder
from standup_tui.rules.folding import Folded
from standup_tui.rules.gates import Gate, gate_of
from standup_tui.rules.identity_excuses import EXCUSES, OWN_LIFE
from standup_tui.rules.identity_signal import Signal
from standup_tui.rules.phrases import Phrases
from standup_tui.rules.reading import Chars, Choice, Node, Repeated, Word, read
from standup_tui.rules.subject import Passage

POSTS = Path(__file__).with_name("posts")
WORD = r"(?<!\w)(?:%s)(?!\w)"


def sets(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group.split()) for group in groups)


@pytest.mark.parametrize(
    ("written", "needs", "starts"),
    [
        ("kettle", sets("kettle"), "kettle"),
        ("(?:cup|mug)s? of\\W{1,4}tea", sets("tea", "cup cups mug mugs", "of"),
         "cup cups mug mugs"),
        ("step ?dad", sets("step stepdad"), "step stepdad"),
        ("don['\u2019]?t stop", sets("stop", "don dont"), "don dont"),
        ("brew\\w+ tea", sets("tea"), "brew*"),
        ("[0-9]{1,2} ?years", sets("years"), "0"),
        ("\u00a3|pounds? spent", (), "\u00a3 pound pounds"),
        ("(?:a (?:long|short) wait|waiting)", sets("long short waiting"), "a waiting"),
        ("(?:really )?tired(?! of)", sets("really tired"), "really tired"),
        ("[a-z]+ lane", sets("lane"), None),
        ("(?:so )*glad", sets("so glad"), "so glad"),
        ("tea[\\s\\S]{0,20}cake", (), "tea*"),
    ],
)  # fmt: skip
def test_needs_and_beginnings_are_read_from_an_expression(
    written: str, needs: tuple[frozenset[str], ...], starts: str | None
) -> None:
    gate = gate_of(WORD % written)

    assert set(gate.needs) == set(needs)
    assert gate.starts == (None if starts is None else frozenset(starts.split()))


def test_nothing_is_said_of_an_expression_that_may_begin_inside_a_word() -> None:
    assert gate_of("kettle") == Gate((), None)


def test_what_begins_with_any_word_is_looked_for_only_beside_the_words_it_has() -> None:
    gate = gate_of(WORD % "tea|[a-z]+ lane|\\w+'s (?:mug|cup)")

    assert gate.starts == frozenset(("tea",))
    assert gate.wild == frozenset(("lane", "mug", "cup"))


def test_of_too_many_ways_the_beginnings_of_their_first_words_are_known() -> None:
    units = "one|two|three|four|five|six|seven"
    numbers = "|".join(f"{tens}(?:{units})" for tens in ("twenty", "thirty", "forty", "fifty"))
    things = "|".join(f"cup{a}{b}" for a in "abcdef" for b in "ghijkl")

    gate = gate_of(WORD % f"(?:{numbers}) ?(?:{things})s?")

    assert gate.starts == frozenset(("twe*", "thi*", "for*", "fif*"))


def finders() -> Iterator[Finder]:
    for name in ("safeguarding.txt", "press.txt", "duty.txt"):
        phrases = Phrases(name)
        yield from (pattern.finder for _, pattern in phrases.patterns)
        yield from (it.finder for it in chain.from_iterable(phrases.excuses.values()))
    gates = abusive_phrases.built_in().gate.values()
    yield from (phrase.finder for phrase in dict.fromkeys(chain.from_iterable(gates)))
    for module in (identity_people, identity_details):
        for signal in vars(module).values():
            if isinstance(signal, Signal):
                yield from dict.fromkeys(signal.patterns.values())
    for excuse in (*EXCUSES, OWN_LIFE):
        yield from dict.fromkeys(excuse.patterns.values())


def made_from(nodes: Sequence[Node], dice: random.Random) -> str:
    """Return something that a sequence may match, if nothing forbids it."""
    parts = []
    for node in nodes:
        if isinstance(node, Chars):
            others = [" "] if node.others and not node.signs else [*node.signs]
            parts.append(dice.choice([*sorted(node.letters), *others]))
        elif isinstance(node, Word):
            parts.append(node.letters)
        elif isinstance(node, Choice):
            parts.append(made_from(dice.choice(node.options), dice))
        elif isinstance(node, Repeated):
            times = dice.randint(node.least, min(node.most, node.least + 2))
            parts += [made_from([node.node], dice) for _ in range(times)]
    return "".join(parts)


@pytest.mark.parametrize("share", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_what_an_expression_matches_is_found(share: int) -> None:
    dice = random.Random(11)
    known = [text for halves in map(read_posts, sorted(POSTS.glob("*.txt"))) for half in halves
             for _, text in half]  # fmt: skip
    # Of the expression alone, for a line of a phrase file may say what else it needs.
    chosen = [Finder(it.source) for it in finders()][:: 1 if share else 9]
    matched = 0
    for finder in chosen:
        tree = read(finder.source)
        texts = [made_from(tree, dice) for _ in range(4)]
        texts += [f"{dice.choice(known)} {text}" for text in texts]
        texts += [f"\u201c{text.capitalize()}'" for text in texts[:2]] + dice.sample(known, 4)
        for text in texts:
            it = Passage(Folded(text))
            spans = [found.span() for found in finder.compiled.finditer(it.folded.text)]
            matched += bool(spans)
            assert [found.span() for found in finder.matches(it)] == spans, (finder.source, text)
            first = finder.search(it)
            assert (first.span() if first else None) == next(iter(spans), None), finder.source

    assert matched > 2 * len(chosen)  # most that is made is matched, so this tried something
