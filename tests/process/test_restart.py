"""What a hub knew outlives it, as far as its store has it."""

from pathlib import Path

import pytest

from halls import seat
from process.killing import Storm, campaign, quiet
from standup_tui.model.post import PostId
from standup_tui.simulator.server import Simulator

pytestmark = pytest.mark.soak

TEXT = "Finest seats in town, ask Gary. #StandUp4SW"


async def test_the_fourth_copy_of_a_flood_is_flagged_by_a_hub_that_saw_one(tmp_path: Path) -> None:
    async with Simulator(quiet()) as x:
        campaign(tmp_path, x.base_url)
        storm = Storm(tmp_path, x, seed=1)
        await storm.start("hub")
        try:
            async with seat(tmp_path, name="Asha") as asha:
                gary = x.roster[0]
                copies = [PostId("x:" + x.publish(TEXT, author=gary)) for _ in range(3)]
                await asha.until(lambda: set(copies) <= asha.posts.keys())
                assert [asha.posts[one].flags for one in copies] == [()] * 3

                await storm.kill("hub")
                await storm.start("hub")
                fourth = PostId("x:" + x.publish(TEXT, author=gary))
                await asha.until(lambda: fourth in asha.posts, 60)

                assert [flag.rule for flag in asha.posts[fourth].flags] == ["spam.flood"]
        finally:
            await storm.end()
