"""A wall without a screen, and a hub that says what a test wants."""

from datetime import timedelta

from msgspec.structs import replace

from standup_tui.model.entry import Changes, Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.post import PostId
from standup_tui.model.text import clean
from standup_tui.model.wall import Plan, Said, Scene, Slide, Slot, WallState
from standup_tui.protocol.messages import VERSION, Changed, Pulse, Welcome
from standup_tui.ui.wall.board import Board
from standup_tui.ui.wall.lettering import typeset
from standup_tui.ui.wall.stage import frame
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.ui.widgets.ink import text_of, width_of
from ui.wall_hub import ABOUT, NOW, entry

START = 1000.0
LINK = "https://www.example.org/write"
PLAN = Plan(
    slots=(
        Slot(Scene.STREAM, 60.0),
        Slot(Scene.SPOTLIGHT, 20.0),
        Slot(Scene.TALLY, 20.0),
        Slot(Scene.SLIDES, 15.0),
    ),
    slides=(Slide("Write to your MP", clean("Five minutes, your own words."), LINK),),
)
SAID = (Said("One action", 43), Said("Picture", 1_240))
SIZES = [(80, 24), (120, 36), (200, 60), (400, 120), (100, 24), (80, 60), (160, 24)]


class Foyer:
    """A wall without a screen, and a hub that says what a test wants, on a clock by hand."""

    def __init__(self, *entries: Entry, wishes: Wishes | None = None, plan: Plan = PLAN) -> None:
        self.about = replace(ABOUT, plan=plan)
        self.at = START
        self.wall = WallState(1, since=NOW)
        self.seq = 9
        self.board = Board(START, wishes)
        you = Moderator("wall")
        self.board.take(
            Welcome(VERSION, "test", self.about, you, owner=False, now=NOW, seq=9, wall=self.wall),
            START,
        )
        self.tell(*entries)
        self.beat()

    def beat(self) -> None:
        now = NOW + timedelta(seconds=self.at - START)
        self.board.stale(self.at)
        self.board.take(Pulse(now, Health(), self.wall, said=SAID), self.at)
        self.board.step(self.at)

    def tell(self, *entries: Entry, removed: tuple[PostId, ...] = ()) -> None:
        self.board.take(Changed(Changes(self.seq, entries, removed=removed)), self.at)
        self.seq += 1

    def steer(self, **more: object) -> None:
        self.wall = replace(self.wall, seq=self.wall.seq + 1, **more)
        self.beat()

    def wait(self, seconds: float) -> None:
        """Let time pass, with a heartbeat each second."""
        end = self.at + seconds
        while self.at < end:
            self.at = min(end, self.at + 1)
            self.beat()

    def seen(self, size: tuple[int, int] = (120, 36)) -> str:
        lines = frame(self.board, *size, self.at)
        assert len(lines) <= size[1]
        assert all(width_of(line) <= size[0] for line in lines)
        return "\n".join(map(text_of, lines))

    @property
    def scene(self) -> Scene:
        return self.board.place(self.at).slot.scene


FRESH = (
    entry(1, "First visit of the day.", minutes=4),
    entry(2, "Written to my MP.", minutes=3, name="Raj Patel", handle="rajsw"),
    replace(entry(3, "Our teams are out.", minutes=2, handle="vale"), roster=True),
)


def said_in(drawn: str, words: str) -> bool:
    """Whether words can be read, in ordinary letters or in large ones."""
    large = (text_of(typeset(words, scale)[0]).strip() for scale in (1, 2, 3, 4))
    return words in drawn or any(row in drawn for row in large)
