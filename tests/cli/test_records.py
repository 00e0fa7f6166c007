"""The commands that account for a day, as somebody at a shell meets them."""

import asyncio
import json
import os
import pty
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, loaded_by, standup
from store.past_day import SHOWN, UNDECIDED, a_day, on_disk

LONG_AGO = datetime(2021, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A campaign whose every clock has run out."""
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')

    async def made() -> None:
        await (await a_day(folder / "standup.db", LONG_AGO)).close()

    asyncio.run(made())
    return folder


def test_a_dry_run_names_every_post_that_goes_and_changes_nothing(day: Path) -> None:
    before = (day / "standup.db").read_bytes()
    told = standup("purge", "--dry-run", day, home=day.parent)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    going = [line.split()[0] for line in lines if line.startswith("x:")]
    assert (day / "standup.db").read_bytes() == before

    standup("purge", "--yes", day, home=day.parent)
    with closing(sqlite3.connect(day / "standup.db")) as db:
        rows = db.execute("SELECT post FROM decision WHERE verb = 'erased by a purge'")
        assert sorted(going) == sorted(row[0] for row in rows)
    assert "       34  texts of posts that were never shown" in lines
    assert not any(UNDECIDED in line or SHOWN in line for line in lines)


def test_nothing_is_erased_unasked(day: Path) -> None:
    told = standup("purge", day, home=day.parent)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == (
        "standup: nothing was erased, for nobody can be asked here: look at `standup purge "
        "--dry-run`, then add --yes.\n"
    )
    assert on_disk(day / "standup.db", SHOWN)[SHOWN] > 0


@pytest.mark.parametrize(("typed", "goes"), [("erase\n", True), ("yes\n", False), ("\n", False)])
def test_a_person_types_the_word_before_anything_goes(day: Path, typed: str, goes: bool) -> None:  # noqa: FBT001
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*STANDUP, "purge", str(day)], env=clean_environment(day.parent), stdin=theirs,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed.encode())
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    assert "This goes, for good: text that was never shown after 30 days" in out
    assert (on_disk(day / "standup.db", SHOWN)[SHOWN] == 0) is goes
    assert (process.returncode == 0) is goes


def test_a_purge_files_a_certificate_and_tells_of_older_copies(day: Path) -> None:
    standup("backup", day, home=day.parent)
    standup("report", day, home=day.parent)
    dry = standup("purge", "--dry-run", day, home=day.parent)
    assert "  report.html  (report: " in dry.stdout
    told = standup(
        "purge", "--yes", "--copies", "--reference", "Spring clean", day, home=day.parent
    )
    assert told.returncode == 0, told.stderr
    (path,) = (day / "certificates").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    certificate = json.loads(path.read_bytes())
    assert certificate["reference"] == "Spring clean"
    assert certificate["counted"]["shown"] == 30
    assert "Deleted beside the store:\n  report.html  (report: " in told.stdout
    assert "stay unless --copies or --backups is given:\n  backups/standup-" in told.stdout
    assert [one["name"] for one in certificate["removed"]] == ["report.html"]
    assert not (day / "report.html").exists()
    listed = standup("backup", "--list", day, home=day.parent).stdout
    assert "still holds what was purged on" in listed
    assert "Nothing has run out" in standup("purge", "--yes", day, home=day.parent).stdout


def test_one_person_is_erased_by_handle(day: Path) -> None:
    told = standup("purge", "--person", "@person_42", "--yes", day, home=day.parent)
    assert told.returncode == 0, told.stderr
    again = standup("purge", "--person", "@person_42", "--yes", day, home=day.parent)
    assert again.returncode == 2
    assert "nothing of @person_42 is stored here" in again.stderr


def test_the_audit_tells_who_did_what_and_how_that_is_known(day: Path) -> None:
    told = standup("audit", day, "--by", "raj", "--verb", "hide", home=day.parent)
    lines = told.stdout.splitlines()
    assert len(lines) == 5
    assert (
        "2021-03-01 09:00:00 UTC  Raj Patel  [account raj, as the system says]  hide" in lines[0]
    )
    assert lines[0].endswith("x:1000001  waiting → hidden  (Personal data)")
    told = standup("audit", "--jsonl", "--post", "1000001", day, home=day.parent)
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert {row["post"] for row in rows} == {"x:1000001"}
    assert SHOWN not in told.stdout
    assert "no such decision" in standup("audit", "--by", "nobody", day, home=day.parent).stdout


def test_verifying_says_what_was_changed_and_where_and_fails(day: Path) -> None:
    told = standup("audit", "verify", day, home=day.parent)
    assert told.returncode == 0
    noted = told.stdout.splitlines()[-1].removeprefix("The log ends with ")
    assert standup("audit", "verify", "--noted", noted, day, home=day.parent).returncode == 0

    with closing(sqlite3.connect(day / "standup.db")) as db:
        db.execute("DROP TRIGGER decision_is_never_changed")
        db.execute("UPDATE decision SET name = 'Nobody' WHERE seq = 7")
        db.commit()
    told = standup("audit", "verify", day, home=day.parent)
    assert told.returncode == 1
    assert told.stdout.startswith("Decision 7 was changed after it was made.\n")
    told = standup("audit", "verify", "--json", day, home=day.parent)
    assert json.loads(told.stdout)["breaks"][0]["first"] == 7


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export",), "expected decisions, posts or person; see"),
        (("export", "decisions", "--since", "soon"), "expected a time such as 2026-11-22"),
        (("export", "person", "@nobody"), "nothing of @nobody is stored here"),
        (("purge", "--mentions"), "--mentions goes with --person; see"),
        (("purge", "--reference", "x" * 81), "--reference: expected at most 80 letters"),
        (("audit", "verify", "--noted", "7"), "expected NUMBER:HASH, as"),
        (("restore", "nothing.db"), "there is no backup nothing.db; `standup backup --list` has"),
        (("backup", "--to", "campaign.toml"), "is there already and stays as it is"),
    ],
)
def test_what_somebody_got_wrong_is_one_sentence(
    day: Path, arguments: tuple[str, ...], says: str
) -> None:
    told = standup(*arguments, home=day.parent, cwd=day)
    assert told.returncode in (1, 2)
    assert told.stdout == ""
    assert says in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit",), ("audit", "verify"), ("backup",), ("export", "posts"), ("purge", "--dry-run"),
        ("export", "decisions"), ("restore", "it.db"), ("export", "person", "x"),
    ],
)  # fmt: skip
def test_a_campaign_that_never_read_anything_has_nothing_to_account_for(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    told = standup(*arguments, home=tmp_path, cwd=tmp_path)
    assert told.returncode == 2
    assert "has no store yet" in told.stderr or "there is no backup" in told.stderr
    assert not (tmp_path / "standup.db").exists()


HEAVY = {"textual", "rich", "tweepy", "aiohttp"}


@pytest.mark.parametrize(
    "arguments", [("audit",), ("export", "posts"), ("backup",), ("purge", "--yes")]
)
def test_accounting_loads_no_screen_and_no_network(day: Path, arguments: tuple[str, ...]) -> None:
    code, modules = loaded_by([*arguments, day], day.parent)
    assert code == 0
    assert {one.partition(".")[0] for one in modules} & HEAVY == set()
