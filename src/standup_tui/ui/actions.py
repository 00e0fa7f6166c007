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
