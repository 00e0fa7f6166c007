"""Trains the weights of `linear` from texts that people have labelled; plain Python, no package.

    python -m standup_tui.rules.training train.jsonl -o abuse.weights

A row is a JSON object with ``text``, and ``label`` (or ``abuse``) that is true for what is to be
found; others are passed over. Of ``--against`` files only the rows that are false are taken, for
what is harmless there is harmless here. ``--exclude`` drops rows whose fingerprint is listed,
``--weight davidson=0.3`` makes rows count less by their ``source``. The same rows, options and
seed give the same bytes.
"""

import argparse
import hashlib
import json
import random
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from typing import Final, NamedTuple

from standup_tui.rules.folding import Folded
from standup_tui.rules.linear import feature_of_pair, features_of, words_of
from standup_tui.rules.weights import Weights

_MENTION: Final = re.compile(r"@user|https?://\S+|\burl\b")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_STEPS: Final = 127  # of a signed byte


class Row(NamedTuple):
    """A labelled text as the model sees it."""

    features: "array[int]"
    label: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train."""

    bits: int = 19
    """The model has two to the power of this many weights."""
    epochs: int = 3
    """Times that every row is learned from; few, so that nothing is learned by heart."""
    rate: float = 0.5
    least: int = 3
    """Rows in which a feature must occur to be learned."""
    seed: int = 4


def fingerprint(text: str) -> str:
    """Return what a list of excluded texts holds for a text."""
    plain = _OTHER.sub(" ", _MENTION.sub("", text.lower())).strip()
    return hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:16]


def rows_in(
    lines: Iterable[str], excluded: frozenset[str], weights: dict[str, float], mask: int
) -> Iterator[Row]:
    """Read rows; those without a label, without words or on the list of excluded are dropped."""
    for line in lines:
        told = json.loads(line) if line.strip() else {}
        label = told.get("label", told.get("abuse"))
        if label is None or fingerprint(told["text"]) in excluded:
            continue
        words = words_of(Folded(told["text"]).text)
        hashes = [one for word in words for one in features_of(word)]
        hashes += map(feature_of_pair, ["^", *words], words)
        if hashes:
            features = array("l", (one & mask for one in hashes))
            yield Row(features, bool(label), weights.get(str(told.get("source")), 1.0))


def train(rows: Sequence[Row], plan: Plan) -> Weights:
    """Fit a logistic regression by gradient steps that shrink for what is often seen (AdaGrad)."""
    size = 1 << plan.bits
    seen = Counter(feature for row in rows for feature in set(row.features))
    learned = bytearray(1 if seen[place] >= plan.least else 0 for place in range(size))
    values, squares = [0.0] * size, [1e-3] * size
    bias, bias_square = 0.0, 1e-3
    order, rate = list(range(len(rows))), plan.rate
    shuffle = random.Random(plan.seed).shuffle  # noqa: S311, no secret
    for _ in range(plan.epochs):
        shuffle(order)
        for at in order:
            features, label, weight = rows[at]
            share = 1 / sqrt(len(features))
            score = bias + share * sum([values[one] for one in features])
            error = weight * (1 / (1 + exp(-max(-30.0, min(30.0, score)))) - label)
            bias_square += error * error
            bias -= rate * error / sqrt(bias_square)
            step = error * share
            power, push = step * step, rate * step
            for one in features:
                if learned[one]:
                    squares[one] += power
                    values[one] -= push / sqrt(squares[one])
    return _as_bytes(values, bias)


def _as_bytes(values: Sequence[float], bias: float) -> Weights:
    """Round weights to signed bytes; the largest thousandth is cut to what a byte can hold."""
    most = sorted(map(abs, filter(None, values)))
    scale = (most[int(len(most) * 0.999)] if most else 1.0) / _STEPS
    steps = (max(-_STEPS, min(_STEPS, round(value / scale))) for value in values)
    return Weights(array("b", steps), scale, bias)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from files and write the weights."""
    words = (__doc__ or "").split("\n\n", maxsplit=1)[0]
    usual = Plan()
    parser = argparse.ArgumentParser("python -m standup_tui.rules.training", description=words)
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines with text and label")
    parser.add_argument("--against", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--exclude", type=Path, help="fingerprints of texts to leave out")
    parser.add_argument("--weight", action="append", default=[], metavar="SOURCE=NUMBER")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--epochs", type=int, default=usual.epochs)
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--least", type=int, default=usual.least)
    parser.add_argument("--bits", type=int, default=usual.bits)
    chosen = parser.parse_args(arguments)
    plan = Plan(chosen.bits, chosen.epochs, chosen.rate, chosen.least, chosen.seed)
    excluded = frozenset(chosen.exclude.read_text("utf-8").split() if chosen.exclude else ())
    parts = (one.partition("=") for one in chosen.weight)
    by_source = {source: float(number) for source, _, number in parts}
    rows: list[Row] = []
    for path in (*chosen.files, *chosen.against):
        with path.open(encoding="utf-8") as lines:
            read = rows_in(lines, excluded, by_source, (1 << plan.bits) - 1)
            rows += (row for row in read if path in chosen.files or not row.label)
    content = train(rows, plan).to_bytes()
    chosen.output.write_bytes(content)
    found = sum(row.label for row in rows)
    sys.stdout.write(f"{len(rows)} rows, {found} of them to be found; {len(content)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
