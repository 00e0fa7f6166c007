"""What moderators may ask for, before the store decides whether it is still possible."""

import logging

from msgspec.structs import replace

from standup_tui.errors import StoreError
from standup_tui.model.command import Blank, Command, Decide, Outcome, Refused
from standup_tui.model.entry import Moderator, WallState
from standup_tui.model.lifecycle import Verb
from standup_tui.model.text import clean_line
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import PostWriter

_log = logging.getLogger(__name__)

_LONGEST_REASON = 500
"""Characters kept of a reason; it goes along with its post to every console."""

_OFF_THE_WALL = frozenset({Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.ESCALATE})

_SWITCHED_OFF = (
    "retweets are switched off: nothing was sent. Set enabled = true under [retweet] "
    "in campaign.toml, give the hub the account's keys, and start it again"
)


class Moderation:
    """Command in, `Done`, `Superseded` or `Refused` out."""

    def __init__(self, store: PostWriter, clock: Clock, *, retweets: bool) -> None:
        self._store = store
        self._clock = clock
        self._retweets = retweets
        self._unsaved: tuple[Blank, Moderator, WallState] | None = None
        """A blank that the disk did not take: it holds all the same."""

    async def do(self, command: Command, by: Moderator) -> Outcome:
        """Do what a moderator asks; what is answered with `Done` is on disk.

        What goes wrong is an answer too: a terminal that got none would ask again for ever.
        """
        if isinstance(command, Decide):
            if command.verb is Verb.RETWEET and not self._retweets:
                return Refused(_SWITCHED_OFF)
            reason = clean_line(command.reason)[:_LONGEST_REASON]
            command = replace(command, reason=reason)
        if isinstance(command, Blank):
            return await self._blank(command, by)
        try:
            return await self._store.apply(command, by, self._clock.now())
        except StoreError as error:
            stuck = isinstance(command, Decide) and command.verb in _OFF_THE_WALL
            way_out = " Meanwhile ! blanks every wall even so." if stuck else ""
            return Refused(f"not saved: {error}{way_out}")
        except Exception as error:  # noqa: BLE001  # logged, and answered
            _log.exception("%s failed", type(command).__name__)
            return Refused(f"not done: a mistake of the hub ({type(error).__name__}), see hub.log")

    async def _blank(self, command: Blank, by: Moderator) -> Outcome:
        """Blank the walls whatever the store says: it is the last resort of a moderator."""
        lifted, self._unsaved = self._unsaved is not None and not command.blank, None
        at = self._clock.now()
        try:
            return await self._store.apply(command, by, at)
        except Exception as error:  # noqa: BLE001  # whatever it is, a blank is a blank
            if not isinstance(error, StoreError):
                _log.exception("a blank could not be saved")
            if command.blank:
                self._unsaved = command, by, WallState(blank=True, by=by.name, at=at)
                return Refused(f"every wall is blank, but a new hub would not know it: {error}")
            return Refused(f"{'the walls are on, but ' if lifted else ''}not saved: {error}")

    async def save_blank(self) -> None:
        """Try again to save a blank that the disk did not take."""
        if self._unsaved is not None:
            command, by, _ = self._unsaved
            await self._blank(command, by)

    def wall(self, stored: WallState) -> WallState:
        """Return what every wall does: what is stored, or a blank that could not be."""
        if self._unsaved is None or stored.blank:
            return stored
        return replace(self._unsaved[2], seq=stored.seq)
