"""What ``standup doctor`` says of the terminal: what it can draw, how the screens will look."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Literal, NamedTuple

from standup_tui import personal
from standup_tui.cli.doctor_clipboard import clipboard
from standup_tui.personal import CHOICES
from standup_tui.ui.looks.letters import terminal_speaks_utf8

_USABLE, _COMFORTABLE = (20, 5), (60, 12)


class Finding(NamedTuple):
    """One thing that was looked at."""

    mark: Literal["ok", "note", "wrong", "missing"]
    topic: str
    said: str


def terminal() -> Iterator[Finding]:
    """Look at the terminal, at what stands between it and us, and at the person's own settings."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding("note", "terminal", "none here: `standup` prints the panes as text.")
    else:
        yield _screen(os.environ.get("TERM", ""))
    if sys.stdout.isatty() or "TMUX" in os.environ or "STY" in os.environ:
        well, said = clipboard()
        yield Finding("ok" if well else "note", "clipboard", said)
    if "SSH_CONNECTION" in os.environ:
        said = (
            "a wall drawn over SSH keeps its last picture when the link dies: run `standup wall "
            "--hub PATH` on the projecting machine, with `ssh -L PATH:…/hub.sock`."
        )
        yield Finding("note", "SSH", said)
    yield from _letters()


def _screen(term: str) -> Finding:
    size = shutil.get_terminal_size()
    if term in ("", "dumb"):
        said = (
            f"TERM is {term or 'not set'}: no screen can be drawn, so `standup` works in lines; "
            "try TERM=xterm-256color."
        )
        return Finding("wrong", "terminal", said)
    said = f"{term}, {size.columns} by {size.lines}, {_colours(term)}."
    if size.columns < _USABLE[0] or size.lines < _USABLE[1]:
        return Finding("wrong", "terminal", f"{said} Make it at least 20 by 5.")
    if size.columns < _COMFORTABLE[0] or size.lines < _COMFORTABLE[1]:
        return Finding("note", "terminal", f"{said} Shows one post at a time below 60 by 12.")
    return Finding("ok", "terminal", said)


def _colours(term: str) -> str:
    """Return which colours will be sent, by the rules of the library that sends them."""
    if "NO_COLOR" in os.environ:
        return "no colours (NO_COLOR)"
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "24-bit colour"
    if term.endswith(("-256color", "-kitty", "-direct")):
        return "256 colours (COLORTERM=truecolor asks for all of them)"
    return "16 colours, which blur the themes (COLORTERM=truecolor asks for all of them)"


def _letters() -> Iterator[Finding]:
    """Yield which letters are drawn, and how the screens look to this person."""
    kept, problem = personal.read()
    utf8 = terminal_speaks_utf8()
    encoding = (sys.stdout.encoding or "utf-8").lower()
    if encoding.replace("-", "") != "utf8":
        said = (
            f"{encoding}: screens draw in ASCII and spell names and emoji, and what is printed "
            "has ? in their place; set LC_ALL=C.UTF-8."
        )
        yield Finding("wrong", "letters", said)
    elif not utf8:
        said = (
            "the locale is not UTF-8, so screens draw in ASCII and spell names and emoji: "
            "LC_ALL=C.UTF-8 shows them as they are."
        )
        yield Finding("note", "letters", said)
    else:
        said = "ASCII, as you wish." if kept.letters == "ascii" else "UTF-8."
        yield Finding("ok", "letters", said)
    emoji = "text" if not utf8 or kept.letters == "ascii" else kept.emoji or CHOICES["emoji"][0]
    moving = kept.motion is not False and os.environ.get("TEXTUAL_ANIMATIONS") != "none"
    theme = kept.theme or CHOICES["theme"][0]
    said = f"theme {theme}, emoji {emoji}, motion {'on' if moving else 'off'}"
    if problem:
        yield Finding("note", "looks", f"{said}. {problem}")
    else:
        yield Finding("ok", "looks", f"{said}; yours to change in {personal.place()}.")
