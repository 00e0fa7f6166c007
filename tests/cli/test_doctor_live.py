"""The checklist: every line says what is there or how to get it, and the exit code is the sum."""

import json
import os
from pathlib import Path

import pytest

from cli.commands import standup

TOKENS = {
    "STANDUP_X_BEARER_TOKEN": "canary-bearer",
    "STANDUP_X_CONSUMER_KEY": "canary-key",
    "STANDUP_X_CONSUMER_SECRET": "canary-secret",
    "STANDUP_X_ACCESS_TOKEN": "1-canary-token",
    "STANDUP_X_ACCESS_TOKEN_SECRET": "canary-token-secret",
}
READY = """
name = "A day"
hashtags = ["StandUp4SW"]
account = "WensumValeSW"
starts = 2098-02-01T08:00:00
until = 2098-02-01T18:00:00
reasons = ["Personal data"]
[record]
purpose = "To show what social workers do."
owner = "Jo Fen, communications"
authoriser = "Sam Reed, director"
assessment = "DPIA 2027-14"
notice = "https://www.example.org/notice"
[contact]
lines = ["Safeguarding: 01632 960010"]
[wall]
holding = "Back after lunch."
[budget]
usd = 25.0
"""


def told(folder: Path, home: Path, **environ: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Return the exit code, and mark and sentence by topic."""
    ran = standup("doctor", "--live", "--json", folder, home=home, environ=environ)
    assert "canary" not in ran.stdout + ran.stderr
    found = json.loads(ran.stdout)["findings"]
    return ran.returncode, {one["topic"]: (one["mark"], one["said"]) for one in found}


@pytest.fixture
def day(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text(READY)
    return folder


def test_with_everything_ready_nothing_is_missing(day: Path, tmp_path: Path) -> None:
    code, found = told(day, tmp_path, **TOKENS)

    assert [it for it in found.items() if it[1][0] == "missing"] == []
    assert code == 0
    assert found["authoriser"] == ("ok", "Sam Reed, director.")
    assert found["retweets"][1].startswith("a dry run: nothing is sent")
    assert "08:00 on Saturday 1 February 2098" in found["starts"][1]


def test_a_new_campaign_is_told_all_that_it_lacks(tmp_path: Path) -> None:
    standup("new", "day", home=tmp_path)
    code, found = told(tmp_path / "day", tmp_path)

    assert code == 1
    missing = {topic for topic, (mark, _) in found.items() if mark == "missing"}
    assert missing == {
        "purpose", "owner", "authoriser", "assessment", "notice", "starts", "until", "tokens",
        "contact card", "budget",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "instead", "topic", "said"),
    [
        ('owner = "Jo Fen, communications"', "", "owner", "write who answers for the campaign"),
        ("until = 2098-02-01T18:00:00", "", "until", "write when reading ends"),
        ("starts = 2098", "starts = 2006", "starts", ""),
        ('reasons = ["Personal data"]', "", "reasons", "criticism is none"),
        ("[contact]", "[contact]\ntitle = 'x'\n[access]\ngroup = 'nobody-here'\n[wall]\n#",
         "who may join", "no group 'nobody-here'"),
        ("[wall]", '[source]\nbase_url = "http://127.0.0.1:1"\n[wall]', "source", "a simulator"),
        ("[wall]", '[source]\nlabel = "SIMULATED"\n[wall]', "source", "empty label"),
        ("[wall]", "[retweet]\nenabled = true\n[wall]", "retweets", "sent as @WensumValeSW"),
        ("[wall]", '[prices]\ndated = "spring"\n[wall]', "prices", "which is no day"),
        ('holding = "Back after lunch."', 'holding = ""', "holding slide", "write a sentence"),
    ],
)  # fmt: skip
def test_each_line_says_how_it_is(  # noqa: PLR0913, PLR0917  # what differs between the cases
    line: str, instead: str, topic: str, said: str, day: Path, tmp_path: Path
) -> None:
    text = READY.replace(line, instead)
    if "[access]" in instead:
        text = text.replace('lines = ["Safeguarding: 01632 960010"]\n[wall]\n', "")
    (day / "campaign.toml").write_text(text)
    _, found = told(day, tmp_path, **TOKENS)

    mark, sentence = found[topic]
    assert said in sentence
    assert (mark == "ok") is (topic in ("starts", "retweets"))


def test_retweets_that_are_on_need_the_accounts_tokens(day: Path, tmp_path: Path) -> None:
    with (day / "campaign.toml").open("a") as file:
        file.write("[retweet]\nenabled = true\n")
    reading = {"STANDUP_X_BEARER_TOKEN": TOKENS["STANDUP_X_BEARER_TOKEN"]}
    code, found = told(day, tmp_path, **reading)

    assert code == 1
    assert found["tokens"][0] == "ok"
    assert found["retweets"][0] == "missing"
    assert "consumer_key" in found["retweets"][1]


def test_tokens_that_others_can_read_are_not_safe(day: Path, tmp_path: Path) -> None:
    config = tmp_path / ".config" / "standup"
    config.mkdir(parents=True)
    (config / "credentials.toml").write_text('[x]\nbearer_token = "canary"\n')
    (config / "credentials.toml").chmod(0o644)

    assert "chmod 600" in told(day, tmp_path)[1]["tokens"][1]


def test_a_day_that_is_over_has_no_end_to_come(day: Path, tmp_path: Path) -> None:
    (day / "campaign.toml").write_text(READY.replace("2098", "2020"))

    assert "is past, so nothing is read" in told(day, tmp_path, **TOKENS)[1]["until"][1]


def test_a_file_that_changed_under_its_hub_is_told(day: Path, tmp_path: Path) -> None:
    (day / "hub.sock").touch()
    os.utime(day / "hub.sock", (1_000_000_000, 1_000_000_000))

    assert "`standup hub --stop`" in told(day, tmp_path, **TOKENS)[1]["hub"][1]


def test_in_words_the_last_line_counts_what_is_missing(day: Path, tmp_path: Path) -> None:
    assert standup("doctor", "--live", day, home=tmp_path, environ=TOKENS).stdout.endswith(
        "\nNothing is missing.\n"
    )
    ran = standup("doctor", "--live", day, home=tmp_path)
    assert "✗ missing tokens " in ran.stdout
    assert ran.stdout.endswith("\n1 missing.\n")


def test_without_a_campaign_there_is_nothing_to_go_through(tmp_path: Path) -> None:
    ran = standup("doctor", "--live", home=tmp_path)

    assert ran.returncode == 2
    assert "there is no campaign here" in ran.stderr
