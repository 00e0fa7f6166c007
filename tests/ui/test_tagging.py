"""Tagging a post by hand: a digit an action, one after the other, on the post as it is by then."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from standup_tui.model.action import Tag
from standup_tui.model.command import Decide, Undo
from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.protocol.messages import Opened
from standup_tui.ui.console.over.tagging import KEYS, TagScreen
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.sheets.post_sheet import sheet
from standup_tui.ui.widgets.card import Aside, card
from standup_tui.ui.widgets.found import found_in
from standup_tui.ui.widgets.ink import Role, text_of, width_of
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, by_raj, console, some
from ui.fake_hub import ABOUT, NOW
from ui.invented import entry

ASKED = ("One action", "Shared", "Made a difference", "MP", "Picture")
MP = Tag("MP", rule=True, spans=(Span(0, 16),))


async def opened(bench: Bench, *keys: str) -> None:
    """Have the campaign ask for five actions, and press keys."""
    bench.app.board.about = replace(ABOUT, actions=ASKED)
    await bench.pilot.press("t", *keys)
    await bench.until(lambda: isinstance(bench.app.screen, TagScreen))
    await bench.until(lambda: not bench.app.board.mine.pending)


def shown(bench: Bench) -> str:
    return bench.app.screen.query_one(Sheet).text


def sent(bench: Bench) -> list[tuple[str, str]]:
    return [(one.verb, one.action) for one in bench.hub.commands if isinstance(one, Decide)]


async def test_the_actions_are_numbered_with_what_is_set_and_by_whom(tmp_path: Path) -> None:
    off = Tag("Shared", counts=False, rule=True, by="raj")
    async with console(tmp_path, [entry(1, NOW, tags=(MP, off))]) as bench:
        await opened(bench)

        text = shown(bench)
        assert " 1   One action" in text
        assert " 2 - Shared   taken off by raj, though the rules recognise it" in text
        assert " 4 ✓ MP   recognised by the words underlined" in text


async def test_digits_set_and_take_off_each_on_the_post_as_the_last_one_left_it(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, "1", "4", "1")
        await bench.until(lambda: len(sent(bench)) == 3)

        assert sent(bench) == [("tag", "One action"), ("tag", "MP"), ("untag", "One action")]
        revisions = [one.revision for one in bench.hub.commands if isinstance(one, Decide)]
        assert revisions == [1, 2, 3]
        await bench.until(lambda: "✓ MP   set by asha" in shown(bench))
        await bench.until(lambda: "- One action   taken off by asha" in shown(bench))


async def test_a_digit_without_an_action_and_other_keys_do_nothing(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, "6", "a", "h", "!")

        assert bench.hub.commands == []
        assert not bench.hub.wall.blank


async def test_u_undoes_and_stays(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, "4", "u")
        await bench.until(lambda: isinstance(bench.hub.commands[-1], Undo))

        await bench.until(lambda: "set by asha" not in shown(bench))
        assert isinstance(bench.app.screen, TagScreen)


@pytest.mark.parametrize("key", ["escape", "q", "t", "enter"])
async def test_four_keys_lead_back_and_none_quits(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench)
        await bench.pilot.press(key)

        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))
        assert bench.app.is_running


async def test_a_post_that_is_gone_closes_it(tmp_path: Path) -> None:
    async with console(tmp_path, some(1)) as bench:
        await opened(bench)
        await bench.put(by_raj(bench.hub, 1, Verb.DELETE, Status.GONE))

        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))


async def test_a_campaign_without_actions_says_how_to_define_them(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.app.board.about = replace(ABOUT, actions=())
        await bench.pilot.press("t")

        assert "[[actions]] in campaign.toml" in bench.said
        assert isinstance(bench.app.screen, MainScreen)


async def test_it_is_in_the_palette_and_works_on_an_opened_post(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("enter", ":")
        await bench.until(lambda: bench.app.screen.query(Input))
        await bench.pilot.press(*"tag", "enter")
        await bench.until(lambda: isinstance(bench.app.screen, TagScreen))
        await bench.pilot.press("1")
        await bench.until(lambda: sent(bench) == [("tag", "One action")])


def test_no_key_of_an_action_means_something_else_there() -> None:
    assert len(set(KEYS)) == len(KEYS) >= 20
    assert not set(KEYS) & set("qtujkgG")


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(20, 6), (40, 10), (80, 24), (200, 60)])
async def test_it_works_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        await opened(bench, "1")
        await bench.until(lambda: sent(bench) == [("tag", "One action")])
        await bench.until(lambda: "set by asha" in " ".join(shown(bench).split()))


# What posts show of it.


def test_a_card_says_for_what_it_counts_in_words_or_numbers() -> None:
    tags = tuple(Tag(name, rule=True) for name in ASKED)
    one = entry(1, NOW, tags=tags)

    def foot(width: int) -> str:
        return text_of(card(one, Aside(), width, 6)[-1]).strip()

    assert foot(80) == "✓ One action, Shared, Made a difference, MP, Picture"
    assert foot(30) == "✓ 5 actions"
    assert foot(10) == "✓5"
    assert all(width_of(line) <= 12 for line in card(one, Aside(), 12, 6)[-1:])


def test_a_flagged_post_says_that_it_does_not_count_yet() -> None:
    one = entry(1, NOW, status=Status.FLAGGED, tags=(MP,))

    assert text_of(card(one, Aside(), 60, 6)[-1]).strip() == "MP: not counted yet"


def test_what_a_person_took_off_is_no_mark() -> None:
    one = entry(1, NOW, tags=(Tag("MP", counts=False, rule=True, by="raj"),))

    assert text_of(card(one, Aside(), 60, 6)[-1]).strip() == ""


def test_the_words_of_an_action_are_underlined_and_a_flag_goes_first() -> None:
    flag = Flag(Kind.ABUSE, "words", Severity.LOOK, "x", (Span(8, 20),))
    one = entry(1, NOW, "Written to my MP about it", tags=(MP,), flags=(flag,))

    assert found_in(one, actions=True) == (
        (Span(0, 8), Role.DONE),
        (Span(8, 20), Role.FOUND),
    )
    off = replace(one, tags=(replace(MP, counts=False, by="raj"),), flags=())
    assert found_in(off, actions=True) == ()


async def test_an_opened_post_says_which_action_by_what_or_whom_and_its_authors_id(
    tmp_path: Path,
) -> None:
    async with console(tmp_path) as bench:
        bench.app.board.about = replace(ABOUT, actions=("MP",))
        old = Tag("Tree", by="raj")
        one = entry(1, NOW, "Written to my MP about it", tags=(MP, old), status=Status.HELD)
        author = replace(one.post.author, id="x:4217")
        one = replace(one, post=replace(one.post, author=author))

        lines = list(sheet(one, Opened(one), bench.app.board, 100))
        said = "\n".join(text_of(line) for line in lines)

        assert "✓ MP: recognised by the words underlined" in said
        assert "✓ Tree: set by raj, no longer in campaign.toml" in said
        assert "Not counted while it is held." in said
        assert f"@{author.handle} is account 4217" in said
        assert ("Written to my MP", Role.DONE) in [span for line in lines for span in line]
