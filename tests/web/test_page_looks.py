"""The page in a real browser: seen from across a room, and read aloud."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.post import Media
from standup_tui.model.text import clean_line
from standup_tui.model.wall import Plan, Said, Scene, Slide, Slot, WallState
from standup_tui.model.wall_card import fits_wall
from standup_tui.ui.wall.layout import Density
from standup_tui.ui.wall.wishes import Wishes
from ui.wall_hub import ABOUT, WallHub, entry, hub_at, pinned, reply_to
from web.chromium import Tab, browser
from web.looking import aloud, fully_seen, lively, texts
from web.pages import page, patient

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    patient(monkeypatch)


SIZES = ((1920, 1080), (1280, 720), (3840, 2160), (1080, 1920), (1024, 768))
LEAST = 0.0165
"""Of the shorter side of the screen: 18 pixels of 1080, for the small print; posts are larger."""

LINK = "https://www.example.org/write-to-your-mp"
SLIDE = Slide("Write to your MP", "Five minutes, your own words: what you did today.", LINK)
PLAN = Plan(slots=(Slot(Scene.STREAM, 60), Slot(Scene.SLIDES, 15)), slides=(SLIDE,))
LONGEST = " ".join(["longest"] * 180)
PICTURE = Media(clean_line("photo"), clean_line("A team in front of a town hall"))
POSTS = (
    pinned(entry(50, "It is our day. Post what you did this morning. #StandUp4SW")),
    entry(49, "Home visit done, kettle on. Proud of this team #StandUp4SW", media=(PICTURE,)),
    entry(48, "شكرا لكم جميعا على عملكم الرائع اليوم #StandUp4SW"),
    entry(47, "Diolch i bawb yn y tîm heddiw – dŵr, tŷ, siŵr.", references=(reply_to("raj"),)),
    entry(46, "W" * 280, name="N" * 50, handle="h" * 15),
    *(entry(number, f"Visit {number} of the day. " * 8) for number in range(20, 34)),
)
SAID = (Said("One action", 1_041), Said("Made a difference in somebody’s life", 12), Said("MP", 0))


async def turn_to(hub: WallHub, tab: Tab, scene: Scene) -> None:
    """Have all walls show a scene, and wait until the page does."""
    hub.push(wall=WallState(seq=hub.seq + 1, fixed=scene))
    signs = {
        Scene.STREAM: ".columns",
        Scene.SPOTLIGHT: ".alone",
        Scene.TALLY: ".tally",
        Scene.SLIDES: ".slide",
    }
    await tab.until(f"document.querySelector('{signs[scene]}')")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("scene", list(Scene))
async def test_every_scene_is_whole_large_and_clear_on_every_screen(
    tmp_path: Path, theme: str, scene: Scene
) -> None:
    about = replace(ABOUT, plan=PLAN)
    async with (
        hub_at(tmp_path, *POSTS, about=about) as hub,
        page(tmp_path, Wishes(theme=theme)) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        hub.said = SAID
        await tab.open(served.url)
        await turn_to(hub, tab, scene)
        await tab.until("document.body.textContent.includes('1,041')")
        for size in SIZES:
            await fully_seen(tab, size, LEAST)
        assert tab.complaints == []


@pytest.mark.parametrize("phase", ["blank", "holding"])
async def test_a_slide_without_posts_is_as_clear(tmp_path: Path, phase: str) -> None:
    async with (
        hub_at(tmp_path, *POSTS) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await tab.until("document.querySelector('article')")
        if phase == "blank":
            hub.blank(on=True)
        else:
            await hub.stop()
        await tab.until(f"document.querySelector('#page').dataset.phase === '{phase}'")
        await fully_seen(tab, (1920, 1080), LEAST)
        said = " ".join(one["words"] for one in await texts(tab))
        rest = "" if phase == "blank" else f" #StandUp4SW {ABOUT.holding}"
        assert said == f"SIMULATED POSTS{rest}"


async def test_a_post_of_the_longest_kind_is_set_smaller_and_never_cut(tmp_path: Path) -> None:
    long = entry(
        50, LONGEST, name="A name of fifty letters is the longest there may", handle="a" * 15
    )
    assert fits_wall(long.post)
    async with (
        hub_at(tmp_path, long) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        for scene in (Scene.SPOTLIGHT, Scene.STREAM):
            hub.push(wall=WallState(seq=hub.seq + 1, fixed=scene))
            for size in ((1920, 1080), (1080, 1920), (640, 360)):
                await tab.until("document.querySelector('.post .text')")
                await fully_seen(tab, size, LEAST)
                said = await tab.value("document.querySelector('.post .text').textContent")
                assert said == LONGEST


async def test_where_some_posts_fit_and_a_tall_one_does_not_it_gets_its_turn_alone(
    tmp_path: Path,
) -> None:
    tall = entry(50, LONGEST)
    about = replace(ABOUT, plan=Plan(slots=(Slot(Scene.STREAM, 3600.0),)))
    async with (
        hub_at(tmp_path, tall, entry(49, "a short one"), about=about) as hub,
        page(tmp_path, Wishes(columns=4)) as served,
        browser() as chromium,
        chromium.tab(1280, 500) as tab,
    ):
        await tab.open(served.url)
        began = hub.pulse().now
        shown = set()
        for past in (5, 40):  # of 45 seconds, the last fifteen are for posts that are too tall
            hub.push(wall=WallState(seq=hub.seq + 1, since=began - timedelta(seconds=past)))
            await tab.until(f"document.querySelector('{'.columns' if past == 5 else '.alone'}')")
            shown.add(await tab.value("document.querySelector('#stage').textContent"))
        assert any("a short one" in one and LONGEST not in one for one in shown)
        assert any(LONGEST in one and "a short one" not in one for one in shown)


async def test_it_is_read_aloud_in_good_order(tmp_path: Path) -> None:
    about = replace(ABOUT, plan=PLAN)
    async with (
        hub_at(tmp_path, *POSTS[:2], about=about) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        hub.said = SAID
        await tab.open(served.url)
        await turn_to(hub, tab, Scene.STREAM)
        await tab.until("document.querySelectorAll('article').length === 2")
        await tab.until("document.body.textContent.includes('1,041')")
        assert await tab.value("document.documentElement.lang") == "en"
        assert await tab.value("document.title") == "#StandUp4SW · Stand up for social work"
        tree = await aloud(tab)
        assert tree.headings == [
            (1, "#StandUp4SW Stand up for social work"),
            (2, "Posts"),
            (3, "Asha Rowe @asha_rowe_sw"),
            (3, "Asha Rowe @asha_rowe_sw"),
        ]
        assert tree.live == ["polite"]
        assert [len(tree.named(role)) for role in ("main", "banner", "contentinfo")] == [1, 1, 1]
        assert len(tree.named("article")) == 2
        said = await tab.seen()
        assert "▣ picture: A team in front of a town hall" in said
        hub.push(entry(51, "Here is news."))
        await tab.until(
            "document.querySelector('#news').textContent"
            " === 'Asha Rowe, @asha_rowe_sw: Here is news.'"
        )
        await turn_to(hub, tab, Scene.SLIDES)
        tree = await aloud(tab)
        assert tree.headings[1:] == [(2, "Write to your MP")]
        assert tree.named("image") == [f"Code for telephones: {LINK}"]
        await turn_to(hub, tab, Scene.TALLY)
        tree = await aloud(tab)
        assert tree.headings[1:] == [(2, "Actions"), (2, "The day")]
        (hours,) = tree.named("image")
        assert hours.startswith("Posts by the hour. ")
        assert "One action 1,041" in await tab.seen()
        assert await lively(tab) == []


async def test_a_post_is_marked_with_its_language_and_its_direction(tmp_path: Path) -> None:
    welsh = entry(1, "Diolch i bawb")
    welsh = replace(welsh, post=replace(welsh.post, lang=clean_line("cy")))
    odd = entry(2, "Hm")
    odd = replace(odd, post=replace(odd.post, lang=clean_line("und")))
    async with (
        hub_at(tmp_path, welsh, odd),
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await tab.until("document.querySelectorAll('article').length === 2")
        marks = "[...document.querySelectorAll('.text')].map((one) => [one.lang, one.dir])"
        assert await tab.value(marks) == [["", "auto"], ["cy", "auto"]]


@pytest.mark.parametrize("reduced", [True, False])
async def test_nothing_moves_but_in_one_step(tmp_path: Path, reduced: bool) -> None:  # noqa: FBT001
    async with (
        hub_at(tmp_path, *POSTS) as hub,
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        wish = {"name": "prefers-reduced-motion", "value": "reduce" if reduced else ""}
        await tab.ask("Emulation.setEmulatedMedia", features=[wish])
        served.board.born -= 250  # it moves by a little every four minutes
        await tab.open(served.url)
        await tab.until("document.querySelector('#page').dataset.shift === '1'")
        moved = await tab.value("getComputedStyle(document.querySelector('#page')).translate")
        assert (moved == "none") is reduced
        hub.push(entry(60, "one more"))
        await tab.until("document.querySelector('#stage').textContent.includes('one more')")
        assert await tab.value("document.getAnimations().length") == 0
        moving = "(one) => getComputedStyle(one).transitionDuration !== '0s'"
        assert await tab.value(f"[...document.querySelectorAll('*')].some({moving})") is False


async def test_earlier_posts_come_round_page_by_page(tmp_path: Path) -> None:
    about = replace(ABOUT, plan=replace(Plan(), quiet=60.0))
    posts = [entry(number, f"Visit {number} of the day. " * 6) for number in range(30)]
    async with (
        hub_at(tmp_path, pinned(entry(31, "the pin")), *posts, about=about),
        page(tmp_path) as served,
        browser() as chromium,
        chromium.tab() as tab,
    ):
        await tab.open(served.url)
        await tab.until("document.querySelector('h2.earlier')?.textContent === 'Earlier'")
        said = await tab.seen()
        assert "the pin" in said
        assert "at 1" in said
        await fully_seen(tab, (1920, 1080), LEAST)


async def test_a_calm_wall_shows_two_large_posts_and_a_full_one_as_many_as_fit(
    tmp_path: Path,
) -> None:
    posts = [entry(number, f"Visit {number} of the day. " * 3) for number in range(60, 20, -1)]
    about = replace(ABOUT, plan=replace(Plan(), quiet=86_400.0))
    seen = {}
    async with hub_at(tmp_path, *posts, about=about), browser() as chromium:
        for density in Density:
            async with (
                page(tmp_path, Wishes(density=density)) as served,
                chromium.tab(1920, 1080) as tab,
            ):
                await tab.open(served.url)
                await tab.until("document.querySelector('article')")
                await fully_seen(tab, (1920, 1080), LEAST)
                size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
                number = await tab.value("document.querySelectorAll('article').length")
                seen[density] = number, await tab.value(size)
    assert seen[Density.CALM][0] == 2
    assert seen[Density.CALM][0] < seen[Density.AUTO][0] < seen[Density.FULL][0]
    assert seen[Density.CALM][1] > seen[Density.AUTO][1] > seen[Density.FULL][1]
