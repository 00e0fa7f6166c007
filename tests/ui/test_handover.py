"""The note for the next shift: pointed out, read, written, kept as a draft."""

from pathlib import Path

from textual.widgets import TextArea

from standup_tui.model.command import Handover
from standup_tui.model.entry import Decision, Moderator
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.handover import NoteLine
from standup_tui.ui.console.screens.handover_screen import HandoverScreen
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import Bench, by_raj, console, some
from ui.fake_hub import ASHA, NOW, RAJ
from ui.invented import entry, flagged


def note(seq: int, by: Moderator, text: str) -> Decision:
    return Decision(seq, "handover", by, NOW, "", "", reason=text)


async def pointed_out(bench: Bench, text: str) -> None:
    line = bench.app.main.query_one(NoteLine)
    await bench.until(lambda: line.display and text in line.said)


async def leave(bench: Bench, by: Moderator, text: str, seq: int = 7) -> None:
    bench.hub.note = note(seq, by, text)
    bench.hub.push(bench.hub.heartbeat())
    await bench.until(lambda: bench.app.board.handover == bench.hub.note)
    await bench.pilot.pause()


async def test_a_note_is_pointed_out_until_it_was_read(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await leave(bench, RAJ, "Two escalated\nposts wait")
        await pointed_out(bench, "Note from raj")
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.pause()
        assert "posts wait" in bench.app.screen.query_one(Sheet).text
        await bench.pilot.press("escape")
        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))
        assert not bench.app.main.query_one(NoteLine).display
        await leave(bench, RAJ, "And one more", seq=8)
        await pointed_out(bench, "And one more")
        await bench.pilot.press("escape")
        await bench.until(lambda: not bench.app.main.query_one(NoteLine).display)


async def test_my_own_note_is_not_pointed_out_to_me(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await leave(bench, ASHA, "mine")

        assert not bench.app.main.query_one(NoteLine).display


async def test_a_note_of_several_lines_is_left_and_keys_in_it_are_letters(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.press(*"ahr", "enter", *"q", "ctrl+d")
        await bench.until(lambda: bench.hub.commands)
        (command,) = bench.hub.commands
        assert isinstance(command, Handover)
        assert command.text == "ahr\nq"
        await bench.until(lambda: not bench.app.board.draft)
        assert not bench.app.board.mine.unanswered


async def test_what_was_not_left_is_there_again(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.press(*"half", "escape")
        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.pause()

        assert bench.app.screen.query_one(TextArea).text == "half"
        assert bench.hub.commands == []


async def test_an_empty_note_is_not_left(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.press("ctrl+d")
        await bench.until(lambda: isinstance(bench.app.screen, MainScreen))

        assert "The note is empty." in bench.said
        assert bench.hub.commands == []


async def test_what_is_open_stands_beside_the_note_and_is_kept_up(tmp_path: Path) -> None:
    kept = [flagged(1, NOW), entry(2, NOW), entry(3, NOW)]
    async with console(tmp_path, kept) as bench:
        await leave(bench, RAJ, "Two escalated")
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.pause()
        sheet = bench.app.screen.query_one("#open", Sheet)
        note = bench.app.screen.query_one("#note", Sheet)
        assert "Open now" in sheet.text
        assert "Undecided: 3 posts" in sheet.text
        assert "without a flag: 2" in sheet.text
        assert sheet.region.x > note.region.x
        assert sheet.region.y == note.region.y
        await bench.put(by_raj(bench.hub, 3, Verb.HOLD, Status.HELD))
        await bench.until(lambda: "Held: 1 post" in sheet.text)
        assert "Undecided: 2 posts" in sheet.text


async def test_on_a_narrow_screen_it_stands_under_the_note(tmp_path: Path) -> None:
    async with console(tmp_path, some(), size=(60, 24)) as bench:
        await bench.pilot.press("N")
        await bench.until(lambda: isinstance(bench.app.screen, HandoverScreen))
        await bench.pilot.pause()
        sheet = bench.app.screen.query_one("#open", Sheet)
        note = bench.app.screen.query_one("#note", Sheet)
        assert sheet.region.y > note.region.y
        assert sheet.region.height > 1
