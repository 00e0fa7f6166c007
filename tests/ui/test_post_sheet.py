"""An opened post shows all of it, and a stranger's text is no more than text."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from hostile import HOSTILE
from standup_tui.model.entry import Changes, Decision, Entry, Moderator, gone
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Link, Media, PostId, Reference, ReferenceKind
from standup_tui.model.text import Clean, clean, clean_line, is_safe
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import Opened, Welcome
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.sheets.post_sheet import sheet, standing_in_words
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import Role, text_of, width_of
from standup_tui.ui.widgets.sheet import Sheet
from ui.console_kit import console, some
from ui.fake_hub import ABOUT, ASHA, NOW, RAJ
from ui.invented import entry, flagged


def board() -> Board:
    known = Board(lambda: 0.0)
    known.welcome(Welcome(1, "", ABOUT, ASHA, owner=True, now=NOW, seq=0, wall=WallState()))
    return known


def text(one: Entry, opened: Opened | None = None, width: int = 80) -> str:
    return "\n".join(text_of(line).strip() for line in sheet(one, opened, board(), width))


def test_flagged_words_are_marked_where_they_stand() -> None:
    spans = [span for line in sheet(flagged(1, NOW), None, board(), 80) for span in line]

    assert ("WV9 4HX", Role.FOUND) in spans


DANGER = Flag(Kind.SAFEGUARDING, "safeguarding.tone", Severity.STOP, "somebody is in danger")
PRIVATE = Flag(Kind.PERSONAL, "personal.phone", Severity.STOP, "a phone number")


def test_whom_to_call_stands_right_under_the_reason_for_calling() -> None:
    said = text(entry(1, NOW, status=Status.FLAGGED, flags=(PRIVATE, DANGER))).splitlines()
    at = said.index("▲ safeguarding: somebody is in danger")

    assert said[at + 1 : at + 3] == ["┃ Who to call", "┃ Duty manager: extension 4100"]
    assert said.index("▲ personal data: a phone number") > at


def test_a_campaign_that_names_nobody_is_told_where_to_write_it() -> None:
    nobody = board()
    nobody.about = replace(ABOUT, contact=("Who to call",))
    one = entry(1, NOW, status=Status.FLAGGED, flags=(DANGER,))
    said = " ".join(text_of(line).strip("┃ ") for line in sheet(one, None, nobody, 80))

    assert "Nobody is named yet." in said
    assert "under [contact]" in said


def test_whom_to_call_is_not_shown_where_nobody_is_in_danger() -> None:
    assert "Who to call" not in text(flagged(1, NOW))


def test_pictures_links_and_references_are_told_with_their_addresses() -> None:
    one = entry(
        1,
        NOW,
        media=(Media(Clean("photo"), Clean("A cake"), Clean("https://p.example/1")),),
        links=(Link(Clean("t.co/1"), Clean("https://council.example/")),),
        references=(Reference(ReferenceKind.QUOTE, PostId("x:9"), None, Clean("the other one")),),
        edit_of=(PostId("x:0"),),
    )
    said = text(one)

    for part in ("A cake", "https://p.example/1", "t.co/1 leads to https://council.example/",
                 "the other one", "Quotes another post", "edited once",
                 one.post.address):  # fmt: skip
        assert part in said


def test_every_decision_is_told_with_who_and_why() -> None:
    one = entry(1, NOW)
    why = Decision(3, "hide", RAJ, NOW, "shown", "hidden", one.post.id, reason="personal data")
    other = entry(2, NOW - timedelta(minutes=3))
    said = text(one, Opened(one, (why,), by_author=(one, other), thread=(one,)))

    assert "raj hid it, shown → hidden: personal data" in said
    assert "1 other post" in said
    assert "3 min ago" in said
    assert "Thread" not in said


def test_a_post_deleted_at_its_source_says_so() -> None:
    one = entry(1, NOW)
    assert "deleted at its source" in text(gone(one, Changes(9, removed=(one.post.id,))))


def test_a_post_that_a_purge_erased_is_not_laid_to_its_author() -> None:
    one = entry(1, NOW)
    said = text(gone(one, Changes(9, removed=(one.post.id,), purged=(one.post.id,))))

    assert "it was erased here by a purge" in said
    assert "source" not in said


def test_a_standing_is_told_in_words() -> None:
    assert standing_in_words(Standing(Status.SHOWN, pin=2, starred=True)) == (
        "shown · pinned 2 · starred"
    )
    assert standing_in_words(Standing(Status.HELD, escalated=True)) == "held · escalated"


@pytest.mark.uncounted
@pytest.mark.parametrize(("_group", "raw"), HOSTILE, ids=str)
def test_hostile_text_stays_text_and_fits(_group: str, raw: str) -> None:
    one = flagged(1, NOW, who=(raw, raw))
    line = clean_line(raw)
    post = replace(one.post, text=clean(raw), address=line, links=(Link(line, line),),
                   media=(Media(line, clean(raw), line),))  # fmt: skip
    hostile = replace(one, post=post)
    for width in (24, 80, 160):
        for drawn in sheet(hostile, Opened(hostile, thread=(one,)), board(), width):
            assert is_safe(text_of(drawn))
            assert width_of(drawn) <= width


async def test_the_campaigns_own_words_are_no_markup(tmp_path: Path) -> None:
    async with console(tmp_path, [entry(1, NOW, status=Status.SHOWN)]) as bench:
        bench.app.board.about = replace(
            bench.app.board.about, contact=("[/] Who [b]to call", "[/x] 4100"), account="[/]"
        )
        await bench.press("r")
        await bench.pilot.press("escape")
        await bench.press("e")

        assert "[/x] 4100" in bench.app.screen.query_one(Sheet).text


def decided(seq: int, verb: Verb, by: Moderator, reason: str = "") -> Decision:
    return Decision(seq, verb, by, NOW, "waiting", "waiting", entry(1, NOW).post.id, reason)


def test_private_notes_stand_apart_from_decisions() -> None:
    one = entry(1, NOW)
    notes = (decided(1, Verb.HOLD, ASHA), decided(2, Verb.NOTE, RAJ, "rang her manager"))
    said = text(one, Opened(one, notes)).splitlines()

    assert said.index("Notes  1 private note") > said.index("Decisions")
    assert "14:32:10 raj: rang her manager" in said
    assert sum("rang her manager" in line for line in said) == 1


def test_the_author_s_other_posts_of_today_are_counted_by_where_they_stand() -> None:
    one = entry(1, NOW)
    today = [
        entry(2, NOW, status=Status.SHOWN),
        entry(3, NOW, status=Status.SHOWN),
        entry(4, NOW, status=Status.HIDDEN),
    ]
    before = [entry(5, NOW - timedelta(days=1)), entry(6, NOW - timedelta(days=2))]
    said = text(one, Opened(one, by_author=(*today, *before)))

    assert f"@{one.post.author.handle} today  3 other posts: 2 shown, 1 hidden" in said
    assert "2 posts on earlier days" in said


def test_more_of_today_than_the_hub_tells_is_not_called_all_of_it() -> None:
    one = entry(1, NOW)
    many = tuple(entry(number, NOW) for number in range(2, 52))

    assert "today  the newest 50 posts: 50 waiting" in text(one, Opened(one, by_author=many))


def test_a_conversation_is_in_order_with_the_place_of_the_post() -> None:
    one = entry(5, NOW)
    others = [entry(n, NOW + timedelta(minutes=n - 5)) for n in (7, 3, 4)]
    said = text(one, Opened(one, thread=tuple(others))).splitlines()
    at = said.index("Thread  this one is no. 3 of 4")

    marks = [line for line in said[at:] if line == "▸ this post" or line[2:3] == "@"]
    assert marks[2] == "▸ this post"
    assert len(marks) == 4


async def test_the_next_post_opens_in_place_of_this_one(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("enter", "J")
        screen = bench.app.screen
        assert isinstance(screen, PostScreen)
        assert screen.post == "x:7"
        await bench.press("a")
        assert bench.decisions() == [("approve", "7")]
        await bench.press("K", "K")
        assert screen.post == "x:8"
        assert "no further post" in bench.said
        await bench.until(lambda: "Decisions" in screen.query_one(Sheet).text)

        await bench.press("escape")
        assert bench.cursor == "8"
