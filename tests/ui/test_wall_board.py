"""What a wall may show at a moment, and what it may not: no screen, no clock."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from standup_tui.model.entry import Changes, Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Media, PostId, Reference, ReferenceKind
from standup_tui.model.text import Clean
from standup_tui.model.wall import WallState
from standup_tui.model.wrapping import cells
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import SILENT, VERSION, About, Changed, Pulse, Welcome
from standup_tui.ui.wall.board import STEP, Board, Phase
from standup_tui.ui.wall.stage import SHIFT, frame
from standup_tui.ui.widgets.ink import text_of, width_of
from ui.wall_hub import ABOUT, NOW, entry, hidden, pinned, reply_to

START = 1000.0
SIZES = [(80, 24), (120, 36), (200, 60), (300, 100), (60, 15), (40, 12), (20, 5), (5, 3), (2, 1)]


def pulse(*, blank: bool = False, seq: int = 1) -> Pulse:
    return Pulse(NOW, Health(), WallState(seq=seq, blank=blank))


def welcome(*, about: About = ABOUT, blank: bool = False, seq: int = 9) -> Welcome:
    wall = WallState(seq=1, blank=blank)
    you = Moderator("wall")
    return Welcome(VERSION, "test", about, you, owner=False, now=NOW, seq=seq, wall=wall)


def changed(
    *entries: Entry, seq: int = 9, more: bool = False, removed: tuple[PostId, ...] = ()
) -> Changed:
    return Changed(Changes(seq, entries, removed=removed, more=more))


def board(*entries: Entry, about: About = ABOUT) -> Board:
    made = Board(START)
    for event in (welcome(about=about), changed(*entries), pulse()):
        made.take(event, START)
    return made


def seen(made: Board, size: tuple[int, int] = (120, 36), at: float = START) -> str:
    """Return the wall's text; says that no line is wider or further down than the screen."""
    lines = frame(made, *size, at)
    assert len(lines) <= size[1]
    assert all(width_of(line) <= size[0] for line in lines)
    return "\n".join(text_of(line) for line in lines)


def words_in_order(text: str, drawn: str) -> bool:
    """Whether a text stands there in full, its words maybe on several lines and between others."""
    return re.sub(r"\s", "", text) in re.sub(r"[\s┃─]", "", drawn)


# Which posts, and how many of them.


def test_pins_come_first_then_the_newest() -> None:
    made = board(
        entry(1, "oldest"),
        entry(2, "second pin"),
        entry(3, "newest"),
        pinned(entry(0, "first pin")),
    )
    made.take(changed(pinned(entry(2, "second pin"), 2), seq=10), START)
    drawn = seen(made)
    places = [drawn.index(text) for text in ("first pin", "second pin", "newest", "oldest")]
    assert places == sorted(places)
    assert drawn.count("┃") == 6


def test_a_post_that_is_let_on_late_is_seen_at_once_and_keeps_its_time() -> None:
    made = board(*(entry(number, f"post {number}") for number in range(10, 40)))
    late = entry(1, "Approved late.")

    made.take(changed(late, seq=10), START + STEP)
    drawn = seen(made, at=START + STEP)
    assert drawn.index("Approved late.") < drawn.index("post 39")
    assert made.first(1)[0].post.at == late.post.at

    made.take(changed(hidden(late), seq=11), START + STEP)
    made.take(changed(entry(2, "Older."), entry(3, "Newer."), seq=12), START + 2 * STEP)
    drawn = seen(made, at=START + 2 * STEP)
    assert drawn.index("Newer.") < drawn.index("Older.") < drawn.index("post 39")
    assert "Approved late." not in drawn


standings = st.builds(
    Standing, st.sampled_from(Status), st.just(1), st.integers(0, 3), st.booleans(), st.booleans()
)


@given(st.lists(st.tuples(st.integers(0, 12), standings), max_size=30), st.sampled_from(SIZES))
def test_a_post_that_may_not_be_shown_is_never_drawn(
    told: list[tuple[int, Standing]], size: tuple[int, int]
) -> None:
    made = board()
    for step, (number, standing) in enumerate(told):
        made.take(changed(entry(number, f"post<{number}>", standing=standing), seq=step), START)
        made.step(START + STEP)
    allowed = {number for number, standing in dict(told).items() if standing.on_wall}
    drawn = seen(made, size)
    assert {int(number) for number in re.findall(r"post<(\d+)>", drawn)} <= allowed
    assert made.posts == len(allowed)


def test_what_is_removed_and_shown_in_one_breath_is_not_drawn() -> None:
    made = board(entry(1, "doubtful"))
    made.take(changed(entry(1, "doubtful"), removed=(PostId("x:1"),)), START)
    assert "doubtful" not in seen(made)


