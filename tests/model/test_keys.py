"""Keys that a campaign changes: what may be on which; every text says the one in force."""

import re
from pathlib import Path

import pytest

from standup_tui.errors import ConfigError
from standup_tui.model.acts import ACTIONS
from standup_tui.model.keys import DEFAULT, ESSENTIAL, Keys
from standup_tui.model.typed import typed, written
from standup_tui.settings import campaign_file

SOURCE = Path(__file__).parents[2] / "src" / "standup_tui"
CAMPAIGN = 'name = "Day"\nhashtags = ["Day"]\n[keys]\n'


def pressed(keys: str) -> dict[str, str]:
    return campaign_file.parse(CAMPAIGN + keys, Path("campaign.toml")).pressed


def refused(keys: str) -> str:
    with pytest.raises(ConfigError) as caught:
        pressed(keys)
    return str(caught.value)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("x", "x"),
        ("X", "X"),
        ("Shift-A", "A"),
        ("?", "?"),
        ("question_mark", "?"),
        ("exclamation mark", "!"),
        (",", "comma"),
        ("comma", "comma"),
        ("Ctrl-P", "ctrl+p"),
        ("ctrl+p", "ctrl+p"),
        ("^P", "ctrl+p"),
        ("C-p", "ctrl+p"),
        ("PgDn", "pagedown"),
        ("page up", "pageup"),
        ("↓", "down"),
        ("Down", "down"),
        ("Space", "space"),
        (" ", "space"),
        ("Esc", "escape"),
        ("Return", "enter"),
        ("shift-tab", "shift+tab"),
        ("ä", "ä"),
        ("slash", "/"),
        ("-", "-"),
        ("+", "+"),
    ],
)
def test_a_key_is_understood_as_people_write_it(said: str, named: str) -> None:
    assert typed(said) == named
    assert typed(written(named)) == named


@pytest.mark.parametrize(
    "key",
    ["Ctrl-S", "ctrl+q", "^Z", "C-c", "Ctrl-A", "Ctrl-B", "Alt-x", "M-x", "meta+x", "F1", "F12",
     "Shift-F5", "Ctrl-I", "Ctrl-M", "Ctrl-5", "ctrl++", "Cmd-K", "", "\x1b", "\t", "\u0301",
     "quux", "y", "🇩🇪"],
)  # fmt: skip
def test_a_key_that_never_arrives_or_answers_questions_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        typed(key)


def test_two_acts_on_one_key_are_refused_by_name_with_the_line() -> None:
    said = refused('star = "x"\nhidden = "Ctrl-E"\napprove = "h"')

    assert "line 6: " in said
    assert "approve and hide are both on h" in said


def test_acts_may_swap_their_keys() -> None:
    keys = Keys(pressed('approve = "h"\nhide = "a"'))

    assert (keys.of("approve"), keys.of("hide")) == ("h", "a")


def test_an_unknown_act_is_refused_with_the_nearest_name() -> None:
    assert "line 4: keys.aprove: there is no act of this name; did you mean approve?" in refused(
        'aprove = "x"'
    )


@pytest.mark.parametrize("act", ESSENTIAL)
def test_what_nobody_can_do_without_keeps_a_key(act: str) -> None:
    assert f"{act} needs a key" in refused(f'{act} = ""')


def test_escape_goes_back_whatever_else_does() -> None:
    assert pressed('back = "b"') == {"back": "b,escape"}
    assert "back and approve are both on Esc" in refused('approve = "Esc"') or (
        "approve and back are both on Esc" in refused('approve = "Esc"')
    )


def test_several_keys_are_a_list_or_a_text_with_commas() -> None:
    assert pressed('star = ["Ctrl-E", ","]') == {"star": "ctrl+e,comma"}
    assert pressed('star = "Ctrl-E, Ctrl-F"') == {"star": "ctrl+e,ctrl+f"}
    assert pressed('star = ","') == {"star": "comma"}


def test_a_key_that_is_no_text_is_refused_like_any_other_setting() -> None:
    assert "expected text in quotes" in refused("star = 3")


def test_a_text_says_the_key_in_force() -> None:
    keys = Keys({"undo": "Z", "retweet": "ctrl+t", "tag": ""})

    assert keys.say("‹undo› stops it; ‹no-such-act› stays") == "Z stops it; ‹no-such-act› stays"
    assert keys["retweet"].shown == "Ctrl-T then y"
    assert keys.of("retweet") == "Ctrl-T"
    assert keys.of("tag") == "“Tag” in the palette (:)"
    assert keys["approve"].shown == "a"


def test_an_act_that_only_a_newer_hub_knows_is_left_out() -> None:
    assert Keys({"no-such-act": "x"}).changed == {}


def test_every_act_that_a_text_of_ours_names_exists() -> None:
    names = {action.name for action in ACTIONS}
    named = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall("‹([a-z-]+)›", path.read_text("utf-8"))
    }

    assert len(named) > 10
    assert named - names == set()


def test_no_text_of_the_registry_says_a_key_of_its_own() -> None:
    for action in ACTIONS:
        assert DEFAULT.say(action.says).count("‹") == 0
        assert not re.search(r"\b[a-zA-Z] then\b|\(\w\)", action.says), action.name
