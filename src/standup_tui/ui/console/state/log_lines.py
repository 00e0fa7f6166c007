"""A decision as one line: when, who, what, whose post, why."""

from standup_tui.model.deeds import past
from standup_tui.model.entry import Decision
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.wrapping import cells, wrap
from standup_tui.protocol.messages import LogLine
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Line, Role
from standup_tui.ui.widgets.wording import clip

_COLUMNS = ((100, 13, 20, 20), (72, 9, 14, 20), (0, 6, 9, 14))
"""From how many columns on, how many the time, who and what have of them."""

_WHOSE = 17
_DATED, _SECONDS = 13, 9

_ROLES = {
    Status.SHOWN: Role.GOOD,
    Status.HIDDEN: Role.WARN,
    Status.HELD: Role.WARN,
    Status.FLAGGED: Role.WARN,
}

NOTE = "handover"
"""The verb of a note for whoever comes next."""

_WITHOUT_POST: dict[str, str] = {
    NOTE: "left a note",
    "blank the walls": "blanked the walls",
    "bring the walls back": "brought the walls back",
    Verb.MUTE: "muted an author",
    Verb.UNMUTE: "unmuted an author",
    Verb.UNDO: "took back a muting",
}
_WITH_ITS_AUTHOR: dict[str, str] = {Verb.MUTE: "hid", Verb.UNMUTE: "brought back"}
"""What a muting did to one post: the muting itself has a line of its own."""


def who(decision: Decision) -> str:
    """Return who decided; a name that its bearer typed is marked as that."""
    return decision.by.name + (" (says so)" if decision.by.declared else "")


def did(decision: Decision) -> str:
    """Return what was done, as people say it."""
    if decision.post is None:
        return _WITHOUT_POST.get(decision.verb, decision.verb)
    return _WITH_ITS_AUTHOR.get(decision.verb) or past(decision.verb)


def is_gone(line: LogLine, board: Board) -> bool:
    """Tell whether a decision's post is gone by now, so that nothing of it may be said."""
    entry = board.entries.get(line.decision.post) if line.decision.post else None
    return entry is not None and entry.standing.status is Status.GONE


def log_line(line: LogLine, board: Board, width: int) -> Line:
    """Return a decision in one line, which may be cut; the detail below has all of it."""
    decision, gone = line.decision, is_gone(line, board)
    time, name, what = next(columns for least, *columns in _COLUMNS if width >= least)
    local = board.local(decision.at)
    at = f"{local:%H:%M:%S}" if time >= _SECONDS else f"{local:%H:%M}"
    if time >= _DATED:
        at = board.moment(decision.at, seconds=True)
    handle = "" if gone or not line.handle else f"@{line.handle}"
    rest = width - time - name - what - _WHOSE - 3
    about = "" if gone else _about(line)
    role = _ROLES.get(Status(decision.after), Role.TEXT) if decision.after else Role.ACCENT
    return (
        (" " + _column(at, time), Role.MUTED),
        (_column(who(decision), name), Role.STRONG),
        (_column(did(decision), what), role),
        (_column(handle, _WHOSE), Role.TEXT),
        (clip(about, rest) if rest > 0 else "", Role.MUTED),
    )


def _about(line: LogLine) -> str:
    reason = " ".join(line.decision.reason.split())
    return " · ".join(part for part in (reason, line.excerpt) if part)


def _column(text: str, width: int) -> str:
    clipped = clip(text, width - 1)
    return clipped + " " * (width - cells(clipped))


def detail(line: LogLine, board: Board, width: int, most: int) -> list[Line]:
    """Return all that the log has of a decision, in so many lines at most."""
    decision = line.decision
    moved = f": {decision.before} → {decision.after}" if decision.after else ""
    moved = moved if decision.before != decision.after else ""
    handle = f" @{line.handle}" if line.handle and not is_gone(line, board) else ""
    gone = " a post that is gone" if decision.post and not handle else ""
    head = f"{board.moment(decision.at, seconds=True)} {who(decision)} {did(decision)}"
    lines: list[Line] = [((clip(f" {head}{handle}{gone}{moved}", width), Role.STRONG),)]
    if not is_gone(line, board):
        for text, role in ((decision.reason, Role.TEXT), (line.excerpt, Role.MUTED)):
            if text:
                lines += [((" " + row, role),) for row in wrap(text, max(1, width - 2))]
    return lines[:most]
