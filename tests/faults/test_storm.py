from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from counts import FULL
from faults.storm import weathered
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Batch

NOTHING: tuple[Batch, ...] = ()
HOURS = 12.0 if FULL else 2 / 3

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")


@pytest.mark.fault("B")
@pytest.mark.soak
@pytest.mark.parametrize("seed", [3, 7])
async def test_after_hours_of_storm_every_post_is_stored_once_and_every_gap_on_record(
    seed: int, tmp_path: Path
) -> None:
    after = await weathered(tmp_path, seed, HOURS * 3600)
    print(f"\n{after.story}")
    assert after.wrong == {}


@pytest.mark.fault("B", control=True)
@pytest.mark.soak
async def test_a_hub_that_does_not_catch_up_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> AsyncGenerator[Batch, None]:
        for batch in NOTHING:
            yield batch

    monkeypatch.setattr(X, "since", nothing)
    after = await weathered(tmp_path, 3, 600)
    print(f"\n{after.story}")
    assert after.lost
