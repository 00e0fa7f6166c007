"""What a moderator says of the walls, from whatever screen: it is the same for all of them."""

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key

from standup_tui.model.acts import BY_NAME
from standup_tui.model.command import Blank, Steer
from standup_tui.model.wall import Delay, Pause, Spotlight, Step, WallAct
from standup_tui.ui.console.desk.deciding import DecidingScreen
from standup_tui.ui.console.desk.desk_screen import op
from standup_tui.ui.console.over.confirm import Question
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Line, Role

_LOOK = 0.1
"""Seconds between two looks at whether the walls are still blank."""

_TENS = "123456789"
"""Keys that choose another delay: as many times ten seconds."""


class SteeringScreen(DecidingScreen, inherit_bindings=False):
    """A screen from which the walls are blanked, paused, stepped and set."""

    def action_blank(self) -> None:
        """Blank every wall at once, or ask before bringing them back."""
        if self.board.wall.blank:
            self.app.push_screen(BackQuestion(self.board), self._blank_answered)
        else:
            self.ask(Blank(op(), blank=True))

    def _blank_answered(self, key: str | None) -> None:
        if key == BackQuestion.LIT:
            self.desk.say("The walls are on again: ‹blank› blanks them.", Role.WARN)
        elif key:
            self.ask(Blank(op(), blank=key == BackQuestion.AGAIN))

    def action_pause(self) -> None:
        """Have the walls stand still, or go on."""
        self.steer(Pause(self.board.wall.paused is None))

    def action_step(self, by: int) -> None:
        """Have the walls go to the next scene, or back to the one before."""
        self.steer(Step(1 if by > 0 else -1))

    def action_spotlight(self) -> None:
        """Put the post on the screen into the spotlight, or let it go."""
        entry = self.subject()
        if not self.may(BY_NAME["spotlight"], entry) or entry is None:
            return
        lit = entry.post.id == self.board.wall.spotlight
        self.steer(Spotlight(None if lit else entry.post.id))

    def action_delay(self) -> None:
        """Have a person approve first, at once; or ask before posts show by themselves."""
        if self.board.wall.delay:
            self.steer(Delay(0))
            return
        seconds = self.board.about.plan.delay
        self.app.push_screen(DelayQuestion(seconds), self._delay_answered)

    def _delay_answered(self, key: str | None) -> None:
        if key == "y":
            self.steer(Delay(self.board.about.plan.delay))
        elif key:
            self.steer(Delay(int(key) * 10))
        else:
            self.desk.say("Approve first, as before.")

    def steer(self, act: WallAct) -> None:
        """Ask the hub for something about the walls, whatever they show."""
        if self.board.lost:
            self.desk.say(
                "Not sent: there is no hub, and without one walls show nothing.", Role.WARN
            )
        else:
            self.ask(Steer(op(), act))


class BackQuestion(Question):
    """Whether to bring the walls back; their key, once more, blanks them whatever they do.

    What this console knows may be a moment old: somebody brings them back, and somebody who
    sees that wants them dark. So the key never ends in nothing.
    """

    AGAIN, LIT = "again", "lit"
    """Dismissed with: their key once more, and that they are not blank any more."""

    def __init__(self, board: Board) -> None:
        super().__init__("The walls are blank.", {"y": "brings them back"})
        self._board = board

    def on_mount(self) -> None:
        """Watch whether they still are."""
        self.set_interval(_LOOK, self._look)

    def _look(self) -> None:
        if not self._board.wall.blank:
            self.answer(self.LIT)

    def on_key(self, event: Key) -> None:
        """Blank them, or cancel, unless the key is an answer."""
        if {event.key, event.character} & set(self._board.keys["blank"].key.split(",")):
            event.stop()
            self.answer(self.AGAIN)
        else:
            super().on_key(event)


class DelayQuestion(Question):
    """Whether posts may show without a person, and after how long."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"answer('{key}')", show=False) for key in _TENS),
    ]

    def __init__(self, seconds: int) -> None:
        answers: Mapping[str, str] = dict.fromkeys(_TENS, "")
        super().__init__(
            "Show unflagged posts without a person? Those that wait now come too.",
            {"y": f"after {seconds} s", **answers},
        )

    def offer(self) -> Line:
        """Return the keys and what they do."""
        keys = (
            ("y", self.answers["y"]),
            ("1 … 9", "after 10 … 90 s"),
            ("any other key", "leaves it"),
        )
        return tuple(
            part
            for key, does in keys
            for part in ((f" {key} ", Role.KEY), (f"{does}  ", Role.TEXT))
        )
