"""What campaign.toml says of the walls, and the plan that every wall gets of it."""

from pathlib import Path

import pytest

from standup_tui.errors import ConfigError
from standup_tui.model.wall import Plan, Scene, Slide, Slot
from standup_tui.settings.campaign_file import parse
from standup_tui.settings.wall import plan_of

TOP = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'
FILE = Path("campaign.toml")


def plan(text: str = "", *, counting: bool = True) -> Plan:
    return plan_of(parse(TOP + text, FILE).wall, counting=counting)


def scenes(made: Plan) -> list[Scene]:
    return [slot.scene for slot in made.slots]


def test_a_campaign_that_says_nothing_has_stream_spotlight_and_tally() -> None:
    assert scenes(plan()) == [Scene.STREAM, Scene.SPOTLIGHT, Scene.TALLY]
    assert scenes(plan(counting=False)) == [Scene.STREAM, Scene.SPOTLIGHT]


def test_a_scene_of_no_seconds_is_left_out_but_never_all_of_them() -> None:
    assert scenes(plan("[wall.scenes]\nspotlight = 0\ntally = 0\n")) == [Scene.STREAM]
    nothing = plan("[wall.scenes]\nstream = 0\nspotlight = 0\ntally = 0\nslides = 0\n")
    assert scenes(nothing) == [Scene.STREAM]


def test_each_slide_is_a_scene_and_comes_cleaned() -> None:
    made = plan(
        '[[wall.slides]]\ntitle = "One\\u001b[2J"\n\n[[wall.slides]]\ntitle = "Two"\n'
        'text = "a\\nb"\nlink = "https://example.org/x"\n[wall.scenes]\nslides = 9\n'
    )
    assert made.slots[-2:] == (Slot(Scene.SLIDES, 9.0, 0), Slot(Scene.SLIDES, 9.0, 1))
    assert "\x1b" not in made.slides[0].title
    assert made.slides[1] == Slide("Two", "a\nb", "https://example.org/x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[wall.scenes]\ntally = 2\n", "line 4: wall.scenes.tally: expected seconds, from 5"),
        ("[wall.scenes]\nfilm = 2\n", "line 4: wall.scenes.film: no such setting"),
        ('[wall]\ntheme = "pink"\n', 'line 4: wall.theme: expected "dark" or "light"'),
        ("[wall]\nshow_after = 1\n", "line 4: wall.show_after: expected whole seconds, from 5"),
        (
            '[[wall.slides]]\ntext = "x"\n',
            "title: expected a title of at most 80 characters, but it is missing",
        ),
        ('[[wall.slides]]\ntitle = "x"\nlink = "mp.org"\n', "expected an address"),
        ('[[wall.slides]]\ntitle = "x"\nlink = "https://a b"\n', "expected an address"),
    ],
)
def test_a_slip_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(TOP + text, FILE)
    assert said in str(caught.value)
