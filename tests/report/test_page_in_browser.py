"""The page in a real browser: seen in every light, on a telephone and on paper, and read aloud."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from report.test_page import full
from standup_tui.report.page import html
from web.chromium import Tab, browser
from web.looking import aloud, texts

pytestmark = pytest.mark.browser

LOOKS = {
    "light": [{"name": "prefers-color-scheme", "value": "light"}],
    "dark": [{"name": "prefers-color-scheme", "value": "dark"}],
    "print": [],
}
TOO_WIDE = """
[...document.querySelectorAll("main *")]
  .filter((one) => !one.closest(".scroll, .unseen"))
  .filter((one) => one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.outerHTML.slice(0, 200))
"""
REACHED = "[...document.querySelectorAll('.scroll')].every((one) => one.tabIndex === 0)"
LONG = "Averyveryverylongwordthatnobodyeverbreaks" * 6


@pytest.fixture
async def tab(tmp_path: Path) -> AsyncIterator[Tab]:
    """The report with something in each part, opened from its file."""
    page = tmp_path / "report.html"
    page.write_text(html(full(f"Tea, and home. {LONG}")))
    async with browser() as chromium, chromium.tab() as opened:
        await opened.open(page.as_uri())
        yield opened
        assert opened.complaints == []
        assert opened.requests == [page.as_uri()]


async def test_every_word_stands_out_from_what_is_behind_it(tab: Tab) -> None:
    for look, features in LOOKS.items():
        media = "print" if look == "print" else "screen"
        await tab.ask("Emulation.setEmulatedMedia", media=media, features=features)
        seen = await texts(tab)

        assert len(seen) > 80
        assert [one for one in seen if one["contrast"] < 4.5] == [], look
        assert [one for one in seen if one["size"] < (9 if look == "print" else 11)] == [], look


async def test_nobody_has_to_scroll_sideways_but_within_a_table_by_any_means(tab: Tab) -> None:
    for width in (1920, 768, 320):
        await tab.size(width, 900)
        await tab.until(f"innerWidth === {width}")

        assert await tab.value("document.documentElement.scrollWidth") <= width
        assert await tab.value(TOO_WIDE) == []
    assert await tab.value(REACHED)


async def test_it_is_told_in_order_with_names_for_all_there_is(tab: Tab) -> None:
    told = await aloud(tab)

    for landmark in ("banner", "main", "contentinfo"):
        assert len(told.named(landmark)) == 1
    headings = told.named("heading")
    assert headings[1:3] == ["Decisions needed", "Hour by hour"]
    assert set(told.named("region")) >= set(headings[1:])
    assert len(told.named("table")) == 5
    for role in ("table", "link", "region", "image", "columnheader", "rowheader"):
        assert all(name.strip() for name in told.named(role)), role
    (chart,) = told.named("image")
    assert chart.startswith("Posts by hour")
