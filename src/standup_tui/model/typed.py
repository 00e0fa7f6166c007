"""Keys as people write them and as a screen names them: “Ctrl-P” and ``ctrl+p``."""

import unicodedata

_WRITTEN = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift-Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "insert": "Ins",
    "delete": "Del",
    "backspace": "Backspace",
    "comma": ",",
}
"""Keys with a name, and how people write them."""

_ALSO = {
    "return": "enter",
    "page up": "pageup",
    "page down": "pagedown",
    "backtab": "shift+tab",
    "spacebar": "space",
}
_NAMED = {
    **{name: name for name in _WRITTEN},
    **{label.casefold().replace("-", "+"): name for name, label in _WRITTEN.items()},
    **_ALSO,
}
_SIGNS = {
    "slash": "/",
    "backslash": "\\",
    "at": "@",
    "minus": "-",
    "plus": "+",
    "underscore": "_",
    "pound": "#",
}
"""Signs that Textual calls something else than Unicode does."""

_CONTROL = ("ctrl+", "control+", "strg+", "c+", "^")
_SHIFT = "shift+"
_NEVER = ("alt+", "meta+", "m+", "option+", "super+", "cmd+", "command+", "win+", "hyper+")
_KEPT = {
    "s": "terminals stop at Ctrl-S",
    "q": "terminals go on at Ctrl-Q",
    "z": "shells stop a program with Ctrl-Z",
    "c": "Ctrl-C ends programs",
    "a": "GNU screen keeps Ctrl-A to itself",
    "b": "tmux keeps Ctrl-B to itself",
    "h": "Ctrl-H is Backspace in many terminals",
    "i": "Ctrl-I is Tab to a terminal",
    "j": "Ctrl-J is Enter to a terminal",
    "m": "Ctrl-M is Enter to a terminal",
}
"""What becomes of letters with Ctrl before they reach us."""

ANSWER = "y"
"""The key that says yes to questions: pressed a moment too late it must not do anything else."""


def typed(written_: str) -> str:
    """Return a screen's name of a key that somebody wrote.

    Raises:
        ValueError: There is no such key, or it is not ours to have; says which and why.
    """
    word = written_.strip() or written_
    if len(word) == 1:
        return _sign(word)
    plain = word.casefold().replace("-", "+") if not word.startswith("^") else word.casefold()
    if plain in _NAMED:
        return _NAMED[plain]
    if plain.startswith(_NEVER):
        raise ValueError(f"{word} reaches programs differently from every terminal, or not at all")
    bare = plain.removeprefix(_SHIFT)
    if bare.startswith("f") and bare[1:].isdecimal():
        raise ValueError(f"{word} belongs to terminals and desktops, which keep function keys")
    for prefix in _CONTROL:
        if plain.startswith(prefix):
            return _control(word, plain.removeprefix(prefix))
    if plain.startswith(_SHIFT) and len(bare) == 1 and bare.isalpha():
        return _sign(bare.upper())
    return _by_its_name(word)


def written(key: str) -> str:
    """Return how people write a key."""
    if key.startswith("ctrl+"):
        return f"Ctrl-{key.removeprefix('ctrl+').upper()}"
    return _WRITTEN.get(key, key)


def _sign(char: str) -> str:
    if char == ANSWER:
        raise ValueError(f"{ANSWER} answers questions and nothing else")
    if char == " ":
        return "space"
    if len(char) != 1 or not char.isprintable() or unicodedata.combining(char):
        raise ValueError("there is no such key")
    return _NAMED.get(char, char)


def _control(word: str, letter: str) -> str:
    if letter in _KEPT:
        raise ValueError(f"{word} cannot be had: {_KEPT[letter]}")
    if len(letter) != 1 or not (letter.isascii() and letter.isalpha()):
        raise ValueError(f"{word} is no key of every terminal: Ctrl goes with a letter")
    return f"ctrl+{letter}"


def _by_its_name(word: str) -> str:
    """Return a sign that was written by its name: ``question_mark``."""
    name = word.casefold().replace(" ", "_")
    if name in _SIGNS:
        return _sign(_SIGNS[name])
    for dash in (" ", "-"):
        try:
            return _sign(unicodedata.lookup(name.replace("_", dash)))
        except KeyError:
            continue
    raise ValueError(f"there is no key {word!r}: write x, X, ?, Ctrl-P, PgDn, Space or Enter")
