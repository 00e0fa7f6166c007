"""What a wall knows, and whether it may show it at this moment. Needs no screen and no clock.

The wall fails closed. It trusts what it knows only while the hub's heart beats and its own
event loop runs; when either stops, everything is forgotten and asked for again over a new
connection, because an old one may still hold frames from before.
"""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum, auto
from math import inf
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Changes, Entry
from standup_tui.model.post import AuthorId, PostId
from standup_tui.model.wall import WallState
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import SILENT, About, Changed, Down, Goodbye, Pulse, Welcome
from standup_tui.ui.looks.shown import as_shown
from standup_tui.ui.looks.spelling import AS_WRITTEN, Spelling

STEP: Final = 1.0
"""Seconds between two arrivals on the wall; what leaves, leaves at once."""

_PATIENCE = 2
"""Pulses after which the posts are taken as complete, should the hub not say so."""


def steady() -> float:
    """Return seconds that never go back and also count while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Scene(Enum):
    """What a wall shows."""

    CONNECTING = auto()
    """No hub was heard yet."""
    HOLDING = auto()
    """The hub was heard and is silent now."""
    BLANK = auto()
    STREAM = auto()


class Board:
    """The posts a wall may show, as long as it may trust that it still may.

    Every method is told the time by `steady`.
    """

    def __init__(self, at: float, spelling: Spelling = AS_WRITTEN) -> None:
        self.born = at
        """When this wall began."""
        self.spelling = spelling
        """How this screen writes what strangers wrote."""
        self.about: About | None = None
        """The campaign, once a hub has welcomed us."""
        self.why = ""
        """Why there is no hub, in its or our words."""
        self.refused = False
        """Whether the hub does not let us in."""
        self.zone: tzinfo = UTC
        self._wall = WallState()
        self._timeline = Timeline(Pane.WALL)
        self._entries: dict[PostId, Entry] = {}
        self._people: Counter[AuthorId] = Counter()
        self._edits = 0
        self._joined = False
        self._complete = False
        self._until = 0
        self._pulses = 0
        self._known = False
        self._heard = at
        self._awake = at
        self._stepped = at
        self._clock = (datetime.now(UTC), at)

    @property
    def version(self) -> tuple[int, int]:
        """Changes with everything that may be seen of the posts."""
        return self._timeline.version, self._edits

    @property
    def posts(self) -> int:
        """How many posts may be shown."""
        return len(self._entries)

    @property
    def people(self) -> int:
        """How many accounts wrote them."""
        return len(self._people)

    def now(self, at: float) -> datetime:
        """Return the hub's time, in the campaign's zone."""
        told, then = self._clock
        return (told + timedelta(seconds=at - then)).astimezone(self.zone)

    def scene(self, at: float) -> Scene:
        """Return what may be shown at this moment; asked again for every frame."""
        if self._wall.blank:
            return Scene.BLANK
        if self._pulses and self._complete and self._trusted(at):
            return Scene.STREAM
        return Scene.HOLDING if self._known else Scene.CONNECTING

    def first(self, most: int) -> list[Entry]:
        """Return the first posts in the wall's order; never one that may not be shown."""
        places = range(min(most, len(self._timeline)))
        entries = (self._entries[self._timeline.at(place)] for place in places)
        shown = (entry for entry in entries if entry.standing.on_wall)
        return [as_shown(entry, self.spelling) for entry in shown]

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
        """Let the posts in that wait, if the last ones came long enough ago."""
        if self._timeline.waiting and at - self._stepped >= STEP:
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

    def _change(self, changes: Changes, at: float) -> None:
        if changes.wall is not None:
            self._set_wall(changes.wall)
        for entry in changes.entries:
            self._put(entry)
        self._timeline.take(changes.entries)
        for post in changes.removed:  # last, so that it has the last word
            self._drop(post)
        self._timeline.remove(changes.removed)
        self._complete = self._complete or (changes.seq >= self._until and not changes.more)
        self._timeline.holding = self._complete  # the first posts need not queue
        self.step(at)

    def _set_wall(self, wall: WallState) -> None:
        if wall.seq >= self._wall.seq:
            self._wall = wall

    def _put(self, entry: Entry) -> None:
        self._drop(entry.post.id)
        if entry.standing.on_wall:
            self._edits += 1
            self._entries[entry.post.id] = entry
            self._people[entry.post.author.id] += 1

    def _drop(self, post: PostId) -> None:
        if (old := self._entries.pop(post, None)) is not None:
            self._edits += 1
            author = old.post.author.id
            self._people[author] -= 1
            if not self._people[author]:
                del self._people[author]

    def _forget(self) -> None:
        """Know no post any more. A blank stays: only a hub may bring the wall back."""
        self._timeline.clear()
        self._timeline.holding = False
        self._entries.clear()
        self._people.clear()
        self._joined = self._complete = False
        self._pulses = 0
        self._stepped = -inf


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a hub with newer tables than ours
        return UTC
