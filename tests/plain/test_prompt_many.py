"""Several posts at once, authors, notes, searches and the log at the prompt."""

import asyncio
from pathlib import Path

from halls import hall
from making import RAJ, decide
from plain.kit import Talk, status, talk
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Status, Verb

COURT = Flag(Kind.IDENTIFIABLE, "court", Severity.STOP, "says where: “in court tomorrow”")


async def test_several_posts_are_one_act_and_one_undo(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2, 3, 4)
        async with talk(tmp_path) as at:
            await at.type("list", "4 waiting")
            await here.store.apply(decide(Verb.HIDE, 4), RAJ, here.hub._clock.now())
            await at.until("1 @person_4: Raj Patel hid it; hidden.", prompt=True)
            await at.type("approve 1-3", "1 @person_4 not done: it is hidden", "2, 3: ")
            assert [await status(here, n) for n in (3, 2, 1)] == [
                Status.SHOWN, Status.SHOWN, Status.WAITING]  # fmt: skip
            await at.type("p 2 3", "2, 3: ")
            await at.type("u", "> ")
            await at.type("u", "> ")
            assert [await status(here, n) for n in (3, 2)] == [Status.WAITING] * 2
            await at.type("redo", "> ")
            assert [await status(here, n) for n in (3, 2)] == [Status.SHOWN] * 2


async def test_more_than_a_handful_asks_first(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(*range(1, 13))
        async with talk(tmp_path) as at:
            await at.type("list live 12", "12 waiting")
            await at.type("approve 1-12", "Approve 12 posts? y does it: ")
            await at.type("", "Nothing was done.")
            assert await status(here, 5) is Status.WAITING
            await at.type("approve 1-12", "y does it: ")
            await at.type("yes", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12: ")
            assert await status(here, 5) is Status.SHOWN


async def test_an_author_is_muted_after_it_was_said_what_that_hides(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 8, 2)
        async with talk(tmp_path) as at:
            await at.type("list", "3 waiting. @person_1")
            await at.type("mute 3", "y mutes @person_1, anything else leaves it: ")
            await at.type("", "Nobody was muted.")
            assert await status(here, 8) is Status.WAITING
            await at.type("mute 3", "y mutes")
            await at.type("y", "> ")
            assert [await status(here, n) for n in (1, 8, 2)] == [
                Status.HIDDEN, Status.HIDDEN, Status.WAITING]  # fmt: skip
            await at.type("unmute 3", "> ")
            assert await status(here, 8) is Status.WAITING


async def test_reasons_and_notes_are_given_afterwards(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2)
        async with talk(tmp_path) as at:
            await at.type("list", "2 waiting. @person_1")
            await at.type("note 2 rang the team: all well", "2 @person_1: note kept.")
            await at.type("2", "2 waiting, 1 note.")
            await at.type("note 2", "What should it say?")
            await at.type("h2", "2 @person_1: hidden.", "Why? reason")
            await at.type("reason 1", "hidden for: Identifies a person or a family.")
            await at.type("2", "2 hidden, Identifies a person or a family, 1 note.")
            await at.type("h1", "1 @person_2: hidden.")
            await at.type(
                "reason 1 2 identifies", "1: ", "2 @person_1 not done: that is its reason"
            )
            await at.type("open 2", "rang the team: all well", "Hidden for: Identifies")


async def again_until(at: Talk, line: str, wanted: str) -> None:
    """Enter a line until it is answered so: what is searched is filled behind what is stored."""
    for _ in range(100):
        if wanted in await at.type(line):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{wanted} never came: {at.said}")


async def test_everything_that_was_kept_is_found(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2)
        await here.add_some(3, text="The kettle is on.")
        async with talk(tmp_path) as at:
            await again_until(at, "find kettle", "1 post found.")
            assert "1 waiting. @person_3" in at.said
            await at.type("/ teapot", "0 posts found.")
            await at.type("find", "What should be found?")


async def test_the_log_says_who_did_what_and_is_searched(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("log", "No decision is on record.")
            await at.type("list", "1 waiting")
            await at.type("a1", "approved")
            await at.type("h1 because 1", "hidden")
            await at.type("log", "asha (says so) hid it", "[1 @person_1", "approved it")
            await again_until(at, "log approved", "approved it, waiting to shown.")
            assert "hid it" not in at.said
            await at.type("log teapot", "No such decision.")
            await at.type("log kind:abuse", "The log is searched by words")


async def test_a_note_for_the_next_shift_is_left_and_said(tmp_path: Path) -> None:
    async with hall(tmp_path), talk(tmp_path, "raj") as raj:
        await raj.type("handover", "There is no note.")
        async with talk(tmp_path) as at:
            await at.type("handover keep an eye on the thread of @samc", "> ")
            await raj.until("keep an eye on the thread of @samc", prompt=True)
            assert "asha" in raj.said
        await raj.type(
            "handover",
            "Note by asha (says so), ",
            ": keep an eye on the thread of @samc",
            "Open now:",
        )
        async with talk(tmp_path, "kim") as kim:
            await kim.until("Note for whoever comes next, by asha, ")
