"""One registry of keys, and nothing in it that a terminal would eat."""

from collections import Counter

import pytest

from standup_tui.model.acts import (
    ACTIONS,
    BY_NAME,
    Group,
    impossible,
    title_for,
    verb_of,
)
from standup_tui.model.keys import DEFAULT
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.ui.actions import bindings
from standup_tui.ui.console.app import ConsoleApp
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.over.palette import matching
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from ui.fake_hub import NOW
from ui.invented import entry

KEYS = [key for action in ACTIONS for key in action.key.split(",")]


def test_no_key_does_two_things() -> None:
    assert [key for key, times in Counter(KEYS).items() if times > 1] == []


def test_no_act_lies_on_a_key_that_terminals_keep_for_themselves() -> None:
    eaten = {f"ctrl+{letter}" for letter in "sqzcab"}

    assert [key for key in KEYS if key in eaten or key.startswith(("alt+", "f1"))] == []


def test_textuals_own_way_out_is_unbound() -> None:
    assert ConsoleApp.BINDINGS == [] or "ctrl+q" not in str(ConsoleApp._merge_bindings())
    assert "ctrl+c" not in str(MainScreen._merge_bindings())


@pytest.mark.parametrize("screen", [MainScreen, PostScreen])
def test_every_act_of_a_screen_exists_there(screen: type[ActingScreen]) -> None:
    acts = [action for action in ACTIONS if action.opened or not screen.OPENED]

    assert len(bindings(opened=screen.OPENED)) == len(acts)
    for action in acts:
        assert hasattr(screen, f"action_{action.runs.split('(')[0]}"), action.name


def test_the_table_of_the_readme_has_every_act() -> None:
    rows = DEFAULT.table().splitlines()[2:]

    assert len(rows) == len(ACTIONS)
    assert "| `r` then `y` | Retweet |" in DEFAULT.table()


def test_a_toggle_undoes_what_it_did() -> None:
    shown, pinned = Standing(Status.SHOWN), Standing(Status.SHOWN, pin=1)

    assert (verb_of("pin", shown), verb_of("pin", pinned)) == (Verb.PIN, Verb.UNPIN)
    assert verb_of("flag", Standing(Status.FLAGGED)) is Verb.CLEAR
    assert verb_of("escalate", Standing(Status.HELD, escalated=True)) is Verb.RETURN
    assert title_for(BY_NAME["pin"], entry(1, NOW, standing=pinned)) == "Unpin"


def test_what_is_impossible_says_why_in_words() -> None:
    waiting = entry(1, NOW)

    assert "approve it first" in (impossible(BY_NAME["pin"], waiting) or "")
    assert impossible(BY_NAME["approve"], waiting) is None
    assert impossible(BY_NAME["undo"], None) is None
    assert impossible(BY_NAME["hide"], None) == "there is no post under the cursor"


def test_the_palette_finds_by_name_first_and_then_by_what_an_act_does() -> None:
    assert [action.name for action in matching(ACTIONS, "pi")] == ["pin", "highlights"]
    assert [action.name for action in matching(ACTIONS, "wall")][:3] == ["walls", "blank", "pause"]
    assert matching(ACTIONS, "no such thing") == []
    assert {action.group for action in ACTIONS} == set(Group)
