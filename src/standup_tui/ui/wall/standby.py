"""What stands on the wall when no post may: dark, holding, or waiting for its hub."""

from standup_tui.model.text import clean
from standup_tui.model.wrapping import cells, wrap
from standup_tui.protocol.messages import About
from standup_tui.ui.widgets.ink import EMPTY, Line, Role

_WIDEST = 60


def blank() -> list[Line]:
    """Return the dark wall: nothing at all."""
    return []


def holding(about: About | None, width: int, height: int) -> list[Line]:
    """Return the slide for a hub that is silent: the campaign's own words, and no time."""
    said = about.holding if about else "One moment, please."
    tag = about.tags[0] if about and about.tags else ""
    return _centred([(tag, Role.FOCUS), ("", Role.TEXT), (said, Role.TEXT)], width, height)


def connecting(why: str, width: int, height: int) -> list[Line]:
    """Return the slide before any hub was heard, with the reason for whoever sets it up."""
    said = [("Connecting to the hub …", Role.TEXT), ("", Role.TEXT), (why, Role.MUTED)]
    return _centred(said, width, height)


def _centred(texts: list[tuple[str, Role]], width: int, height: int) -> list[Line]:
    """Return texts in the middle of the screen, as far as it reaches."""
    lines = [
        (line, role)
        for text, role in texts
        for line in wrap(clean(text), max(1, min(width - 2, _WIDEST)))
    ]
    while lines and not lines[0][0]:
        lines.pop(0)
    lines = lines[: max(1, height)]
    above = [EMPTY] * max(0, (height - len(lines)) // 2)
    return [*above, *(_middle(line, role, width) for line, role in lines)]


def _middle(text: str, role: Role, width: int) -> Line:
    if not text:
        return EMPTY
    return ((" " * max(0, (width - cells(text)) // 2), Role.TEXT), (text, role))
