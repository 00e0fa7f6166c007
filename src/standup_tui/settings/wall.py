"""The part of ``campaign.toml`` that is about the walls, and what every wall is told of it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from standup_tui.model.text import clean, clean_line
from standup_tui.model.wall import LONGEST_DELAY, SHORTEST_DELAY, Plan, Scene, Slide, Slot

_Seconds = Annotated[
    float, Meta(ge=0, le=3600, description="seconds, from 5 to 3600, or 0 to leave the scene out")
]
_Minutes = Annotated[float, Meta(ge=1, le=1440, description="minutes, from 1 to 1440")]
_Delay = Annotated[
    int,
    Meta(
        ge=SHORTEST_DELAY,
        le=LONGEST_DELAY,
        description=f"whole seconds, from {SHORTEST_DELAY} to {LONGEST_DELAY}",
    ),
]
SHORTEST = 5.0
"""Seconds: a scene that stays for less is no calm one."""


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; a key nobody knows is an error, for it is likely a slip."""


class SlideText(_Table, frozen=True):
    """One announcement."""

    title: Annotated[
        str, Meta(pattern=r"\S", max_length=80, description="a title of at most 80 characters")
    ]
    text: Annotated[str, Meta(max_length=400, description="at most 400 characters")] = ""
    link: Annotated[
        str,
        Meta(
            pattern=r"^$|^https?://[!-~]{3,}\Z",
            max_length=200,
            description='an address of at most 200 characters, such as "https://example.org"',
        ),
    ] = ""
    """Stands beside the text as a code for telephones."""


class Scenes(_Table, frozen=True):
    """How many seconds each scene stays before the next; 0 leaves it out."""

    stream: _Seconds = 60.0
    """The newest posts."""
    spotlight: _Seconds = 20.0
    """One post, large: pinned, starred or of the roster."""
    tally: _Seconds = 20.0
    """How often the campaign's actions were done; only where it asks for any."""
    slides: _Seconds = 15.0
    """Each announcement."""


class Wall(_Table, frozen=True):
    """What the walls show besides posts, and how."""

    title: str = ""
    """Stands in the middle of the top line; the campaign's name when empty."""
    holding: str = "We will be back in a moment."
    """On the holding slide, when the hub is silent."""
    theme: Literal["dark", "light"] = "dark"
    motion: bool = True
    """Whether new posts come in one by one; else the wall changes only with the scene."""
    quiet: _Minutes = 10.0
    """Minutes without a new post after which earlier ones come round again, with their times."""
    show_after: _Delay = 20
    """Seconds that consoles offer for showing unflagged posts without a person."""
    unattended: _Minutes = 5.0
    """Minutes without any console after which nothing shows without a person any more."""
    scenes: Scenes = field(default_factory=Scenes)
    slides: Annotated[
        tuple[SlideText, ...], Meta(max_length=20, description="at most 20 slides")
    ] = ()


def plan_of(wall: Wall, *, counting: bool) -> Plan:
    """Return what walls are told; settings are cleaned like remote text.

    Args:
        wall: The settings.
        counting: Whether the campaign asks for actions that can be counted.
    """
    times = wall.scenes
    slots = [
        Slot(Scene.STREAM, times.stream),
        Slot(Scene.SPOTLIGHT, times.spotlight),
        Slot(Scene.TALLY, times.tally if counting else 0.0),
        *(Slot(Scene.SLIDES, times.slides, number) for number in range(len(wall.slides))),
    ]
    return Plan(
        slots=tuple(slot for slot in slots if slot.seconds) or Plan().slots,
        slides=tuple(
            Slide(clean_line(one.title), clean(one.text), clean_line(one.link))
            for one in wall.slides
        ),
        theme=wall.theme,
        quiet=wall.quiet * 60,
        motion=wall.motion,
        delay=wall.show_after,
    )
