"""Texts that try something, through the page, in a real browser: nothing comes of any of them."""

from pathlib import Path
from string import ascii_letters

import pytest

from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from standup_tui.model.text import clean
from standup_tui.model.wall import Scene, WallState
from standup_tui.model.wall_card import fits_wall
from ui.wall_hub import entry, hub_at
from web.chromium import browser
from web.looking import fully_seen, lively
from web.pages import page, patient

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    patient(monkeypatch)


PAGES = [
    "<script>window.acted = 1</script>",
    "<img src=x onerror='window.acted = 1'>",
    "<svg/onload=window.acted=1>",
    "</p></article></main><h1>approved</h1>",
    "<iframe srcdoc='<script>parent.acted = 1</script>'></iframe>",
    "<a href='javascript:window.acted=1'>click</a>",
    "\"><input autofocus onfocus='window.acted = 1'>",
    "'-window.acted-'",
    "${window.acted = 1}`",
    "<!--",
    "<style>* { display: none }</style>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    'data: {"number": 9}\n\nevent: sight\ndata: {}',
    "event: beat\r\ndata: {}\r\n\r\n",
    "__proto__ constructor toString",
    "&#60;script&#62;window.acted=1&#60;/script&#62;",
    "\u2028window.acted = 1\u2029",
    "javascript:window.acted=1",
    "https://evil.example/tracker.gif",
]
TEXTS = [*PAGES, *(text for _, text in HOSTILE), *LEGITIMATE]
ELEMENTS = {
    "HTML", "HEAD", "META", "TITLE", "LINK", "SCRIPT", "BODY", "DIV", "P", "HEADER", "H1", "SPAN",
    "TIME", "MAIN", "H2", "ARTICLE", "H3", "BDI", "FOOTER", "UL", "LI", "STRONG", "NOSCRIPT",
}  # fmt: skip


@pytest.mark.fault("G1")
async def test_a_hostile_post_is_text_on_the_page_and_nothing_else(tmp_path: Path) -> None:
    posts = [entry(number, text, name=text) for number, text in enumerate(TEXTS)]
    posts = [one for one in posts if one.post.text.strip()]
    assert len(posts) > 150
    async with (
        hub_at(tmp_path, *posts) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await tab.until("document.querySelector('article')")
        for one in posts:
            state = WallState(seq=hub.seq + 1, spotlight=one.post.id, fixed=Scene.SPOTLIGHT)
            hub.push(wall=state)
            # What is drawn says which post it is by the time it was written.
            moment = one.post.at.isoformat(timespec="seconds")
            await tab.until(
                "document.querySelectorAll('article').length === 1 &&"
                f"document.querySelector('.alone time')?.dateTime === '{moment}'"
            )
            drawn = await tab.value(
                "[document.querySelector('.text').textContent,"
                " document.querySelector('.name').textContent,"
                " [...new Set([...document.querySelectorAll('*')].map((one) => one.tagName))]]"
            )
            assert drawn[:2] == [one.post.text, one.post.author.name]
            assert set(drawn[2]) <= ELEMENTS
        assert await tab.value("window.acted") is None
        assert await lively(tab) == []
        assert tab.dialogs == []
        assert tab.complaints == []
        assert all(one.startswith(served.url) for one in tab.requests)
        assert await tab.value("location.href") == served.url


@pytest.mark.fault("G5")
async def test_a_pathological_post_takes_the_page_no_longer_than_another(tmp_path: Path) -> None:
    texts = [clean(text)[:1500] for text in PATHOLOGICAL.values()]
    posts = [entry(number, text) for number, text in enumerate(texts)]
    posts = [one for one in posts if fits_wall(one.post)]  # others are never approved
    assert len(posts) > 10
    async with (
        hub_at(tmp_path, *posts, entry(59, ascii_letters)),
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await tab.until("document.querySelector('article')")
        for _ in range(3):
            await fully_seen(tab, (1280, 720), 0)
            await fully_seen(tab, (1920, 1080), 0)
        assert await tab.value("document.querySelector('#page').dataset.phase") == "showing"
        assert tab.complaints == []
