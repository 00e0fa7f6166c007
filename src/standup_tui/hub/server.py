"""The hub itself: the socket, the sessions, the heartbeat."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from standup_tui import VERSION as BUILD
from standup_tui.core.health import Vitals
from standup_tui.core.moderation import Moderation
from standup_tui.core.voting import Voting
from standup_tui.errors import StoreError
from standup_tui.hub import asking
from standup_tui.hub.door import MOST_SESSIONS, drop, hang_up, must_exist, open_socket
from standup_tui.hub.feed import Feed
from standup_tui.hub.identity import group_id, may_act, may_join, peer
from standup_tui.hub.public import PublicNumbers
from standup_tui.hub.records import RecordsDesk
from standup_tui.hub.session import Session
from standup_tui.model.action import Tally
from standup_tui.model.command import Blank, Command, Handover, Outcome, Steer
from standup_tui.model.coverage import Coverage
from standup_tui.model.entry import Decision, Moderator
from standup_tui.model.health import Health
from standup_tui.model.keeping import NotKept, Request
from standup_tui.model.money import Account
from standup_tui.model.post import PostId
from standup_tui.model.votes import Report
from standup_tui.model.wall import Coming
from standup_tui.ports.clock import Clock
from standup_tui.ports.store import Store
from standup_tui.protocol.address import SOCKET
from standup_tui.protocol.messages import (
    BEAT,
    VERSION,
    About,
    AskLog,
    Counts,
    Find,
    Found,
    Goodbye,
    Kept,
    Log,
    Presence,
    Pulse,
    Reading,
    Role,
    RulesReport,
    Welcome,
    frame,
)

_log = logging.getLogger(__name__)

_HELD = 30.0
"""Seconds after which a job that was begun again counts as well."""

_GLANCE = 10.0
"""Seconds for which a console is attached before it counts as somebody who is there."""

Job = Callable[[], Awaitable[None]]


class Reader(Protocol):
    """Whoever reads the network, as far as terminals may ask about it."""

    def read_on(self) -> None:
        """Try again now."""
        ...

    async def coverage(self) -> Coverage:
        """Return what may be missing."""
        ...

    async def account(self) -> Account:
        """Return what reading costs."""
        ...


class Hub:
    """One campaign's hub, from its socket to its store."""

    def __init__(  # noqa: PLR0913  # the parts it joins
        self,
        folder: Path,
        about: About,
        store: Store,
        moderation: Moderation,
        *,
        vitals: Vitals,
        clock: Clock,
        group: str = "",
        public_group: str = "",
    ) -> None:
        self._path = folder / SOCKET
        self._about = about
        self._store = store
        self._moderation = moderation
        self._vitals = vitals
        self._clock = clock
        self._group = group
        self._public_group = public_group
        self._sessions: set[Session] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self.stopped: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """Why the hub stops, as soon as it does."""
        self._server: asyncio.Server | None = None
        self._note: Decision | None = None
        """The newest note for whoever comes next."""
        self.feed = Feed(store)
        self.reader: Reader | None = None
        """Set before the hub runs, where it reads anything."""
        self.voting: Voting | None = None
        """Set before the hub runs, where it judges anything."""
        self.tally: Callable[[], Awaitable[Tally]] | None = None
        """How often the campaign's actions were done; set before the hub runs."""
        self.coming: Callable[[], tuple[Coming, ...]] = tuple
        """What will show by itself; set before the hub runs."""
        self.disk: Callable[[], str] = str
        """Tells what moderators should know of the disk; set before the hub runs."""
        self._numbers = PublicNumbers(clock, lambda: self._has(Role.WALL))
        self.records: RecordsDesk | None = None
        """What the owner asks about records; set before the hub runs."""

    async def listen(self) -> None:
        """Make the socket. The campaign's lock must be held: a path in use is taken silently.

        Raises:
            HubError: The socket cannot be made, and why.
            StoreError: The store cannot be read.
        """
        must_exist(self._group, self._public_group)
        self._note = await self._store.handover()
        self._server = await open_socket(self._path, self._accept, self._group)

    async def run(self, jobs: Sequence[tuple[str, Job]]) -> str:
        """Serve terminals and do the jobs beside it until somebody stops the hub.

        Returns:
            Why it stopped, for the log.
        """
        tasks = [asyncio.create_task(self._kept_up(name, job), name=name) for name, job in jobs]
        tasks.append(asyncio.create_task(self._kept_up("heartbeat", self._beat), name="heartbeat"))
        tasks.append(asyncio.create_task(self._kept_up("blank", self._save_blank), name="blank"))
        self._numbers.tally = self.tally
        counting = self._kept_up("public numbers", self._numbers.run)
        tasks.append(asyncio.create_task(counting, name="public numbers"))
        try:
            return await self.stopped
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()

    def attended(self) -> bool:
        """Tell whether anybody sits at a console; a snapshot for a script is only a glance."""
        now = self._clock.monotonic()
        consoles = (one for one in self._sessions if one.role is Role.CONSOLE)
        return any(now - one.since >= _GLANCE for one in consoles)

    def _has(self, role: Role) -> bool:
        return any(one.role is role for one in self._sessions)

    def stop(self, why: str) -> None:
        """Stop the hub."""
        if not self.stopped.done():
            self.stopped.set_result(why)

    def troubled(self, what: str, why: str) -> None:
        """Say on every console what does not work; an empty reason takes it back."""
        _log.error("%s: %s", what, why)
        self._vitals.troubled(what, why)

    async def _close(self) -> None:
        cut = not self.stopped.done() or self.stopped.cancelled()
        why = "the hub ends" if cut else self.stopped.result()
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*(session.leave(why) for session in list(self._sessions)))
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        self._path.unlink(missing_ok=True)

    def committed(self) -> None:
        """Something is on disk: every terminal gets what is new."""
        self.feed.forget()
        for session in self._sessions:
            session.outbound.poke()

    async def _kept_up(self, name: str, job: Job) -> None:
        """Run a job again when an error ends it, and say so until it has held."""
        loop = asyncio.get_running_loop()
        while True:
            well = loop.call_later(_HELD, self._vitals.troubled, name, "")
            try:
                await job()
            except StoreError as error:
                _log.error("%s waits: %s", name, error)  # known, no traceback
                self._vitals.troubled(name, f"{name} waits: {error}")
                await self._clock.sleep(2)
            except Exception as error:  # noqa: BLE001  # logged, shown, and begun again
                _log.exception("%s failed", name)
                why = f"{name} failed ({type(error).__name__}); see hub.log"
                self._vitals.troubled(name, why)
                await self._clock.sleep(2)
            else:
                return
            finally:
                well.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            await self._serve(reader, writer)
        except asyncio.CancelledError:
            drop(writer)  # the hub ends, and has said goodbye
            return
        except Exception:  # noqa: BLE001  # logged; the other sessions go on
            _log.exception("a session failed")
        await hang_up(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection: socket.socket = writer.get_extra_info("socket")
        who = peer(connection)
        why = ""
        if not may_join(who, group_id(self._group) if self._group else None):
            why = f"{who.login} may not attach: ask the campaign's owner for its group."
        elif len(self._sessions) >= MOST_SESSIONS:
            why = f"{MOST_SESSIONS} terminals are attached already; close one."
        if why:
            writer.write(frame(Goodbye(why, refused=True)))
            with suppress(OSError):
                await writer.drain()
            return
        session = Session(self, who, reader, writer)
        session.may_act = may_act(who, self._public_group)
        session.since = self._clock.monotonic()
        self._sessions.add(session)
        try:
            await session.run()
        finally:
            self._sessions.discard(session)

    async def welcome(self, session: Session) -> Welcome:
        """Return a session's first frame."""
        changes = await self._store.changes(2**62, 1)
        session.outbound.poke()
        return Welcome(
            version=VERSION,
            build=BUILD,
            about=self._about,
            you=session.moderator,
            owner=session.owner,
            now=self._clock.now(),
            seq=changes.seq,
            wall=self._moderation.wall(await self._store.wall()),
            may_act=session.may_act,
        )

    async def do(self, command: Command, by: Moderator, *, may_act: bool) -> Outcome:
        """Do what a moderator asks; what concerns the walls reaches them with a heartbeat."""
        doing = self._moderation.do(command, by, may_act=may_act)
        outcome = await (self._at_once(doing) if isinstance(command, Blank) else doing)
        if isinstance(command, Blank | Steer | Handover):
            with suppress(StoreError):  # then walls hear no heartbeat, and let go by themselves
                if isinstance(command, Handover):
                    self._note = await self._store.handover()
                await self._beat_once()
        return outcome

    async def _at_once(self, doing: Coroutine[None, None, Outcome]) -> Outcome:
        """Do something that holds from its first moment, however long the disk takes."""
        task = asyncio.create_task(doing, name="blank")
        with suppress(StoreError):
            await asyncio.sleep(0)
            await self._beat_once()
        return await task

    async def story(self, post: PostId) -> bytes | None:
        """Return a frame with a post and its past, and as much around it as fits."""
        return await asking.story(self._store, post)

    async def reading(self) -> Reading:
        """Return how the reading goes."""
        if self.reader is None:
            return Reading(Coverage(), Account())
        return Reading(await self.reader.coverage(), await self.reader.account())

    async def rules(self) -> RulesReport:
        """Return how the rules fare."""
        return RulesReport(await self.voting.report() if self.voting else Report())

    async def counts(self) -> Counts:
        """Return how often the campaign's actions were done, and when that was counted."""
        return Counts(await self.tally() if self.tally else Tally(), self._clock.now())

    async def find(self, asked: Find) -> Found:
        """Return the posts that a search finds."""
        return await asking.find(self._store, asked)

    async def log(self, asked: AskLog) -> Log:
        """Return a page of the log."""
        return await asking.log(self._store, asked)

    async def keep(self, request: Request, by: Moderator) -> Kept:
        """Erase or give out records, to the end, whether or not somebody still waits for it."""
        if self.records is None:
            return Kept(NotKept("this hub keeps no records."))
        answer = await self.records.do(request, by)
        self._note = await self._store.handover()  # it may be erased
        return Kept(answer)

    def read_on(self) -> None:
        """Try to read again now."""
        if self.reader is not None:
            self.reader.read_on()

    async def _beat(self) -> None:
        """Send every terminal a heartbeat each second.

        Where the store cannot be read there is none: a wall must not go on showing what
        nobody can vouch for.
        """
        while True:
            try:
                await self._beat_once()
            except StoreError as error:
                self._vitals.troubled("store", str(error))
                _log.error("no heartbeat: %s", error)  # known, no traceback
            else:
                self._vitals.troubled("store", self.disk())
            await self._clock.sleep(BEAT)

    async def _save_blank(self) -> None:
        """Save what the disk did not take; a heartbeat does not wait for that."""
        while True:
            await self._clock.sleep(BEAT)
            await self._moderation.save_blank()

    async def _beat_once(self) -> None:
        outbox = await self._store.outbox()
        # Last, and nothing awaited after it: an older state would bring a blanked wall back.
        wall = self._moderation.wall(await self._store.wall())
        consoles = [one for one in self._sessions if one.role is Role.CONSOLE]
        walls = [one for one in self._sessions if one.role is Role.WALL]
        pulse = Pulse(
            now=self._clock.now(),
            health=self._vitals.health(),
            wall=wall,
            moderators=tuple(_presence(one) for one in consoles),
            walls=len(walls),
            outbox=outbox,
            coming=self.coming(),
            own=tuple(one.scene for one in walls if one.scene is not None),
            handover=self._note,
        )
        full = frame(pulse)
        bare = frame(Pulse(pulse.now, Health(), wall.for_walls, said=self._numbers.said))
        for session in consoles:
            session.outbound.beat(full)
        for session in walls:
            session.outbound.beat(bare)


def _presence(session: Session) -> Presence:
    who = session.moderator
    return Presence(who.name, who.initials, who.declared, session.opened)
