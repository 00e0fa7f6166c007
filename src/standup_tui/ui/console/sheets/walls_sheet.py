"""What the walls do, as lines in roles; needs no screen."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from math import ceil

from standup_tui.model.post import PostId
from standup_tui.model.wall import Place, Plan, Scene, Slot, rotation
from standup_tui.model.wrapping import wrap
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.wall_words import mode_in_words, place_now, scene_in_words
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.wording import clip, count, length

SCENES = {"s": Scene.STREAM, "o": Scene.SPOTLIGHT, "t": Scene.TALLY, "l": Scene.SLIDES}
"""By their keys, which are no digits: those lead to the panes from everywhere."""

TURNS = "0"
"""The key that lets them take turns."""

_WIDEST = 100
_NAME = 12
_SAYS = {
    Scene.STREAM: "pins, then the newest posts",
    Scene.SPOTLIGHT: "one post, large",
    Scene.TALLY: "how often the campaign's actions were done",
    Scene.SLIDES: "announcements",
}


def walls_lines(board: Board, width: int) -> list[Line]:
    """Return the lines of the screen.

    Args:
        board: With what the hub last said.
        width: Columns.
    """
    inner = max(8, min(width - 4, _WIDEST))
    lines = [EMPTY, *_now(board, inner), EMPTY]
    for text in (_attached(board), mode_in_words(board), _coming(board)):
        lines += [((line, Role.TEXT),) for line in wrap(board.keys.say(text), inner) if text]
    lines += [EMPTY, *_scenes(board, inner), EMPTY]
    return [(("  ", Role.TEXT), *line) if line else EMPTY for line in lines]


def _now(board: Board, width: int) -> Iterator[Line]:
    """Yield what the walls show, and what is next and when."""
    wall = board.wall
    if wall.blank:
        yield ((" BLANK ", Role.LABEL), (f" by {wall.by}" if wall.by else "", Role.WARN))
        return
    place = place_now(board)
    scene = scene_in_words(board)
    yield ((clip(f"The walls show the {scene}.", width), Role.STRONG),)
    if wall.paused is not None:
        since = board.moment(wall.paused)
        said = f"Paused since {since}: what is hidden leaves, nothing new comes."
        yield from (((line, Role.WARN),) for line in wrap(said, width))
    elif wall.fixed is not None:
        yield ((f"They stay with it until somebody lets it go ({TURNS}).", Role.TEXT),)
    elif (following := _following(board, place)) is not None:
        left = length(ceil(place.slot.seconds - place.elapsed))
        yield ((clip(f"In {left} {_slot_in_words(board.about.plan, following)}.", width),
                Role.TEXT),)  # fmt: skip


def _following(board: Board, place: Place) -> Slot | None:
    slots = board.about.plan.slots
    return rotation(slots, place.turn + 1, 0).slot if len(slots) > 1 else None


def _slot_in_words(plan: Plan, slot: Slot) -> str:
    if slot.scene is not Scene.SLIDES or slot.slide >= len(plan.slides):
        return slot.scene.called
    return f"the slide “{plan.slides[slot.slide].title}”"


def _attached(board: Board) -> str:
    """Return how many walls there are."""
    if not board.walls:
        return "No wall is attached."
    attached, own = count(board.walls, "wall"), Counter(board.own)
    kept = [f"{many} with {scene.called} only" for scene, many in sorted(own.items())]
    return f"{', '.join((f'{attached} attached', *kept))}."


def _coming(board: Board) -> str:
    """Return how many posts show by themselves, and when the first of them does."""
    if not board.coming:
        return ""
    first: tuple[datetime, PostId] = min((due, post) for post, due in board.coming.items())
    shows = board.shows_in(first[1])
    if not shows:
        return ""
    if len(board.coming) == 1:
        return f"One post waits for that and {shows}."
    return f"{len(board.coming):,} posts wait for that; the first {shows}."


def _scenes(board: Board, width: int) -> Iterator[Line]:
    """Yield the scenes with their keys, how long they stay, and which is there now."""
    plan, here = board.about.plan, place_now(board).slot.scene
    for key, scene in SCENES.items():
        slots = [slot for slot in plan.slots if slot.scene is scene]
        if scene is Scene.SLIDES and not plan.slides:
            stays = "none in campaign.toml"
        elif not slots:
            stays = "not in turn"
        elif len(slots) > 1:
            stays = f"{count(len(slots), 'slide')}, {length(slots[0].seconds)} each"
        else:
            stays = length(slots[0].seconds)
        now = not board.wall.blank and scene is here
        name: Line = ((str(scene).ljust(_NAME), Role.STRONG if now else Role.TEXT),)
        room = width - 6 - _NAME
        said = f"{stays.ljust(20)} {_SAYS[scene]}"
        yield (
            (f" {key} ", Role.KEY),
            ("● " if now else "  ", Role.GOOD),
            *name,
            (clip(said if len(said) <= room else stays, room), Role.MUTED),
        )
    turns = board.wall.fixed is None and not board.wall.blank
    yield (
        (f" {TURNS} ", Role.KEY),
        ("● " if turns else "  ", Role.GOOD),
        ("they take turns", Role.STRONG if turns else Role.TEXT),
    )
