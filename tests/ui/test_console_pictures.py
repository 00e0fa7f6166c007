"""Pictures of the console; a person looks at the difference before one is renewed."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from ui.console_kit import console
from ui.fake_hub import NOW, RAJ
from ui.invented import a_day, entry
from ui.pictures import Svg, settled


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Svg)


async def test_three_panes(tmp_path: Path, picture: SnapshotAssertion) -> None:
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        await bench.pilot.press("j", "j")
        await bench.put(entry(300, NOW))
        bench.hub.health = replace(bench.hub.health, per_minute=(3, 5, 4, 8, 12, 9, 14, 12))
        bench.hub.push(bench.hub.heartbeat())
        await bench.until(lambda: "12/min" in bench.bar("top"))
        await bench.pilot.pause()

        assert picture == await settled(bench.pilot)


async def test_an_opened_flagged_post(tmp_path: Path, picture: SnapshotAssertion) -> None:
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        await bench.pilot.press("2", "enter")
        await bench.until(lambda: "Welcome" not in bench.said)
        await bench.until(lambda: bench.hub.heard)
        await bench.pilot.pause(0.1)

        assert picture == await settled(bench.pilot)


async def test_a_retweet_before_it_is_sent(tmp_path: Path, picture: SnapshotAssertion) -> None:
    async with console(tmp_path, a_day(NOW, RAJ), size=(80, 24)) as bench:
        await bench.pilot.press("3", "r")
        await bench.pilot.pause()

        assert picture == await settled(bench.pilot)


async def test_help(tmp_path: Path, picture: SnapshotAssertion) -> None:
    async with console(tmp_path, a_day(NOW, RAJ)) as bench:
        await bench.pilot.press("?")
        await bench.pilot.pause()

        assert picture == await settled(bench.pilot)
