"""The page in a real browser: what it lets go of, and when."""

import asyncio
import random
import signal
from pathlib import Path

import pytest

from halls import hall, seat
from making import blank, decide
from standup_tui.model.command import Done
from standup_tui.model.lifecycle import Standing, Verb, refusal
from standup_tui.model.post import PostId
from standup_tui.ui.wall.wishes import Wishes
from standup_tui.web.gate import address
from ui.wall_hub import ABOUT, entry, hub_at
from web.chromium import Tab, browser
from web.pages import address_in, campaign_in, page, patient, serving
from web.relay import relay

pytestmark = pytest.mark.browser

POST = "A good day's work."


async def shows(tab: Tab, text: str = POST) -> None:
    await tab.until(f'document.body.textContent.includes("{text}")')


async def shows_no(tab: Tab, text: str = POST) -> None:
    """Wait until no element of the page holds a text, also none that is only read aloud."""
    await tab.until(f'!document.documentElement.outerHTML.includes("{text}")')


def in_phase(name: str) -> str:
    return f"document.querySelector('#page').dataset.phase === '{name}'"


async def test_blanked_hidden_and_deleted_posts_leave_no_trace(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, "the first")) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await shows(tab, "the first")
        hub.push(entry(2, POST))
        await tab.until(f'document.querySelector("#news").textContent.includes("{POST}")')
        hub.push(removed=(PostId("x:2"),))
        await shows_no(tab)
        await shows(tab, "the first")
        hub.blank(on=True)
        await tab.until(in_phase("blank"))
        await shows_no(tab, "the first")
        await tab.open(served.url)  # a blank is there from the first moment
        await tab.until(in_phase("blank"))
        hub.blank(on=False)
        await shows(tab, "the first")


async def test_a_page_whose_wall_stands_still_goes_dark_and_comes_back(tmp_path: Path) -> None:
    folder = campaign_in(tmp_path)
    async with (
        hub_at(folder, entry(1, POST)),
        serving(folder, "--port", "0") as (running, said),
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(address_in(said))
        await shows(tab)
        running.send_signal(signal.SIGSTOP)
        await tab.until(in_phase("holding"))
        await shows_no(tab)
        await shows(tab, ABOUT.holding)
        running.send_signal(signal.SIGCONT)
        await shows(tab)
        running.kill()
        await tab.until(in_phase("holding"))
        await shows_no(tab)


async def test_a_stalled_proxy_leaves_nothing_on_the_page(tmp_path: Path) -> None:
    proxy = address("http://127.0.0.1:1")
    token = "t" * 30
    async with (
        hub_at(tmp_path, entry(1, POST)) as hub,
        page(tmp_path, proxy=proxy, token=token) as served,
        relay(served.port) as (between, port),
        browser() as chromium,
        chromium.tab() as tab,
    ):
        served.site._gate._hosts.add(f"127.0.0.1:{port}")
        served.site._gate._origins.add(f"http://127.0.0.1:{port}")
        await tab.open(f"http://127.0.0.1:{port}/{token}/")
        await shows(tab)
        between.open.clear()
        await tab.until(in_phase("holding"))
        hub.push(removed=(PostId("x:1"),))
        between.open.set()  # all that was held back arrives now: the post and its heartbeats
        await tab.until(in_phase("showing"))
        await shows_no(tab)


async def test_a_proxy_that_gets_slower_and_slower_is_noticed_though_heartbeats_come(
    tmp_path: Path,
) -> None:
    async with (
        hub_at(tmp_path, entry(1, POST)),
        page(tmp_path) as served,
        relay(served.port) as (between, port),
        browser() as chromium,
        chromium.tab() as tab,
    ):
        served.site._gate._hosts.add(f"127.0.0.1:{port}")
        served.site._gate._origins.add(f"http://127.0.0.1:{port}")
        await tab.open(f"http://127.0.0.1:{port}/")
        await shows(tab)
        await tab.value(
            "window.dark = 0, new MutationObserver(() => {"
            " window.dark += document.querySelector('#page').dataset.phase === 'holding'; })"
            ".observe(document.querySelector('#page'), {attributes: true})"
        )
        between.lag, between.piece = 1.0, 80  # more than that comes in than goes out
        await tab.until("window.dark > 0")


async def test_a_page_that_stood_still_does_not_believe_what_it_finds(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, POST)) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await shows(tab)
        streams = len([one for one in tab.requests if one.endswith("events")])
        busy = asyncio.create_task(
            tab.value("(() => { const end = Date.now() + 4000; while (Date.now() < end); })()")
        )
        await asyncio.sleep(0.5)
        hub.push(removed=(PostId("x:1"),))
        await busy
        await shows_no(tab)
        await tab.until(in_phase("showing"))
        assert len([one for one in tab.requests if one.endswith("events")]) > streams


