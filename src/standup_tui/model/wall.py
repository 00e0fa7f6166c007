"""What walls show and when: scenes, the order they come in, and what moderators say of it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from standup_tui.model.post import PostId

_EPOCH = datetime.fromtimestamp(0, UTC)

SHORTEST_DELAY = 5
"""Seconds: in less nobody can read a post and act."""

LONGEST_DELAY = 3600


class Scene(StrEnum):
    """What a wall can show."""

    STREAM = "stream"
    """The newest posts, the pinned ones first."""
    SPOTLIGHT = "spotlight"
    """One post, large."""
    TALLY = "tally"
    """How often the campaign's actions were done."""
    SLIDES = "slides"
    """Announcements."""

    @property
    def called(self) -> str:
        """The scene in a sentence."""
        return f"the {self}"


class Slide(Struct, frozen=True):
    """An announcement."""

    title: str
    text: str = ""
    link: str = ""
    """Where the code beside it leads."""


class Slot(Struct, frozen=True):
    """One scene of the rotation, and how long it stays."""

    scene: Scene
    seconds: float
    slide: int = 0
    """Which slide, counted from 0."""


class Plan(Struct, frozen=True):
    """How the walls of a campaign are set up, the same for all of them."""

    slots: tuple[Slot, ...] = (Slot(Scene.STREAM, 60.0),)
    """The rotation, never empty."""
    slides: tuple[Slide, ...] = ()
    theme: str = "dark"
    quiet: float = 600.0
    """Seconds without a new post after which earlier ones are shown again."""
    motion: bool = True
    """Whether new posts come in one by one; else a scene stands still until the next one."""
    delay: int = 20
    """The seconds that consoles offer for showing posts by themselves."""


class Place(Struct, frozen=True):
    """Where a rotation stands."""

    slot: Slot
    turn: int
    """How many scenes went before, ever on; may be negative after stepping back."""
    elapsed: float
    """Seconds this scene has been there."""

    def round(self, slots: tuple[Slot, ...]) -> int:
        """Return how often the rotation has gone round."""
        return self.turn // len(slots)


def rotation(slots: tuple[Slot, ...], turn: int, seconds: float) -> Place:
    """Return where a rotation stands some seconds after a turn began."""
    whole = sum(slot.seconds for slot in slots)
    rounds = max(0, int(seconds // whole))
    left, turn = max(0.0, seconds - rounds * whole), turn + rounds * len(slots)
    while left >= (slot := slots[turn % len(slots)]).seconds:
        left, turn = left - slot.seconds, turn + 1
    return Place(slot, turn, left)


class WallState(Struct, frozen=True):
    """What every wall shows or does not show, whatever posts there are."""

    seq: int = 0
    blank: bool = False
    by: str = ""
    at: datetime | None = None
    """Who blanked the walls or brought them back, and when."""
    paused: datetime | None = None
    """Since when everything stands still; None: it does not."""
    fixed: Scene | None = None
    """The scene that stays until somebody lets it go."""
    spotlight: PostId | None = None
    """The post that a moderator put in the spotlight, as long as it may be shown."""
    turn: int = 0
    since: datetime | None = None
    """The rotation's turn, and when that turn began."""
    delay: int = 0
    """Seconds after which unflagged posts show by themselves; 0: approve first."""
    delayed: datetime | None = None
    """When somebody chose that, or approving first."""
    delayed_by: str = ""
    unattended: str = ""
    """Why the walls went back to approving first by themselves, if they did."""

    @property
    def began(self) -> datetime:
        """When the turn began; walls nobody ever stepped began with the first second of all."""
        return self.since or _EPOCH

    def slots(self, plan: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Return the rotation as it is now: all of the plan, or what is fixed of it."""
        if self.fixed is None:
            return plan
        kept = tuple(slot for slot in plan if slot.scene is self.fixed)
        return kept or (Slot(self.fixed, 60.0),)

    def place(self, plan: tuple[Slot, ...], now: datetime) -> Place:
        """Return where the rotation stands: the same on every wall, however long it runs."""
        seconds = ((self.paused or now) - self.began).total_seconds()
        return rotation(self.slots(plan), self.turn, seconds)

    @property
    def for_walls(self) -> "WallState":
        """The same without who decided what, which is nothing for the public."""
        return WallState(
            self.seq,
            self.blank,
            paused=self.paused,
            fixed=self.fixed,
            spotlight=self.spotlight,
            turn=self.turn,
            since=self.since,
        )


class Coming(Struct, frozen=True):
    """A post that will show by itself unless somebody acts."""

    post: PostId
    due: datetime


class Said(Struct, frozen=True):
    """How often one of the campaign's actions was done, as far as the public may know."""

    action: str
    number: int


class Pause(Struct, frozen=True, tag="pause"):
    """Have the walls stand still, or go on."""

    paused: bool


class Step(Struct, frozen=True, tag="step"):
    """Go on to the next scene, or back to the one before; lets a fixed scene go."""

    by: Literal[-1, 1] = 1


class Fix(Struct, frozen=True, tag="fix"):
    """Stay with one scene; None lets the scenes take turns again."""

    scene: Scene | None


class Spotlight(Struct, frozen=True, tag="spotlight"):
    """Show one post, large, and stay with it; None lets it go."""

    post: Annotated[PostId, Meta(max_length=100)] | None


class Delay(Struct, frozen=True, tag="delay"):
    """Have unflagged posts show by themselves after some seconds; 0: approve first."""

    seconds: Annotated[int, Meta(ge=0, le=LONGEST_DELAY)]


WallAct = Pause | Step | Fix | Spotlight | Delay
