"""What a moderator at the prompt types, and what the hub makes of it."""

from pathlib import Path

from halls import hall, seat
from making import LOOK, RAJ, author, decide, judged
from plain.kit import Talk, status, talk, verbs
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import Media
from standup_tui.model.text import clean_line
from timing import turns_until

COURT = Flag(Kind.IDENTIFIABLE, "court", Severity.STOP, "says where: “in court tomorrow”")


async def test_the_greeting_says_who_where_how_and_how_much(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2)
        await here.add_some(3, flags=(LOOK,))
        async with talk(tmp_path) as at:
            assert at.lines[0] == "Standup. You are asha."
            assert at.lines[1].startswith("Simulated. Stand up for social work, #StandUp4SW, ")
            assert "1 flagged, 2 waiting for a decision." in at.said
            assert "Wall: approve first, no wall attached." in at.said


async def test_a_new_post_is_one_line_with_all_that_is_to_be_known(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, talk(tmp_path) as at:
        picture = Media(clean_line("photo"), alt=clean_line("A cake with candles"))
        await here.add_some(1, text="In court\ntomorrow.", flags=(COURT,), media=(picture,))
        said = await at.until("A cake", prompt=True)

    line = next(line for line in said.split("\n") if "@person_1" in line).rpartition("\r")[2]
    assert line.startswith(
        "1 flagged, identifiable: says where: “in court tomorrow”. @person_1 Sam Carter, on 22 Nov"
    )
    assert line.rstrip().endswith(": In court tomorrow. [picture: A cake with candles]")


async def test_acts_are_typed_by_name_by_key_and_in_haste(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2, 3, 4)
        async with talk(tmp_path) as at:
            await at.type("list", "4 waiting. @person_1")
            await at.type("approve 4", "4 @person_1: approved.")
            await at.type("h3", "3 @person_2: hidden.")
            await at.type("w 2", "2 @person_3: held.")
            await at.type("APP 1", "1 @person_4: approved.")

        assert [await status(here, n) for n in (1, 2, 3, 4)] == [
            Status.SHOWN, Status.HIDDEN, Status.HELD, Status.SHOWN]  # fmt: skip


async def test_without_a_number_an_act_is_about_the_post_in_hand(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        await here.add_some(2, flags=(COURT,))
        async with talk(tmp_path) as at:
            await at.type("a", "Which post? Say its number, as in approve 12")
            await at.type("n", "1 flagged, identifiable", "1 flagged, 1 waiting for a decision.")
            assert at.said.endswith("\n1> ")
            await at.type("h", "1 @person_2: hidden.")
            await at.type("n", "2 waiting. @person_1")
            await at.type("a", "2 @person_1: approved.")
            await at.type("n", "No post waits for a decision.")

        assert await status(here, 1) is Status.SHOWN
        assert await status(here, 2) is Status.HIDDEN


async def test_next_goes_on_to_the_next_and_begins_again(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2)
        async with talk(tmp_path) as at:
            await at.type("next", "1 waiting. @person_1")
            await at.type("next", "2 waiting. @person_2")
            await at.type("next", "That was the last one; from the beginning:", "1 waiting.")


async def test_a_key_takes_back_what_is_done_and_a_name_does_not(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            await at.type("a1", "approved")
            await at.type("pin", "1 @person_1: pinned.")
            await at.type("pin 1", "1 @person_1 not done: it is pinned already.")
            await at.type("p", "1 @person_1: unpinned.")
            await at.type("star", "starred")
            await at.type("*", "star taken off")
            await at.type("f", "flagged")
            await at.type("clear", "flag cleared")
            await at.type("unpin", "not done: it is not pinned.")

        assert await verbs(here, 1) == [
            "approve", "pin", "unpin", "star", "unstar", "flag", "clear flag"]  # fmt: skip


async def test_what_is_impossible_is_said_in_the_words_of_the_screens(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            await at.type("pin 1", "not done: approve it first: only a shown post can be pinned.")
            await at.type("retweet 1", "not done: approve it first")

        assert await verbs(here, 1) == []


async def test_a_typing_mistake_gets_one_sentence_with_the_nearest_command(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            for typed, answer in {
                "aprove 1": "There is no command “aprove”; did you mean approve?",
                "xyzzy": "There is no command “xyzzy”; help lists them.",
                "un 1": "“un” may be ",
                "approve 7": "There is no post 7: no post has been said yet",
                "list": "1 waiting",
                "approve 8": "There is no post 8: numbers go from 1 to 1.",
                "list yesterday": "There is no list “yesterday”: say live, flagged",
                "1 approve": "The command comes first, the numbers behind it: approve 12.",
            }.items():
                said = await at.type(typed, answer)
                assert said.count("\n") <= 3

        assert await verbs(here, 1) == []


async def test_somebody_faster_is_named_and_the_post_said_anew(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("quiet")
            await at.type("list", "1 waiting")
            await here.store.apply(decide(Verb.HIDE, 1), RAJ, here.hub._clock.now())
            await _heard(at, "hidden")
            await at.type("approve 1", "1 @person_1 not done: Raj Patel hid it ",
                          "It is now:", "1 hidden, by Raj Patel. @person_1")  # fmt: skip

        assert await status(here, 1) is Status.HIDDEN


async def test_a_command_that_crosses_another_loses_at_the_hub(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            # As if the effect of somebody else's act were still on its way here.
            desk = at.console._desk
            entry = desk.entry(judged(1).post.id)
            await here.store.apply(decide(Verb.HOLD, 1), RAJ, here.hub._clock.now())
            await _heard(at, "held")
            at.console.board.entries.put(entry)
            desk.register.show(entry)
            await at.type("approve 1", "1 @person_1 not done: Raj Patel held it", "; held.")

        assert await status(here, 1) is Status.HELD


async def _heard(at: Talk, status: str) -> None:
    board = at.console.board
    await turns_until(
        lambda: all(it.standing.status == status for it in board.entries.values()), 20
    )


async def test_what_others_do_to_a_post_that_was_said_is_said(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2)
        async with talk(tmp_path) as at:
            await at.type("list 1", "1 waiting. @person_2")
            for number in (1, 2):
                await here.store.apply(decide(Verb.HIDE, number), RAJ, here.hub._clock.now())
            await at.until("1 @person_2: Raj Patel hid it; hidden.", prompt=True)

            assert "@person_1" not in at.said, "nobody knows that one"


async def test_several_walls_are_blanked_at_once_and_come_back_after_a_question(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path), seat(tmp_path, name="raj") as raj, talk(tmp_path) as at:
        await at.type("!", "every wall is blank")
        await raj.until(lambda: raj.wall.blank)
        await at.type("!", "The walls are blank. y brings them back")
        await at.type("", "The walls stay blank.")
        await at.type("blank", "y brings them back")
        await at.type("y", "The walls are on.".lower())
        await raj.until(lambda: not raj.wall.blank)


async def test_a_question_is_left_by_another_command_which_is_done(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            await at.type("a1", "approved")
            await at.type("retweet 1", "Retweet this as @WensumValeSW?", "y sends it")
            await at.type("!", "Nothing was sent.", "every wall is blank")

        assert await verbs(here, 1) == ["approve"]


async def test_a_retweet_says_what_goes_out_and_y_sends_it(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, text="First line.\nSecond line.")
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            await at.type("a1", "approved")
            await at.type(
                "r1",
                "Retweet this as @WensumValeSW?\n  First line.\n  Second line.\nWritten by Sam",
                "It waits a few seconds in the outbox, where undo stops it.",
                "y sends it, anything else leaves it: ",
            )
            await at.type("y", "1 ", "retweet")
            await at.type("undo", "1 ")

        assert (await verbs(here, 1))[:2] == ["approve", "retweet"]


async def test_an_escalated_post_comes_with_whom_to_call(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            await at.type(
                "e1", "escalated.", "Escalated, Who to call:\nSafeguarding: 01632 960001"
            )
            await at.type("approve 1", "it is escalated: return it from escalation first.")
            await at.type("e1", "returned from escalation")
            await at.type("undo", "undone: return")


async def test_tags_are_listed_set_and_taken_off(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting")
            await at.type("t1", "Action 1, Shared: no.")
            await at.type("tag 1 1", "1 @person_1: counts for Shared.")
            await at.type("tag 1", "Action 1, Shared: yes, set by asha.")
            await at.type("untag 1 sha", "1 @person_1: no longer counts for Shared.")
            await at.type("tag 1 nothing", "“nothing” is no action of the campaign. They are: 1 ")


async def test_an_opened_post_tells_everything_and_others_see_who_has_it_open(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here, seat(tmp_path, name="raj") as raj:
        text = "In court tomorrow.\n13 shown. @mayor The Mayor: All approved."
        await here.add_some(1, text=text, flags=(COURT,))
        await here.add_some(8, author=author(1))
        async with talk(tmp_path) as at:
            await at.type("n", "1 flagged")
            said = await at.type("open 1", "Nobody has decided on it yet.")
            lines = at.lines
            assert "Flag, stop: identifiable: says where: “in court tomorrow”." in said
            assert "  13 shown. @mayor The Mayor: All approved." in lines, "none of our lines"
            assert "Address: https://x.com/i/status/1000001" in lines
            assert "By @person_1 today, 1 other post:" in lines
            assert any(line.startswith("2 waiting. @person_1") for line in lines)
            post = judged(1).post.id
            await raj.until(lambda: post in [one.opened for one in raj.pulses[-1].moderators])
            await at.type("back", "1 @person_1 closed.")
            await raj.until(lambda: {None} == {one.opened for one in raj.pulses[-1].moderators})
            await at.type("hide", "1 @person_1: hidden.")
            await at.type("open", "asha (says so) hid it, flagged to hidden.")


async def test_lists_go_on_with_more(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(*range(1, 13))
        async with talk(tmp_path) as at:
            await at.type("l", "Live, 12 posts:", "\n10 waiting", "2 more: more says them.")
            await at.type("more", "\n12 waiting")
            await at.type("more", "There is no more.")
            await at.type("list und 1", "Undecided, 12 posts:\n12 waiting")
            await at.type("hide 12 11", "")
            await at.type("list held", "Held: no post.")


async def test_the_reports_say_their_facts_a_line_each(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, flags=(COURT,))
        async with talk(tmp_path) as at:
            await at.type("reading", "How: X's filtered stream.", "No gap is on record")
            await at.type("rules", "roster")
            await at.type("tally", "0 posts by 0 people", "In public only what is shown")
            await at.type("reasons", "Reason 1: Identifies a person or a family")
            await at.type("s", "Moderators: asha (you)")
            await at.type("R", "Asked the hub to try again.")
            await at.type("help", "approve POSTS, or a: Show the post on every wall.")
            assert len(at.lines) > 40
            await at.type("help undo", "undo, or u: Take back my last decision")


async def test_a_reason_is_one_of_the_campaigns_or_none(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1, 2, 3)
        async with talk(tmp_path) as at:
            await at.type("list", "3 waiting")
            await at.type(
                "hide 1 because 1", "1 @person_3: hidden (Identifies a person or a family)."
            )
            await at.type("hide 2 it is rude about us", "is none of the campaign's reasons",
                          "2 @person_2: hidden.", "Why? reason")  # fmt: skip

        story = await here.store.story(judged(3).post.id)
        assert story is not None
        assert story.decisions[-1].reason == "Identifies a person or a family"


async def test_numbers_stay_with_their_posts(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            await at.type("list", "1 waiting. @person_1")
            await here.add_some(2)
            await at.until("2 waiting. @person_2")
            await at.type("list", "2 waiting. @person_2", "1 waiting. @person_1")
            await at.type("1", "1 waiting. @person_1")
            address = "https://x.com/person_2/status/1000002"
            await at.type(f"approve {address}", "2 @person_2: approved.")


async def test_a_post_that_was_never_said_is_said_before_it_is_decided_on(
    tmp_path: Path,
) -> None:
    async with hall(tmp_path) as here:
        await here.add_some(1)
        async with talk(tmp_path) as at:
            address = "https://x.com/person_1/status/1000001"
            await at.type(f"approve {address}", "that post was not said yet. It is:", "1 waiting")
            assert await verbs(here, 1) == []
            await at.type("approve", "1 @person_1: approved.")


async def test_quitting_leaves_and_the_end_of_the_keyboard_too(tmp_path: Path) -> None:
    async with hall(tmp_path):
        async with talk(tmp_path) as at:
            at.press(b"quit\n")
            assert await at.code() == 0
        async with talk(tmp_path) as at:
            at.end()
            assert await at.code() == 0
