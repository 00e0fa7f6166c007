"""What a console sends down a line, and what it costs while nothing happens."""

from pathlib import Path

import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import Program, Row, hub, row, settled

SECONDS = 20.0


def a_second(console: Program, alone: Row) -> tuple[float, float]:
    """Return KB and processor seconds of a second, over some of them."""
    size, processor = console.size, console.processor
    alone.rest(SECONDS)
    used = console.processor - processor
    return (console.size - size) / SECONDS / 1024, used / SECONDS


@pytest.mark.bench
def test_bytes_down_the_line_and_rest(tmp_path: Path, figures: list[Figure]) -> None:
    with hub(tmp_path, 1_000) as here:
        console = here.console()
        with row(console) as alone:
            settled(alone, console)
            alone.rest(60)  # until the newest posts are minutes old
            size, processor = a_second(console, alone)
            what = "a line at rest, 120x40"
            figures.append(Figure(what, "sent", size, "KB/s", 0.3))
            figures.append(Figure(what, "processor", processor * 100, "%", 1.0))
            here.tell("rate", 10)
            alone.rest(1)
            what = "a line with 10 posts/s arriving, 120x40"
            size, _ = a_second(console, alone)
            figures.append(Figure(what, "sent, at the top", size, "KB/s", 80))
            console.press(b"j")
            alone.rest(1)
            size, _ = a_second(console, alone)
            figures.append(Figure(what, "sent, not at the top", size, "KB/s", 16))
