"""Hostile posts under the mouse and beside a border: nothing is done, and nothing is moved."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from counts import FULL
from faults.mutant_screen import words
from faults.table import Row
from faults.test_terminals import console_on, sent
from hostile import HOSTILE, LEGITIMATE
from process.theatre import ESCAPE, STANDUP, Screen, troupe, until
from process.tmux import TMUX, Tmux
from standup_tui.model.entry import Entry
from ui.fake_hub import NOW
from ui.invented import entry

pytestmark = pytest.mark.soak
in_tmux = pytest.mark.skipif(not TMUX, reason="needs tmux")

SIZE = (120, 36)
LURES = [text for group, text in HOSTILE if group in ("markup", "markdown") or "8;" in text]
"""What may look as if there were something to click on."""
CLICKED = [text for _, text in HOSTILE] if FULL else LURES[:8]
COLUMNS = SIZE[0] if FULL else SIZE[0] // 3
"""How far to the right; there are posts in the first pane only."""
AT_ONCE = 4
"""Posts for which a pane has room."""
EDGES = {0, 39, 40, 79, 80, 119}
"""Columns of the borders of three panes."""
EMOJI = [
    text
    for text in LEGITIMATE
    if any(char >= "\U0001f000" or char in "\ufe0f\u20e3" for char in text)
]


def posts(texts: Sequence[str]) -> list[Entry]:
    """Return posts of which text and name are such a text."""
    return [
        entry(number, NOW, text, who=(text, f"n{number:03}"))
        for number, text in enumerate(texts, 1)
    ]


async def clicked(screen: Screen) -> None:
    """Click on every cell."""
    for line in range(1, SIZE[1] + 1):
        row = b"".join(
            b"\x1b[<0;%d;%dM\x1b[<0;%d;%dm" % (column, line, column, line)
            for column in range(1, COLUMNS + 1)
        )
        await sent(screen, row)
        if screen.ended:
            return
        await sent(screen, ESCAPE)  # two clicks on a post open it


@pytest.mark.fault("G3")
async def test_no_click_on_a_hostile_post_does_anything(tmp_path: Path, row: Row) -> None:
    for first in range(0, len(CLICKED), AT_ONCE):
        shown = posts(CLICKED[first : first + AT_ONCE])
        folder = tmp_path / str(first)
        folder.mkdir()
        async with console_on(folder, shown) as (screen, hub):
            await screen.until(*(f"@{one.post.author.handle}" for one in shown))
            await clicked(screen)
            screen.press(b"?")
            await screen.until("The post below.", seconds=60)  # so all clicks were heard
            assert hub.commands == []
            assert not screen.ended
        assert not (folder / "opened").exists()
        assert [*(folder / "state").rglob("*.svg"), *folder.glob("*.svg")] == []
    cells = -(-len(CLICKED) // AT_ONCE) * COLUMNS * SIZE[1]
    row.measured(len(CLICKED), f"{len(CLICKED)} texts, {cells:,} cells clicked twice over")


@pytest.mark.fault("G3", control=True)
async def test_a_pane_that_reads_posts_as_markup_is_caught(tmp_path: Path) -> None:
    lure = next(text for text in LURES if "app.quit" in text)
    async with console_on(tmp_path, posts([lure]), words("marked_up")) as (screen, _):
        await clicked(screen)
        assert await screen.code(60) == 0


def columns_in(tmux: Tmux, window: str) -> Counter[int]:
    """Return at which columns, as tmux counts, the upright borders of a screen stand."""
    places: Counter[int] = Counter()
    for line in tmux.screen(window).splitlines():
        for at, sign in enumerate(line):
            if sign in "│┃":
                places[width(tmux, line[:at])] += 1
    return places


def width(tmux: Tmux, text: str) -> int:
    """Return how many columns a text takes, as tmux counts where that may be doubtful."""
    if max(text, default="") < "\u2600":
        return len(text)
    tmux("set-option", "-g", "@before", text)
    return int(tmux("display-message", "-p", "#{w:@before}"))


async def borders(tmux: Tmux, home: Path, *program: str | Path) -> Counter[int]:
    """Have emoji beside borders, three panes of them; return where the borders stand."""
    async with troupe(home) as here:
        tmux.run(here, "console", *program, here.folder, "--emoji", "simple")
        await until(lambda: "1 Live" in tmux.screen("console"), 40)
        for text in EMOJI:
            here.x.publish(f"{text} #StandUp4SW", author=here.x.roster[1])
        await until(lambda: f"1 Live · {len(EMOJI)}" in tmux.screen("console"))
        places = columns_in(tmux, "console")
        for _ in range(3):
            tmux("send-keys", "-t", "console", "NPage")
            await until(lambda: "Live" in tmux.screen("console"))
            places += columns_in(tmux, "console")
    return places


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path)
    yield server
    server("kill-server")


@in_tmux
@pytest.mark.fault("G4")
async def test_simple_emoji_move_no_border(tmp_path: Path, tmux: Tmux, row: Row) -> None:
    places = await borders(tmux, tmp_path, *STANDUP)
    row.measured(len(EMOJI), f"{len(EMOJI)} texts, {places.total()} pieces of borders in place")
    assert set(places) == EDGES


@in_tmux
@pytest.mark.fault("G4", control=True)
async def test_a_screen_that_misjudges_widths_is_caught(tmp_path: Path, tmux: Tmux) -> None:
    places = await borders(tmux, tmp_path, *words("short_sighted"))
    assert set(places) - EDGES
