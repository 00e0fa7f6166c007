"""The change of a shift as text: asked of a real hub, or read from the store it left."""

import asyncio
import re
from pathlib import Path

import pytest

from cli.commands import standup
from halls import hall, seat
from making import LOOK, decide, judged
from standup_tui.model.command import Done
from standup_tui.model.lifecycle import Verb


@pytest.fixture
def day(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    return folder


async def told(home: Path, *words: str | Path) -> list[str]:
    ran = await asyncio.to_thread(standup, "handover", *words, home=home)
    assert ran.returncode == 0, ran.stderr
    assert "\x1b" not in ran.stdout
    return ran.stdout.splitlines()


def without_ages(lines: list[str]) -> list[str]:
    """Return what is said to be open, without ages and without what only a hub has."""
    start, end = lines.index("Open now"), lines.index("Notes, the newest first")
    return [
        re.sub(r"\d+ (?:s|min|h|d)\b", "", line)
        for line in lines[start:end]
        if not line.startswith(("  Reading is", "  No hub"))
    ]


async def test_it_tells_what_is_open_and_the_notes_with_a_hub_and_without(
    day: Path, tmp_path: Path
) -> None:
    async with hall(day) as here, seat(day, name="Asha") as asha:
        await here.add([judged(1), judged(2, flags=(LOOK,)), judged(3), judged(4), judged(5)])
        await asha.until(lambda: len(asha.posts) == 5)
        for verb, number in ((Verb.HOLD, 3), (Verb.ESCALATE, 4), (Verb.APPROVE, 5)):
            assert isinstance(await asha.ask(decide(verb, number)), Done)
        await told(tmp_path, day, "--as", "Raj", "--write", "Ring Jo back\nbefore five.")
        with_hub = await told(tmp_path, day, "--write", "\x1b[2Jand one more")

    assert "  Undecided: 2 posts" in with_hub[3]
    assert without_ages(with_hub)[2:4] == [
        "    abuse: 1, the oldest ",
        "    without a flag: 1, the oldest ",
    ]
    assert "  Escalated: 1 post." in with_hub
    assert any(re.match(r"    @person_4 by Asha \(says so\), \d", line) for line in with_hub)
    assert any(line.startswith("  Held: 1 post, ") for line in with_hub)
    notes = with_hub[with_hub.index("Notes, the newest first") :]
    assert "and one more" in notes[2]
    assert re.match(r"  Raj \(says so\), [\d:]+:$", notes[3])
    assert notes[4:6] == ["    Ring Jo back", "    before five."]

    without_hub = await told(tmp_path, day)
    assert without_ages(without_hub) == without_ages(with_hub)
    assert "  No hub runs: nothing is read and nothing is sent." in without_hub
    assert without_hub[without_hub.index("Notes, the newest first") :] == notes


async def test_a_note_is_taken_from_the_input(day: Path, tmp_path: Path) -> None:
    async with hall(day):
        words = ("handover", day, "--write", "-")
        ran = await asyncio.to_thread(standup, *words, home=tmp_path, typed="From a file\n")
    assert ran.returncode == 0
    assert "    From a file\n" in ran.stdout


def test_where_nothing_was_read_yet_it_says_so(day: Path, tmp_path: Path) -> None:
    ran = standup("handover", day, home=tmp_path)

    assert ran.returncode == 2
    assert "has no store yet" in ran.stderr


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("a note", "no hub runs to take the note: start it with"),
        (" ", "the note is empty"),
        ("x" * 4001, "the note has 4,001 characters, and 4,000 at most"),
    ],
)
def test_a_note_that_cannot_be_left_is_one_sentence(
    note: str, said: str, day: Path, tmp_path: Path
) -> None:
    ran = standup("handover", day, "--write", note, home=tmp_path)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1
