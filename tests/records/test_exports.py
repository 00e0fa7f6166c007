"""Exports hold what they say, no text unless it was asked for, and never more than X allows."""

import csv
import io
import json
import os
from pathlib import Path
from stat import S_IMODE

import pytest

from making import NOW, judged
from standup_tui.errors import ConfigError
from standup_tui.records import exports
from standup_tui.records.exports import Asked
from standup_tui.store.store import SqliteStore
from store.past_day import KIMS, SHOWN, UNDECIDED, a_day


@pytest.fixture
async def day(tmp_path: Path) -> Path:
    await (await a_day(tmp_path / "standup.db")).close()
    return tmp_path


def table_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


async def test_decisions_come_without_any_text_or_handle_unless_asked_for(day: Path) -> None:
    written = await exports.decisions(day, Asked("csv"))
    said = written.path.read_text("utf-8-sig")
    assert [one for one in (SHOWN, UNDECIDED, KIMS, "person_") if one in said] == []
    rows = table_of(written.path)
    assert len(rows) == written.rows > 60
    hidden = next(row for row in rows if row["verb"] == "hide")
    assert (hidden["by"], hidden["account"], hidden["reason"]) == (
        "Raj Patel",
        "raj",
        "Personal data",
    )
    assert hidden["identity"] == "account raj, as the system says"
    assert (hidden["before"], hidden["after"]) == ("waiting", "hidden")


@pytest.mark.fault("F2")
async def test_a_file_of_an_export_is_for_its_account_alone_and_nothing_is_left_beside_it(
    day: Path,
) -> None:
    before = os.umask(0)
    try:
        written = await exports.posts(day, Asked("csv"))
    finally:
        os.umask(before)
    assert S_IMODE(written.path.stat().st_mode) == 0o600
    assert S_IMODE(written.path.parent.stat().st_mode) == 0o700
    assert list(written.path.parent.iterdir()) == [written.path]


async def test_posts_are_ids_and_where_they_stand(day: Path) -> None:
    rows = table_of((await exports.posts(day, Asked("csv"))).path)
    by_id = {row["post"]: row for row in rows}
    assert by_id["x:1000001"]["status"] == "hidden"
    assert by_id["x:1000001"]["hidden_for"] == "Personal data"
    assert (by_id["x:1000031"]["status"], by_id["x:1000031"]["pinned"]) == ("shown", "yes")
    assert by_id["x:1000032"]["actions"] == "Shared"
    assert by_id["x:1000034"]["status"] == "gone"
    assert "text" not in rows[0]


@pytest.mark.fault("G8")
async def test_hostile_texts_are_no_formulas_in_a_table(tmp_path: Path) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(1, '=HYPERLINK("https://example.org","x")')], [], NOW)
    await store.close()
    (row,) = table_of((await exports.posts(tmp_path, Asked("csv", text=True))).path)
    assert row["text"] == '\'=HYPERLINK("https://example.org","x")'


async def test_the_day_ends_after_five_hundred_full_posts_across_runs_and_kinds(
    tmp_path: Path,
) -> None:
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add([judged(n, f"Text {n}.") for n in range(1, 401)], [], NOW)
    await store.close()
    first = await exports.posts(tmp_path, Asked("jsonl", text=True))
    assert (first.rows, first.texts, first.left) == (400, 400, 0)
    second = await exports.posts(tmp_path, Asked("jsonl", text=True))
    assert (second.rows, second.texts, second.left) == (400, 100, 300)
    assert "The text of 300 more is left out: X allows 500 posts" in second.said
    lines = [json.loads(line) for line in second.path.read_text().splitlines()]
    assert [one["text_left_out"] for one in lines] == [False] * 100 + [True] * 300
    assert sum(one["text"] != "" for one in lines) == 100
    third = await exports.decisions(tmp_path, Asked("csv", text=True))
    assert third.texts == 0
    person = await exports.person(tmp_path, "1", Asked("json", text=True))
    assert (person.texts, person.left) == (0, 58)


async def test_full_exports_are_on_record(day: Path) -> None:
    await exports.posts(day, Asked("csv", text=True))
    rows = table_of((await exports.decisions(day, Asked("csv"))).path)
    assert rows[-1]["verb"] == "export full posts"
    assert rows[-1]["reason"].endswith("posts with their text: posts")


@pytest.mark.fault("I1")
async def test_somebody_gets_all_that_is_held_of_them_and_nothing_of_others(day: Path) -> None:
    written = await exports.person(day, "@person_42", Asked("json", text=True))
    said = written.path.read_text()
    told = json.loads(said)
    assert [one["post"]["text"] for one in told["posts"]] == [
        f"{KIMS}100 by themselves",
        f"{KIMS}101 by themselves",
    ]
    assert told["posts"][0]["flagged_because"] == ["names @person_42"]
    assert told["muted"] is True
    assert told["posts_of_others"] == {
        "that_only_pass_theirs_on": 1,
        "that_answer_or_quote_them": 1,
        "that_name_them": 1,
    }
    whats = [one["what"] for post in told["posts"] for one in post["decisions"]]
    assert {"approve", "note", "mute"} <= set(whats)
    assert f"{KIMS} is known to us" in said
    assert [one for one in ("Raj", "Asha", SHOWN + "1") if one in said] == []


async def test_nothing_that_is_there_is_written_over(day: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    with pytest.raises(ConfigError, match="is there already and stays as it is"):
        await exports.posts(day, Asked("csv", there))
    assert there.read_text() == "mine"


async def test_a_folder_that_is_not_there_is_said_to_be(day: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written: No such file"):
        await exports.posts(day, Asked("csv", day / "nowhere" / "a.csv"))
