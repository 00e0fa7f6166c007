"""Where the answers come from: a made-up day or a recording."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, Protocol

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.selection import Selection

Body = dict[str, Any]
BACKLOG: Final = 10_000
"""Lines that wait for a client that reads slowly."""


def whole(body: Body) -> tuple[str, ...]:
    """Return the id of the post in a line, if there is enough of it to keep."""
    data = body.get("data")
    return (str(data["id"]),) if isinstance(data, dict) and {"id", "text"} <= data.keys() else ()


class Feed:
    """Lines on their way to one connection of the stream.

    A client that reads too slowly fills it; `slow` then tells, and nothing more goes in.
    """

    def __init__(self, on_close: Callable[["Feed"], object], backlog: int = BACKLOG) -> None:
        self._lines: asyncio.Queue[Body | None] = asyncio.Queue(backlog)
        self._on_close = on_close
        self.slow = False
        self.owed: set[str] = set()
        """Ids of the posts that went in; whoever sends one whole takes it out."""

    def put(self, line: Body) -> None:
        """Hand over a line."""
        self.owed.update(whole(line))
        try:
            self._lines.put_nowait(line)
        except asyncio.QueueFull:
            self.slow = True

    def end(self) -> None:
        """Close the connection from the server's side, after what is already in."""
        try:
            self._lines.put_nowait(None)
        except asyncio.QueueFull:
            self.slow = True

    async def take(self, patience: float, clock: Clock) -> Body | None:
        """Return the next line, None for the end.

        Raises:
            TimeoutError: There was none for so many seconds of the clock.
        """
        with contextlib.suppress(asyncio.QueueEmpty):
            return self._lines.get_nowait()
        line = asyncio.ensure_future(self._lines.get())
        silence = asyncio.ensure_future(clock.sleep(patience))
        try:
            await asyncio.wait({line, silence}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            silence.cancel()
            line.cancel()
        if not line.done():
            raise TimeoutError
        return line.result()

    def close(self) -> None:
        """Let go; the connection is gone."""
        self._on_close(self)


class Source(Protocol):
    """What the endpoints ask for."""

    @property
    def mode(self) -> Literal["simulated", "recorded"]:
        """Say what is served, for the label on every screen."""
        ...

    def search(self, parameters: Mapping[str, str]) -> Body:
        """Answer a recent search; Refusal if it cannot be."""
        ...

    def counts(self, parameters: Mapping[str, str]) -> Body:
        """Answer how many posts a recent search would find; Refusal if it cannot be."""
        ...

    def timeline(self, user_id: str, parameters: Mapping[str, str]) -> Body:
        """Return what an account posted and retweeted; Refusal if it cannot be."""
        ...

    def look_up(self, ids: Sequence[str], chosen: Selection) -> Body:
        """Return `data`, `includes` and an entry in `errors` for each id that is not there."""
        ...

    def holds(self, post_id: str) -> bool:
        """Tell whether a post is there."""
        ...

    def open_feed(self, chosen: Selection) -> Feed:
        """Start the lines for one connection."""
        ...

    def me(self, chosen: Selection) -> Body:
        """Return the campaign's own account."""
        ...

    def retweet(self, post_id: str) -> None:
        """Retweet from the campaign's account; again does nothing."""
        ...

    def undo_retweet(self, post_id: str) -> None:
        """Take a retweet back; again does nothing."""
        ...

    def hide(self, post_id: str, *, hidden: bool) -> None:
        """Hide a reply to the campaign's account or show it again; Refusal if it is none."""
        ...

    async def run(self) -> None:
        """Let happen what happens by itself."""
        ...
