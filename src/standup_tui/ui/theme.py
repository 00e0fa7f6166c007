"""Our colours: calm, dark, and readable; a test measures their contrast.

Textual's own themes go down to a contrast of 1.4 between a warning and its background. State
is never told by colour alone; still, success, warning and error stay apart for people who
see red and green alike, because they differ in lightness and along blue and yellow.
"""

from typing import Any, Final

from textual.app import App
from textual.theme import Theme

_DIM: Final = "#7f8a9f"  # keys that are impossible now; still readable


def _variables(ground: str, text: str, primary: str, secondary: str) -> dict[str, str]:
    """Return what follows from a theme's colours in every widget."""
    return {
        "text-muted": secondary,
        "text-disabled": _DIM,
        "border": primary,
        "border-blurred": "#4b566b",
        "block-cursor-background": primary,
        "block-cursor-foreground": ground,
        "block-cursor-text-style": "none",
        "button-color-foreground": ground,
        "footer-foreground": secondary,
        "footer-background": ground,
        "footer-key-foreground": primary,
        "input-cursor-background": text,
        "input-cursor-foreground": ground,
        "input-selection-background": f"{primary} 30%",
        "link-color": primary,
        "scrollbar": "#364055",
        "scrollbar-hover": "#4b566b",
        "scrollbar-active": primary,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
    }


STANDUP_DARK: Final = Theme(
    name="standup-dark",
    background="#11151d",
    surface="#161c27",
    panel="#1e2634",
    foreground="#d8dee9",
    primary="#7db7ff",
    secondary="#a0abc0",
    success="#4fc3b0",
    warning="#f0c75e",
    error="#ff7f6e",
    accent="#cba6f7",
    text_alpha=1.0,
    variables=_variables("#11151d", "#d8dee9", "#7db7ff", "#a0abc0"),
)
"""The console's colours: a contrast of 4.5 and more."""

WALL_DARK: Final = Theme(
    name="wall-dark",
    background="#0a0d13",
    surface="#0f141d",
    panel="#161d29",
    foreground="#eef2f8",
    primary="#8fc4ff",
    secondary="#aab6ca",
    success="#66d3c0",
    warning="#f5cf73",
    error="#ff9485",
    accent="#f2c879",
    text_alpha=1.0,
    variables=_variables("#0a0d13", "#eef2f8", "#8fc4ff", "#aab6ca"),
)
"""The wall's colours: a contrast of 7 and more, for a projector in a bright foyer."""


def wear(app: App[Any], theme: Theme) -> None:
    """Dress an app in one of our themes."""
    app.register_theme(theme)
    app.theme = theme.name
