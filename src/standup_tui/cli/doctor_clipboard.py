"""Whether a copied address can reach the clipboard, and what to do where something keeps it."""

import os
import subprocess

from standup_tui import redaction

_BY_HAND = "mark it by hand, with Shift and the mouse"


def clipboard() -> tuple[bool, str]:
    """Say what stands between the console and the clipboard, and whether that lets it through.

    A copied address travels as an escape sequence (OSC 52), so over SSH too. Whatever draws
    terminals inside a terminal may keep it.
    """
    if "TMUX" in os.environ:
        return _tmux(_set_clipboard())
    if "STY" in os.environ:
        said = (
            "this is GNU screen, which passes nothing on that programs copy: use tmux for that, "
            f"or {_BY_HAND}."
        )
        return False, said
    said = (
        "neither tmux nor GNU screen in between; most terminals take a copied address (OSC 52), "
        f"some ask to have that switched on. Where one does not: {_BY_HAND}."
    )
    return True, said


def _tmux(how: str) -> tuple[bool, str]:
    """Say what tmux does with what programs copy."""
    if how == "on":
        return True, (
            "this is tmux with set-clipboard on: it keeps a copied address (prefix ] pastes it) "
            "and hands it to the terminal around it, which has to allow that (OSC 52)."
        )
    passed = " allow-passthrough does not help here." if how == "external" else ""
    return False, (
        f"this is tmux, which keeps copied text to itself (set-clipboard {how}); mend it with "
        f"`tmux set -g set-clipboard on`, for good in ~/.tmux.conf.{passed}"
    )


def _set_clipboard() -> str:
    try:
        asked = subprocess.run(
            ["tmux", "show-options", "-gv", "set-clipboard"],  # noqa: S607, the person's own
            env=redaction.bare(os.environ),
            capture_output=True,
            text=True,
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return asked.stdout.strip() or "unknown"
