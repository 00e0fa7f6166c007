"""More posts than anybody can read."""

from collections.abc import Sequence
from random import Random
from typing import Final

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.day.cast import crowd
from standup_tui.simulator.faults.fault import Fault, Trait
from standup_tui.simulator.faults.hand import Hand
from standup_tui.simulator.faults.spec import FaultError, signed
from standup_tui.simulator.model import Account

TICK: Final = 0.02
"""Seconds between two helpings."""
_ROUNDING: Final = 1e-6


class Burst(Fault):
    """So many posts a second with a hashtag, as long as it is on."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        rate, _, tag = trait.value.partition("/")
        self._rate = signed(rate)
        if self._rate <= 0:
            raise FaultError(f"a burst needs more than 0 posts a second, got {rate!r}")
        self._tag = tag or "#StandUp4SW"
        self.posted = 0

    async def run(self, hand: Hand) -> None:
        """Post; returns when it is over."""
        await _until(self.clock, self.began)
        writers = crowd(Random(1)).public  # noqa: S311, a cast, not a secret
        ends = self.began + self.trait.spec.lasts
        while self.struck < self.trait.spec.times:
            now = min(self.clock.monotonic(), ends)
            self._post(hand, writers, int((now - self.began) * self._rate + _ROUNDING))
            if now >= ends:
                return
            await self.clock.sleep(TICK)

    def _post(self, hand: Hand, writers: Sequence[Account], due: int) -> None:
        while self.posted < due and self.strikes():
            self.posted += 1
            text = f"Visit number {self.posted} of the day, {self._tag}"
            hand.publish(text, author=writers[self.posted % len(writers)])


async def _until(clock: Clock, moment: float) -> None:
    if (wait := moment - clock.monotonic()) > 0:
        await clock.sleep(wait)
