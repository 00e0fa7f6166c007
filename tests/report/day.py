"""A whole day of the simulator, read by a hub and moderated at a console, in half a minute."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

from faults.upstream import connected, eventually, tokens
from halls import Seat, seat
from standup_tui import wiring
from standup_tui.model.command import Command, Decide, Done, OpId, Undo
from standup_tui.model.lifecycle import Verb
from standup_tui.settings import campaign_file
from standup_tui.simulator.server import Options, Simulator

CAMPAIGN = """
name = "Stand up for social work"
aim = "Show what social work is."
hashtags = ["StandUp4SW"]
account = "WensumValeSW"
starts = {starts}
time_zone = "Europe/London"
reasons = ["Abuse of a person", "Advertising or spam"]
[[actions]]
name = "One action"
says = "Take one action and tell us."
[[actions]]
name = "Shared"
says = "Share the article."
[[actions]]
name = "Made a difference"
says = "Share what you did to make a difference today."
[[actions]]
name = "MP"
says = "Write to your MP."
once = true
[[actions]]
name = "Picture"
says = "Change your profile picture."
once = true
[source]
label = "SIMULATED"
base_url = "{url}"
[retweet]
enabled = true
delay = 1
"""

BEGIN = datetime.combine(datetime.now(UTC).date() - timedelta(days=2), time(7), UTC)
"""Of a past day, for a report is made now; early enough that it ends before London's midnight."""

READ = timedelta(hours=16)
"""After the beginning: when a hub reads it all."""


PATIENCE = 240.0
"""Seconds for a hub to judge and store a whole day on a busy machine."""


class DayClock:
    """Rushes through the day, and is then set by the test while seconds pass as outside."""

    def __init__(self) -> None:
        self.moment = BEGIN
        self._rushing = True
        self._since = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        if self._rushing:
            return (self.moment - BEGIN).total_seconds()
        return asyncio.get_running_loop().time() - self._since

    async def sleep(self, seconds: float) -> None:
        if self._rushing:
            self.moment += timedelta(seconds=seconds)
            await asyncio.sleep(0)
        else:
            await asyncio.sleep(seconds)

    def stop(self, at: datetime) -> None:
        """Stand still from now on, but for the seconds outside."""
        self._since = asyncio.get_running_loop().time() - self.monotonic()
        self._rushing, self.moment = False, at


@dataclass
class Deed:
    """What the moderator of a test did to a post."""

    verb: Verb
    post: str
    at: datetime
    reason: str = ""
    undone: bool = False


@dataclass
class PlayedDay:
    """What a test holds."""

    folder: Path
    x: Simulator
    clock: DayClock
    asha: Seat
    arrived: datetime
    journal: list[Deed] = field(default_factory=list)

    async def do(
        self, verb: Verb, post: str, *, reason: str = "", action: str = "", after: float = 0.0
    ) -> None:
        """Decide on a post so many seconds after it arrived, and write that down."""
        self.clock.moment = self.arrived + timedelta(seconds=after)
        entry = self.asha.posts[post]
        revision = entry.standing.revision
        op = OpId(f"{len(self.journal)}/{verb}")
        await self._ask(
            Decide(op, verb, entry.post.id, revision, reason, confirmed=True, action=action)
        )
        self.journal.append(Deed(verb, post, self.clock.moment, reason))

    async def undo(self) -> None:
        """Take back the last deed."""
        self.journal[-1].undone = True
        await self._ask(Undo(OpId(f"undo {len(self.journal)}")))
        self.journal.append(Deed(Verb.UNDO, self.journal[-1].post, self.clock.moment))

    async def _ask(self, command: Command) -> None:
        outcome = await self.asha.ask(command)
        assert isinstance(outcome, Done), outcome
        seq = self.asha.posts[outcome.post].seq if outcome.post else 0
        if outcome.post and outcome.standing != self.asha.posts[outcome.post].standing:
            await self.asha.until(lambda: self.asha.posts[outcome.post].seq > seq)  # type: ignore[index]


@asynccontextmanager
async def played_day(folder: Path, *faults: str) -> AsyncIterator[PlayedDay]:
    """Yield a hub that has read a whole seeded day, and a console at it."""
    clock = DayClock()
    async with Simulator(Options(speed=1, slot_hold=0.0), clock=clock) as x:
        people = "".join(
            f'[[roster]]\nid = "{one.id}"\nhandle = "{one.handle}"\n' for one in x.roster
        )
        text = CAMPAIGN.format(url=x.base_url, starts=f"{BEGIN:%Y-%m-%dT%H:%M:%SZ}") + people
        (folder / campaign_file.FILE).write_text(text)
        await x.finished()
        clock.stop(BEGIN + READ)
        for fault in faults:
            x.faults.add(fault)
        campaign = campaign_file.read(folder)
        opening = wiring.assembled(
            folder, campaign, partial(connected, campaign, tokens(x), 20.0, clock), "", clock
        )
        async with opening as (hub, jobs):
            running = asyncio.create_task(hub.run(jobs))
            try:
                async with seat(folder, name="Asha") as asha:
                    owed = {f"x:{post}" for post in x.searchable("#StandUp4SW -is:retweet")}
                    await eventually(lambda: owed <= asha.posts.keys(), PATIENCE)
                    yield PlayedDay(folder, x, clock, asha, clock.moment)
            finally:
                hub.stop("the test ended")
                await running
