"""`standup report` as a person or a script runs it."""

import asyncio
import json
import stat
import time
from pathlib import Path

import pytest

from cli.commands import loaded_by, standup
from halls import hall
from making import ASHA, NOW, decide, judged, some
from report.pages import Page
from standup_tui.model.lifecycle import Verb
from standup_tui.store.store import SqliteStore

SCREENS = {"textual", "rich"}


async def fill(folder: Path) -> None:
    store = await SqliteStore.open(folder / "standup.db")
    await store.add([*some(4), judged(9, "<b>Ask @somebody</b>")], [], NOW)
    await store.apply(decide(Verb.APPROVE, 9), ASHA, NOW)
    await store.apply(decide(Verb.PIN, 9, revision=2), ASHA, NOW)
    await store.close()


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text(
        'name = "A day"\nhashtags = ["StandUp4SW"]\n[[actions]]\nname = "MP"\n'
    )
    asyncio.run(fill(folder))
    return folder


def test_the_page_goes_beside_the_campaigns_file_for_its_owner(
    campaign: Path, tmp_path: Path
) -> None:
    ran = standup("report", campaign, home=tmp_path)
    page = campaign / "report.html"

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"Made {page}.\n", "")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "“<b>Ask @…</b>”" in Page(page.read_text()).all("main")[0].text


@pytest.mark.fault("F6")
def test_the_browser_is_not_told_our_credentials(campaign: Path, tmp_path: Path) -> None:
    fake, told = tmp_path / "xdg-open", tmp_path / "told"
    fake.write_text(f"#!/bin/sh\nenv > {told}.part\nmv {told}.part {told}\n")
    fake.chmod(0o755)
    environ = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "DISPLAY": ":0",
        "STANDUP_X_BEARER_TOKEN": "a-secret-of-ours",
        "STANDUP_WALL_TOKEN": "another-secret-of-ours",
    }
    ran = standup("report", "--open", campaign, home=tmp_path, environ=environ)

    assert ran.returncode == 0, ran.stderr
    wait_for(told)
    assert "DISPLAY=:0" in told.read_text()
    assert "secret-of-ours" not in told.read_text()


def wait_for(path: Path) -> None:
    """Wait for a file that somebody else writes."""
    for _ in range(1200):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} never came")


def test_markdown_and_json_go_to_the_terminal_and_where_they_are_told(
    campaign: Path, tmp_path: Path
) -> None:
    mail = standup("report", campaign, "--format", "md", home=tmp_path).stdout
    data = standup("report", campaign, "--format", "json", home=tmp_path).stdout
    told = standup(
        "report", campaign, "--format", "json", "--output", "numbers.json", home=tmp_path
    )

    assert mail.startswith("# A day\n")
    assert {it["name"]: it["number"] for it in json.loads(data)["figures"]}["Posts"] == 5
    assert told.stdout == f"Made {tmp_path / 'numbers.json'}.\n"
    kept = json.loads((tmp_path / "numbers.json").read_text())
    assert kept["figures"] == json.loads(data)["figures"]
    assert not (campaign / "report.html").exists()


def test_people_are_named_where_that_was_chosen(campaign: Path, tmp_path: Path) -> None:
    plain = standup("report", campaign, "--format", "md", home=tmp_path).stdout
    named = standup("report", campaign, "--format", "md", "--handles", home=tmp_path).stdout

    assert "somebody" not in plain
    assert "person" not in plain.partition("## Highlights")[2].partition("## Concerns")[0]
    assert "\\@somebody" in named
    assert "\\@person\\_2" in named


async def test_it_is_told_beside_a_running_hub(campaign: Path, tmp_path: Path) -> None:
    async with hall(campaign) as running:
        await running.add_some(20, 21)
        ran = await asyncio.to_thread(
            standup, "report", campaign, "--format", "json", home=tmp_path
        )
        await running.add_some(22)

    assert ran.returncode == 0
    figures = {it["name"]: it["number"] for it in json.loads(ran.stdout)["figures"]}
    assert figures["Posts"] == 7


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "md", "--open"), "--open shows a page that is a file"),
        (("--output", "-", "--open"), "--open shows a page that is a file"),
        (("--output", "nowhere/page.html"), "there is no folder"),
        (("--output", "day"), "is not a file; name one with --output"),
        (("--format", "pdf"), "'pdf' is not one of 'html', 'md', 'json'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    campaign: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    ran = standup("report", campaign, *arguments, home=tmp_path)

    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert says in ran.stderr


def test_where_there_is_no_browser_the_page_is_made_and_the_way_to_it_said(
    campaign: Path, tmp_path: Path
) -> None:
    ran = standup("report", campaign, "--open", home=tmp_path)

    assert ran.returncode == 1
    assert (campaign / "report.html").exists()
    assert "no browser can be opened here: copy" in ran.stderr


def test_the_browser_is_given_the_page(campaign: Path, tmp_path: Path) -> None:
    opener, seen = tmp_path / "bin" / "xdg-open", tmp_path / "seen"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {seen}.part\nmv {seen}.part {seen}\n')
    opener.chmod(0o755)
    environ = {"DISPLAY": ":7", "PATH": f"{opener.parent}:/usr/bin:/bin"}
    ran = standup("report", campaign, "--open", home=tmp_path, environ=environ)

    assert ran.returncode == 0
    while not seen.exists():  # the browser is started, and not waited for
        time.sleep(0.02)
    assert seen.read_text().strip() == str(campaign / "report.html")


def test_a_campaign_without_a_store_says_that_nothing_was_read(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    ran = standup("report", home=tmp_path)

    assert ran.returncode == 2
    assert "has no store yet" in ran.stderr


def test_a_damaged_store_is_one_sentence(campaign: Path, tmp_path: Path) -> None:
    (campaign / "standup.db").write_bytes(b"nothing that SQLite would know" * 100)
    ran = standup("report", campaign, home=tmp_path)

    assert ran.returncode == 65
    assert ran.stderr.count("\n") == 1
    assert "damaged or not a database" in ran.stderr


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_no_form_loads_a_screen_and_only_the_page_a_template(
    campaign: Path, tmp_path: Path, form: str
) -> None:
    code, modules = loaded_by(
        ["report", campaign, "--format", form, "--output", tmp_path / "out"], tmp_path
    )

    assert code == 0
    packages = {module.partition(".")[0] for module in modules}
    assert not packages & SCREENS
    assert ("jinja2" in packages) is (form == "html")
