"""The registry of acts as Textual's bindings, and the keys that a campaign changed."""

from collections.abc import Collection

from textual.binding import Binding, BindingType, Keymap

from standup_tui.model.acts import ACTIONS, BY_NAME
from standup_tui.model.keys import Keys
from standup_tui.model.typed import written

TO_PANES = ("live", "flagged", "highlights", "held")
"""The acts that lead to a pane from wherever one is: messages say them on every screen."""

_NO_KEY = "no-key"
"""Textual leaves an act its own key where a keymap gives it none; no terminal sends this one."""


def bindings(*, opened: bool = False) -> list[BindingType]:
    """Return Textual's bindings for the panes, or for an opened post."""
    return bound([action.name for action in ACTIONS if action.opened or not opened])


def bound(names: Collection[str]) -> list[BindingType]:
    """Return Textual's bindings for some acts."""
    return [
        Binding(action.key, action.runs, action.title, show=False, id=action.name)
        for action in ACTIONS
        if action.name in names
    ]


def typed_keys(keys: Keys) -> frozenset[str]:
    """Return every sign that is a key somewhere on the console: of an act, or of an answer."""
    signs = (written(key) for one in keys.actions for key in one.key.split(",") if key)
    return frozenset({*(sign for sign in signs if len(sign) == 1), *"0123456789ys"})


def also(runs: str, *names: str) -> list[BindingType]:
    """Return bindings that do something else on the keys of some acts, wherever those lie."""
    return [Binding(BY_NAME[name].key, runs, show=False, id=name) for name in names]


def keymap(keys: Keys) -> Keymap:
    """Return what Textual has to know of the keys in force."""
    return {name: keys_ or _NO_KEY for name, keys_ in keys.changed.items()}