def test_an_edited_text_is_drawn_anew() -> None:
    made = board(entry(1, "before"))
    version = made.version
    made.take(changed(entry(1, "after")), START)
    assert made.version != version
    assert "after" in seen(made)
    assert "before" not in seen(made)


@pytest.mark.parametrize("size", SIZES)
def test_posts_are_whole_or_not_there(size: tuple[int, int]) -> None:
    texts = [f"[{n}: " + "word " * (n * 3) + f":{n}]" for n in range(1, 30)]
    drawn = seen(board(*(entry(n, text) for n, text in enumerate(texts, 1))), size)
    for text in texts:
        begun, ended = (mark in drawn for mark in (text.split()[0] + " ", text.split()[-1]))
        assert begun == ended
        if size[0] < 160 and begun:  # two columns lie between each other's words
            assert words_in_order(text, drawn)
    assert size[0] < 80 or drawn.count("]") >= 2


def test_a_post_too_tall_for_the_whole_wall_is_refused_and_the_next_is_shown() -> None:
    made = board(entry(2, "tall\n" * 60), entry(1, "small"))
    assert "tall" not in seen(made)
    assert "small" in seen(made)
    assert made.posts == 2


def test_a_post_says_everything_that_the_network_asks_for() -> None:
    quote = Reference(ReferenceKind.QUOTE, PostId("x:7"), text=Clean("nobody approved this"))
    made = board(
        replace(
            entry(
                1,
                "look",
                minutes=2,
                name="Raj Patel",
                handle="rajsw",
                references=(reply_to("WensumValeSW"), quote),
                media=(
                    Media(Clean("photo"), Clean("a cake with nine candles")),
                    Media(Clean("video")),
                ),
            )
        )
    )
    drawn = seen(made)
    assert "Raj Patel   @rajsw" in drawn
    assert "2 min · X · reply to @WensumValeSW · quotes a post" in drawn
    assert "▣ picture: a cake with nine candles" in drawn
    assert "▣ film" in drawn
    assert "nobody approved this" not in drawn


def test_counts_stand_at_the_foot() -> None:
    made = board(entry(1, "a"), entry(2, "b"), entry(3, "c", handle="rajsw"))
    assert "3 posts · 2 people" in seen(made)
    made.take(changed(removed=(PostId("x:3"),)), START)
    assert "2 posts · 1 person" in seen(made)


def test_the_time_is_the_hubs_in_the_campaigns_zone() -> None:
    summer = NOW.replace(month=7)
    made = board()
    made.take(Pulse(summer, Health(), WallState(1)), START)
    assert "15:32" in seen(made, (80, 24))
    odd = board(about=replace(ABOUT, zone="Nowhere/Never"))
    assert "14:32" in seen(odd, (80, 24))


def test_an_empty_wall_says_how_to_be_on_it() -> None:
    assert "Posts with #StandUp4SW appear here." in seen(board())


# Calm.


def test_what_was_never_on_the_wall_does_not_stir_it() -> None:
    made = board(entry(1, "post"))
    version = made.version
    made.take(changed(hidden(entry(3, "never")), removed=(PostId("x:2"),), seq=10), START)
    assert made.version == version


def test_arrivals_wait_for_each_other_and_removals_do_not() -> None:
    made = board(entry(1, "first"))
    made.take(changed(entry(2, "second")), START)
    made.take(changed(entry(3, "third")), START + 0.1)
    assert "third" not in seen(made)
    made.take(changed(removed=(PostId("x:1"),)), START + 0.1)
    assert "first" not in seen(made)
    made.step(START + STEP)
    assert "third" in seen(made)


def test_everything_moves_by_one_cell_now_and_then() -> None:
    made = board(entry(1, "post"))
    drawn = set()
    for turn in range(8):
        made.take(pulse(), START + SHIFT * turn)
        made.stale(START + SHIFT * turn)
        made.take(welcome(), START + SHIFT * turn)
        made.take(changed(entry(1, "post")), START + SHIFT * turn)
        made.take(pulse(), START + SHIFT * turn)
        lines = seen(made, (80, 24), START + SHIFT * turn).split("\n")
        row = next(number for number, line in enumerate(lines) if "#StandUp4SW" in line)
        drawn.add((row, lines[row].index("#")))
    assert len(drawn) == 4
    assert {max(places) - min(places) for places in zip(*drawn, strict=True)} == {1}


@pytest.mark.parametrize("label", ["SIMULATED", "RECORDED"])
@pytest.mark.parametrize("size", [(80, 24), (200, 60), (20, 5)])
def test_made_up_posts_are_called_that_in_every_scene(label: str, size: tuple[int, int]) -> None:
    made = board(entry(1, "post"), about=replace(ABOUT, label=label))
    assert f"{label} POSTS" in seen(made, size)
    assert f"{label} POSTS" in seen(made, size, START + SILENT + 0.1)
    made.take(pulse(blank=True), START)
    assert seen(made, size).split() == [label, "POSTS"]


