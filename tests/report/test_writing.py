"""The file: the old one or the whole new one, for one account, and where it may be."""

import fcntl
import os
import stat
from pathlib import Path

import pytest

from standup_tui.errors import ConfigError
from standup_tui.report.writing import write


def test_a_file_is_written_for_this_account_alone_whatever_there_was(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("old")
    page.chmod(0o644)
    write(page, "new")

    assert page.read_text() == "new"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert [it.name for it in tmp_path.iterdir()] == ["report.html"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link, page = tmp_path / "report.html", tmp_path / "there" / "page.html"
    link.symlink_to(page)
    write(link, "new")

    assert link.is_symlink()
    assert page.read_text() == "new"


def test_where_nothing_can_be_written_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "report.html"
    page.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left on device; name another place"):
        write(page, "new")

    assert page.read_text() == "old"
    assert [it.name for it in tmp_path.iterdir()] == ["report.html"]


def test_parts_of_killed_runs_go_and_those_of_running_ones_stay(tmp_path: Path) -> None:
    stale, running = tmp_path / ".report.html.a.part", tmp_path / ".report.html.b.part"
    other = tmp_path / ".another.html.a.part"
    for one in (stale, running, other):
        one.write_text("half")
    with running.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write(tmp_path / "report.html", "new")

    assert {it.name for it in tmp_path.iterdir()} == {"report.html", running.name, other.name}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere/report.html", "there is no folder .*nowhere; make it, or name another --output"),
        ("folder", "folder is not a file; name one with --output, or - for the terminal"),
        ("pipe", "pipe is not a file"),
        ("circle", "circle"),
        ("file/report.html", "file"),
    ],
)
def test_what_is_no_place_for_a_file_is_said_with_the_way_out(
    tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    with pytest.raises(ConfigError, match=says):
        write(tmp_path / name, "new")

    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "folder").is_dir()
