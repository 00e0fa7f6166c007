"""Which campaign is meant."""

import socket
from pathlib import Path

import pytest

from standup_tui.cli import places
from standup_tui.errors import ConfigError


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A campaign; this process is elsewhere and $STANDUP_CAMPAIGN is not set."""
    monkeypatch.delenv(places.VARIABLE, raising=False)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    folder = tmp_path / "day"
    folder.mkdir()
    (folder / "campaign.toml").touch()
    return folder


def test_the_named_folder_comes_first(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.VARIABLE, "/nowhere")
    (Path.cwd() / "campaign.toml").touch()

    assert places.campaign("../day") == Path.cwd() / "../day"
    assert places.campaign(str(day)) == day


def test_then_comes_this_folder(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.VARIABLE, "/nowhere")
    monkeypatch.chdir(day)

    assert places.campaign(None) == day


def test_then_comes_the_variable(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.VARIABLE, str(day))
    assert places.campaign(None) == day

    monkeypatch.setenv(places.VARIABLE, "/nowhere")
    with pytest.raises(ConfigError, match=r"/nowhere \(from \$STANDUP_CAMPAIGN\)"):
        places.campaign(None)


@pytest.mark.usefixtures("day")
def test_then_it_offers_new_and_demo() -> None:
    with pytest.raises(ConfigError, match=r"`standup new FOLDER`.*`standup demo`") as caught:
        places.campaign(None)

    assert caught.value.exit_code == 2


def test_a_named_folder_without_a_campaign_is_refused(day: Path) -> None:
    with pytest.raises(ConfigError, match=r"elsewhere has no campaign\.toml"):
        places.campaign(str(day.parent / "elsewhere"))
    with pytest.raises(ConfigError, match="there is no folder nowhere"):
        places.campaign("nowhere")


def test_a_socket_stands_for_itself(day: Path) -> None:
    path = day / "forwarded.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))

        assert places.terminal(None, str(path)) == path
        with pytest.raises(ConfigError, match="either a folder or --hub"):
            places.terminal(str(day), str(path))


def test_only_a_wall_may_wait_for_its_socket(day: Path) -> None:
    missing = str(day / "later.sock")

    assert places.terminal(None, missing, waiting=True) == day / "later.sock"
    with pytest.raises(ConfigError, match=r"no socket at .*: start the hub there, or forward"):
        places.terminal(None, missing)
    with pytest.raises(ConfigError, match="no socket at"):
        places.terminal(None, "/nowhere/hub.sock", waiting=True)


def test_a_file_is_no_socket(day: Path) -> None:
    with pytest.raises(ConfigError, match="is not a socket"):
        places.terminal(None, str(day / "campaign.toml"), waiting=True)
