"""Whether the tests of the wall's page see one that anybody may ask, or that may do anything."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import pytest

from faults.test_mutants import caught, caught_at_once
from standup_tui.web import serving, site
from standup_tui.web.gate import Gate
from standup_tui.web.site import Site
from web import test_gate, test_site
from web.pages import Page, page

pytestmark = pytest.mark.soak


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.fault("H1", control=True)
async def test_a_page_that_asks_nobody_whence_is_caught(
    tmp_path: Path, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gate, "_from_elsewhere", lambda *_: False)
    caught_at_once(partial(test_gate.test_another_page_may_not_ask, "https://evil.example"))
    async with page(tmp_path) as served:
        await caught(
            test_site.test_another_name_another_page_and_an_unknown_proxy_are_refused(served, http)
        )


@pytest.mark.fault("H2", control=True)
async def test_a_page_for_every_machine_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HERE", "0.0.0.0")  # noqa: S104  # what is to be caught
    with serving.listen(0) as listening:
        served = SimpleNamespace(port=listening.getsockname()[1])
        await caught(test_site.test_it_is_served_on_this_machine_only(cast("Page", served)))


@pytest.mark.fault("H2", control=True)
def test_a_page_behind_a_proxy_that_asks_for_no_token_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Gate, "_named", lambda _, path: path.removeprefix("/") or "wall.html")
    caught_at_once(
        partial(
            test_gate.test_behind_a_proxy_nothing_is_there_without_the_token,
            "/",
            "wall.example.org",
        )
    )


@pytest.mark.fault("H3", control=True)
async def test_a_page_that_counts_nobody_is_caught(
    tmp_path: Path, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow: Callable[..., Any] = Site._follow

    async def uncounted(self: Site, request: Any) -> Any:
        self.browsers = 0
        return await follow(self, request)

    monkeypatch.setattr(Site, "_follow", uncounted)
    async with page(tmp_path) as served:
        await caught(test_site.test_there_is_a_limit_to_how_many_look(served, http, monkeypatch))


@pytest.mark.fault("H4", control=True)
async def test_a_page_that_may_load_from_anywhere_is_caught(
    tmp_path: Path, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax = site._HEADERS | {"Content-Security-Policy": "default-src 'self' https:"}
    monkeypatch.setattr(site, "_HEADERS", lax)
    async with page(tmp_path) as served:
        await caught(test_site.test_every_file_of_the_page_is_served_strictly(served, http, ""))


@pytest.mark.fault("H4", control=True)
def test_a_page_with_a_script_inside_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    read = test_site.read
    script = "<body><script>window.acted = 1</script>"
    monkeypatch.setattr(test_site, "read", lambda name: read(name).replace("<body>", script))
    assert script in test_site.read("wall.html")
    caught_at_once(
        test_site.test_the_page_has_no_script_or_style_of_its_own_inside_and_nothing_from_elsewhere
    )
