"""The doctor: finds what is wrong, says how to mend it, and never shows a secret."""

import json
import subprocess
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, standup
from standup_tui import redaction
from standup_tui.cli import doctor_terminal
from standup_tui.cli.doctor_clipboard import clipboard
from standup_tui.hub import disk

TOKENS = {
    "STANDUP_X_BEARER_TOKEN": "canary-bearer",
    "STANDUP_X_CONSUMER_KEY": "canary-key",
    "STANDUP_X_CONSUMER_SECRET": "canary-secret",
    "STANDUP_X_ACCESS_TOKEN": "1-canary-token",
    "STANDUP_X_ACCESS_TOKEN_SECRET": "canary-token-secret",
}


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir()
    folder.chmod(0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    return folder


def test_a_sound_campaign_is_well_and_no_token_is_shown(campaign: Path, tmp_path: Path) -> None:
    ran = standup("doctor", campaign, home=tmp_path, environ=TOKENS)

    assert ran.returncode == 0, ran.stdout
    assert "✗" not in ran.stdout
    assert "✓ ok    credentials  bearer_token from STANDUP_X_BEARER_TOKEN." in ran.stdout
    assert "canary" not in ran.stdout + ran.stderr
    assert "Enterprise plan" in ran.stdout
    assert "! note  before it    Nothing is read from X before campaign.toml says" in ran.stdout


def test_outside_a_campaign_it_looks_at_the_machine(tmp_path: Path) -> None:
    ran = standup("doctor", home=tmp_path)

    assert ran.returncode == 0, ran.stdout
    assert "none here; `standup new FOLDER` makes one" in ran.stdout


def test_for_a_script_it_is_json_without_a_token(campaign: Path, tmp_path: Path) -> None:
    ran = standup("doctor", "--json", campaign, home=tmp_path, environ=TOKENS)
    told = json.loads(ran.stdout)

    assert told["ok"] is True
    assert {"mark", "topic", "said"} == set(told["findings"][0])
    assert "canary" not in ran.stdout


@pytest.mark.parametrize(
    ("mode", "said"),
    [(0o770, "others may write into it: chmod go-w"), (0o755, "every account may look into it")],
)
def test_an_open_folder_is_told_with_its_mending(
    mode: int, said: str, campaign: Path, tmp_path: Path
) -> None:
    campaign.chmod(mode)

    assert said in standup("doctor", campaign, home=tmp_path, environ=TOKENS).stdout


def test_missing_tokens_are_named_with_where_to_put_them(campaign: Path, tmp_path: Path) -> None:
    ran = standup("doctor", campaign, home=tmp_path)

    assert ran.returncode == 1
    assert "✗ wrong credentials  missing: bearer_token, consumer_key" in ran.stdout
    assert "STANDUP_X_BEARER_TOKEN" in ran.stdout

    reading = {"STANDUP_X_BEARER_TOKEN": "canary-bearer"}
    assert standup("doctor", campaign, home=tmp_path, environ=reading).returncode == 0


def test_retweets_without_the_accounts_tokens_are_wrong(campaign: Path, tmp_path: Path) -> None:
    with (campaign / "campaign.toml").open("a") as file:
        file.write("[retweet]\nenabled = true\n")
    environ = {"STANDUP_X_BEARER_TOKEN": "canary-bearer"}
    ran = standup("doctor", campaign, home=tmp_path, environ=environ)

    assert ran.returncode == 1
    assert "retweets are on and cannot be sent" in ran.stdout


def test_a_campaign_that_is_over_is_told(campaign: Path, tmp_path: Path) -> None:
    with (campaign / "campaign.toml").open("a") as file:
        file.write("until = 2020-01-01T00:00:00\n")

    assert "It is over" in standup("doctor", campaign, home=tmp_path, environ=TOKENS).stdout


@pytest.mark.parametrize(
    ("term", "size", "mark"),
    [
        ("xterm-256color", (120, 36), "ok"),
        ("xterm", (59, 36), "note"),
        ("xterm", (120, 11), "note"),
        ("xterm", (19, 36), "wrong"),
        ("dumb", (120, 36), "wrong"),
        ("", (120, 36), "wrong"),
    ],
)
def test_a_terminal_is_judged_by_name_and_size(
    term: str, size: tuple[int, int], mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(size[0]))
    monkeypatch.setenv("LINES", str(size[1]))

    assert doctor_terminal._screen(term).mark == mark


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"COLORTERM": "truecolor"}, "24-bit colour."),
        ({"TERM": "xterm-256color"}, "256 colours (COLORTERM=truecolor asks"),
        ({"TERM": "linux"}, "16 colours, which blur the themes"),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "no colours (NO_COLOR)."),
    ],
)
def test_the_colours_that_will_be_sent_are_named(
    environ: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLORTERM", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert said in doctor_terminal._screen(environ.get("TERM", "xterm")).said


def looks_of(tmp_path: Path, settings: str, **environ: str) -> dict[str, tuple[str, str]]:
    """What the doctor says of letters and looks to somebody with these settings."""
    folder = tmp_path / "config" / "standup"
    folder.mkdir(parents=True)
    (folder / "personal.toml").write_text(settings)
    given = {"XDG_CONFIG_HOME": str(tmp_path / "config"), **environ}
    # A process of its own: Python reads the locale when it starts.
    ran = subprocess.run(
        [*STANDUP, "doctor", "--json"],
        env={**clean_environment(tmp_path), **given},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = json.loads(ran.stdout)["findings"]
    return {one["topic"]: (one["mark"], one["said"]) for one in found}


def test_the_doctor_says_how_the_screens_will_look(tmp_path: Path) -> None:
    found = looks_of(tmp_path, 'theme = "light"\nemoji = "simple"\nmotion = false\n',
                     LANG="en_GB.UTF-8")  # fmt: skip
    assert found["letters"] == ("ok", "UTF-8.")
    mark, said = found["looks"]
    assert mark == "ok"
    assert said.startswith("theme light, emoji simple, motion off; yours to change in ")


def test_the_doctor_knows_when_screens_are_in_ascii(tmp_path: Path) -> None:
    found = looks_of(tmp_path, 'emoji = "full"\n', LC_ALL="C")
    assert found["letters"][0] == "note"
    assert "draw in ASCII" in found["letters"][1]
    assert "emoji text" in found["looks"][1]


def test_the_doctor_tells_of_broken_settings(tmp_path: Path) -> None:
    mark, said = looks_of(tmp_path, "theme = ")["looks"]
    assert mark == "note"
    assert "mend it or delete it" in said


def test_a_network_file_system_is_recognised(tmp_path: Path) -> None:
    assert disk.shared_disk(tmp_path) == ""
    assert disk.file_system(Path("/proc")) == "proc"


def test_tmux_is_asked_about_its_clipboard(tmp_path: Path) -> None:
    environ = {"TMUX": "/nowhere,1,0", "PATH": str(tmp_path)}

    assert "set-clipboard unknown" in standup("doctor", home=tmp_path, environ=environ).stdout


def test_gnu_screen_is_named_with_the_way_round_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("STY", "1234.pts-0")
    well, said = clipboard()

    assert not well
    assert "this is GNU screen" in said
    assert "Shift and the mouse" in said


@pytest.mark.parametrize(("how", "well"), [("on", True), ("external", False), ("off", False)])
def test_tmux_is_told_from_its_answer(
    how: str, *, well: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "tmux"
    fake.write_text(f"#!/bin/sh\necho {how}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("TMUX", "/nowhere,1,0")

    found, said = clipboard()
    assert (found, f"set-clipboard {how}" in said) == (well, True)


@pytest.mark.fault("F6")
def test_tmux_is_not_told_our_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake, told = tmp_path / "tmux", tmp_path / "told"
    fake.write_text(f"#!/bin/sh\nenv > {told}\necho on\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("TMUX", "/nowhere")
    monkeypatch.setenv("STANDUP_X_BEARER_TOKEN", "a-secret-of-ours")

    assert clipboard()[0]
    assert "TMUX=/nowhere" in told.read_text()
    assert "a-secret-of-ours" not in told.read_text()


@pytest.mark.fault("F6", control=True)
def test_a_program_that_hands_its_environment_on_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "bare", dict)
    with pytest.raises(AssertionError):
        test_tmux_is_not_told_our_credentials(tmp_path, monkeypatch)
