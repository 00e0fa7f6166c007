"""Hostile posts in a terminal that answers: nothing is typed, and nothing of it is changed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from process.chair import chair, decided, posted
from process.hostile_posts import TEXTS, attacks, roster
from process.theatre import STANDUP, Troupe, troupe, until
from process.tmux import TMUX, Tmux

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not TMUX, reason="needs tmux"),
]

HELP = "Esc back"
CARELESS = Path(__file__).with_name("careless.py")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    server = Tmux(tmp_path)
    yield server
    server("kill-server")


async def harm(tmux: Tmux, here: Troupe, *program: str | Path) -> tuple[str, str, set[str]]:
    """Return the state of two terminals before and after, and the decisions nobody made."""
    posts = attacks(TEXTS, at_once=3)
    async with chair(here.folder, "chair") as by:
        tmux.run(here, "console", *program, here.folder)
        tmux.run(here, "wall", *program, "wall", here.folder)
        await until(lambda: "1 Live" in tmux.screen("console"))
        await until(lambda: "appear here" in tmux.screen("wall"))
        before = tmux.state("console") + tmux.state("wall") + tmux("list-buffers")
        ids = await posted(posts, here, by)
        for post in ids:
            await by.show(post)
        for pane in "1", "3":
            tmux("send-keys", "-t", "console", pane, "g")
            for _ in range(len(posts)):
                tmux("send-keys", "-t", "console", "NPage")
        await asyncio.to_thread(tmux.screen, "console")
        tmux("send-keys", "-t", "console", "?")
        await until(lambda: HELP in tmux.screen("console"))
        tmux("send-keys", "-t", "console", "q", "3", "g")
        await until(lambda: HELP not in tmux.screen("console"))
        await asyncio.sleep(1)  # for an answer that the terminal types
        after = tmux.state("console") + tmux.state("wall") + tmux("list-buffers")
        return before, after, decided(here.folder) - by.asked


@pytest.mark.fault("G2")
async def test_a_terminal_that_answers_is_asked_nothing(tmp_path: Path, tmux: Tmux) -> None:
    async with troupe(tmp_path, roster=roster(attacks(TEXTS, at_once=3))) as here:
        before, after, unasked = await harm(tmux, here, *STANDUP)
        footer = tmux.screen("console").splitlines()[-1]

    assert before == after
    assert unasked == set()
    assert footer.startswith(" a Approve")


@pytest.mark.fault("G2", control=True)
async def test_a_mutant_harms_the_same_terminal(tmp_path: Path, tmux: Tmux) -> None:
    encodable = [text for text in TEXTS if text.isascii()]
    assert encodable
    async with troupe(tmp_path, hub=(CARELESS, "open", "hub")) as here:
        try:
            before, after, _ = await harm(tmux, here, CARELESS, "open")
        except AssertionError:
            return  # so much so that it could not be used any more
    assert before != after
