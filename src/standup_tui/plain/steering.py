"""What is said of the walls: blank, paused, which scene, which post, how posts get there."""

from standup_tui.model.command import Blank, Steer
from standup_tui.model.wall import (
    LONGEST_DELAY,
    SHORTEST_DELAY,
    Delay,
    Fix,
    Pause,
    Scene,
    Spotlight,
    Step,
    WallAct,
)
from standup_tui.plain.deciding import Deciding, op
from standup_tui.plain.desk import Desk
from standup_tui.plain.post_words import spoken
from standup_tui.plain.vocabulary import Typed
from standup_tui.ui.console.sheets.reading_sheet import as_sentence
from standup_tui.ui.console.state.wall_words import mode_in_words, wall_lines
from standup_tui.ui.widgets.ink import text_of

_OFF = ("off", "none")


class Steering:
    """What a moderator says of every wall."""

    def __init__(self, desk: Desk, deciding: Deciding) -> None:
        self._desk = desk
        self._deciding = deciding

    async def blank(self, typed: Typed) -> None:
        """Blank every wall at once, or ask before bringing them back."""
        del typed
        if not self._desk.board.wall.blank:
            await self._deciding.send(Blank(op(), blank=True))
            return

        async def brings_back() -> None:
            await self._deciding.send(Blank(op(), blank=False))

        asks = "The walls are blank. y brings them back, anything else leaves it: "
        self._desk.ask(asks, "The walls stay blank.", y=brings_back)

    async def pause(self, typed: Typed) -> None:
        """Have the walls stand still, or go on."""
        del typed
        await self._steer(Pause(self._desk.board.wall.paused is None))

    async def step(self, typed: Typed) -> None:
        """Have the walls go to the next scene, or back to the one before."""
        await self._steer(Step(1 if typed.word.name == "wall-on" else -1))

    async def spotlight(self, typed: Typed) -> None:
        """Put a post into the spotlight, or let it go."""
        desk, lit = self._desk, self._desk.board.wall.spotlight
        if typed.rest.lower() in _OFF:
            await self._steer(Spotlight(None))
            return
        found = desk.single(typed.rest, "spotlight")
        entry = found and self._deciding.ready(found[0])
        if entry:
            await self._steer(Spotlight(None if entry.post.id == lit else entry.post.id))

    async def walls(self, typed: Typed) -> None:
        """Say what the walls show, or have them stay with a scene."""
        wanted = typed.rest.lower()
        if not wanted:
            self._say()
        elif wanted == "turns":
            await self._steer(Fix(None))
        elif wanted in tuple(Scene):
            await self._steer(Fix(Scene(wanted)))
        else:
            scenes = ", ".join(Scene)
            self._desk.fail(f"There is no scene “{typed.rest}”: {scenes}, or turns for all.")

    def _say(self) -> None:
        desk, board = self._desk, self._desk.board
        desk.say(as_sentence(spoken(" ".join(text_of(wall_lines(board)[0]).split()))))
        desk.say(spoken(mode_in_words(board)))

    async def delay(self, typed: Typed) -> None:
        """Have a person approve first, at once; or ask before posts show by themselves."""
        desk, wanted = self._desk, typed.rest.lower().removesuffix(" s")
        if wanted in _OFF or (not wanted and desk.board.wall.delay):
            await self._steer(Delay(0))
            return
        seconds = int(wanted) if wanted.isdecimal() else desk.board.about.plan.delay
        if (wanted and not wanted.isdecimal()) or not SHORTEST_DELAY <= seconds <= LONGEST_DELAY:
            desk.fail(f"A delay is {SHORTEST_DELAY} to {LONGEST_DELAY} seconds, or off.")
            return

        async def shows() -> None:
            await self._steer(Delay(seconds))

        asks = (
            f"Show unflagged posts without a person after {seconds} s, those that wait now too? "
            "y does it, anything else leaves it: "
        )
        desk.ask(asks, "Approve first, as before.", y=shows)

    async def _steer(self, act: WallAct) -> None:
        await self._deciding.send(Steer(op(), act))
