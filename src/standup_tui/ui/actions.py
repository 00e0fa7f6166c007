"""The registry of acts as Textual's bindings."""

from collections.abc import Collection

from textual.binding import Binding, BindingType

from standup_tui.model.acts import ACTIONS


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


def typed_keys() -> frozenset[str]:
    """Return every sign that is a key somewhere on the console: of an act, or of an answer."""
    keys = (key for action in ACTIONS for key in action.key.split(","))
    return frozenset({*(key for key in keys if len(key) == 1), *"0123456789ys"})