@pytest.mark.fault("H4")
async def test_it_loads_nothing_from_elsewhere_and_keeps_nothing(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, POST)),
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await shows(tab)
        assert tab.requests
        assert all(one.startswith(served.url) for one in tab.requests)
        assert await tab.value(
            "[document.cookie, localStorage.length, sessionStorage.length]"
        ) == [
            "",
            0,
            0,
        ]
        cookies = await tab.ask("Network.getAllCookies")
        assert cookies["cookies"] == []
        assert tab.complaints == []


@pytest.mark.fault("H1")
async def test_another_page_on_this_machine_learns_nothing(tmp_path: Path) -> None:
    async with (
        hub_at(tmp_path, entry(1, POST)),
        page(tmp_path) as served,
        page(tmp_path / "elsewhere") as other,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(other.url)
        for name, mode in (("events", "cors"), ("wall.js", "no-cors")):
            asked = f"fetch('{served.url}{name}', {{mode: '{mode}'}})"
            assert (
                await tab.value(f"{asked}.then((one) => one.type, () => 'refused')") == "refused"
            )


MOMENTS = 60
VERBS = (Verb.APPROVE, Verb.HOLD, Verb.HIDE, Verb.PIN)


async def test_no_moment_of_the_page_holds_a_post_that_left(tmp_path: Path) -> None:
    dice = random.Random(3)
    texts = {number: f"visit number {number} of today" for number in range(24)}
    ever = 0
    async with (
        hall(tmp_path) as here,
        seat(tmp_path) as asha,
        page(tmp_path, Wishes(columns=2)) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        for number, text in texts.items():
            await here.add_some(number, text=text)
        await tab.open(served.url)
        await asha.until(lambda: len(asha.posts) == len(texts))

        def standing(number: int) -> Standing:
            return asha.posts[f"x:{1_000_000 + number}"].standing

        for _ in range(MOMENTS):
            number = dice.choice(list(texts))
            before = standing(number)
            verbs = [verb for verb in VERBS if refusal(before, verb) is None]
            if not verbs:
                continue
            what = decide(dice.choice(verbs), number, revision=before.revision)
            assert isinstance(await asha.ask(what), Done)
            await asha.until(lambda: standing(number).revision > before.revision)  # noqa: B023
            if before.on_wall and not standing(number).on_wall:
                await shows_no(tab, texts[number])
            if dice.random() < 0.2:
                await asha.ask(blank())
                await tab.until(in_phase("blank"))
                await shows_no(tab, "visit number")
                await asha.ask(blank(on=False))
                await tab.until(in_phase("showing"))
            seen = await tab.value("document.documentElement.outerHTML")
            held = [number for number, text in texts.items() if text in seen]
            assert all(standing(number).on_wall for number in held)
            ever += len(held)
    assert ever


async def test_hours_of_changes_leave_nothing_behind_in_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient(monkeypatch)
    async with (
        hub_at(tmp_path, *(entry(number, f"visit {number}") for number in range(24))) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        counts = []
        for _ in range(4):
            for _ in range(12):
                hub.blank(on=True)
                await tab.until(in_phase("blank"))
                hub.blank(on=False)
                await tab.until("document.querySelector('article')")
            await tab.ask("HeapProfiler.collectGarbage")
            counts.append((await tab.ask("Memory.getDOMCounters"))["nodes"])
        assert max(counts) < 1.2 * min(counts), counts
