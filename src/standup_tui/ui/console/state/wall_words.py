"""What the walls show and how posts get onto them, in words; needs no screen."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from standup_tui.model.acts import Action
from standup_tui.model.wall import Place, Scene, WallState
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Line, Role
from standup_tui.ui.widgets.wording import count


def wall_lines(board: Board) -> list[Line]:
    """Return what the walls show, how posts get there, and how many walls there are.

    The longest way to say it comes first, then ever shorter ones; acts in ‹ › are keys.
    """
    wall = board.wall
    on = f"{count(board.walls, 'wall')} on" if board.walls else "no wall attached"
    if wall.blank:
        by = f" by {wall.by}" if wall.by else ""
        dark: Line = ((" ", Role.TEXT), (" WALLS BLANK ", Role.LABEL))
        back: Line = ((f"{by}: ‹blank› then y brings them back", Role.WARN),)
        attached = count(board.walls, "wall") if board.walls else "no wall"
        return [(*dark, *back, (f" · {attached} attached", Role.TEXT)), (*dark, *back)]
    called: Line = ((" wall: ", Role.MUTED),)
    scene: Line = ((f"{scene_in_words(board)} · ", Role.TEXT),) if board.walls else ()
    still: Line = (("paused", Role.WARN), (" · ", Role.TEXT)) if wall.paused is not None else ()
    why = f": {wall.unattended}" if wall.unattended else ""
    return [
        (*called, *scene, *still, (f"{_mode(wall)}{why} · {on}", Role.TEXT)),
        (*called, *scene, *still, (f"{_mode(wall)} · {on}", Role.TEXT)),
        (*called, *still, (f"{_mode(wall)} · {on}", Role.TEXT)),
    ]


def scene_in_words(board: Board) -> str:
    """Return which scene the walls show now, and whether somebody had them stay with it."""
    wall, slot = board.wall, place_now(board).slot
    slides = len(board.about.plan.slides)
    said = f"slide {slot.slide + 1}" if slot.scene is Scene.SLIDES and slides > 1 else slot.scene
    lit = board.entries.get(wall.spotlight) if wall.spotlight is not None else None
    if slot.scene is Scene.SPOTLIGHT and lit is not None:
        return f"{said} @{lit.post.author.handle}"
    return f"{said}, fixed" if wall.fixed is not None else str(said)


def place_now(board: Board) -> Place:
    """Return where the walls' rotation stands."""
    return board.wall.place(board.about.plan.slots, board.now)


def _mode(wall: WallState) -> str:
    if wall.delay:
        return f"delay {wall.delay} s"
    return "approve first again" if wall.unattended else "approve first"


def mode_in_words(board: Board) -> str:
    """Return how posts get onto the walls, as a sentence or two, and who decided that."""
    wall = board.wall
    at = f" since {board.moment(wall.delayed)}" if wall.delayed is not None else ""
    if wall.unattended:
        return f"Approve first again{at}: {wall.unattended}. ‹delay› turns the delay on again."
    by = f" {wall.delayed_by} chose that{at.replace('since', 'at')}." if wall.delayed_by else ""
    if not wall.delay:
        return f"Approve first: nothing shows without a person.{by}"
    return (
        f"Delay: unflagged posts show by themselves after {wall.delay} s, unless somebody acts."
        f"{by} ‹delay› has a person approve first again."
    )


def chosen(wall: WallState) -> str:
    """Return who chose how posts get onto the walls, for everybody else."""
    if not wall.delay:
        return f"{wall.delayed_by} has a person approve first again."
    return f"{wall.delayed_by} has unflagged posts show by themselves after {wall.delay} s."


def alone(wall: WallState) -> str:
    """Return what the product did while nobody was there; acts in ‹ › are keys."""
    return f"The walls approve first again: {wall.unattended}. ‹delay› turns the delay on again."


_BACK = "Bring walls back"


def as_it_is_now(act: Action, wall: WallState) -> Action:
    """Return an act as it is called now: the one that blanks the walls also brings them back."""
    if act.name != "blank" or not wall.blank:
        return act
    return replace(act, title=_BACK, brief="Walls back", says="Bring every wall back; asks once.")


def footer_words(board: Board, footer: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield a bottom line's keys, and what they do now.

    Args:
        board: What the console knows.
        footer: Acts in ‹ ›, and what they do as long as no wall is blank.
    """
    for key, title in footer:
        back = key == "‹blank›" and board.wall.blank
        yield board.keys.say(key), _BACK if back else title
