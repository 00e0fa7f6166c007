"""The keys of this screen, from the registry."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from standup_tui.model.acts import Action, Group
from standup_tui.model.keys import Keys
from standup_tui.model.wrapping import cells, wrap
from standup_tui.ui.actions import also
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.sheet import Sheet

_KEY, _TITLE = 10, 23
_NARROW = 56

_MARKS = (
    ("○", Role.ACCENT, "waiting for a decision"),
    ("●", Role.GOOD, "shown on the wall"),
    ("▲", Role.WARN, "flagged: a person has to look"),
    ("◆", Role.ACCENT, "pinned to the top of the wall"),
    ("★", Role.GOOD, "starred: a highlight"),
    ("‖", Role.WARN, "held"),
    ("‼", Role.BAD, "escalated"),
    ("…", Role.OFF, "sent; the hub has yet to confirm"),
    ("✓", Role.MUTED, "counts for actions of the campaign: ‹tally› has the numbers"),
    ("+", Role.KEY, "marked: the next decision applies to all marked posts of the pane"),
    ("✎", Role.ACCENT, "private notes, with how many; “✎ edited” is its author's doing"),
    ("▣", Role.ACCENT, "a picture, by its description"),
)


class HelpScreen(Over[None]):
    """Every key that works, and every mark on a row."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen Vertical {
        width: 88; max-width: 100%; height: 1fr; margin: 1 0;
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $surface; padding: 0 1;
    }
    HelpScreen Sheet { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *also("dismiss", "back", "quit", "help"),
        Binding("enter", "dismiss", show=False),
    ]

    def __init__(self, keys: Keys, acts: Sequence[Action]) -> None:
        super().__init__()
        self._in_force = keys
        self._acts = acts

    def compose(self) -> ComposeResult:
        """Show the keys on a sheet that scrolls."""
        with Vertical() as box:
            box.border_title = "Keys"
            box.border_subtitle = Content(self._in_force.say("‹down› ‹up› scroll · Esc back"))
            yield Sheet(partial(help_lines, self._in_force, self._acts))


def help_lines(keys: Keys, acts: Sequence[Action], width: int) -> list[Line]:
    """Return acts with the keys in force in chapters, then the marks."""
    lines: list[Line] = []
    for group in Group:
        chapter = [action for action in acts if action.group is group]
        if chapter:
            lines += [EMPTY, ((group, Role.FOCUS),)]
        for action in chapter:
            lines += _explained(action.shown, action.title, keys.say(action.says), width)
    lines += [EMPTY, (("Marks", Role.FOCUS),)]
    lines += [((f"  {sign}  ", role), (keys.say(says), Role.TEXT)) for sign, role, says in _MARKS]
    return [*lines, EMPTY]


def _explained(key: str, title: str, says: str, width: int) -> list[Line]:
    head: Line = (
        (("  " + key).ljust(_KEY + 2 + len(key) - cells(key)), Role.KEY),
        (title.ljust(_TITLE), Role.STRONG),
    )
    if width < _NARROW:
        return [head, *(((f"    {line}", Role.MUTED),) for line in wrap(says, max(8, width - 5)))]
    first, *rest = wrap(says, width - _KEY - _TITLE - 3)
    indent = " " * (_KEY + 2 + _TITLE)
    return [(*head, (first, Role.MUTED)), *(((indent + line, Role.MUTED),) for line in rest)]
