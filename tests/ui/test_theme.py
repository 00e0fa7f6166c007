"""The colours can be read, and told apart by everybody."""

from itertools import combinations

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from standup_tui.ui.looks.themes import (
    COLOUR_SAFE,
    HIGH_CONTRAST,
    THEMES,
    WALL_DARK,
    WALL_LIGHT,
    wear,
)

TEXTS = ("foreground", "primary", "secondary", "warning", "error", "success", "accent")
STATES = ("success", "warning", "error")
EVERY = (*THEMES.values(), WALL_DARK, WALL_LIGHT)
LEAST = {WALL_DARK.name: 7.0, WALL_LIGHT.name: 7.0, HIGH_CONTRAST.name: 7.0}
"""The contrast that a theme promises; the others promise 4.5."""
APART = {COLOUR_SAFE.name: 25.0}
"""How far states are apart for every eye; in the others 15."""

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear light.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Triple = tuple[float, float, float]


def colour(theme: Theme, name: str) -> Color:
    return Color.parse(str(getattr(theme, name)))


def light(shade: Color) -> Triple:
    """The colour in linear light."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = shade.normalized
    return linear(red), linear(green), linear(blue)


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(shade: Color) -> float:
        red, green, blue = light(shade)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen(shade: Color, sight: str) -> Triple:
    """The colour as an eye of this kind sees it, in CIELAB."""
    source = light(shade)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, source, strict=True))))
        for row in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883

    def root(part: float) -> float:
        return float(part ** (1 / 3)) if part > 0.008856 else 7.787 * part + 16 / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


@pytest.mark.parametrize("theme", EVERY)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read(theme: Theme, ground: str, text: str) -> None:
    least = LEAST.get(theme.name, 4.5)
    assert contrast(colour(theme, text), colour(theme, ground)) >= least


@pytest.mark.parametrize("theme", EVERY)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_even_what_is_impossible_can_be_read_everywhere(theme: Theme, ground: str) -> None:
    least = 7.0 if theme is HIGH_CONTRAST else 4.5
    dim = Color.parse(theme.variables["text-disabled"])
    assert contrast(dim, colour(theme, ground)) >= least


@pytest.mark.parametrize("theme", EVERY)
def test_what_may_not_be_overlooked_can_be_read(theme: Theme) -> None:
    """The ground's colour on that of a warning: SIMULATED, BLANK."""
    least = LEAST.get(theme.name, 4.5)
    assert contrast(colour(theme, "background"), colour(theme, "warning")) >= least


@pytest.mark.parametrize("theme", [HIGH_CONTRAST, COLOUR_SAFE])
def test_borders_are_seen_where_every_edge_has_to_be(theme: Theme) -> None:
    border = Color.parse(theme.variables["border-blurred"])
    assert contrast(border, colour(theme, "background")) >= 3


@pytest.mark.parametrize("theme", EVERY)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text-muted", "background"),
        ("text-disabled", "background"),
        ("footer-foreground", "footer-background"),
        ("footer-key-foreground", "footer-background"),
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("foreground", "block-hover-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("input-selection-foreground", "input-selection-background"),
    ],
)
def test_what_widgets_make_of_it_can_be_read(theme: Theme, text: str, ground: str) -> None:
    colours = theme.to_color_system().generate()
    least = 7.0 if theme is HIGH_CONTRAST else 4.5
    assert contrast(Color.parse(colours[text]), Color.parse(colours[ground])) >= least


@pytest.mark.fault("D6")
@pytest.mark.parametrize("theme", EVERY)
@pytest.mark.parametrize("sight", SIGHTS)
def test_states_can_be_told_apart_by_every_eye(theme: Theme, sight: str) -> None:
    for one, other in combinations(STATES, 2):
        a, b = seen(colour(theme, one), sight), seen(colour(theme, other), sight)
        assert apart(a, b) >= APART.get(theme.name, 15.0), (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_colour_safe_keeps_every_mark_apart(sight: str) -> None:
    """Waiting is drawn in the accent; it may not look like shown, flagged or escalated."""
    waiting = seen(colour(COLOUR_SAFE, "accent"), sight)
    for state in STATES:
        assert apart(waiting, seen(colour(COLOUR_SAFE, state), sight)) >= 20, state


def apart(one: Triple, other: Triple) -> float:
    return float(sum((p - q) ** 2 for p, q in zip(one, other, strict=True)) ** 0.5)


@pytest.mark.parametrize("theme", EVERY)
async def test_an_app_can_wear_it(theme: Theme) -> None:
    class Plain(App[int]):
        def on_mount(self) -> None:
            wear(self, theme)

    async with Plain().run_test() as pilot:
        assert pilot.app.theme == theme.name
