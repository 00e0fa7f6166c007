"""Deciding on one post: reasons for a hiding, notes, muting, taking back."""

from pathlib import Path

from msgspec.structs import replace
from textual.events import Key, Paste
from textual.widgets import Input

from standup_tui.model.command import Decide, Mute, OpId, Redo, Undo
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.ui.console.desk.reasons import Reasons, strip_line, strip_rows
from standup_tui.ui.console.over.confirm import Question
from standup_tui.ui.console.over.note_screen import NoteScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.widgets.ink import text_of, width_of
from ui.console_kit import Bench, by_raj, console, some
from ui.fake_hub import NOW
from ui.invented import entry

RULES = ("personal data", "identifies somebody", "abuse", "spam")


def ruled(bench: Bench, rules: tuple[str, ...] = RULES) -> None:
    bench.app.board.about = replace(bench.app.board.about, reasons=rules)


def given(bench: Bench) -> list[tuple[str, str]]:
    """The reasons the hub was given, and for which posts."""
    return [(one.reason, one.post.removeprefix("x:")) for one in bench.hub.commands
            if isinstance(one, Decide) and one.verb is Verb.REASON]  # fmt: skip


def burst(bench: Bench, keys: str) -> None:
    """Press keys as fast as they can come: all are there before the first has done anything."""
    for key in keys:
        bench.app.post_message(Key(key, key))


# Why it was hidden.


async def test_after_a_hiding_a_digit_says_why_and_stays_in_its_pane(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench)
        await bench.press("h")
        assert "@asha_rowe_sw hidden" in bench.bar("say")
        assert "criticism is not a reason" in bench.bar("say")
        assert "2 identifies somebody" in bench.bar("keys")

        await bench.press("2")

        assert given(bench) == [("identifies somebody", "8")]
        assert (bench.cursor, bench.feed.number) == ("7", 1)
        assert "Approve" in bench.bar("keys")
        await bench.until(
            lambda: bench.app.board.entries[entry(8, NOW).post.id].hidden_for == RULES[1]
        )


async def test_a_digit_before_the_hub_has_answered_goes_to_that_post(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench)
        bench.hub.waiting = []
        burst(bench, "h3a")
        await bench.until(lambda: len(bench.hub.commands) == 2)
        assert given(bench) == []

        while bench.hub.waiting or bench.app.board.mine.pending:
            if bench.hub.waiting:
                bench.hub.waiting.pop(0)()
            await bench.pilot.pause()

        assert bench.decisions() == [("hide", "8"), ("approve", "7"), ("give a reason", "8")]
        assert given(bench) == [("abuse", "8")]
        assert bench.feed.number == 1


async def test_any_other_key_closes_the_strip_and_does_its_own_thing(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench)
        await bench.press("h", "j")
        assert bench.cursor == "6"
        await bench.press("h", "a")
        assert bench.decisions() == [("hide", "8"), ("hide", "6"), ("approve", "5")]
        await bench.press("3")

        assert bench.feed.number == 3
        assert given(bench) == []


async def test_a_digit_without_a_reason_behind_it_says_so_and_the_strip_stays(
    tmp_path: Path,
) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench, RULES[:1])
        await bench.press("h", "2")

        assert bench.feed.number == 1
        assert "There is no reason 2" in bench.said
        await bench.press("1")
        assert given(bench) == [("personal data", "8")]


async def test_without_house_rules_there_is_no_strip(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench, ())
        await bench.press("h", "2")

        assert bench.feed.number == 2


async def test_a_refused_hiding_takes_its_reason_along(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench)
        theirs = by_raj(bench.hub, 8, Verb.APPROVE, Status.SHOWN)
        bench.hub.entries[theirs.post.id] = theirs  # the push has not come yet
        burst(bench, "h1")
        await bench.until(lambda: "raj approved it" in bench.said)

        assert given(bench) == []
        assert bench.app.reasons.strip is None
        assert not bench.app.board.mine.pending


async def test_undoing_a_hiding_forgets_the_reason_that_waits(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench)
        bench.hub.waiting = []
        burst(bench, "h1u")
        await bench.until(lambda: len(bench.hub.commands) == 2)
        for work in bench.hub.waiting:
            work()
        await bench.until(lambda: not bench.app.board.mine.unanswered)

        assert given(bench) == []
        assert isinstance(bench.hub.commands[-1], Undo)


async def test_an_opened_post_is_given_its_reason_where_it_is(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench)
        await bench.press("enter", "h", "4")

        assert isinstance(bench.app.screen, PostScreen)
        assert given(bench) == [("spam", "8")]


def test_the_strip_names_every_digit_and_whose_post_it_is_at_every_width() -> None:
    nine = tuple(f"a reason with many words, number {n}" for n in range(1, 10))
    for width in range(20, 201):
        line = strip_line(nine, width, "@asha_rowe_sw")
        assert width_of(line) <= width
        assert "@ash" in text_of(line)
        upper, lower = strip_rows(nine, "@asha_rowe_sw", width)
        assert max(width_of(upper), width_of(lower)) <= width
        assert "@asha_rowe_sw" in text_of(upper)
        if width >= 100:
            said = text_of(upper) + text_of(lower)
            assert all(f" {n} a reas" in said for n in range(1, 10))
            assert "criticism" in said
    assert text_of(strip_line(("a", "b"), 40)) == " 1 a  2 b "


def test_reasons_that_need_two_rows_get_them_before_they_are_cut() -> None:
    five = ("Identifies a person or a family", "Personal data", "Abuse of a person",
            "Advertising or spam", "Off topic")  # fmt: skip
    upper, lower = strip_rows(five, "@fbarley_wv", 80)

    assert text_of(upper).startswith(" @fbarley_wv: why? Not for criticism. ")
    assert all(reason in text_of(upper) + text_of(lower) for reason in five)


