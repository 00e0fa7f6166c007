"""Pasted text is never a key, marked by the terminal or not; what hands can type stays keys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.drivers import linux_driver

from process.theatre import Screen
from standup_tui.model.command import Command, Decide
from standup_tui.model.entry import Entry
from standup_tui.model.keys import DEFAULT
from standup_tui.ui.actions import typed_keys
from standup_tui.ui.pasting import STILL_PASTING, Pasting
from ui.console_kit import HandClock, some
from ui.fake_hub import FakeHub, serving
from ui.invented import TEXTS
from ui.ptys import Terminal

CONSOLE = "from pathlib import Path; from standup_tui.ui.console.app import run; run(Path({!r}))"


def pasting() -> tuple[Pasting, HandClock]:
    clock = HandClock()
    return Pasting(lambda: typed_keys(DEFAULT), clock), clock


# Judged without a terminal.


@pytest.mark.parametrize(
    "typed",
    ["a", "aahjw", "j" * 400, "aaaaaaah", "jjjjjjjja", "ry", "h1", "!y", "vvvvjjVa", "u" * 30],
)
def test_what_hands_type_stays_keys(typed: str) -> None:
    judge, _ = pasting()
    assert not judge.is_paste(typed)


@pytest.mark.fault("D9")
@pytest.mark.parametrize(
    "pasted", [*TEXTS, "ha ha ha", "hhh\nhhh\nhhh\n", "approve", "apwfhaupwhfa", "https://x.com/a"]
)
def test_what_no_hand_types_at_once_is_pasted(pasted: str) -> None:
    judge, _ = pasting()
    assert judge.is_paste(pasted)


def test_a_long_text_stays_pasted_to_its_last_piece() -> None:
    judge, clock = pasting()
    assert judge.is_paste("a text that was cut here: aah")
    clock.at += STILL_PASTING / 2
    assert judge.is_paste("aah")
    clock.at += STILL_PASTING / 2
    assert judge.is_paste("a")
    clock.at += STILL_PASTING * 1.01
    assert not judge.is_paste("a")


@pytest.mark.parametrize("cut", range(1, 40))
def test_what_the_terminal_marks_as_pasted_is_left_to_textual(cut: int) -> None:
    judge, clock = pasting()
    sent = "\x1b[200~a whole sentence that is pasted\x1b[201~"
    assert not judge.is_paste(sent[:cut])
    assert not judge.is_paste(sent[cut:])
    clock.at += 1
    assert judge.is_paste("and one that nobody marked")


@pytest.mark.parametrize("cut", range(1, 11))
def test_an_answer_of_the_terminal_in_two_pieces_is_not_pasted(cut: int) -> None:
    judge, _ = pasting()
    answer = "\x1b[?2026;2$y"
    assert not judge.is_paste(answer[:cut])
    assert not judge.is_paste(answer[cut:])


def test_after_the_escape_key_pasted_text_is_still_no_key() -> None:
    judge, clock = pasting()
    assert not judge.is_paste("\x1b")
    clock.at += 0.2
    assert judge.is_paste("hide the whole lot")


def test_textuals_driver_makes_its_reader_by_this_name() -> None:
    assert "XTermParser(" in Path(linux_driver.__file__).read_text("utf-8")


# On a real terminal, with a hub that is half a second behind.


@dataclass
class Stage:
    """A console process on a terminal and the hub it is attached to."""

    hub: FakeHub
    screen: Screen

    def asked(self) -> list[tuple[str, str, int]]:
        """What the hub was asked to do, to which post, as seen at which revision."""
        return [
            (one.verb, one.post.removeprefix("x:"), one.revision)
            for one in self.hub.commands
            if isinstance(one, Decide)
        ]

    async def until_asked(self, many: int) -> list[Command]:
        async with asyncio.timeout(20):
            while len(self.hub.commands) < many:  # noqa: ASYNC110  # the hub tells nobody
                await asyncio.sleep(0.02)
        return self.hub.commands


@asynccontextmanager
async def on_a_terminal(folder: Path, entries: list[Entry]) -> AsyncIterator[Stage]:
    async with serving(folder / "hub.sock", entries) as hub:
        hub.slow = 0.5
        terminal = Terminal("-c", CONSOLE.format(str(folder)), size=(120, 36))
        screen = Screen(terminal)
        try:
            await screen.until("Welcome, asha", "1 Live")
            yield Stage(hub, screen)
        finally:
            screen.end()


@pytest.mark.fault("D10")
async def test_a_burst_acts_on_the_posts_that_were_selected_as_each_key_went_down(
    tmp_path: Path,
) -> None:
    async with on_a_terminal(tmp_path, some()) as stage:
        stage.screen.press(b"aahjw")
        await stage.until_asked(4)

        assert stage.asked() == [
            ("approve", "8", 1), ("approve", "7", 1), ("hide", "6", 1), ("hold", "4", 1),
        ]  # fmt: skip


@pytest.mark.fault("D9")
async def test_unmarked_pasted_text_does_nothing_and_says_so(tmp_path: Path) -> None:
    async with on_a_terminal(tmp_path, some()) as stage:
        stage.screen.press(b"A post about happy families and a wall\rhhhh\r")
        await stage.screen.until("Pasted text")
        await asyncio.sleep(2 * STILL_PASTING)
        stage.screen.press(b"a")
        await stage.until_asked(1)

        assert stage.asked() == [("approve", "8", 1)]


async def test_text_pasted_into_a_note_is_one_line_of_it(tmp_path: Path) -> None:
    async with on_a_terminal(tmp_path, some()) as stage:
        stage.screen.press(b"c")
        await stage.screen.until("A note on")
        stage.screen.press(b"rang the school\rhhh and spoke to them\r")
        await stage.screen.until("spoke to them")
        assert stage.hub.commands == []
        await asyncio.sleep(2 * STILL_PASTING)
        stage.screen.press(b"\r")
        (command,) = await stage.until_asked(1)

        assert isinstance(command, Decide)
        assert command.reason == "rang the school hhh and spoke to them"
