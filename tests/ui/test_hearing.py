"""When what the hub says is drawn."""

from pathlib import Path

import pytest

from standup_tui.core.timeline import Pane
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.ui.console.panes import hearing
from ui.console_kit import by_raj, console, some
from ui.fake_hub import NOW
from ui.invented import entry


async def test_what_somebody_decides_does_not_wait_for_the_next_frame_of_arrivals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(tmp_path, some()) as bench:
        monkeypatch.setattr(hearing, "FLUSH", 100_000.0)
        arrived, decided = entry(20, NOW), by_raj(bench.hub, 8, Verb.HOLD, Status.HELD)
        bench.hub.put([arrived])
        bench.hub.put([decided])

        held = bench.app.board.timelines[Pane.HELD]
        await bench.until(lambda: decided.post.id in held)
        assert arrived.post.id in bench.app.board.entries
