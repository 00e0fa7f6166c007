"""The page over HTTP: what browsers get, and what nobody gets."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import aiohttp
import pytest

from standup_tui.ui.looks.themes import WALLS
from standup_tui.web import site as site_module
from standup_tui.web.gate import address
from timing import turns_until
from ui.wall_hub import entry, hub_at
from web.pages import Page, listener, page, phase, shows

FILES = sorted(one.name for one in (files("standup_tui.web") / "page").iterdir())
STRICT = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    "require-trusted-types-for 'script'", "trusted-types 'none'",
}  # fmt: skip


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Page]:
    async with page(tmp_path) as one:
        yield one


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.fault("H4")
@pytest.mark.parametrize("name", ["", *FILES])
async def test_every_file_of_the_page_is_served_strictly(
    served: Page, http: aiohttp.ClientSession, name: str
) -> None:
    async with http.get(served.url + name) as answer:
        assert answer.status == 200
        assert set(answer.headers["Content-Security-Policy"].split("; ")) == STRICT
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Server"] == "standup"
        assert not {"Set-Cookie", "Access-Control-Allow-Origin"} & set(answer.headers)
        assert await answer.text()


@pytest.mark.fault("H4")
async def test_the_stream_is_served_as_strictly(served: Page, http: aiohttp.ClientSession) -> None:
    async with http.get(served.url + "events") as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert set(answer.headers["Content-Security-Policy"].split("; ")) == STRICT
        assert not {"Set-Cookie", "Access-Control-Allow-Origin"} & set(answer.headers)


@pytest.mark.parametrize("path", ["other", "page/wall.html", "../gate.py", "%2e%2e/gate.py", "x/"])
async def test_there_is_nothing_else(served: Page, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(served.url + path) as answer:
        assert answer.status == 404


@pytest.mark.fault("H3")
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["", "events", "other"])
async def test_no_request_brings_anything_in(
    served: Page, http: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with http.request(method, served.url + path) as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "GET")


@pytest.mark.fault("H1")
async def test_another_name_another_page_and_an_unknown_proxy_are_refused(
    served: Page, http: aiohttp.ClientSession
) -> None:
    for headers, status in (
        ({"Host": "evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"X-Forwarded-For": "203.0.113.9"}, 403),
    ):
        async with http.get(served.url + "events", headers=headers) as answer:
            assert answer.status == status
            assert re.fullmatch(r"standup: [^\n]+\.\n", await answer.text())


@pytest.mark.fault("H2")
async def test_it_is_served_on_this_machine_only(served: Page) -> None:
    other = socket.socket(socket.AF_INET)
    try:
        with pytest.raises(OSError):  # noqa: PT011  # refused or unreachable, as the system says
            other.connect(("127.0.0.2", served.port))
    finally:
        other.close()


@pytest.mark.fault("H2")
async def test_behind_a_proxy_the_page_and_its_stream_are_under_the_token(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    proxy = address("https://wall.example.org")
    async with page(tmp_path, proxy=proxy, token="t" * 30) as served:
        headers = {"Host": "wall.example.org", "X-Forwarded-For": "203.0.113.9"}
        async with http.get(served.url, headers=headers) as answer:
            assert answer.status == 200
        async with listener(served.url) as one:
            await one.until(lambda one: one.beats)
        async with http.get(f"http://127.0.0.1:{served.port}/") as answer:
            assert answer.status == 404


class Strict(HTMLParser):
    """Collects what a page may not have."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.bad.append(f"{tag} {name}")
            if name in {"src", "href"} and not re.fullmatch(r"[a-z]+\.(css|js)", value or ""):
                self.bad.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] in {"script", "style"} and data.strip():
            self.bad.append(data)


def read(name: str) -> str:
    return (files("standup_tui.web") / "page" / name).read_text("utf-8")


@pytest.mark.fault("H4")
def test_the_page_has_no_script_or_style_of_its_own_inside_and_nothing_from_elsewhere() -> None:
    strict = Strict()
    strict.feed(read("wall.html"))
    assert strict.bad == []
    assert read("wall.html").startswith('<!doctype html>\n<html lang="en">')
    for name in FILES:
        assert set(re.findall(r"https?://[^\s\"')]*", read(name))) <= {
            "http://www.w3.org/2000/svg"
        }
        assert not re.search(r"@import|url\(|@font-face", read(name)), name


