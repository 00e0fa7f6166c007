"""Choosing the posts of a pane that match, in slices."""

from datetime import UTC, datetime

from standup_tui.core.sifting import Sifting
from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.search import parse
from ui.invented import series

NOW = datetime(2026, 11, 24, 14, 32, tzinfo=UTC)


def sifting(words: str, many: int = 500) -> Sifting:
    posts = {entry.post.id: entry for entry in series(many, NOW)}
    base = Timeline(Pane.LIVE)
    base.take(posts.values())
    return Sifting(base, parse(words), posts)


class Ticking:
    """A clock that moves by one at every look."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        self.at += 1.0
        return self.at


def test_it_ends_when_its_time_is_over_and_goes_on_where_it_was() -> None:
    one = sifting("caseloads ")
    slices = 0
    while not one.done:
        one.go_on(Ticking(), 3.0)
        slices += 1

    assert slices > 3
    expected = [e.post.id for e in reversed(series(500, NOW)) if "caseloads" in e.post.text]
    assert one.timeline.posts() == expected


def test_the_post_somebody_reads_is_looked_at_first() -> None:
    posts = {entry.post.id: entry for entry in series(500, NOW)}
    base = Timeline(Pane.LIVE)
    base.take(posts.values())
    last = base.posts()[-1]

    one = Sifting(base, parse(""), posts, last)

    assert one.timeline.posts() == [last]


def test_what_no_longer_belongs_when_its_turn_comes_is_left_out() -> None:
    posts = {entry.post.id: entry for entry in series(40, NOW)}
    base = Timeline(Pane.LIVE)
    base.take(posts.values())
    one = Sifting(base, parse(""), posts)
    del posts[base.posts()[5]]
    one.go_on(Ticking(), 1000)

    assert len(one.timeline) == 39
