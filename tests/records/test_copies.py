"""Files beside the store that quote posts are found, named, and deleted when that is asked for."""

import asyncio
import fcntl
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standup_tui import looking_back
from standup_tui.model.keeping import Copy, Purge, Purged
from standup_tui.records import backups, copies, exports, purges
from standup_tui.records.exports import Asked
from standup_tui.report.compose import compose
from standup_tui.report.data import json as as_json
from standup_tui.report.mail import markdown
from standup_tui.report.page import html
from standup_tui.report.writing import write
from store.past_day import a_day

LONG_AGO = datetime(2021, 3, 1, 9, tzinfo=UTC)
RECORDED = {"data": [{"id": "1000040", "text": "Wobbleford40 was shown to all"}]}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose every clock has run out."""
    folder = tmp_path_factory.mktemp("past") / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')

    async def made() -> None:
        await (await a_day(folder / "standup.db", LONG_AGO)).close()

    asyncio.run(made())
    return folder


@pytest.fixture
def day(past: Path, tmp_path: Path) -> Path:
    """One of our own."""
    return shutil.copytree(past, tmp_path / "day")


def written(day: Path, how: Callable[..., str], name: str) -> Path:
    """Write a report of a day."""
    campaign, facts = looking_back.facts(day)
    path = day / name
    write(path, how(compose(facts, campaign, handles=False)))
    return path


def all_of(day: Path) -> Purge:
    campaign, _ = looking_back.facts(day)
    return Purge(purges.clocks(campaign, datetime.now(UTC)))


def named(day: Path) -> dict[str, str]:
    """Return the copies that a purge of everything would find, with their kinds."""
    purge = all_of(day)
    plan = asyncio.run(purges.plan(day, purge))
    return {one.name: one.kind for one in asyncio.run(purges.held_beside(day, purge, plan))}


def purged(day: Path, **unwanted: bool) -> Purged:
    purge = all_of(day)
    beside = asyncio.run(purges.held_beside(day, purge, asyncio.run(purges.plan(day, purge))))
    going = purges.carry_out(day, purge, "", beside, purges.Unwanted(**unwanted))
    done, path = asyncio.run(going)
    assert json.loads(path.read_bytes())["left"] == [
        {"name": one.name, "kind": one.kind, "posts": one.posts} for one in done.certificate.left
    ]
    return done


@pytest.mark.parametrize(
    ("how", "name", "kind"),
    [
        (html, "report.html", "report"),
        (markdown, "for the director.txt", "report"),
        (as_json, "numbers.json", "report or export"),
    ],
)
def test_a_report_that_quotes_what_goes_is_named_in_every_form(
    day: Path, how: Callable[..., str], name: str, kind: str
) -> None:
    written(day, how, name)
    assert named(day) == {name: kind}


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize("what", [exports.posts, exports.decisions])
def test_an_export_is_named_if_texts_are_in_it_and_not_if_only_ids_are(
    day: Path, what: Callable[..., object], kind: str
) -> None:
    asyncio.run(what(day, Asked(kind)))  # type: ignore[arg-type]
    assert named(day) == {}
    asyncio.run(what(day, Asked(kind, text=True)))  # type: ignore[arg-type]
    assert list(named(day).values()) == ["export"]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_was_given_out_of_one_person_is_named(day: Path, kind: str) -> None:
    asyncio.run(exports.person(day, "@person_42", Asked(kind)))
    assert len(named(day)) == 1


def test_a_recording_is_named_and_stays_while_somebody_records(day: Path) -> None:
    path = day / "recorded-2026-11-22.jsonl"
    path.write_text(json.dumps(RECORDED) + "\n")
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        left = purged(day, copies=True).certificate.left
    assert left == (Copy(path.name, "recording", 1),)
    assert path.exists()
    assert purged(day, copies=True).certificate.removed == left
    assert not path.exists()


def test_a_recording_in_which_somebody_erased_is_named_beside_others_posts_is_named(
    day: Path,
) -> None:
    users = [{"id": "42", "username": "Person_42"}]
    (day / "tape.jsonl").write_text(
        json.dumps({"data": [{"id": "77", "text": "x"}], "includes": {"users": users}}) + "\n"
    )
    assert named(day) == {}
    purge = asyncio.run(purges.purge_of(day, "@person_42", mentions=False, reference=""))
    assert [one.name for one in asyncio.run(copies.found(day, purge))] == ["tape.jsonl"]


def test_a_file_elsewhere_is_remembered_and_named_by_its_whole_path(
    day: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "for-the-press.csv"
    asyncio.run(exports.posts(day, Asked("csv", elsewhere, text=True)))
    assert named(day) == {str(elsewhere): "export"}
    purged(day, copies=True)
    assert not elsewhere.exists()


def test_what_holds_nothing_that_goes_and_what_is_not_ours_stays_unnamed(day: Path) -> None:
    (day / "notes.html").write_text("<!doctype html>\n<p>/status/1000040</p>")
    (day / "minutes.md").write_text("# Minutes\nWe saw https://x.com/i/status/1000040\n")
    (day / "table.csv").write_text('"post","text"\n"x:999","somebody else"\n')
    (day / "odd.json").write_bytes(b"{\n\xff\x00")
    (day / "odd.csv").write_bytes(b'"post","text"\n"' + b"\x00" * 50)
    (day / "broken.md").symlink_to(day / "nowhere")
    os.mkfifo(day / "pipe.md")
    assert named(day) == {}


def test_nothing_is_deleted_unasked_and_the_certificate_says_what_was_left(day: Path) -> None:
    page = written(day, html, "report.html")
    backup = backups.make(day, None)
    certificate = purged(day).certificate
    assert certificate.removed == ()
    assert {(one.name, one.kind) for one in certificate.left} == {
        ("report.html", "report"),
        (backup.name, "backup"),
    }
    assert page.exists()
    assert backup.path(day).exists()


def test_reports_and_backups_are_asked_for_apart_also_after_the_texts_are_gone(day: Path) -> None:
    page, backup = written(day, html, "report.html"), backups.make(day, None)
    purged(day)
    assert [one.name for one in purged(day, copies=True).certificate.removed] == ["report.html"]
    assert not page.exists()
    assert backup.path(day).exists()
    assert [one.name for one in purged(day, backups=True).certificate.removed] == [backup.name]
    assert not backup.path(day).exists()
    assert purged(day).certificate.left == ()


def test_a_copy_of_posts_that_the_store_has_forgotten_altogether_is_named(day: Path) -> None:
    page, tape = written(day, html, "report.html"), day / "recorded.jsonl"
    page.write_text(page.read_text().replace("/status/10000", "/status/20000"))
    tape.write_text(json.dumps(RECORDED).replace("10000", "20000") + "\n")
    assert named(day) == {"report.html": "report"}  # a recording may hold what was never stored
    os.utime(tape, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    assert named(day) == {"report.html": "report", "recorded.jsonl": "recording"}


def test_a_list_that_cannot_be_read_is_said_with_the_way_out(day: Path) -> None:
    (day / copies.LIST).write_text("not a list")
    with pytest.raises(Exception, match="move it away, and look yourself"):
        named(day)
