"""Every act by its name: type a few letters, press Enter."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from standup_tui.model.acts import Action, impossible, title_for
from standup_tui.model.entry import Entry
from standup_tui.model.keys import DEFAULT, Keys
from standup_tui.ui.console.over.over import Over
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.wording import clip

_KEY, _TITLE = 11, 23


class Palette(Over[str | None]):
    """A list of acts that narrows as one types; dismissed with the name of the chosen one."""

    DEFAULT_CSS = """
    Palette { align: center top; background: $background 60%; }
    Palette Vertical {
        width: 72; max-width: 98%; height: auto; max-height: 80%; margin-top: 2;
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        background: $surface;
    }
    Palette Input, Palette Input:focus {
        border: none; height: 1; background: $surface; padding: 0 1; margin-bottom: 1;
    }
    Palette OptionList {
        border: none; height: auto; max-height: 20; background: $surface; padding: 0;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(
        self, actions: Iterable[Action], entry: Entry | None, keys: Keys = DEFAULT
    ) -> None:
        super().__init__()
        self._keys = keys
        self._actions = [action for action in actions if action.name != "palette"]
        self._entry = entry

    def compose(self) -> ComposeResult:
        """Put the typed letters over the acts they match."""
        with Vertical() as box:
            box.border_title = "What do you want to do?"
            yield Input(placeholder="a few letters of its name", select_on_focus=False)
            yield OptionList()

    def on_mount(self) -> None:
        """Offer everything."""
        with while_it_stands():
            self.query_one(Input).cursor_blink = False
            self._offer("")

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._offer(event.value)

    @on(Input.Submitted)
    def _take_highlighted(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    @on(OptionList.OptionSelected)
    def _take_clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_step(self, by: int) -> None:
        """Move the highlight while the letters keep the keys."""
        options = self.query_one(OptionList)
        if by > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def _offer(self, letters: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        for action in matching(self._actions, letters):
            why = impossible(action, self._entry)
            prompt = Content.assemble(
                (clip(f" {action.shown}", _KEY - 1).ljust(_KEY), "bold $accent"),
                (title_for(action, self._entry).ljust(_TITLE), "$foreground"),
                (self._keys.say(why or action.says), "$text-muted"),
            )
            options.add_option(Option(prompt, id=action.name, disabled=why is not None))
        options.highlighted = next(
            (at for at, option in enumerate(options.options) if not option.disabled), None
        )


def matching(actions: Iterable[Action], letters: str) -> list[Action]:
    """Return the acts whose names hold the letters, those that begin with them first."""
    wanted = letters.casefold().strip()
    ranked = [
        (not title.startswith(wanted), wanted not in title, at, action)
        for at, action in enumerate(actions)
        if wanted in (title := action.title.casefold()) or wanted in action.says.casefold()
    ]
    return [action for *_, action in sorted(ranked, key=lambda rank: rank[:3])]
