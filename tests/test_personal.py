"""What a person likes is kept, and never stands in the way."""

import os
import stat
from pathlib import Path

import click
import pytest

from standup_tui.cli.console import command
from standup_tui.personal import CHOICES, Personal, keep, place, read
from standup_tui.ui.looks.themes import ABOUT, THEMES


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return {"XDG_CONFIG_HOME": str(tmp_path)}


def file_with(environ: dict[str, str], text: str | bytes) -> Path:
    path = place(environ)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_lies_beside_the_credentials_of_this_account(environ: dict[str, str]) -> None:
    assert place(environ) == Path(environ["XDG_CONFIG_HOME"]) / "standup" / "personal.toml"
    assert place({"XDG_CONFIG_HOME": "not/absolute"}).is_absolute()


def test_without_a_file_nothing_is_wished_and_nothing_is_wrong(environ: dict[str, str]) -> None:
    assert read(environ) == (Personal(), "")


def test_what_is_kept_is_read_again(environ: dict[str, str]) -> None:
    assert keep(Personal(theme="light"), environ) == ""
    assert keep(Personal(motion=False), environ) == ""
    assert read(environ) == (Personal(theme="light", motion=False), "")


@pytest.mark.fault("F2")
def test_nobody_else_may_read_it(environ: dict[str, str]) -> None:
    before = os.umask(0)
    try:
        keep(Personal(theme="light"), environ)
    finally:
        os.umask(before)
    assert stat.S_IMODE(place(environ).stat().st_mode) == 0o600
    assert stat.S_IMODE(place(environ).parent.stat().st_mode) == 0o700


def test_what_another_version_wrote_stays(environ: dict[str, str]) -> None:
    file_with(environ, 'theme = "dark"\nfuture = "A \\"b\\" \\u007f é 👩"\n"odd name" = 3\n')
    assert keep(Personal(theme="light"), environ) == ""
    kept = place(environ).read_text("utf-8")
    assert 'future = "A \\"b\\" \\u007f é 👩"' in kept
    assert '"odd name" = 3' in kept
    assert read(environ) == (Personal(theme="light"), "")


@pytest.mark.parametrize(
    "text", ["theme = ", b"\xff\xfe\x00", "x" * 70_000, "[theme]\na = 1\n"], ids=repr
)
def test_a_broken_file_is_told_of_and_left_to_its_owner(
    environ: dict[str, str], text: str | bytes
) -> None:
    path = file_with(environ, text)
    before = path.read_bytes()

    wishes, problem = read(environ)
    assert wishes == Personal()
    assert problem.startswith("Your own settings could not be read: ")
    assert str(path) in problem
    assert "\n" not in problem

    assert keep(Personal(theme="light"), environ).startswith("Not kept for next time: ")
    assert path.read_bytes() == before


def test_a_wrong_value_is_named_and_the_others_hold(environ: dict[str, str]) -> None:
    file_with(environ, 'theme = "pink"\nmotion = false\nemoji = 7\n')
    wishes, problem = read(environ)
    assert wishes == Personal(motion=False)
    assert problem.endswith('theme may be "dark", "light", "high-contrast", "colour-safe".')


def test_one_is_not_taken_for_true(environ: dict[str, str]) -> None:
    file_with(environ, "motion = 0\n")
    assert read(environ)[1].endswith("motion may be true, false.")


def test_a_folder_or_a_pipe_in_its_place_holds_nothing_up(environ: dict[str, str]) -> None:
    path = place(environ)
    path.mkdir(parents=True)
    assert read(environ)[1].startswith("Your own settings could not be read")
    path.rmdir()
    os.mkfifo(path)
    assert read(environ) == (Personal(), "")


def test_a_place_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "standup").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    said = keep(Personal(theme="light"))
    assert said.startswith("Not kept for next time: ")
    assert "\n" not in said


def test_nothing_is_left_behind_when_the_old_file_cannot_be_replaced(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Personal(theme="light"), environ)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    assert "No space left on device" in keep(Personal(theme="dark"), environ)
    assert [path.name for path in place(environ).parent.iterdir()] == ["personal.toml"]
    assert read(environ)[0].theme == "light"


def test_what_is_asked_for_once_goes_over_what_is_kept() -> None:
    kept = Personal(theme="light", motion=True, emoji="text")
    assert Personal(theme="dark", motion=False).over(kept) == Personal(
        theme="dark", motion=False, emoji="text"
    )


def test_every_theme_that_may_be_wished_can_be_worn() -> None:
    assert list(CHOICES["theme"]) == list(THEMES) == list(ABOUT)


def test_each_option_offers_what_may_be_kept() -> None:
    options = {it.name: it.type for it in command.params if isinstance(it.type, click.Choice)}
    for name in ("theme", "emoji"):
        assert list(options[name].choices) == list(CHOICES[name])
