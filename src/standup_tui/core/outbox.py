"""Sends public acts: claimed first, sent once, and what became of each is on record.

A crash or a lost answer leaves an act *in doubt*. Doubt is resolved by asking the network;
nothing is ever sent a second time to make sure.
"""

import logging

from standup_tui.errors import ActFailed, ActInDoubt, StoreError
from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.ports.clock import Clock
from standup_tui.ports.source import Publisher
from standup_tui.ports.store import Outbox

_log = logging.getLogger(__name__)

_LOOK = 1.0
"""Seconds between two looks into the outbox when nobody says that there is something."""

_ASK_AGAIN = 60.0
"""Seconds until the network is asked again about an act in doubt."""


class Sender:
    """Sends what is due."""

    def __init__(self, outbox: Outbox, publisher: Publisher, clock: Clock) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._clock = clock

    async def run(self) -> None:
        """Resolve what the last hub left behind, then send what falls due, for ever."""
        await self._resolve_interrupted()
        asked = self._clock.monotonic()
        while True:
            try:
                while (act := await self._outbox.claim(self._clock.now())) is not None:
                    await self._send(act)
                if self._clock.monotonic() - asked >= _ASK_AGAIN:
                    asked = self._clock.monotonic()
                    await self._doubts(interrupted=False)
            except StoreError as error:
                _log.error("the outbox waits: %s", error)  # known, no traceback
            await self._clock.sleep(_LOOK)

    async def _resolve_interrupted(self) -> None:
        """Nobody is sending at a hub's start: what stands as being sent was cut short."""
        while True:
            try:
                await self._doubts(interrupted=True)
            except StoreError as error:
                _log.error("the outbox waits: %s", error)  # known, no traceback
                await self._clock.sleep(_LOOK)
            else:
                return

    async def _send(self, act: PublicAct) -> None:
        """Send one claimed act and record what came of it."""
        try:
            if act.verb is Verb.RETWEET:
                await self._publisher.retweet(act.post)
            else:
                await self._publisher.unretweet(act.post)
        except ActFailed as failure:
            await self._settle(act, Stage.FAILED, str(failure))
        except ActInDoubt as doubt:
            await self._settle(act, Stage.IN_DOUBT, str(doubt))
        except Exception as error:  # noqa: BLE001  # it may have gone out: that is doubt
            _log.exception("sending %s failed", act.id)
            await self._settle(act, Stage.IN_DOUBT, f"an error of ours: {type(error).__name__}")
        else:
            await self._settle(act, Stage.DONE, "")

    async def _settle(self, act: PublicAct, stage: Stage, problem: str) -> None:
        """Record the end of an act, however long the store takes: it must not be lost."""
        while True:
            try:
                await self._outbox.settle(act.id, stage, problem, self._clock.now())
            except StoreError as error:
                _log.error("act %s is %s, not on disk yet: %s", act.id, stage, error)
                await self._clock.sleep(_LOOK)
            else:
                return

    async def _doubts(self, *, interrupted: bool) -> None:
        for act in await self._outbox.doubts(interrupted=interrupted):
            happened = await self._publisher.has_retweeted(act.post)
            wanted = act.verb is Verb.RETWEET
            if happened is None:
                if act.stage is not Stage.IN_DOUBT:
                    await self._settle(act, Stage.IN_DOUBT, _UNKNOWN)
            elif happened is wanted:
                await self._settle(act, Stage.DONE, "")
            else:
                await self._settle(act, Stage.FAILED, _NOT_SENT if wanted else _STILL_OUT)


_UNKNOWN = "it may have gone out; look at the account on X"
_NOT_SENT = "it did not go out; press r again if it still should"
_STILL_OUT = "it is still out; u tries again"
