"""Spoils things in small ways: JSON by its branches, files by their lines, anything by its bytes.

Whoever throws the dice decides: Hypothesis, which makes the smallest spoiling of those that do
harm, or a seed.
"""

import copy
import json
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1e308,
    0.5,
    "",
    "0",
    "-7",
    "7" * 400,
    "word",
    "\x1b[2J\u202e\x00",
    "\ud800",
    "0001-01-01T00:00:00+23:00",
    "9999-12-31T23:59:59.999Z",
    [],
    {},
    [[[]]],
    [None, {}, "x"],
    {"id": None},
    {"data": {"data": []}},
)
"""Values that are seldom what was expected."""

BITS: tuple[str, ...] = (
    *"\"'[]{}=#.,\\\n\t\x00\x1b",
    *("[[", "]]", '"""', "'''", "\r\n", "\ufeff", "\u2028", "é", "“x”"),
    *("nan", "inf", "-1", "0x1F", "1e999", "9" * 40, "true", "2026-01-01", "25:61:00"),
    *("\\u0000", "\\ud800", "a.b.c", "[wall]", "[[roster]]", "[keys]", 'name = "x"'),
    *("{ a = 1 }", "[" * 60, "{a=" * 60, "x" * 3000),
)
"""Pieces that a file of settings does not expect just there."""


def spoilt(dice: Random, whole: Any) -> Any:
    """Return some JSON with up to three of its branches spoilt."""
    tree = copy.deepcopy(whole)
    for _ in range(dice.randint(1, 3)):
        tree = _spoil(dice, tree)
    return tree


def _spoil(dice: Random, tree: Any) -> Any:
    """Go down some branch, and spoil what is there."""
    if not isinstance(tree, dict | list) or not tree or dice.random() < 0.15:
        return copy.deepcopy(dice.choice(ODD))
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = dice.choice(keys)
    match dice.randint(0, 5):
        case 0:
            del tree[key]
        case 1:
            _repeat(dice, tree, key)
        case 2:
            tree[key] = [tree[key]]
        case 3:
            tree[key] = {"data": tree[key]}
        case _:
            tree[key] = _spoil(dice, tree[key])
    return tree


def _repeat(dice: Random, tree: Any, key: Any) -> None:
    """Have something twice in a list, or under another name."""
    if isinstance(tree, list):
        tree.append(copy.deepcopy(tree[key]))
    else:
        tree[str(dice.choice(ODD))[:9]] = tree.pop(key)


def written(dice: Random, tree: Any) -> bytes:
    """Return JSON as it comes over a wire, sometimes cut off or with a wrong byte."""
    ascii_ = dice.random() < 0.3
    body = json.dumps(tree, ensure_ascii=ascii_).encode("utf-8", "backslashreplace")
    match dice.randint(0, 12):
        case 0:
            return body[: dice.randint(0, len(body))]
        case 1:
            at = dice.randint(0, len(body))
            return body[:at] + bytes([dice.randint(0, 255)]) + body[at + 1 :]
        case 2:
            return b"[" * 100_000 + body
        case 3:
            return b'{"deep":' * 20_000 + b"1" + b"}" * 20_000
        case 4:
            return body[:-1] + b',"deep":' + b"[" * 5_000 + b"]" * 5_000 + body[-1:]
        case _:
            return body


def spoilt_file(dice: Random, text: str) -> bytes:
    """Return a file of settings with up to four slips in it."""
    for _ in range(dice.randint(1, 4)):
        text = _slip(dice, text)
    whole = text.encode("utf-8", "surrogatepass")
    if dice.random() < 0.05:
        at = dice.randint(0, len(whole))
        return whole[:at] + bytes([dice.randint(0, 255)]) + whole[at + 1 :]
    return whole


def _slip(dice: Random, text: str) -> str:
    lines = text.split("\n")
    row, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randint(0, 6):
        case 0:
            del lines[row]
        case 1:
            lines.insert(other, lines[row])
        case 2:
            lines[row], lines[other] = lines[other], lines[row]
        case 3:
            key, sign, _ = lines[row].partition("=")
            lines[row] = f"{key}{sign}{dice.choice(BITS)}" if sign else lines[row]
        case 4:
            key, sign, value = lines[row].partition("=")
            lines[row] = f"{key}{dice.choice(BITS)}{sign}{value}" if sign else lines[row]
        case _:
            whole = "\n".join(lines)
            at = dice.randint(0, len(whole))
            return whole[:at] + dice.choice(BITS) + whole[at + dice.randint(0, 3) :]
    return "\n".join(lines)
