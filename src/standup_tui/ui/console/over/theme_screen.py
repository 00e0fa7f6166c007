"""The themes: the screen wears each as the cursor comes to it, and keeps the chosen one."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from standup_tui.ui.actions import also
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.looks.themes import ABOUT, THEMES, wear
from standup_tui.ui.textual_gaps import while_it_stands

_NAME = 15


class ThemeScreen(Over[str | None]):
    """A list of themes, dismissed with the chosen one's name; Esc puts back the one before."""

    DEFAULT_CSS = """
    ThemeScreen { align: right bottom; background: transparent; }
    ThemeScreen Vertical {
        width: 66; max-width: 100%; height: auto; max-height: 100%; margin: 0 1 2 1;
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $surface;
    }
    ThemeScreen OptionList, ThemeScreen OptionList:focus {
        border: none; height: auto; background: $surface; background-tint: transparent;
        padding: 0; text-wrap: nowrap; text-overflow: ellipsis;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *also("back", "back", "quit", "theme"),
        *also("step(1)", "down"),
        *also("step(-1)", "up"),
    ]

    def __init__(self, worn: str) -> None:
        super().__init__()
        self._worn = worn

    def compose(self) -> ComposeResult:
        """List the themes, each with what it is for."""
        with Vertical() as box:
            box.border_title = "Theme"
            box.border_subtitle = "Enter keeps it · Esc takes it back"
            yield OptionList(*(_option(name) for name in THEMES))

    def on_mount(self) -> None:
        """Begin with the one that is worn."""
        with while_it_stands():
            self.query_one(OptionList).highlighted = list(THEMES).index(self._worn)

    @on(OptionList.OptionHighlighted)
    def _try(self, event: OptionList.OptionHighlighted) -> None:
        if self.is_current and event.option.id in THEMES:
            wear(self.app, THEMES[event.option.id])

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        if self.is_current and event.option.id in THEMES:
            wear(self.app, THEMES[event.option.id])
            self.dismiss(event.option.id)

    def action_step(self, by: int) -> None:
        """Move as in the panes."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_back(self) -> None:
        """Put back what was worn before."""
        if self.is_current:
            wear(self.app, THEMES[self._worn])
            self.dismiss(None)


def _option(name: str) -> Option:
    prompt = Content.assemble(
        (f" {name}".ljust(_NAME + 1), "bold $foreground"), (ABOUT[name], "$text-muted")
    )
    return Option(prompt, id=name)
