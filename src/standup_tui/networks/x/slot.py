"""The one stream connection that an app has: whether X's is ours, and how to get it back."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from standup_tui.errors import SourceDropped, SourceError
from standup_tui.networks.x.asking import Answer, answer, answered
from standup_tui.networks.x.payload import Unfit, whole
from standup_tui.networks.x.refusal import date_of
from standup_tui.ports.clock import SYSTEM, Clock

CONNECTIONS: Final = "/2/connections"
ALL: Final = "/2/connections/all"
_RECENT: Final = timedelta(minutes=10)
"""X frees a connection that broke within a minute; a taken one is hardly ours after ten."""
_PAUSE: Final = 15 * 60.0
"""Seconds between two times that X is asked to end connections: whoever else uses the app must
not be thrown out again and again, and X allows 25 in this time."""
_APART: Final = timedelta(seconds=5)
"""What the times of one moment may differ by after all."""

_ANOTHER: Final = (
    "X's one stream connection is taken by another program that uses the same app, which we leave "
    "in peace. Stop one of the two, or give this campaign an app of its own in X's developer "
    "console."
)
_OURS: Final = "X's one stream connection is taken: this program has it already."
_FREED: Final = "X still held our last stream connection and was asked to end it."
_STILL: Final = (
    "X's one stream connection is taken: by our last one, which X frees within a minute, or by "
    "another program that uses the same app. If it lasts, stop that program."
)


class _Open(Struct):
    connected_at: datetime
    disconnected_at: datetime | None = None


class _Listed(Struct):
    data: list[_Open] = []


class Slot:
    """Knows when we were connected, and says what to do when X calls the connection taken.

    Args:
        client: tweepy's, answering with aiohttp's responses.
        clock: For how long ago that was.
    """

    def __init__(self, client: Any, clock: Clock = SYSTEM) -> None:
        self._client = client
        self._clock = clock
        self._last: datetime | None = None
        self._open = False
        self._freed = float("-inf")

    def was_connected(self, at: datetime) -> None:
        """Note a sign of life of a connection of ours, perhaps of the last process."""
        self._last = max(at, self._last or at)

    def connected(self) -> None:
        """Note that our connection lives."""
        self._open = True
        self.was_connected(self._clock.now())

    def left(self) -> None:
        """Note that our connection has ended."""
        self._open = False  # no sign of life: the end may be noticed long after it

    async def taken(self) -> SourceDropped:
        """Return what to say of a taken connection, having had it freed where it is ours."""
        if self._open:
            return SourceDropped(_OURS)
        if self._last is None or self._clock.now() - self._last > _RECENT:
            return SourceDropped(_ANOTHER)
        if self._clock.monotonic() - self._freed < _PAUSE:
            return SourceDropped(_STILL)
        theirs = await self._is_another_s(self._last)
        if theirs is not False:
            return SourceDropped(_ANOTHER if theirs else _STILL)
        self._freed = self._clock.monotonic()
        try:
            await answer(self._client.request("DELETE", ALL))
        except SourceError:
            return SourceDropped(_STILL)  # not every plan has this; X frees it by itself
        return SourceDropped(_FREED)

    async def _is_another_s(self, last: datetime) -> bool | None:
        """Tell whether the open connection began after our last sign of life; None: X does not."""
        try:
            said = await answered(self._client.request("GET", CONNECTIONS))
            now = self._clock.now()
            listed = whole(said.body, _Listed).data
            began = [
                _by_our_clock(it.connected_at, said, now)
                for it in listed
                if not it.disconnected_at
            ]
        except (SourceError, Unfit, OverflowError):
            return None
        return any(it > last + _APART for it in began)


def _by_our_clock(when: datetime, said: Answer, now: datetime) -> datetime:
    theirs = when if when.tzinfo else when.replace(tzinfo=UTC)
    return theirs - (date_of(said.headers, now) - now)
