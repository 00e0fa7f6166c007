"""A new campaign: complete, explained, private, and never written over another."""

import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from cli.commands import STANDUP, clean_environment, standup
from standup_tui.cli.toml import listed, quoted
from standup_tui.settings.accounts import Account
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import parse, read


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def with_examples(text: str) -> str:
    """Return the file with every commented example switched on."""
    return re.sub(r"^#(?=[\w\[])", "", text, flags=re.MULTILINE)


def test_what_it_writes_is_a_campaign(tmp_path: Path) -> None:
    ran = standup("new", "stand-up day", home=tmp_path)
    campaign = read(tmp_path / "stand-up day")

    assert ran.returncode == 0, ran.stderr
    assert campaign.name == "Stand up day"
    assert campaign.tags == ("#StandUpDay",)
    assert not campaign.retweet.enabled
    assert "standup doctor 'stand-up day'" in ran.stdout


def test_what_is_said_on_the_command_line_is_in_the_file(tmp_path: Path) -> None:
    name = 'Stand "up" \\ ünder\x7f'
    options = ["--name", name, "--hashtag", "StandUp4SW", "--hashtag", "#Two"]
    options += [
        "--account",
        "WensumValeSW",
        "--follow",
        "asha_rowe_sw",
        "--time-zone",
        "Asia/Tokyo",
    ]
    ran = standup("new", "day", *options, home=tmp_path)
    campaign = read(tmp_path / "day")

    assert ran.returncode == 0, ran.stderr
    assert campaign.name == name
    assert campaign.tags == ("#StandUp4SW", "#Two")
    assert campaign.account == "WensumValeSW"
    assert campaign.accounts == ("asha_rowe_sw",)
    assert campaign.time_zone == "Asia/Tokyo"


def tables(kind: Any, at: str = "") -> list[tuple[str, type[Struct]]]:
    """Return every table of the settings with its name."""
    found: list[tuple[str, type[Struct]]] = []
    if isinstance(kind, type) and issubclass(kind, Struct):
        found.append((at, kind))
        for name, hint in get_type_hints(kind).items():
            found += tables(hint, name)
    for inner in get_args(kind):
        found += tables(inner, at)
    return found


def test_every_setting_is_in_the_file_with_its_examples_right(tmp_path: Path) -> None:
    standup("new", "day", home=tmp_path)
    text = (tmp_path / "day" / "campaign.toml").read_text()
    example = parse(with_examples(text), Path("campaign.toml"))

    assert example.roster
    assert example.muted
    assert example.accounts
    assert example.until is not None
    assert example.record.purpose == ""
    parts = re.split(r"^#?\[+(?:wall\.)?(\w+)\]+$", text, flags=re.MULTILINE)
    told = {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
    assert example.pressed == {"approve": "space", "hide": "h,delete"}
    for name, kind in tables(Campaign):
        if kind is Account:  # stands in a line
            assert '{ handle = "WensumValeSW", id = "1234567890" }' in told[""]
            continue
        for key in kind.__struct_fields__:
            if key not in told or name not in ("", "wall"):
                assert re.search(rf"^#?{key} = ", told[name], re.MULTILINE), (name, key)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_nobody_else_can_look_in_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    subprocess.run(
        [*STANDUP, "new", "day"],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        check=True,
        stdout=subprocess.DEVNULL,
        umask=umask,
    )

    assert mode(tmp_path / "day") == 0o700
    assert mode(tmp_path / "day" / "campaign.toml") == 0o600


def test_a_campaign_is_never_overwritten(tmp_path: Path) -> None:
    standup("new", "day", home=tmp_path)
    file = tmp_path / "day" / "campaign.toml"
    file.write_text("mine")
    ran = standup("new", "day", home=tmp_path)

    assert ran.returncode == 2
    assert "is there already and stays as it is" in ran.stderr
    assert file.read_text() == "mine"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "campaign.toml").symlink_to(tmp_path / "target")
    ran = standup("new", "day", home=tmp_path)

    assert ran.returncode == 2
    assert not (tmp_path / "target").exists()


def test_a_folder_that_is_there_is_used_and_its_openness_told(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    (tmp_path / "day").chmod(0o755)
    ran = standup("new", "day", home=tmp_path)

    assert ran.returncode == 0
    assert "`chmod 700 day` closes it" in ran.stdout


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("a/b", "there is no folder"),
        ("file", "is not a folder"),
        ("file/day", "Not a directory"),
        ("", "expected the name of a folder"),
    ],
)
def test_a_place_where_nothing_can_be_made_is_one_sentence(
    folder: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ran = standup("new", folder, home=tmp_path)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_parent_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    ran = standup("new", "locked/day", home=tmp_path)

    assert ran.returncode == 2
    assert "Permission denied" in ran.stderr


def test_a_hashtag_that_is_none_leaves_nothing_behind(tmp_path: Path) -> None:
    ran = standup("new", "day", "--hashtag", "two words", home=tmp_path)

    assert ran.returncode == 2
    assert "expected a hashtag" in ran.stderr
    assert not (tmp_path / "day").exists()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_survives_the_way_into_the_file_and_back(texts: list[str]) -> None:
    written = f"one = {quoted(''.join(texts))}\nall = {listed(texts)}"

    assert tomllib.loads(written) == {"one": "".join(texts), "all": texts}