def test_a_real_campaign_has_no_label() -> None:
    assert "POSTS" not in seen(board(entry(1, "post"), about=replace(ABOUT, label="")))


# Failing closed.


def test_nothing_is_shown_before_the_first_heartbeat() -> None:
    made = Board(START)
    assert made.phase(START) is Phase.CONNECTING
    made.take(Lost("no hub answers"), START)
    assert "no hub answers" in seen(made)
    made.take(welcome(), START)
    made.take(changed(entry(1, "post")), START)
    assert made.phase(START) is Phase.CONNECTING
    assert "post" not in seen(made)
    made.take(pulse(), START)
    assert "post" in seen(made)


def test_nothing_is_shown_before_all_posts_are_there() -> None:
    made = Board(START)
    for event in (welcome(), changed(entry(1, "post"), seq=5, more=True), pulse()):
        made.take(event, START)
    assert made.phase(START) is not Phase.SHOWING
    made.take(changed(entry(1, "post")), START)
    assert made.phase(START) is Phase.SHOWING


def test_silence_is_noticed_at_the_moment_of_drawing() -> None:
    made = board(entry(1, "post"))
    assert "post" in seen(made, at=START + SILENT - 0.01)
    late = seen(made, at=START + SILENT + 0.01)
    assert "post" not in late
    assert ABOUT.holding in late


def test_after_a_silence_everything_is_forgotten() -> None:
    made = board(entry(1, "post"))
    assert made.stale(START + SILENT + 0.1)
    made.take(welcome(), START + SILENT + 0.1)
    made.take(changed(), START + SILENT + 0.1)
    made.take(pulse(), START + SILENT + 0.1)
    assert made.phase(START + SILENT + 0.1) is Phase.SHOWING
    assert (made.posts, made.crowd.people) == (0, 0)


def test_a_loop_that_stood_still_distrusts_the_heartbeats_in_its_socket() -> None:
    made = board(entry(1, "post"))
    for tick in range(10):
        made.take(pulse(), START + tick)
        assert not made.stale(START + tick)
    woken = START + 9 + SILENT + 5
    assert made.stale(woken)
    assert made.phase(woken) is Phase.HOLDING


def test_a_lost_hub_is_holding_at_once() -> None:
    made = board(entry(1, "post"))
    made.take(Lost("the hub closed the connection"), START)
    assert made.phase(START) is Phase.HOLDING
    assert "closed the connection" not in seen(made)


def test_a_blank_outlives_the_hub_and_only_a_hub_ends_it() -> None:
    made = board(entry(1, "post"))
    made.take(pulse(blank=True, seq=2), START)
    made.take(pulse(blank=False, seq=1), START)  # older news
    made.take(Lost("gone"), START)
    assert made.phase(START) is Phase.BLANK
    made.take(welcome(blank=True), START)
    assert made.phase(START) is Phase.BLANK
    made.take(welcome(), START)
    assert made.phase(START) is Phase.HOLDING


# Whatever the text.


@pytest.mark.uncounted
@pytest.mark.parametrize("size", [(80, 24), (200, 60), (20, 5)])
def test_no_text_of_strangers_breaks_or_shifts_a_line(size: tuple[int, int]) -> None:
    for number, text in enumerate([text for _, text in HOSTILE] + LEGITIMATE):
        drawn = seen(board(entry(number, text, name=text[:80])), size)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", drawn)


@pytest.mark.uncounted
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_text_of_strangers_takes_long(name: str) -> None:
    made = board(entry(1, PATHOLOGICAL[name]), entry(0, "after it"))
    assert "after it" in seen(made)


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.sampled_from([(80, 24), (120, 36)]))
def test_every_letter_of_a_post_is_there_or_none(text: str, size: tuple[int, int]) -> None:
    one = entry(1, f"[{text}]")
    drawn = seen(board(one), size)
    assert words_in_order(one.post.text, drawn) or "Asha Rowe" not in drawn


def test_an_old_post_shows_its_date_in_the_campaigns_zone() -> None:
    late = NOW.replace(month=7, day=20, hour=23, minute=30)
    one = entry(1, "post")
    made = board(replace(one, post=replace(one.post, at=late)))
    made.take(Pulse(late + timedelta(days=2), Health(), WallState(1)), START)
    assert "21 Jul · X" in seen(made)
    assert cells("21 Jul") == 6


def test_a_hidden_post_leaves() -> None:
    one = entry(1, "post")
    made = board(one)
    made.take(changed(hidden(one)), START)
    assert "post" not in seen(made).replace("posts", "").replace("Posts", "")
