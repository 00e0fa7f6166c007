"""The tally of the campaign's actions: asked for while it is open, honest about what it counts."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.action import ActionCount, Figure, Tally
from standup_tui.protocol.messages import AskCounts, Counts
from standup_tui.ui.console.screens.tally_screen import TallyScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, console, some
from ui.fake_hub import ABOUT, NOW

MP = ActionCount("MP", once=True, all=Figure(15, 12), shown=Figure(9, 8), waiting=6,
                 kept_back=3, by_hand=1)  # fmt: skip
TREE = ActionCount("Planted a tree", all=Figure(4, 2), shown=Figure(4, 2))
NONE = ActionCount("Picture")
COUNTS = Counts(Tally((MP, TREE, NONE), Figure(19, 13)), NOW)


def sheet(bench: Bench) -> str:
    return " ".join(bench.app.screen.query_one(Sheet).text.split())


async def opened(bench: Bench, *keys: str) -> None:
    bench.hub.counts = COUNTS
    await bench.pilot.press(*(keys or ("T",)))
    await bench.until(lambda: isinstance(bench.app.screen, TallyScreen))
    await bench.until(lambda: "19 posts by 13 people" in sheet(bench))


async def test_it_says_numbers_people_posts_and_how_they_are_counted(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench)

        said = sheet(bench)
        assert "12 people, each counted once, in 15 posts · 8 on the wall" in said
        assert "6 wait for a decision · 1 by hand · 3 more flagged or held, not counted" in said
        assert "4 posts by 2 people · 4 on the wall" in said
        assert "Not counted: what is flagged or held" in said
        assert "as of 14:32:10" in said


async def test_bars_tell_the_wall_from_what_waits(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench)
        rows = bench.app.screen.query_one(Sheet).text.splitlines()

        (mp,) = [row for row in rows if row.strip().startswith("MP")]
        (tree,) = [row for row in rows if row.strip().startswith("Planted a tree")]
        (none,) = [row for row in rows if row.strip().startswith("Picture")]
        assert 0 < mp.count("▒") < mp.count("█")
        assert tree.count("▒") == 0 < tree.count("█") < mp.count("█") + mp.count("▒")
        assert none.count("█") == none.count("▒") == 0


async def test_it_asks_again_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standup_tui.ui.console.screens.asking_screen.AGAIN", 0.02)
    async with console(tmp_path, some()) as bench:
        await opened(bench)
        bench.hub.counts = Counts(Tally((MP,), Figure(20, 14), looking_back=True), NOW)

        await bench.until(lambda: "20 posts by 14 people" in sheet(bench))
        assert "still being looked at again" in sheet(bench)
        assert AskCounts() in bench.hub.heard


@pytest.mark.parametrize("key", ["escape", "q", "T"])
async def test_three_keys_lead_back(tmp_path: Path, key: str) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench)
        await bench.pilot.press(key)

        assert bench.app.screen is bench.app.main


async def test_without_actions_it_says_how_to_define_them(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.app.board.about = replace(ABOUT, actions=())
        await bench.pilot.press("T")
        await bench.until(lambda: isinstance(bench.app.screen, TallyScreen))

        await bench.until(lambda: "asks for no actions yet" in sheet(bench))
        assert "[[actions]] into campaign.toml" in sheet(bench)


async def test_without_a_hub_it_says_so(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench)
        await bench.hub.stop()

        await bench.until(lambda: "There is no hub" in sheet(bench))
        await bench.hub.start()


async def test_it_is_in_the_palette(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await opened(bench, ":", *"tally", "enter")


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 60)])
async def test_it_works_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with console(tmp_path, some(), size=size) as bench:
        await opened(bench)
        lines = bench.app.screen.query_one(Sheet).text.splitlines()

        assert max(map(len, lines)) <= size[0]
