"""What happens while somebody is at the prompt: nothing of it gets in the way."""

from pathlib import Path

import pytest

from halls import hall, seat
from making import LOOK, decide, judged, op
from plain.kit import Talk, talk
from standup_tui.model.command import Blank
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.plain.news import AT_ONCE
from timing import turns_until


async def arrived(at: Talk, posts: int) -> None:
    """Wait until so many posts are known at the prompt, said or not."""
    await turns_until(lambda: len(at.console.board.entries) == posts, 20)


async def test_an_arrival_waits_until_nothing_is_typed(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            at.mark = len(at.seen)
            at.press(b"appr")
            await at.until("appr")
            await here.add_some(2)
            await arrived(at, 2)
            at.press(b"ove 1\n")
            said = await at.until("2 waiting. @person_2", prompt=True)

    assert said.startswith("approve 1\n1 @person_1: approved.\n2 waiting. @person_2")


async def test_an_arrival_is_said_when_the_line_is_rubbed_out(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        at.press(b"quux")
        await at.until("quux")
        await here.add_some(1)
        await arrived(at, 1)
        assert "1 waiting" not in at.said
        at.press(b"\x15")
        await at.until("1 waiting. @person_1", prompt=True)


async def test_an_arrival_takes_the_place_of_an_empty_prompt(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await here.add_some(1)
        said = await at.until("1 waiting. @person_1", prompt=True)

    assert "> \r1 waiting" in said
    assert said.endswith("\n> ")


async def test_while_a_question_is_open_nothing_else_is_said(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await at.type("!", "every wall is blank")
        await at.type("!", "y brings them back, anything else leaves it: ")
        await here.add_some(1)
        await arrived(at, 1)
        await at.type("n", "The walls stay blank.", "1 waiting. @person_1")


async def test_of_a_burst_the_flagged_posts_are_said_and_the_others_counted(
    tmp_path: Path,
) -> None:
    many = AT_ONCE + 3
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await here.add([*map(judged, range(1, many)), judged(many, flags=(LOOK,))])
        await at.until("1 flagged, abuse", f"{many - 1} more new posts: an empty line says them.",
                       f"{many - 1} new> ")  # fmt: skip
        await at.type("", "2 waiting", f"{many} waiting")
        await at.type("new", "Nothing new.")


async def test_quiet_counts_and_follow_says_what_is_wanted(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        await at.type("quiet", "counted at the prompt")
        await here.add_some(1)
        await arrived(at, 1)
        await at.type("help quiet", "1 new> ")
        await at.type("follow flagged", "said as they come", "1 new> ")
        await here.add_some(2)
        await here.add_some(3, flags=(LOOK,))
        await at.until("1 flagged", "2 new> ")
        await at.type("follow", "2 waiting", "3 waiting")
        await at.type("follow nothing", "follow all or follow flagged")


async def test_a_lost_hub_is_said_once_and_its_return_too(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            here.hub.stop("for a while")
            await here.running
            await at.until("No hub:", "Trying again.", prompt=True)
            await at.type("retweet 1", "not done: approve it first")
            await at.type("approve 1", "Not yet confirmed: approve 1 @person_1.")
            await at.type("status", "No hub: ", "1 act of yours not yet confirmed.")
            await at.type("hide 1", "the hub has yet to confirm what you did to this post")
            await at.type("R", "Not asked: there is no hub.")
            await at.type("tally", "The hub does not answer.")
            assert at.seen.count(b"Trying again.") == 1
            await here.store.close()
            async with hall(tmp_path):
                await at.until("The hub is back.", "1 @person_1: approved.", prompt=True)


async def test_what_others_do_to_the_walls_is_said(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path, name="raj") as raj, talk(tmp_path) as at:
        await raj.ask(Blank(op(), blank=True))
        await at.until("raj blanked every wall.", prompt=True)
        await raj.ask(Blank(op(), blank=False))
        await at.until("raj brought the walls back.", prompt=True)


async def test_pasted_lines_are_no_commands(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            at.mark = len(at.seen)
            at.press(b"nice\nhide 1\n!\n")
            await at.until("3 lines came at once, as from a paste: nothing was done.", prompt=True)
            assert not at.console.board.wall.blank

        story = await here.store.story(judged(1).post.id)
        assert story is not None
        assert story.entry.standing.status is Status.WAITING


async def test_without_a_hub_it_says_so_and_can_be_left(tmp_path: Path) -> None:
    async with talk(tmp_path, ready=False) as at:
        await at.until("No hub: no hub answers at", "Trying again.")
        at.end()
        assert await at.code() == 0


async def test_a_key_just_after_somebody_elses_act_is_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standup_tui.ui.console.state.board.SHAKEN", 3600)
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at, seat(tmp_path, name="raj") as raj:
            await at.type("n", "1 waiting")
            await raj.ask(decide(Verb.HIDE, 1))
            await at.until("raj hid it; hidden.", prompt=True)
            await at.type("e", "it changed just now; listen, and say it again.")