def test_a_closed_strip_takes_no_reason() -> None:
    reasons = Reasons(lambda: OpId("new"))
    assert reasons.give("spam") is None
    reasons.offer(OpId("one"), "@a")
    reasons.close()
    assert reasons.give("spam") is None


# Notes.


async def test_a_note_is_saved_with_enter_and_the_row_says_so(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("c")
        assert "@asha_rowe_sw" in bench.bar("about")
        await bench.pilot.press(*"rang her", "enter")
        await bench.until(lambda: "✎ 1" in bench.frame())

        assert bench.decisions() == [("note", "8")]
        assert [one.reason for one in bench.hub.commands if isinstance(one, Decide)] == [
            "rang her"
        ]
        assert bench.cursor == "8"
        assert bench.app.drafts == {}


async def test_a_note_left_with_escape_is_a_draft_for_its_own_post(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("c", *"ah 1!", "escape")
        assert bench.hub.commands == []
        assert "c goes on" in bench.said
        await bench.pilot.press("j", "c")
        assert bench.app.screen.query_one(Input).value == ""
        await bench.pilot.press("escape", "k", "c")

        assert bench.app.screen.query_one(Input).value == "ah 1!"
        await bench.pilot.press("enter")
        await bench.until(lambda: bench.decisions() == [("note", "8")])


async def test_what_is_pasted_into_a_note_becomes_one_line(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("c")
        bench.app.post_message(Paste("first line\nsecond\r\n\tthird\x1b[2J"))
        await bench.until(lambda: bench.app.screen.query_one(Input).value)

        value = bench.app.screen.query_one(Input).value
        assert value.startswith("first line second third")
        assert value.isprintable()
        assert isinstance(bench.app.screen, NoteScreen)


async def test_a_note_that_was_refused_is_kept(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        theirs = by_raj(bench.hub, 8, Verb.HIDE, Status.HIDDEN)
        await bench.pilot.press("c", *"hm")
        bench.hub.entries[theirs.post.id] = theirs
        await bench.pilot.press("enter")
        await bench.until(lambda: "Your words are kept" in bench.said)

        assert list(bench.app.drafts.values()) == ["hm"]


async def test_an_empty_note_sends_nothing(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.pilot.press("c", "space", "enter")

        assert bench.hub.commands == []
        assert bench.app.screen is bench.app.main


# Authors.


def shown_by_asha() -> list[Entry]:
    who = ("Asha Rowe", "asha_rowe_sw")
    return [entry(n, NOW, who=who, status=Status.SHOWN) for n in (1, 2, 3)]


async def test_muting_says_first_what_it_does_and_y_does_it(tmp_path: Path) -> None:
    async with console(tmp_path, shown_by_asha()) as bench:
        await bench.pilot.press("m")
        await bench.until(lambda: isinstance(bench.app.screen, Question))
        assert "Mute? 3 posts of @asha_rowe_sw" in bench.bar("question")
        await bench.pilot.press("y")
        await bench.until(lambda: "muted @asha_rowe_sw" in bench.said)
        await bench.until(lambda: not len(bench.feed.timeline))

        assert [(one.muted, one.confirmed) for one in bench.hub.commands
                if isinstance(one, Mute)] == [(True, False), (True, True)]  # fmt: skip
        assert not bench.app.board.shaken


async def test_a_muted_author_is_unmuted_with_the_same_key(tmp_path: Path) -> None:
    muted = [replace(one, muted=True) for one in shown_by_asha()]
    async with console(tmp_path, muted) as bench:
        await bench.pilot.press("m")
        await bench.until(lambda: isinstance(bench.app.screen, Question))
        assert "Unmute?" in bench.bar("question")
        await bench.pilot.press("n")

        assert len(bench.hub.commands) == 1
        assert "@asha_rowe_sw stays as before" in bench.said


async def test_what_campaign_toml_mutes_says_where(tmp_path: Path) -> None:
    muted = [replace(one, muted=True) for one in shown_by_asha()]
    async with console(tmp_path, muted) as bench:
        bench.hub.decisions.file_mutes.add(muted[0].post.author.id)
        await bench.pilot.press("m")
        await bench.until(lambda: "campaign.toml" in bench.said)

        assert bench.app.screen is bench.app.main


async def test_the_question_is_not_put_over_another_authors_post(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        bench.hub.waiting = []
        await bench.pilot.press("m", "j")
        await bench.until(lambda: bench.hub.waiting)
        bench.hub.waiting.pop()()
        await bench.until(lambda: "go back to a post of theirs" in bench.said)

        assert bench.app.screen is bench.app.main


# Taking back.


async def test_redo_does_again_what_was_undone_and_says_so(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        ruled(bench, ())
        await bench.press("h")
        await bench.pilot.press("u")
        await bench.until(lambda: "undid: hide" in bench.said)
        await bench.until(lambda: len(bench.feed.timeline) == 8)
        await bench.pilot.press("U")
        await bench.until(lambda: "redid: hide" in bench.said)
        await bench.until(lambda: len(bench.feed.timeline) == 7)

        assert isinstance(bench.hub.commands[-1], Redo)
        assert not bench.app.board.shaken


async def test_an_undo_says_who_decided_after_me(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("a")
        await bench.put(by_raj(bench.hub, 8, Verb.HIDE, Status.HIDDEN))
        await bench.pilot.press("u")
        await bench.until(lambda: "raj decided on that post after you" in bench.said)
