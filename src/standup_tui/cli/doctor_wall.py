"""What ``standup doctor`` says of a wall on this terminal, and of what the campaign has for it."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from standup_tui.cli.doctor_terminal import Finding
from standup_tui.model.wall import Plan, Scene
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.wall import plan_of
from standup_tui.ui.wall.layout import layout
from standup_tui.ui.wall.slides import shows_code

SMALLEST = (80, 24)
"""What every post has to fit on before it may be approved."""

CONSOLE_BLANKS = Path("/sys/module/kernel/parameters/consoleblank")
"""After how many seconds without a key the kernel's own console goes dark."""

_MINUTE = 60


def wall(campaign: Campaign | None) -> Iterator[Finding]:
    """Look at what would stand on a wall here, and at the campaign's scenes."""
    if sys.stdout.isatty():
        yield on_screen(*shutil.get_terminal_size())
    if os.environ.get("TERM") == "linux":
        yield from _console()
    if campaign is not None:
        yield from _scenes(campaign)


def on_screen(width: int, height: int) -> Finding:
    """Return how posts would be set on a terminal of this size."""
    place = layout(width, height)
    columns = "one column" if place.columns == 1 else f"{place.columns} columns"
    letters = "a large hashtag" if place.large else "the hashtag in ordinary letters"
    said = f"{width} by {height}: {columns} of posts, {letters}."
    if width < SMALLEST[0] or height < SMALLEST[1]:
        least = "{} by {}".format(*SMALLEST)
        more = f"A post that needs {least} for itself stays away here."
        return Finding("note", "wall", f"{said} {more}")
    return Finding("ok", "wall", said)


def _console() -> Iterator[Finding]:
    """Yield what the kernel's own console does to a wall."""
    try:
        seconds = int(CONSOLE_BLANKS.read_text())
    except (OSError, ValueError):
        seconds = 0
    if seconds > 0:
        said = (
            f"this console goes dark after {max(1, seconds // _MINUTE)} min without a key: "
            "setterm --blank 0, or consoleblank=0 among the kernel's parameters."
        )
        yield Finding("wrong", "wall", said)
    said = (
        "the kernel's console has few letters and no emoji: --ascii --emoji text spells them, a "
        "terminal under a display server shows them (docs/wall.md)."
    )
    yield Finding("note", "wall", said)


def _scenes(campaign: Campaign) -> Iterator[Finding]:
    """Yield what takes turns on the campaign's walls, and what has no room on a small one."""
    plan = plan_of(campaign.wall, counting=bool(campaign.actions))
    yield Finding("ok", "wall", f"{plan.theme} theme; {_rotation(plan)}.")
    for slide in plan.slides:
        if slide.link and not shows_code(slide, *SMALLEST):
            said = (
                f"slide “{slide.title}”: no room for its code on {SMALLEST[0]} by {SMALLEST[1]}, "
                "where the link stands in words; a shorter one helps."
            )
            yield Finding("note", "wall", said)


def _rotation(plan: Plan) -> str:
    """Return the scenes in their order with their seconds."""
    said = []
    for scene in Scene:
        slots = [slot for slot in plan.slots if slot.scene is scene]
        if slots:
            many = f"{len(slots)} {scene}" if len(slots) > 1 else str(scene)
            said.append(f"{many} {slots[0].seconds:g} s" + (" each" if len(slots) > 1 else ""))
    return f"scenes: {', '.join(said)}" if len(said) > 1 else f"one scene, {plan.slots[0].scene}"
