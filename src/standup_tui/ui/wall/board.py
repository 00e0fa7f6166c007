"""What a wall knows, and whether it may show it at this moment. Needs no screen and no clock.

The wall fails closed. It trusts what it knows only while the hub's heart beats and its own
event loop runs; when either stops, everything is forgotten and asked for again over a new
connection, because an old one may still hold frames from before.
"""

import time
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum, auto
from math import inf
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from standup_tui.core.timeline import Key, Pane, Timeline
from standup_tui.model.entry import Changes, Entry
from standup_tui.model.post import PostId
from standup_tui.model.wall import Place, Plan, Said, Scene, WallState
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import SILENT, About, Changed, Down, Goodbye, Pulse, Welcome
from standup_tui.ui.looks.shown import as_shown
from standup_tui.ui.wall.crowd import Crowd
from standup_tui.ui.wall.lights import Lights
from standup_tui.ui.wall.wishes import Wishes

STEP: Final = 1.0
"""Seconds between two arrivals on the wall; what leaves, leaves at once."""

_JITTER = timedelta(seconds=2)

_PATIENCE = 2
"""Pulses after which the posts are taken as complete, should the hub not say so."""


def steady() -> float:
    """Return seconds that never go back and also count while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Phase(Enum):
    """Whether a wall may show anything."""

    CONNECTING = auto()
    """No hub was heard yet."""
    HOLDING = auto()
    """The hub was heard and is silent now."""
    BLANK = auto()
    SHOWING = auto()


class Board:
    """The posts a wall may show, as long as it may trust that it still may.

    Every method is told the time by `steady`.
    """

    def __init__(self, at: float, wishes: Wishes | None = None) -> None:
        self.born = at
        """When this wall began."""
        self.wishes = wishes or Wishes()
        """What this one wall was started with."""
        self.about: About | None = None
        """The campaign, once a hub has welcomed us."""
        self.why = ""
        """Why there is no hub, in its or our words."""
        self.refused = False
        """Whether the hub does not let us in."""
        self.zone: tzinfo = UTC
        self.crowd = Crowd()
        """The posts that may be shown."""
        self.said: tuple[Said, ...] = ()
        """The tally, as far as the public may know it."""
        self._wall = WallState()
        self._timeline = Timeline(Pane.WALL, key=self._order)
        self._came: dict[PostId, datetime] = {}
        """When posts came that were not there at the start."""
        self._lights = Lights()
        self._joined = False
        self._complete = False
        self._until = 0
        self._pulses = 0
        self._known = False
        self._heard = at
        self._awake = at
        self._stepped = at
        self._turn: object = None
        self._fresh: datetime | None = None
        self._clock = (datetime.now(UTC), at)
        self._latest = datetime.min.replace(tzinfo=UTC)

    @property
    def version(self) -> tuple[int, int, int]:
        """Changes with everything that may be seen of the posts, the one in the spotlight too."""
        return self._timeline.version, self.crowd.edits, self._wall.seq

    def pressing(self, at: float) -> object:
        """Return what differs when something may not stay as it is drawn for another moment."""
        return self.phase(at), self.crowd.losses, self._wall.seq

    @property
    def plan(self) -> Plan:
        """How the campaign's walls are set up."""
        return self.about.plan if self.about else Plan()

    @property
    def posts(self) -> int:
        """How many posts may be shown."""
        return len(self.crowd)

    def now(self, at: float) -> datetime:
        """Return the hub's time, in the campaign's zone."""
        told, then = self._clock
        return (told + timedelta(seconds=at - then)).astimezone(self.zone)

    def phase(self, at: float) -> Phase:
        """Return what may be shown at this moment; asked again for every frame."""
        if self._wall.blank:
            return Phase.BLANK
        if self._pulses and self._complete and self._trusted(at):
            return Phase.SHOWING
        return Phase.HOLDING if self._known else Phase.CONNECTING

    def place(self, at: float) -> Place:
        """Return where the rotation stands: by the hub's clock, so the same on every wall.

        The clock is the hub's as far as we heard; that it is told a little late must not turn
        a scene back.
        """
        now = self.now(at)
        if now < self._latest < now + _JITTER:
            now = self._latest
        self._latest = now
        return self._steered.place(self.plan.slots, now)

    @property
    def _steered(self) -> WallState:
        """What moderators say of the walls; a scene that this wall was started with goes first.

        A post that left the walls has left the spotlight, whether or not the hub said so yet.
        """
        state = self._wall
        if state.spotlight is not None and self.crowd.get(state.spotlight) is None:
            fixed = None if state.fixed is Scene.SPOTLIGHT else state.fixed
            state = replace(state, spotlight=None, fixed=fixed)
        return replace(state, fixed=self.wishes.scene) if self.wishes.scene else state

    def spotlight(self, at: float) -> Entry | None:
        """Return the post in the spotlight: the one somebody put there, or one of the best.

        It stays the same as long as its scene lasts, unless it may not be shown any more.
        """
        place, state = self.place(at), self._steered
        turn = (0 if self.wishes.scene else state.seq, place.turn)
        lit = self.crowd.get(state.spotlight)
        if lit is None:
            lit = self._lights.of(turn, place.round(state.slots(self.plan.slots)), self.crowd)
        return as_shown(lit, self.wishes.spelling) if lit else None

    def quiet(self, at: float) -> bool:
        """Tell whether nothing new has come for so long that earlier posts come round again."""
        if self._fresh is None or self._wall.paused:
            return False
        return (self.now(at) - self._fresh).total_seconds() >= self.plan.quiet

    def first(self, most: int) -> list[Entry]:
        """Return the first posts in the wall's order; never one that may not be shown."""
        places = range(min(most, len(self._timeline)))
        entries = (self.crowd.get(self._timeline.at(place)) for place in places)
        shown = (entry for entry in entries if entry is not None and entry.standing.on_wall)
        return [as_shown(entry, self.wishes.spelling) for entry in shown]

    def stale(self, at: float) -> bool:
        """Return whether the connection must be made anew, and forget everything if so.

        To be asked before anything else is done: a loop that stood still for too long finds
        old heartbeats in its socket, which look like new ones.
        """
        slept, self._awake = at - self._awake > SILENT, at
        if slept or (self._joined and at - self._heard > SILENT):
            self._forget()
            return True
        return False

    def take(self, event: Down | Lost, at: float) -> None:
        """Take in what the hub said, or that it is gone."""
        match event:
            case Welcome():
                self._join(event, at)
            case Changed():
                self._change(event.changes, at)
            case Pulse():
                self._pulse(event, at)
            case Lost() | Goodbye():
                self.why = event.why
                self.refused = isinstance(event, Lost) and event.final
                self._forget()
            case _:  # answers are for consoles
                pass

    def step(self, at: float) -> None:
        """Let the posts in that wait, if the last ones came long enough ago.

        Nothing new comes while a moderator has the walls stand still, and where no motion is
        wanted only with the next scene.
        """
        before, self._turn = self._turn, (self.place(at).turn, self._wall.seq)
        if self._wall.paused or not self._timeline.waiting:
            return
        rested = at - self._stepped >= STEP
        if rested if self.plan.motion and self.wishes.motion else self._turn != before:
            self._timeline.release()
            self._stepped = at

    def _trusted(self, at: float) -> bool:
        return self._joined and max(at - self._heard, at - self._awake) <= SILENT

    def _join(self, welcome: Welcome, at: float) -> None:
        self._forget()
        self.about, self.why, self.refused = welcome.about, "", False
        self.zone = _zone(welcome.about.zone)
        self._wall = welcome.wall
        self._joined, self._heard, self._until = True, at, welcome.seq
        self._complete = welcome.seq == 0
        self._clock = welcome.now, at

    def _pulse(self, pulse: Pulse, at: float) -> None:
        self._heard = at
        self._pulses += 1
        self._known = True
        self._complete = self._complete or self._pulses >= _PATIENCE
        self._clock = pulse.now, at
        self._set_wall(pulse.wall)
        self.said = pulse.said or self.said

    def _change(self, changes: Changes, at: float) -> None:
        if changes.wall is not None:
            self._set_wall(changes.wall)
        for entry in changes.entries:
            self._freshen(entry, at)
            self.crowd.put(entry)
            if not entry.standing.on_wall:
                self._came.pop(entry.post.id, None)
        self._timeline.take(changes.entries)
        for post in changes.removed:  # last, so that it has the last word
            self.crowd.drop(post)
            self._came.pop(post, None)
        self._timeline.remove(changes.removed)
        self._complete = self._complete or (changes.seq >= self._until and not changes.more)
        self._timeline.holding = self._complete  # the first posts need not queue
        self.step(at)

    def _freshen(self, entry: Entry, at: float) -> None:
        """Note when something new came last: what is there at the start is as old as it is."""
        if entry.standing.on_wall and self.crowd.get(entry.post.id) is None:
            came = self.now(at) if self._complete else entry.post.at
            self._fresh = max(self._fresh or came, came)
            if self._complete:
                self._came[entry.post.id] = came

    def _order(self, entry: Entry) -> Key:
        """Return what posts are sorted by: pins, then what was written or let on last.

        A post that somebody approves late is new to whoever looks: among those of its own time
        it would come where nobody sees it, and the approval would change nothing here.
        """
        pin, written = entry.standing.pin, entry.post.at
        came = max(self._came.get(entry.post.id, written), written)
        return (0 if pin else 1, pin, -came.timestamp(), -written.timestamp())

    def _set_wall(self, wall: WallState) -> None:
        if wall.seq >= self._wall.seq:
            self._wall = wall

    def _forget(self) -> None:
        """Know no post any more. A blank stays: only a hub may bring the wall back."""
        self._timeline.clear()
        self._timeline.holding = False
        self._came.clear()
        self.crowd.clear()
        self._lights.clear()
        self.said, self._fresh = (), None
        self._joined = self._complete = False
        self._pulses = 0
        self._stepped = -inf


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a hub with newer tables than ours
        return UTC
