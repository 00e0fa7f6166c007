"""The faults that are on."""

import asyncio
import contextlib
from collections.abc import Callable, Collection
from random import Random
from typing import Final

from aiohttp import web

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.faults.catalogue import KINDS, STORM
from standup_tui.simulator.faults.crowd import Burst
from standup_tui.simulator.faults.fates import Fate
from standup_tui.simulator.faults.fault import Fault, Seen, Trait
from standup_tui.simulator.faults.hand import Hand
from standup_tui.simulator.faults.passage import Passage
from standup_tui.simulator.faults.spec import EVERYWHERE, STREAM, FaultError, Spec, read
from standup_tui.simulator.faults.storm import Storm
from standup_tui.simulator.faults.ways import Unreachable, Way

_BY_NAME: Final = {it.name: it for it in (*KINDS, STORM)}


class Faults:
    """Switches faults on and off, and lets those that are on have their way.

    Args:
        clock: For when they begin and end, and for those that wait.
        seed: Each fault's dice come from it, its name, and how many of that name came before.
        note: Told the name of a fault each time it strikes.
    """

    def __init__(self, clock: Clock, seed: int, note: Callable[[str], None]) -> None:
        self._clock = clock
        self._seed = seed
        self._note = note
        self._on: list[Fault] = []
        self._made: dict[str, int] = {}
        self._hand: Hand | None = None
        self._running: dict[Fault, asyncio.Task[None]] = {}
        self._fates: set[asyncio.Task[None]] = set()

    def add(self, text: str) -> Fault:
        """Switch a fault on; the same one may be on twice.

        Args:
            text: As on the command line, for example ``503=html,at=search,times=2``.

        Raises:
            FaultError: There is none of that name, or the value means nothing to it.
        """
        fault = self._make(text)
        self._on.append(fault)
        return fault

    def put(self, make: Callable[[Trait], Fault], text: str = "own") -> Fault:
        """Switch on a fault of somebody's own making; `text` names it and says when and where."""
        fault = make(self._trait(read(text), "", EVERYWHERE, ""))
        self._on.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Switch a fault off; what it has done to an open connection stays."""
        self._on.remove(fault)
        if task := self._running.pop(fault, None):
            task.cancel()

    def clear(self) -> None:
        """Switch all faults off."""
        for fault in list(self._on):
            self.remove(fault)
        self._halt()

    def due(self, places: Collection[str] = EVERYWHERE) -> list[Fault]:
        """Return the faults that can strike now, in the order of their work."""
        found = [
            it
            for fault in self._on
            if (it := fault.current() if isinstance(fault, Storm) else fault) is not None
            and it.due(places)
        ]
        return sorted(found, key=lambda it: it.rank)

    def passage(self) -> Passage:
        """Return the way through the faults for a new connection of the stream."""
        return Passage(lambda: self.due(STREAM))

    @property
    def search_lag(self) -> float:
        """Seconds a new post stays out of search."""
        return max((it.search_lag for it in self.due()), default=0.0)

    @property
    def rule_lag(self) -> float:
        """Seconds until an open stream knows of changed rules."""
        return max((it.rule_lag for it in self.due()), default=0.0)

    async def before(self, seen: Seen) -> web.StreamResponse | None:
        """Ask all who strike there; the first answer counts."""
        for fault in self.due(_at(seen)):
            if (response := await fault.before(seen)) is not None:
                return response
        return None

    async def after(self, seen: Seen, response: web.StreamResponse) -> web.StreamResponse:
        """Let all who strike there have the answer."""
        for fault in self.due(_at(seen)):
            response = await fault.after(seen, response)
        return response

    @property
    def way(self) -> Way | None:
        """What blocks the way from the beginning to the end, if anything does."""
        return next((it for it in self._on if isinstance(it, Way)), None)

    def published(self, post_id: str) -> None:
        """Let what is on befall a post that has just come out."""
        for fault in self.due() if self._hand else ():
            if isinstance(fault, Fate) and self._hand and fault.strikes():
                task = asyncio.create_task(fault.meet(self._hand, post_id))
                self._fates.add(task)
                task.add_done_callback(self._fates.discard)

    @property
    def waiting(self) -> int:
        """How many posts something is still about to befall."""
        return len(self._fates)

    def start(self, hand: Hand) -> None:
        """Let faults act by themselves, from now on."""
        self._hand = hand
        for fault in self._on:
            self._run(fault)

    async def stop(self) -> None:
        """Let no fault act by itself any more."""
        self._hand = None
        tasks = [*self._halt(), *self._fates]
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _halt(self) -> list[asyncio.Task[None]]:
        tasks = list(self._running.values())
        self._running.clear()
        for task in tasks:
            task.cancel()
        return tasks

    def _make(self, text: str, dice: str = "") -> Fault:
        spec = read(text)
        kind = _BY_NAME.get(spec.name)
        if kind is None:
            raise FaultError(f"there is no fault {spec.name!r}")
        if spec.value is not None and not kind.usual:
            raise FaultError(f"the fault {spec.name!r} takes no value")
        trait = self._trait(spec, kind.usual, kind.home, dice)
        try:
            fault = Storm(trait, self._make) if kind is STORM else kind.make(trait)
        except FaultError as error:
            raise FaultError(f"{text!r}: {error}") from None
        self._run(fault)
        return fault

    def _trait(self, spec: Spec, usual: str, home: frozenset[str], dice: str) -> Trait:
        if not dice:
            number = self._made[spec.name] = self._made.get(spec.name, 0) + 1
            dice = f"{self._seed}/{spec.name}/{number}"
        return Trait(
            spec=spec,
            value=usual if spec.value is None else spec.value,
            home=home if spec.at is None else spec.at,
            clock=self._clock,
            dice=Random(dice),  # noqa: S311, drills, not secrets
            note=self._note,
        )

    def _run(self, fault: Fault) -> None:
        if self._hand is None or fault in self._running:
            return
        if isinstance(fault, Burst | Unreachable):
            self._running[fault] = asyncio.create_task(fault.run(self._hand))


def _at(seen: Seen) -> frozenset[str]:
    return frozenset({seen.place}) if seen.place else frozenset()
