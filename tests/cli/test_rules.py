"""``standup rules``: posts in, flags out, and why."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.commands import STANDUP, clean_environment, loaded_by, standup
from hostile import HOSTILE
from standup_tui.cli.rules_campaign import rules_for
from standup_tui.cli.rules_check import _given
from standup_tui.cli.rules_explain import explained
from standup_tui.model.flag import Span
from standup_tui.model.text import clean, is_safe
from standup_tui.rules.actions import ActionRule
from standup_tui.rules.engine import Rules

ADVERT = "Who wants to see the final? Finest seats in town, ask for Gary"


def check(
    home: Path, *lines: object, options: tuple[str, ...] = ()
) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command on lines; texts stand for themselves. Return code, answers, complaints."""
    given_lines = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    typed = "".join(f"{line}\n" for line in given_lines)
    ran = standup("rules", "check", *options, home=home, typed=typed)
    return ran.returncode, list(map(json.loads, ran.stdout.splitlines())), ran.stderr


def test_every_post_is_answered_in_order_with_its_id(tmp_path: Path) -> None:
    code, answers, complaints = check(
        tmp_path,
        {"id": "a", "text": "A kind day"},
        {"id": "b", "text": "Hello, wankers at NR2 7QQ", "label": "ignored"},
        {"id": 3, "text": ""},
        "",
        {"text": "I wrote to my MP"},
    )

    assert (code, complaints) == (0, "")
    assert [answer["id"] for answer in answers] == ["a", "b", 3, 5]
    assert [answer["flags"] for answer in (answers[0], answers[2])] == [[], []]
    assert [(f["kind"], f["start"], f["end"], f["severity"]) for f in answers[1]["flags"]] == [
        ("personal-data", 18, 25, "stop"),
        ("abuse", 7, 14, "stop"),
    ]
    assert answers[3]["flags"] == [{"kind": "action", "reason": "MP", "start": 2, "end": 16}]


def test_floods_are_found_where_author_and_time_are_there(tmp_path: Path) -> None:
    known = [
        {"id": n, "text": ADVERT, "author": "gary", "at": 1_742_288_412 + n} for n in range(4)
    ]
    dated = [{**post, "author": 7, "at": f"2026-11-22T09:00:0{post['id']}Z"} for post in known]
    nobody = [{"id": n, "text": f"{ADVERT} tonight"} for n in range(6)]
    code, answers, _ = check(tmp_path, *known, *dated, *nobody)

    assert code == 0
    assert [bool(answer["flags"]) for answer in answers] == [
        *(False, False, False, True),
        *(False, False, False, True),
        *[False] * 6,
    ]
    assert answers[3]["flags"][0] == {
        "kind": "spam",
        "rule": "spam.flood",
        "severity": "look",
        "reason": "nearly the same text for the 4th time in a minute, by one account",
        "start": None,
        "end": None,
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", 'not JSON; expected {"id": ..., "text": "..."} on one line.'),
        ('{"text": "half', 'not JSON; expected {"id": ..., "text": "..."} on one line.'),
        ('{"a":' + "[" * 100_000, 'not JSON; expected {"id": ..., "text": "..."} on one line.'),
        ('"text"', "no post: Expected object, got str;"),
        ('{"id": 1}', "no post: Object missing required field text;"),
        ('{"text": 7}', "no post: Expected str, got int in text;"),
        ('{"text": "a", "at": 1e300}', "at is no time; expected seconds or 2026-11-22T09:00:00Z."),
        (f'{{"text": "{"x" * 1_000_001}"}}', "longer than 1,000,000 bytes, which no post is."),
        ('{"text": "\\u001b[2J", "at": "\\u001b[2J"}', "no post:"),
    ],
)
def test_a_bad_line_is_one_sentence_and_the_next_is_judged(
    line: str, said: str, tmp_path: Path
) -> None:
    code, answers, complaints = check(tmp_path, line, {"id": "next", "text": "you wankers"})

    assert code == 1
    assert [answer["id"] for answer in answers] == ["next"]
    assert complaints.startswith(f"standup: line 1: {said}")
    assert complaints.count("\n") == 1
    assert "\x1b" not in complaints
    assert len(complaints) < 300


