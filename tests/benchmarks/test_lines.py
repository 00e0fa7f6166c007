"""What a console sends down a line, and what it costs, at rest and while posts arrive."""

from pathlib import Path

import pytest

from benchmarks.conftest import Figure
from benchmarks.presses import Program, Row, hub, row, settled

SECONDS = 10.0
RATES = (1, 10, 100)
SIZES = {(99, 40): "one pane", (120, 40): "three panes", (200, 60): "three panes"}
"""Below a width of a hundred there is one pane at a time."""

_MOST = {0: 0.3, 10: 80.0}
"""KB/s; at the other rates the figures are only told."""


def a_second(console: Program, alone: Row, seconds: float = SECONDS) -> tuple[float, float]:
    """Return KB and the share of a processor in percent, over some seconds."""
    size, processor = console.size, console.processor
    alone.rest(seconds)
    used = console.processor - processor
    return (console.size - size) / seconds / 1024, used / seconds * 100


@pytest.mark.bench
@pytest.mark.parametrize("size", SIZES)
def test_bytes_down_the_line_and_rest(
    size: tuple[int, int], tmp_path: Path, figures: list[Figure]
) -> None:
    with hub(tmp_path, 1_000) as here:
        console = here.console(size=size)
        with row(console) as alone:
            settled(alone, console)
            alone.rest(60)  # until the newest posts are minutes old
            what = f"a line, {size[0]}x{size[1]}, {SIZES[size]}"
            sent, used = a_second(console, alone, 20.0)
            figures += [
                Figure(what, "at rest, sent", sent, "KB/s", _MOST[0]),
                Figure(what, "at rest, processor", used, "%", 1.0),
            ]
            here.tell("all", 1)
            for rate in RATES:
                here.tell("rate", rate)
                alone.rest(1)
                sent, used = a_second(console, alone)
                figures += [
                    Figure(what, f"{rate} posts/s at the top, sent", sent, "KB/s",
                           _MOST.get(rate) if size[0] <= 120 else None),
                    Figure(what, f"{rate} posts/s at the top, processor", used, "%"),
                ]  # fmt: skip
            console.press(b"j")
            here.tell("rate", 10)
            alone.rest(1)
            sent, used = a_second(console, alone)
            figures += [
                Figure(what, "10 posts/s not at the top, sent", sent, "KB/s", 16),
                Figure(what, "10 posts/s not at the top, processor", used, "%"),
            ]
