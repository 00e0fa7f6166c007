"""What a fault that acts by itself may do."""

from typing import Protocol

from standup_tui.simulator.model import Account


class Hand(Protocol):
    """The simulator, as such a fault sees it."""

    def publish(self, text: str, *, author: Account | None = None) -> str:
        """Put a post out now and return its id."""
        ...

    def edit(self, post_id: str, text: str) -> str:
        """Put out a new version of a post and return its id."""
        ...

    def delete(self, post_id: str) -> None:
        """Take a post away, all its versions with it."""
        ...

    def protect(self, post_id: str) -> None:
        """Let nobody see a post any more: its author protects their posts."""
        ...

    def withhold(self, post_id: str) -> None:
        """Withhold a post in a country."""
        ...

    async def shut(self) -> None:
        """Take no connection any more, and break those that are open."""
        ...

    async def reopen(self) -> None:
        """Take connections again."""
        ...