def test_no_script_of_the_page_can_read_words_as_html_or_keep_them() -> None:
    ways = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|createContextual|"
        r"\beval\b|new Function|srcdoc|cookie|Storage|indexedDB|caches|serviceWorker|"
        r"XMLHttpRequest|fetch\(|sendBeacon|WebSocket|postMessage"
    )
    for name in FILES:
        if name.endswith(".js"):
            assert re.findall(ways, read(name)) == [], name


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_page_wears_the_colours_of_the_terminals_wall(name: str) -> None:
    theme = WALLS[name]
    dark, light = re.findall(r"^:root[^{]*\{(.*?)\}", read("wall.css"), re.DOTALL | re.MULTILINE)
    block = dark if name == "dark" else light
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))
    assert colours == {
        "ground": theme.background,
        "text": theme.foreground,
        "muted": theme.secondary,
        "line": theme.variables["border-blurred"],
        "primary": theme.primary,
        "good": theme.success,
        "warning": theme.warning,
        "accent": theme.accent,
    }


@pytest.mark.fault("H3")
async def test_fifty_browsers_cost_one_encoding(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, "A good day's work.")) as hub,
        page(tmp_path) as served,
        AsyncExitStack() as stack,
    ):
        many = [await stack.enter_async_context(listener(served.url)) for _ in range(50)]
        for one in many:
            await one.until(shows("A good day's work."))
        hub.push(entry(2, "Second thoughts."))
        for one in many:
            await one.until(shows("Second thoughts."))
        assert served.site.browsers == 50
        told = {tuple(map(str, one.sights)) for one in many}
        assert max(map(len, told)) <= served.feed.number
        assert served.feed.number < 10


@pytest.mark.fault("H3")
async def test_a_browser_that_does_not_read_is_dropped_and_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "PATIENCE", 0.5)
    long = (
        entry(number, f"Visit {number}. " + "All of it matters. " * 60) for number in range(24)
    )
    async with hub_at(tmp_path, *long) as hub, page(tmp_path) as served:
        deaf = socket.socket()
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", served.port))
        deaf.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
        try:
            async with listener(served.url) as one:
                await one.until(lambda _: served.site.browsers == 2)
                for turn in range(200):
                    hub.blank(on=not turn % 2)
                    await one.until(phase("showing" if turn % 2 else "blank"))
                    if served.site.browsers == 1:
                        break
                hub.blank(on=False)
                await one.until(shows("Visit 23."))
                assert served.site.browsers == 1
        finally:
            deaf.close()


@pytest.mark.fault("H3")
async def test_there_is_a_limit_to_how_many_look(
    served: Page, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "MOST", 1)
    async with listener(served.url) as one:
        await one.until(lambda one: one.beats)
        async with http.get(served.url + "events") as answer:
            assert answer.status == 503
    await turns_until(lambda: not served.site.browsers, 20)
    async with listener(served.url) as one:
        await one.until(lambda one: one.beats)


async def test_a_mistake_of_our_own_is_written_down_and_not_shown(
    served: Page,
    http: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def wrong(_number: int) -> bytes:
        raise RuntimeError("a secret")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(served.site._gate, "_named", wrong)
    async with http.get(served.url) as answer:
        assert (answer.status, await answer.text()) == (
            500,
            "standup: something went wrong here.\n",
        )
    assert "crash.log says where" in capsys.readouterr().err
    assert "a secret" in (tmp_path / "standup" / "crash.log").read_text()


@pytest.mark.fault("H3")
async def test_what_is_no_request_at_all_is_answered_and_forgotten(
    served: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    for nonsense in (b"\x16\x03\x01\x02\x00\n\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(nonsense)
        answer = await reader.readline()
        assert re.match(rb"HTTP/\d\.\d 4\d\d ", answer), answer
        writer.close()
    assert capsys.readouterr().err == ""
