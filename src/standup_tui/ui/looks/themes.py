"""Our colours: calm and readable; tests measure their contrast.

Textual's own themes go down to a contrast of 1.4 between a warning and its background. State
is never told by colour alone; still, success, warning and error stay apart for people who
see red and green or blue and yellow alike, because they differ in lightness too.
"""

from dataclasses import dataclass
from typing import Any, Final

from textual.app import App
from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class _Colours:
    """What a theme is made of; the rest follows."""

    grounds: tuple[str, str, str]
    """The screen, what stands out from it, and the post under the cursor."""
    text: str
    muted: str
    dim: str
    """What is impossible now; still readable."""
    border: str
    """Panes that do not have the keys."""
    primary: str
    good: str
    warning: str
    error: str
    accent: str
    dark: bool = True


def _theme(name: str, colours: _Colours) -> Theme:
    ground, surface, panel = colours.grounds
    return Theme(
        name=name,
        background=ground,
        surface=surface,
        panel=panel,
        foreground=colours.text,
        primary=colours.primary,
        secondary=colours.muted,
        success=colours.good,
        warning=colours.warning,
        error=colours.error,
        accent=colours.accent,
        dark=colours.dark,
        text_alpha=1.0,
        variables=_variables(colours),
    )


def _variables(colours: _Colours) -> dict[str, str]:
    """Return what follows from a theme's colours in every widget."""
    ground, _, panel = colours.grounds
    return {
        "text-muted": colours.muted,
        "text-disabled": colours.dim,
        "border": colours.primary,
        "border-blurred": colours.border,
        "block-cursor-background": colours.primary,
        "block-cursor-foreground": ground,
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": panel,
        "block-cursor-blurred-foreground": colours.text,
        "block-hover-background": panel,
        "button-color-foreground": ground,
        "footer-foreground": colours.muted,
        "footer-background": ground,
        "footer-key-foreground": colours.primary,
        "input-cursor-background": colours.text,
        "input-cursor-foreground": ground,
        "input-selection-background": colours.primary,
        "input-selection-foreground": ground,
        "link-color": colours.primary,
        "scrollbar": colours.border,
        "scrollbar-hover": colours.muted,
        "scrollbar-active": colours.primary,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
        "scrollbar-corner-color": ground,
    }


STANDUP_DARK: Final = _theme(
    "standup-dark",
    _Colours(
        grounds=("#11151d", "#161c27", "#1e2634"),
        text="#d8dee9",
        muted="#a0abc0",
        dim="#8591a8",
        border="#4b566b",
        primary="#7db7ff",
        good="#4fc3b0",
        warning="#f0c75e",
        error="#ff7f6e",
        accent="#cba6f7",
    ),
)
"""The console's colours: a contrast of 4.5 and more."""

STANDUP_LIGHT: Final = _theme(
    "standup-light",
    _Colours(
        grounds=("#fbfaf7", "#f3f1ec", "#e9e6df"),
        text="#1f2430",
        muted="#4a5362",
        dim="#5d6470",
        border="#a9a599",
        primary="#1a569f",
        good="#0f6a70",
        warning="#84570c",
        error="#8a0f2e",
        accent="#5b2a99",
        dark=False,
    ),
)
"""Ink on paper, for a bright room."""

HIGH_CONTRAST: Final = _theme(
    "standup-high-contrast",
    _Colours(
        grounds=("#000000", "#0d0d0d", "#262626"),
        text="#ffffff",
        muted="#dcdcdc",
        dim="#b9b9b9",
        border="#8f8f8f",
        primary="#8fd0ff",
        good="#5cf2d6",
        warning="#fff04d",
        error="#ff9f85",
        accent="#d5b3ff",
    ),
)
"""A contrast of 7 and more for everything that is read, 3 and more for borders."""

COLOUR_SAFE: Final = _theme(
    "standup-colour-safe",
    _Colours(
        grounds=("#11151d", "#161c27", "#1e2634"),
        text="#e4e8ef",
        muted="#a9b3c6",
        dim="#8b97ad",
        border="#66738c",
        primary="#9fc3e6",
        good="#86c3da",
        warning="#ece6a2",
        error="#ff6f3c",
        accent="#d36cf7",
    ),
)
"""Blue, cream, orange and violet: far apart for every kind of colour-blindness."""

WALL_DARK: Final = _theme(
    "wall-dark",
    _Colours(
        grounds=("#0a0d13", "#0f141d", "#161d29"),
        text="#eef2f8",
        muted="#aab6ca",
        dim="#8591a8",
        border="#4b566b",
        primary="#8fc4ff",
        good="#66d3c0",
        warning="#f5cf73",
        error="#ff9485",
        accent="#f2c879",
    ),
)
"""The wall's colours: a contrast of 7 and more, for a projector in a bright foyer."""

WALL_LIGHT: Final = _theme(
    "wall-light",
    _Colours(
        grounds=("#faf8f3", "#f5f2eb", "#efebe2"),
        text="#14181f",
        muted="#3a424e",
        dim="#49515e",
        border="#a9a599",
        primary="#0c4685",
        good="#0b5358",
        warning="#603e00",
        error="#8a0f2e",
        accent="#733600",
        dark=False,
    ),
)
"""The same on paper, for a screen in daylight."""

WALLS: Final = {"dark": WALL_DARK, "light": WALL_LIGHT}
"""What a wall may wear, by the names of the settings."""

THEMES: Final = {
    "dark": STANDUP_DARK,
    "light": STANDUP_LIGHT,
    "high-contrast": HIGH_CONTRAST,
    "colour-safe": COLOUR_SAFE,
}
"""What a moderator may choose, by the name they choose it with."""

ABOUT: Final = {
    "dark": "calm, for a long day at a desk",
    "light": "ink on paper, for a bright room",
    "high-contrast": "everything at seven to one and more",
    "colour-safe": "states apart for every kind of colour-blindness",
}
"""What each is for."""


def wear(app: App[Any], theme: Theme) -> None:
    """Dress an app in one of our themes."""
    app.register_theme(theme)
    app.theme = theme.name


def begin_in(app: App[Any], theme: Theme) -> None:
    """Dress an app that does not run yet.

    A theme that changes while it runs has all its styles worked out anew, which took a quarter
    of the time to the first frame.
    """
    app.register_theme(theme)
    app.set_reactive(App.theme, theme.name)
    app.set_class(theme.dark, "-dark-mode", update=False)
    app.set_class(not theme.dark, "-light-mode", update=False)
    app.stylesheet.set_variables(app.get_css_variables())