def test_answers_come_as_soon_as_their_post(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*STANDUP, "rules", "check"],
        env=clean_environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "A kind day"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_campaign_brings_its_own_words_kinds_and_actions(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text(
        'name = "A day"\nhashtags = ["StandUp4SW"]\nwords.flag = ["ghost caseload"]\n'
        'rules.off = ["personal-data"]\n[[actions]]\nname = "Tree"\nwords = ["planted a tree"]\n'
    )
    text = {"text": "Planted a tree at NR2 7QQ over my ghost caseload. I wrote to my MP"}
    _, built_in, _ = check(tmp_path, text)
    _, own, _ = check(tmp_path, text, options=("--campaign", "."))

    assert [flag["kind"] for flag in built_in[0]["flags"]] == ["personal-data", "action"]
    assert [(f["kind"], f.get("rule", f["reason"])) for f in own[0]["flags"]] == [
        ("abuse", "abuse.campaign"),
        ("action", "Tree"),
    ]


def test_without_a_command_it_says_which_there_are(tmp_path: Path) -> None:
    ran = standup("rules", home=tmp_path)

    assert ran.returncode == 2
    assert ran.stderr == "standup: expected check or explain; see `standup rules --help`.\n"


def test_a_closed_standard_input_has_no_posts(tmp_path: Path) -> None:
    shell = f"exec {' '.join(STANDUP)} rules check <&-"
    ran = subprocess.run(
        ["/bin/sh", "-c", shell],
        env=clean_environment(tmp_path),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


def test_a_campaign_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    code, answers, complaints = check(tmp_path, {"text": "a"}, options=("--campaign", "nowhere"))

    assert (code, answers) == (2, [])
    assert complaints.startswith("standup: there is no folder nowhere: make a campaign")


def test_places_count_in_the_text_as_it_was_given(tmp_path: Path) -> None:
    text = "hi \x00\r\n\x1b[2J w4nker \u202e"
    _, answers, _ = check(tmp_path, {"text": text})

    flags = {flag["kind"]: flag for flag in answers[0]["flags"]}
    assert text[flags["abuse"]["start"] : flags["abuse"]["end"]] == "w4nker"
    assert flags["hostile-text"]["start"] is None


@given(st.text(max_size=40), st.text(alphabet="abc", min_size=1, max_size=5), st.text(max_size=40))
def test_every_place_in_the_cleaned_text_has_one_in_the_given(
    before: str, word: str, after: str
) -> None:
    text = f"{before} {word} {after}"
    cleaned = clean(text)
    for start in range(len(cleaned)):
        place = _given(text, Span(start, start + 1))
        assert 0 <= place.start < place.end <= len(text)


def test_explain_shows_every_stage(tmp_path: Path) -> None:
    text = "Hey 🎉 you w4nker\nFREE iPhone giveaway!! click bit.ly/x"
    ran = standup("rules", "explain", text, home=tmp_path)

    assert ran.returncode == 0
    assert "without disguise\n  hey 🎉 you w4nker" in ran.stdout
    assert "postcode" in ran.stdout or "personal" in ran.stdout
    assert "abusive word, written to disguise it: w4nker" in ran.stdout
    # An emoji is two columns wide, and the marks stand under the word all the same.
    assert "      Hey 🎉 you w4nker\n                 ^^^^^^\n" in ran.stdout
    assert "+3.0  something given away to whoever clicks" in ran.stdout
    assert "of 3.0 needed" in ran.stdout
    assert ran.stdout.splitlines()[-1].startswith("held back for a person: abusive word")


def test_explain_says_that_nothing_was_found(tmp_path: Path) -> None:
    said = standup("rules", "explain", "I wrote to my MP", home=tmp_path).stdout

    assert "actions\n  MP\n      I wrote to my MP\n        ^^^^^^^^^^^^^^\n" in said
    assert said.splitlines()[-1].startswith("no flag")


@pytest.fixture(scope="module")
def built_in() -> tuple[Rules, Sequence[ActionRule]]:
    """The rules of no campaign, made once: that takes longer than to ask them."""
    return rules_for(None)


@pytest.mark.uncounted
@pytest.mark.parametrize("text", ["", "\n\n", *(text for _, text in HOSTILE)])
def test_whatever_is_explained_is_safe_to_print(
    text: str, built_in: tuple[Rules, Sequence[ActionRule]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standup_tui.cli.rules_explain.rules_for", lambda _: built_in)

    assert all(is_safe(line) and "\n" not in line for line in explained(text, None))


def test_the_rules_load_neither_settings_nor_a_screen_nor_a_network(tmp_path: Path) -> None:
    code, modules = loaded_by(["rules", "check"], tmp_path)

    assert code == 0
    packages = {module.partition(".")[0] for module in modules}
    assert packages & {"textual", "rich", "tweepy", "aiohttp", "sqlite3", "asyncio"} == set()
    assert "standup_tui.settings.campaign" not in modules
    assert "standup_tui.wiring" not in modules
