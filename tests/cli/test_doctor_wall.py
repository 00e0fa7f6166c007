"""The doctor looks at a wall: its terminal, the kernel's console, the campaign's scenes."""

from pathlib import Path

import pytest

from standup_tui.cli import doctor_wall
from standup_tui.cli.doctor_terminal import Finding
from standup_tui.settings import campaign_file

TOP = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'


def found(more: str = "") -> list[Finding]:
    return list(doctor_wall.wall(campaign_file.parse(TOP + more, Path("campaign.toml"))))


@pytest.mark.parametrize(
    ("size", "mark", "said"),
    [
        ((60, 20), "note", "A post that needs 80 by 24 for itself stays away here."),
        ((80, 24), "ok", "80 by 24: one column of posts, the hashtag in ordinary letters."),
        ((200, 60), "ok", "200 by 60: 2 columns of posts, a large hashtag."),
    ],
)
def test_it_says_how_posts_are_set_on_this_terminal(
    size: tuple[int, int], mark: str, said: str
) -> None:
    finding = doctor_wall.on_screen(*size)

    assert finding.mark == mark
    assert finding.said.endswith(said)


def test_it_says_which_scenes_take_turns() -> None:
    slide = '[[wall.slides]]\ntitle = "Write to your MP"\n'

    assert [one.said for one in found(slide * 2)] == [
        "dark theme; scenes: stream 60 s, spotlight 20 s, 2 slides 15 s each."
    ]
    only = "[wall.scenes]\nspotlight = 0\n"
    assert [one.said for one in found(only)] == ["dark theme; one scene, stream."]


def test_a_code_that_has_no_room_on_a_small_wall_is_told_before_the_day() -> None:
    link = f"https://www.example.org/{'far/' * 40}"
    (_, told) = found(f'[[wall.slides]]\ntitle = "Write"\nlink = "{link}"\n')

    assert told.mark == "note"
    assert "slide “Write”: no room for its code on 80 by 24" in told.said


def test_a_console_that_goes_dark_by_itself_must_be_mended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blanks = tmp_path / "consoleblank"
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setattr(doctor_wall, "CONSOLE_BLANKS", blanks)
    assert [one.mark for one in found()] == ["note", "ok"]

    blanks.write_text("600\n")
    assert [one.mark for one in found()] == ["wrong", "note", "ok"]
    assert "goes dark after 10 min without a key: setterm --blank 0" in found()[0].said
    blanks.write_text("0\n")
    assert [one.mark for one in found()] == ["note", "ok"]
