"""Sends public acts: claimed first, sent once, and what became of each is on record.

A crash or a lost answer leaves an act *in doubt*. Doubt is resolved by asking the network;
nothing is ever sent a second time to make sure.
"""

import logging
from datetime import datetime, timedelta

from standup_tui.errors import ActFailed, ActInDoubt, ActLater, StoreError
from standup_tui.model.entry import PublicAct, Stage
from standup_tui.model.lifecycle import HIDINGS, Verb
from standup_tui.ports.clock import Clock
from standup_tui.ports.source import Publisher
from standup_tui.ports.store import Doubt, Outbox

_log = logging.getLogger(__name__)

_LOOK = 1.0
"""Seconds between two looks into the outbox when nobody says that there is something."""

_ASK_SOON = 10.0
"""Seconds until the network is asked again about an act that it may not show yet."""

_ASK_AGAIN = 60.0
"""Seconds until it is asked again about any other act in doubt."""

_SHOWN = timedelta(seconds=60)
"""How long after an act was sent its network surely shows what became of it."""


class Sender:
    """Sends what is due, and ends dry runs.

    Args:
        outbox: Where acts wait.
        publisher: Where they go; None where there is no network, so that only dry runs end well.
        clock: The time.
        shown: How long after an act was sent its network surely shows what became of it. Only
            then is it believed that an act did not happen: its own posts lag behind.
    """

    def __init__(
        self,
        outbox: Outbox,
        publisher: Publisher | None,
        clock: Clock,
        *,
        shown: timedelta = _SHOWN,
    ) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._clock = clock
        self._shown = shown
        self._ask: dict[int, float] = {}
        """When, in monotonic seconds, the network is asked again about an act."""

    async def run(self) -> None:
        """Resolve what the last hub left behind, then send what falls due, for ever."""
        await self._resolve_interrupted()
        while True:
            try:
                while (act := await self._outbox.claim(self._clock.now())) is not None:
                    await self._send(act)
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
        if act.dry:
            await self._settle(act, Stage.DRY_RUN, "")
            return
        if self._publisher is None:
            await self._settle(act, Stage.FAILED, _NO_NETWORK)
            return
        try:
            await _made(self._publisher, act)
        except ActFailed as failure:
            await self._settle(act, Stage.FAILED, str(failure))
        except ActLater as later:
            await self._postpone(act, later.at, str(later))
        except ActInDoubt as doubt:
            await self._settle(act, Stage.IN_DOUBT, _with_advice(act, str(doubt)))
        except Exception as error:  # noqa: BLE001  # it may have gone out: that is doubt
            _log.exception("sending %s failed", act.id)
            problem = f"An error of ours: {type(error).__name__}."
            await self._settle(act, Stage.IN_DOUBT, _with_advice(act, problem))
        else:
            await self._worked(act)

    async def _worked(self, act: PublicAct) -> None:
        """Record that X did what it was asked; of one undo that is no certainty yet.

        A retweet in doubt may still arrive after the undo that overtook it.
        """
        if act.verb is Verb.UNRETWEET and await self._overtook(act):
            await self._settle(act, Stage.IN_DOUBT, _OVERTOOK)
        else:
            await self._settle(act, Stage.DONE, "")

    async def _overtook(self, act: PublicAct) -> bool:
        """Tell whether an undo was sent before anybody knew what became of its retweet."""
        try:
            return await self._outbox.is_doubted(act.post)
        except StoreError:
            return True  # asked again, which does no harm

    async def _postpone(self, act: PublicAct, until: datetime, why: str) -> None:
        """Put an act back, and hold what the same limit is about; as patient as `_settle`."""
        while True:
            try:
                await self._outbox.postpone(act, until, why, self._clock.now())
            except StoreError as error:
                _log.error("act %s waits, not on disk yet: %s", act.id, error)
                await self._clock.sleep(_LOOK)
            else:
                return

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
        doubts = await self._outbox.doubts(interrupted=interrupted)
        self._ask = {it.act.id: self._ask.get(it.act.id, 0.0) for it in doubts}
        for doubt in doubts:
            if self._ask[doubt.act.id] <= self._clock.monotonic():
                await self._resolve(doubt)

    async def _resolve(self, doubt: Doubt) -> None:
        """Ask what became of an act; what the network may not show yet stays in doubt."""
        act, wanted = doubt.act, doubt.act.verb is Verb.RETWEET
        if act.dry:
            await self._settle(act, Stage.DRY_RUN, "")
            return
        # Before asking: the answer is about no later moment.
        fresh = doubt.sent is not None and abs(self._clock.now() - doubt.sent) < self._shown
        happened = await self._has_happened(act)
        early = fresh and act.verb is Verb.UNRETWEET and await self._overtook(act)
        if happened is wanted and not early:
            await self._settle(act, Stage.DONE, "")
        elif happened is not None and not fresh:
            came = _STILL_OUT if not wanted else _TAKEN_BACK if doubt.taken_back else _NOT_SENT
            await self._settle(act, Stage.FAILED, came)
        else:
            self._ask[act.id] = self._clock.monotonic() + (_ASK_SOON if fresh else _ASK_AGAIN)
            if act.stage is not Stage.IN_DOUBT:
                await self._settle(act, Stage.IN_DOUBT, _with_advice(act, _UNKNOWN))

    async def _has_happened(self, act: PublicAct) -> bool | None:
        """Ask about a retweet; X has no way to ask whether a reply is hidden."""
        if act.verb in HIDINGS or self._publisher is None:
            return None
        return await self._publisher.has_retweeted(act.post)


async def _made(publisher: Publisher, act: PublicAct) -> None:
    """Make an act; raises what the publisher raises."""
    match act.verb:
        case Verb.RETWEET:
            await publisher.retweet(act.post)
        case Verb.UNRETWEET:
            await publisher.unretweet(act.post)
        case Verb.HIDE_REPLY:
            await publisher.hide_reply(act.post)
        case Verb.UNHIDE_REPLY:
            await publisher.unhide_reply(act.post)
        case verb:
            raise ActFailed(f"nobody can send {verb!r}")


def _with_advice(act: PublicAct, problem: str) -> str:
    """Add what a person can do about a doubt that nobody resolves for them."""
    return f"{problem} {_LOOK_THERE}" if act.verb in HIDINGS else problem


_UNKNOWN = "It may have gone out; look at the account on X."
_LOOK_THERE = (
    "X cannot be asked: open the conversation on X and look under its hidden replies. "
    "H asks for it again and does no harm."
)
_NO_NETWORK = "Nothing was sent: the hub has no credentials for X. See `standup doctor`."
_NOT_SENT = "it did not go out; press ‹retweet› again if it still should"
_TAKEN_BACK = "it was taken back before anybody knew whether it had gone out"
_OVERTOOK = "Taken back before anybody knew whether it was out; X is asked whether it stays so."
_STILL_OUT = "it is still out; ‹undo› tries again"
