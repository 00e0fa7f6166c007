"""Whatever strangers write: terminals are told nothing by it, and no key is typed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from hostile import HOSTILE
from process.chair import NASTY, Chair, chair, decided, leave, posted
from process.hostile_posts import TEXTS, Attack, attacks, roster
from process.output import foreign
from process.theatre import ENTER, ESCAPE, PAGE_DOWN, Screen, troupe
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId

pytestmark = pytest.mark.soak

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u00ad\ufeff\u2060\U000e0041"))
CARELESS = Path(__file__).with_name("careless.py")
CONTROLS = [text for group, text in HOSTILE if group in ("esc", "c1", "c0", "bidi")
            and text.translate(_INVISIBLE) == text]  # fmt: skip
"""What the guard is for; it does not judge which letters may stand together."""


async def still(console: Screen) -> None:
    """Wait until a screen has drawn what a key asked for, and no longer than a moment."""
    for _ in range(40):
        before = len(console.terminal.seen)
        await asyncio.sleep(0.06)
        if len(console.terminal.seen) == before:
            return


async def tour(console: Screen, marks: Sequence[str]) -> None:
    """Look at everything that a console can show of the posts, and leave."""
    missing = set(marks)
    for _ in range(5):  # a busy machine draws some pages together as one
        for pane in (b"3", b"2", b"1"):
            console.press(pane, b"g")
            for _ in range(len(marks) + 2):
                await still(console)
                missing -= {mark for mark in missing if f"{mark} " in console.drawn}
                console.press(PAGE_DOWN)
        if not missing:
            break
    assert not missing, f"{missing} were never drawn"
    console.press(b"?")
    await console.until("The post below.")
    console.press(ESCAPE)
    await console.until("Live")
    console.press(b":")
    await console.until("What do you want to do?")
    console.press(ESCAPE)
    await console.until("Live")
    console.press(b"3", b"g", b"r")
    await console.until("any other key")
    console.press(b"n")
    await console.until("Nothing was sent.")


async def read_through(console: Screen, pages: int) -> None:
    """Open the post under the cursor and read it to its end."""
    console.press(ENTER)
    await console.until("Decisions")
    for _ in range(pages):
        console.press(PAGE_DOWN)
        await asyncio.sleep(0.05)
    console.press(b"q")
    await console.until("Live")


async def parade(
    posts: Sequence[Attack], ids: Sequence[PostId], by: Chair, wall: Screen, at_once: int
) -> None:
    """Put every post on top of the wall once."""
    for start in range(0, len(posts), at_once):
        batch = ids[start : start + at_once]
        wall.press()
        for post in batch:
            await by.decide(Verb.PIN, post)
        await wall.until(*(f"@{post.mark} " for post in posts[start : start + at_once]))
        for post in batch:
            await by.decide(Verb.UNPIN, post)


async def shown(home: Path, posts: Sequence[Attack], *, pinned: int) -> tuple[Screen, Screen]:
    """Have the posts on a console and a wall, in all their places; return what was written."""
    async with (
        troupe(home, roster=roster(posts), name=NASTY) as here,
        chair(here.folder) as by,
    ):
        console, wall = here.console((120, 60)), here.wall((200, 60))
        await console.until("Live")
        ids = await posted(posts, here, by)
        for post in ids:
            await by.show(post)
        await parade(posts, ids, by, wall, pinned)
        await tour(console, [post.mark for post in posts])
        for _ in range(3):
            await read_through(console, 3)
            console.press(b"j")
        assert await leave(console) == 0
        wall.press(b"q")
        assert await wall.code() == 0
    assert decided(here.folder) == by.asked
    return console, wall


@pytest.mark.fault("G1")
async def test_no_byte_of_a_hostile_post_reaches_a_terminal(tmp_path: Path) -> None:
    console, wall = await shown(tmp_path, attacks(TEXTS, at_once=8), pinned=3)

    assert foreign(console.terminal.seen) == []
    assert foreign(wall.terminal.seen) == []


@pytest.mark.fault("G1")
@pytest.mark.soak
async def test_no_byte_reaches_a_terminal_whichever_text_stands_alone(tmp_path: Path) -> None:
    console, wall = await shown(tmp_path, attacks(TEXTS), pinned=6)

    print(f"\n{len(TEXTS)} posts; console {len(console.terminal.seen):,} bytes, wall "
          f"{len(wall.terminal.seen):,} bytes")  # fmt: skip
    assert foreign(console.terminal.seen) == []
    assert foreign(wall.terminal.seen) == []


async def written_by_mutants(
    home: Path, mutant: str, texts: Sequence[str], at_once: int
) -> tuple[list[str], list[str]]:
    """Return what is foreign in the output of a console and a wall that clean nothing."""
    posts = attacks(texts, at_once)
    everybody = [post.author for post in posts]
    command = (CARELESS, mutant, "hub")
    async with (
        troupe(home, roster=everybody, hub=command) as here,
        chair(here.folder, "chair") as by,
    ):
        console = here.screen(CARELESS, mutant, here.folder, size=(120, 60))
        wall = here.screen(CARELESS, mutant, "wall", here.folder, size=(200, 60))
        await console.until("Live")
        ids = await posted(posts, here, by)
        for post in ids:
            await by.show(post)
        for one, post in zip(posts, ids, strict=True):  # on top, for not all have room at once
            await by.decide(Verb.PIN, post)
            await console.until(one.mark)
            await wall.until(one.mark)
            await by.decide(Verb.UNPIN, post)
        return foreign(console.terminal.seen), foreign(wall.terminal.seen)


@pytest.mark.fault("G1", control=True)
@pytest.mark.soak
async def test_screens_that_clean_nothing_and_have_no_guard_are_caught(tmp_path: Path) -> None:
    texts = ["one \x1b[>q", "two \x9b31m", "three \u202e", "four \x1b[31;1mred"]
    console, wall = await written_by_mutants(tmp_path, "open", texts, 1)

    for start in "\x1b[>q", "\x9b31m", "\u202e", "\x1b[31;1m":
        assert [one for one in console if one.startswith(start)], start
        assert [one for one in wall if one.startswith(start)], start


@pytest.mark.fault("G12")
@pytest.mark.soak
async def test_the_guard_alone_holds_every_control_back(tmp_path: Path) -> None:
    console, wall = await written_by_mutants(tmp_path, "guarded", CONTROLS, 8)

    assert console == wall == []
