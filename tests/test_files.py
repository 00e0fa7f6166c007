"""A file is what it was or what it became, whatever happens while it is written."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

import pytest

from standup_tui.errors import ConfigError
from standup_tui.files import (
    make_folder,
    mounted_read_only,
    sweep,
    unwritable,
    whole,
    write_whole,
    written,
)


@pytest.mark.fault("F2")
def test_a_file_is_for_this_account_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_folder(tmp_path / "inner")
        write_whole(tmp_path / "inner" / "it", b"new")
    finally:
        os.umask(before)
    assert S_IMODE((tmp_path / "inner").stat().st_mode) == 0o700
    assert S_IMODE((tmp_path / "inner" / "it").stat().st_mode) == 0o600


def test_what_fails_in_the_middle_leaves_what_was_there_and_nothing_beside(
    tmp_path: Path,
) -> None:
    path = tmp_path / "it"
    write_whole(path, b"old")
    with suppress(ValueError), whole(path) as file:
        file.write(b"half of the n")
        raise ValueError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    (tmp_path / "it").symlink_to(elsewhere)
    write_whole(tmp_path / "it", b"new")
    assert elsewhere.read_bytes() == b"mine"
    assert not (tmp_path / "it").is_symlink()


def test_what_the_dead_left_is_swept_and_what_is_being_written_stays(tmp_path: Path) -> None:
    (tmp_path / ".it.0123.part").write_bytes(b"half")
    (tmp_path / ".it.0123.part-journal").write_bytes(b"half")
    with whole(tmp_path / "it") as file:
        file.write(b"new")
        sweep(tmp_path)
    assert (tmp_path / "it").read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [tmp_path / "it"]


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "it"
    with pytest.raises(ConfigError, match="cannot be written: No such file"), written(path):
        pass
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be made"):
        make_folder(tmp_path / "file" / "inner")


def test_a_disk_that_is_mounted_read_only_is_named_and_no_chmod_is(tmp_path: Path) -> None:
    said = unwritable(tmp_path, OSError(errno.EROFS, "Read-only file system"))
    assert "is on a disk that is mounted read-only: have it remounted" in said
    assert "chmod" not in said
    assert not mounted_read_only(tmp_path)
