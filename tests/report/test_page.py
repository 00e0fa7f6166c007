"""The page: safe whatever strangers wrote, and readable by whoever has to read it."""

import base64
import hashlib
import itertools
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hostile import HOSTILE
from report.hostile_report import HTML, MARKDOWN, with_text
from report.kit import STARTS, report
from report.pages import Page, contrast, palettes
from standup_tui.model.action import ActionCount, Figure, Tally
from standup_tui.model.facts import FlagCount, Slot
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status
from standup_tui.model.text import is_safe
from standup_tui.report.contents import Report
from standup_tui.report.page import html

ACTIONS = '[[actions]]\nname = "One action"\n[[actions]]\nname = "MP"\nonce = true\n'
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def full(text: str = "words of a post", **more: Any) -> Report:
    """Return a report with something in each of its parts."""
    tally = Tally((ActionCount("MP", once=True, all=Figure(9, 7)),), Figure(9, 7))
    slots = (Slot(STARTS, 3), Slot(STARTS.replace(hour=12), 9))
    flags = (FlagCount(Kind.ABUSE, Status.HIDDEN, 2), FlagCount(None, Status.HIDDEN, 2))
    return with_text(text, more=ACTIONS, tally=tally, slots=slots, flags=flags, **more)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(html(full()))


GROUPS = {group: " ".join(text for one, text in HOSTILE if one == group) for group, _ in HOSTILE}
NASTY = [*HTML, *MARKDOWN, *GROUPS.values()]


@pytest.mark.uncounted
@pytest.mark.parametrize(
    "text",
    [
        *(pytest.param(text, marks=pytest.mark.fault("G8")) for text in HTML),
        *NASTY[len(HTML) :],
    ],
    ids=range(len(NASTY)),
)
def test_nothing_that_strangers_wrote_is_anything_but_text(text: str, page: Page) -> None:
    hostile = Page(html(full(text)))

    links = {it.attributes["href"] for it in hostile.all("a")}
    assert hostile.shape == page.shape
    assert links == {"https://x.com/i/status/1000001"}
    assert is_safe("".join(it.text for it in hostile.all("body")))


def test_a_text_stands_there_as_it_was_written() -> None:
    text = '<script>alert("1 & 2")</script>'

    assert f"“{text}”" in Page(html(full(text))).all("main")[0].text


def test_the_pages_own_policy_lets_nothing_run_and_nothing_be_loaded(page: Page) -> None:
    policy = next(
        it.attributes["content"]
        for it in page.all("meta")
        if it.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    style = page.all("style")[0].text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not page.all("script", "link", "img", "iframe", "object", "form", "base")
    names = {name for it in page.elements for name in it.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"style", "src", "srcset", "srcdoc", "action"}
    assert "url(" not in style
    assert "@import" not in style


def test_a_link_says_where_it_leads_and_tells_nobody_from_where(page: Page) -> None:
    for link in page.all("a"):
        assert link.attributes["rel"] == "external noopener noreferrer"
        assert re.fullmatch(r"post \d+ on X", link.text)


def test_language_title_and_landmarks(page: Page) -> None:
    assert page.all("html")[0].attributes["lang"] == "en"
    assert page.all("title")[0].text.strip()
    assert [len(page.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]


def test_headings_come_in_order_and_name_their_sections(page: Page) -> None:
    levels = [int(it.tag[1]) for it in page.all("h1", "h2", "h3", "h4")]
    ids = [it.attributes["id"] for it in page.elements if "id" in it.attributes]

    assert levels[0] == 1
    assert all(later <= level + 1 for level, later in itertools.pairwise(levels))
    assert len(set(ids)) == len(ids)
    for section in page.all("section"):
        assert section.attributes["aria-labelledby"] in ids


def test_every_table_has_a_caption_and_heads_with_a_scope(page: Page) -> None:
    assert len(page.all("table")) == 5
    assert len(page.all("caption")) == len(page.all("table"))
    for head in page.all("th"):
        assert head.text.strip(), "a head without a word"
        assert head.attributes["scope"] == ("col" if "thead" in head.above else "row")
    rows = page.source.count("<tr>") - page.source.count("<thead>")
    assert len([it for it in page.all("th") if "tbody" in it.above]) == rows


def test_the_chart_is_a_picture_with_a_name_and_all_of_it_in_words(page: Page) -> None:
    ids = {it.attributes["id"]: it for it in page.elements if "id" in it.attributes}
    pictures = [it for it in page.all("svg") if it.attributes.get("aria-hidden") != "true"]

    assert [it.attributes["role"] for it in pictures] == ["img"]
    title, said = pictures[0].attributes["aria-labelledby"].split()
    assert ids[title].text == "Posts by hour"
    assert ids[said].text == "Posts by hour: 09:00 3, 10:00 0, 11:00 0, 12:00 9."


def test_every_colour_of_words_is_seen_on_what_is_behind_it(page: Page) -> None:
    light, dark, printed = palettes(page.all("style")[0].text)
    behind = {"ink": ("paper", "wash", "warn-paper"), "muted": ("paper",), "accent": ("paper",),
              "warn": ("paper",)}  # fmt: skip
    for palette in (light, dark, printed):
        assert palette.keys() == light.keys()
        for words, papers in behind.items():
            for paper in papers:
                assert contrast(palette[words], palette[paper]) >= 4.5, (words, paper)


def test_a_report_of_nothing_is_a_page_too() -> None:
    empty = Page(html(report()))

    assert "No post was flagged." in empty.source
    assert "Nothing is hidden." in empty.source
    assert "No post came in." in empty.source
    assert not empty.all("svg")


def test_the_label_of_a_made_up_day_is_the_first_thing_there() -> None:
    made = report('[source]\nlabel = "SIMULATED"\n')
    words = Page(html(made)).all("body")[0].text.split()

    assert words[0] == "SIMULATED"


@pytest.mark.soak
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_prints_it_on_two_pages_at_most(tmp_path: Path) -> None:
    source, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    source.write_text(html(full("A long day of visits, and the kettle is on. " * 6)))
    assert CHROMIUM is not None
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--no-pdf-header-footer",
         f"--user-data-dir={tmp_path / 'chromium'}", f"--print-to-pdf={printed}",
         source.as_uri()],
        capture_output=True, check=True,
    )  # fmt: skip

    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed.read_bytes())) <= 2


def test_it_says_when_it_was_made(page: Page) -> None:
    assert "as of 22 Nov 2026, 18:00 (Europe/London)" in page.all("footer")[0].text
