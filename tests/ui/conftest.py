"""What holds for every test of a screen."""

import asyncio
from time import thread_time

import pytest

FRAME = 1 / 50
"""Seconds, a little more than Textual takes from a change to its drawing."""
AT_MOST = 1.0
"""Seconds of the processor's time for an app that never rests."""


async def settled(min_sleep: float = FRAME, max_sleep: float = AT_MOST) -> None:
    """Wait until a frame has passed and the loop has nothing left to do.

    Textual's own waits until the process uses less than a twentieth of the processor. While
    lines are counted it often uses more though nothing is left to do, and every key costs up to
    two seconds; on a busy machine it uses less though all is still to do.
    """
    ends = thread_time() + max_sleep
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(max(min_sleep, FRAME))
    while ready and thread_time() < ends:  # noqa: ASYNC110  # the loop tells nobody
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def pilots_wait_for_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pilots wait for what is to be done, not for the processor."""
    for user in ("app", "pilot"):
        monkeypatch.setattr(f"textual.{user}.wait_for_idle", settled)
