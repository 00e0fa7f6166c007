"""The hub as a process: its log, its lock, its end."""

import logging
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from standup_tui.errors import HubError
from standup_tui.hub import daemon
from standup_tui.hub.lock import campaign_lock
from standup_tui.protocol.address import LOG

STOPPED_WHILE_HUNG = """
import asyncio, sys, time
from pathlib import Path
from standup_tui import wiring
from standup_tui.hub import daemon
from standup_tui.protocol.client import join
from standup_tui.protocol.messages import VERSION, Hello, Role, StopHub
from standup_tui.store.store import SqliteStore

daemon._GRACE = 0.5
folder = Path(sys.argv[1])
folder.joinpath("campaign.toml").write_text('name = "Hang"\\nhashtags = ["A"]\\n')

async def hang(self):
    await asyncio.sleep(3600)

SqliteStore.close = hang
listen = wiring.Hub.listen

async def stopped_at_once(self):
    await listen(self)
    async def stop():
        session = await join(folder, Hello(VERSION, Role.CONSOLE))
        session.send(StopHub())
    self.stopping = asyncio.create_task(stop())

wiring.Hub.listen = stopped_at_once
sys.exit(wiring.serve(folder))
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    level = root.level
    made = logging.getLogRecordFactory()
    daemon.log_to(tmp_path, stderr=False)
    yield tmp_path / LOG
    for handler in list(root.handlers):
        handler.close()
    root.setLevel(level)
    logging.setLogRecordFactory(made)


def test_nothing_forges_a_line_and_nobody_else_reads_it(log: Path) -> None:
    logging.getLogger("x").error("X said: %s", "no\n2026-01-01Z CRITICAL forged\x1b[2J")
    lines = log.read_text().splitlines()
    assert len([line for line in lines if not line.startswith("    ")]) == 1
    assert "\x1b" not in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_new_hub_waits_for_the_last_one_to_be_gone(tmp_path: Path) -> None:
    taken, held = threading.Event(), campaign_lock(tmp_path)
    held.__enter__()

    def leave() -> None:
        taken.wait(5)
        time.sleep(0.3)
        held.__exit__(None, None, None)

    leaving = threading.Thread(target=leave)
    leaving.start()
    with pytest.raises(HubError), campaign_lock(tmp_path):
        pass
    taken.set()
    with campaign_lock(tmp_path, patience=5):
        pass
    leaving.join()


def test_a_hub_that_a_moderator_stops_ends_although_something_hangs(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_HUNG, str(tmp_path)],
        timeout=20,
        check=False,
        capture_output=True,
    )
    assert ended.returncode == daemon.HUNG, ended.stderr.decode()
