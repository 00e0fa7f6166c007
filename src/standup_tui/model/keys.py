"""Which key does what: the registry's own keys, but for those that a campaign changed.

Texts never say a key themselves: they name an act in ‹ ›, as in “‹undo› stops it”, and whoever
shows them puts the key in force there. So a text of the hub, or one of last week in the store,
is right on a console whose campaign has other keys, and at a prompt that has none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from standup_tui.model.acts import ACTIONS, Action, Group
from standup_tui.model.typed import typed, written

ESSENTIAL = ("back", "quit", "blank", "help", "palette")
"""Acts that cannot be without a key: the way out, and the way to everything else."""

_ALWAYS_BACK = "escape"
"""Goes back whatever else does: some screens have letters to type."""

_STEPS = " then y"
_NAMED = re.compile("‹([a-z-]+)›")


class KeysError(ValueError):
    """A key that cannot be what somebody wants it to be."""

    def __init__(self, act: str, why: str, *, known: bool = True) -> None:
        super().__init__(why)
        self.act = act
        self.why = why
        """A sentence without its end."""
        self.known = known
        """Whether there is such an act."""


class Keys:
    """The keys in force."""

    def __init__(self, changed: Mapping[str, str] | None = None) -> None:
        self.changed = {name: keys for name, keys in (changed or {}).items() if name in _NAMES}
        """Keys other than the registry's; those of acts that only a newer hub knows are left out.
        """
        self.actions = tuple(self._in_force(action) for action in ACTIONS)
        """The registry with the keys in force."""
        self._by_name = {action.name: action for action in self.actions}

    def __getitem__(self, name: str) -> Action:
        """Return an act of the registry as it is pressed here."""
        return self._by_name[name]

    def _in_force(self, action: Action) -> Action:
        keys = self.changed.get(action.name)
        if keys is None or keys == action.key:
            return action
        label = " ".join(written(key) for key in keys.split(",") if key)
        steps = _STEPS if label and action.label.endswith(_STEPS) else ""
        return replace(action, key=keys, label=label + steps)

    def of(self, name: str) -> str:
        """Return the key of an act as a sentence says it, or how to do it without one."""
        action = self._by_name[name]
        if not action.key:
            return f"“{action.title}” in the palette ({self.of('palette')})"
        return action.shown.split()[0]

    def titled(self, name: str, title: str) -> str:
        """Return what leads somewhere with its key before it, if it has one: ``5 Log``."""
        key = self._by_name[name].shown.split()[:1] if self._by_name[name].key else []
        return " ".join((*key, title))

    def say(self, text: str) -> str:
        """Return a text with the keys in force where it names acts in ‹ ›."""
        return _NAMED.sub(self._said, text) if "‹" in text else text

    def _said(self, named: re.Match[str]) -> str:
        return self.of(named[1]) if named[1] in self._by_name else named[0]

    def in_group(self, group: Group) -> Iterable[Action]:
        """Return the acts of one chapter."""
        return (action for action in self.actions if action.group is group)

    def table(self) -> str:
        """Return the README's table of keys, in Markdown."""
        rows = [
            f"| {_code(action.shown)} | {action.title} | `{action.name}` | "
            f"{self.say(action.says)} |"
            for group in Group
            for action in self.in_group(group)
        ]
        return "\n".join(
            ("| key | act | in `[keys]` | what it does |", "|---|---|---|---|", *rows)
        )


_NAMES = frozenset(action.name for action in ACTIONS)

DEFAULT = Keys()
"""The keys of a campaign that changed none."""


def chosen(wanted: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return what a campaign file asks for as keys that a screen understands.

    Args:
        wanted: For names of acts the keys as people write them; no key leaves an act without.

    Raises:
        KeysError: There is no such act or key, a key is not ours to have, an act needs one, or
            two acts would be on the same.
    """
    found = {name: _keys_for(name, keys) for name, keys in wanted.items()}
    holders: dict[str, str] = {}
    for action in Keys(found).actions:
        for key in action.key.split(",") if action.key else ():
            if (other := holders.setdefault(key, action.name)) != action.name:
                culprit = action.name if action.name in found else other
                said = f"{other} and {action.name} are both on {written(key)}"
                raise KeysError(culprit, said)
    return found


def _keys_for(name: str, keys: Iterable[str]) -> str:
    """Return one act's keys, as the registry writes them."""
    if name not in _NAMES:
        near = get_close_matches(name, _NAMES, 1)
        hint = f"did you mean {near[0]}?" if near else "README.md has the names"
        raise KeysError(name, f"there is no act of this name; {hint}", known=False)
    found: list[str] = []
    for key in keys:
        try:
            found.append(typed(key))
        except ValueError as error:
            raise KeysError(name, f"{error}") from None
    if name == "back" and found:
        found.append(_ALWAYS_BACK)
    if not found and name in ESSENTIAL:
        raise KeysError(name, f"{name} needs a key: nobody could do without it")
    return ",".join(dict.fromkeys(found))


def _code(label: str) -> str:
    return " ".join(word if word == "then" else f"`{word}`" for word in label.split())
