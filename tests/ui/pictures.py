"""Pictures of screens, kept beside the tests and compared letter by letter."""

import re
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App
from textual.pilot import Pilot


class Svg(SingleFileSnapshotExtension):
    """One SVG file per picture."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


def svg_of(app: App[Any]) -> str:
    """Return the current screen as SVG, without the ids that change per run."""
    return re.sub(r"terminal-\d+-", "terminal-", app.export_screenshot(simplify=True))


async def settled(pilot: Pilot[Any]) -> str:
    """Return the screen as SVG once it is laid out: scrollbars come a frame after their rows."""
    last, now = "", svg_of(pilot.app)
    while now != last:
        await pilot.pause(0.1)
        await pilot.pause()  # on a busy machine that was not enough
        last, now = now, svg_of(pilot.app)
    return now
