"""What becomes of posts after they are out; no stream tells of it."""

from abc import ABC, abstractmethod

from standup_tui.simulator.faults.fault import Fault, Trait
from standup_tui.simulator.faults.hand import Hand
from standup_tui.simulator.faults.spec import seconds


class Fate(Fault, ABC):
    """Something that happens to each post so many seconds after it came out."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._after = seconds(trait.value)

    async def meet(self, hand: Hand, post_id: str) -> None:
        """Let it happen to one post, when its time has come."""
        await self.clock.sleep(self._after)
        try:
            self.befall(hand, post_id)
        except KeyError:
            return  # another fate was faster

    @abstractmethod
    def befall(self, hand: Hand, post_id: str) -> None:
        """Do it; raises KeyError for a post that is not there any more."""


class Deleted(Fate):
    """Its author deletes it."""

    def befall(self, hand: Hand, post_id: str) -> None:
        """Do it."""
        hand.delete(post_id)


class Edited(Fate):
    """Its author replaces the text."""

    def befall(self, hand: Hand, post_id: str) -> None:
        """Do it."""
        hand.edit(post_id, "What stood here was wrong, sorry. #StandUp4SW")


class Protected(Fate):
    """Its author lets nobody see their posts any more."""

    def befall(self, hand: Hand, post_id: str) -> None:
        """Do it."""
        hand.protect(post_id)


class WithheldLater(Fate):
    """X withholds it in a country."""

    def befall(self, hand: Hand, post_id: str) -> None:
        """Do it."""
        hand.withhold(post_id)
