"""From key to paint, beside the least that Textual can do, in one run."""

from pathlib import Path

import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import CURSOR_APP, hub, program, row, settled

POSTS = 10_000
ROUNDS = 200
J_AND_K = (b"j", b"k")


@pytest.mark.bench
def test_key_to_paint_beside_an_app_that_only_moves_a_cursor(
    tmp_path: Path, figures: list[Figure]
) -> None:
    with hub(tmp_path, POSTS) as here:
        ours, least = here.console(), program("cursor", CURSOR_APP)
        with row(least, ours) as both:
            settled(both, ours)
            both.press(ours, b"j")  # chooses a post, which is no move
            both.press(ours, b"j")
            for rate in (0, 100):
                here.tell("rate", rate)
                both.rest(1.5)
                both.compare(ROUNDS, [J_AND_K, J_AND_K])
                what = f"key to paint, {rate} posts/s arriving"
                for name, value, against, most in (
                    ("first byte, median", ours.first(), least.first(), 1.6),
                    ("first byte, p99", ours.first(99), least.first(99), 2.5),
                    ("last byte, median", ours.last(), least.last(), 4.0),
                ):
                    figures.append(Figure(what, name, value, "ms", most, against))


@pytest.mark.bench
def test_three_panes_at_a_thousand_posts_a_second(tmp_path: Path, figures: list[Figure]) -> None:
    with hub(tmp_path, 1_000) as here:
        ours = here.console()
        with row(ours) as alone:
            settled(alone, ours)
            alone.press(ours, b"j")
            alone.press(ours, b"j")
            here.tell("all", 1)
            here.tell("rate", 1_000)
            alone.rest(2.0)
            alone.compare(60, [J_AND_K])
            figures.append(
                Figure("three panes, 1,000 posts/s", "first byte, median", ours.first(), "ms", 50)
            )
