"""Everything a console knows about its campaign, filled by what the hub says."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from time import monotonic
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.lifecycle import Standing, Verb
from standup_tui.model.post import PostId
from standup_tui.model.votes import Report
from standup_tui.model.wall import WallState
from standup_tui.protocol.messages import (
    About,
    Counts,
    Presence,
    Pulse,
    Reading,
    RulesReport,
    Welcome,
)
from standup_tui.ui.looks.shown import as_shown
from standup_tui.ui.looks.spelling import AS_WRITTEN, Spelling
from standup_tui.ui.widgets.act_words import acts_in_words
from standup_tui.ui.widgets.card import Aside
from standup_tui.ui.widgets.wording import age

PANES = (Pane.LIVE, Pane.FLAGGED, Pane.HIGHLIGHTS, Pane.HELD, Pane.FOUND)
"""The lists of posts that a console has, by their keys 1 to 4 and F."""

SHAKEN = 0.3
"""Seconds in which acts are ignored after somebody else changed the row under the cursor."""

_NOBODY = Moderator("")
_NOTHING = About("", (), "", "", "UTC", "", "", (), (), (), retweets=False, folder="")


class Board:
    """The posts, the panes' order, the people and the walls, as the hub last said."""

    def __init__(
        self, clock: Callable[[], float] = monotonic, spelling: Spelling = AS_WRITTEN
    ) -> None:
        self.clock = clock
        """Seconds that only go forward; nothing here reads another clock."""
        self.spelling = spelling
        """How this screen writes what strangers wrote."""
        self.entries: dict[PostId, Entry] = {}
        self.timelines = {pane: Timeline(pane) for pane in PANES}
        self.queue = Timeline(Pane.UNDECIDED)
        """Everything that waits for a person, what is most urgent first."""
        self.about = _NOTHING
        self.you = _NOBODY
        self.owner = False
        self.wall = WallState()
        self.health = Health()
        self.reading: Reading | None = None
        """What the hub last said about gaps and money; None until it was asked."""
        self.report: Report | None = None
        """What the hub last said about the rules; None until it was asked."""
        self.counts: Counts | None = None
        """What the hub last counted of the campaign's actions; None until it was asked."""
        self.moderators: tuple[Presence, ...] = ()
        self.walls = 0
        self.outbox: tuple[Entry, ...] = ()
        self.zone: tzinfo = UTC
        self.lost = "looking for the hub"
        """Why there is no hub; empty while there is one."""
        self.refused = False
        """Whether the hub is there and does not let us in."""
        self.opened: PostId | None = None
        """The post that is open on this console."""
        self.pending: dict[PostId, int] = {}
        """Posts the hub has yet to answer about, and how many acts on each."""
        self.unanswered = 0
        """How many acts of any kind have no answer yet."""
        self._mine: dict[PostId, int] = {}
        self._coming: dict[PostId, int] = {}
        self._shaken_until = 0.0
        self._hub_time = datetime.now(UTC)
        self._heard = clock()
        self._opened_by: dict[PostId, str] = {}

    @property
    def now(self) -> datetime:
        """The hub's time: ages are counted from its clock, not from this machine's."""
        return self._hub_time + timedelta(seconds=self.clock() - self._heard)

    def welcome(self, welcome: Welcome) -> None:
        """Begin, or begin again after the hub was lost."""
        self.about, self.you, self.owner = welcome.about, welcome.you, welcome.owner
        self.wall = welcome.wall
        self.lost, self.refused = "", False
        self._coming.clear()
        self._set_clock(welcome.now)
        try:
            self.zone = ZoneInfo(welcome.about.zone)
        except (ZoneInfoNotFoundError, ValueError):
            self.zone = UTC

    def answer(self, said: Reading | RulesReport | Counts) -> None:
        """Keep what the hub says to a screen that asked."""
        match said:
            case Reading():
                self.reading = said
            case RulesReport(report):
                self.report = report
            case Counts():
                self.counts = said

    def pulse(self, pulse: Pulse) -> None:
        """Take in a heartbeat."""
        self._set_clock(pulse.now)
        self.health, self.wall, self.walls = pulse.health, pulse.wall, pulse.walls
        self.moderators, self.outbox = pulse.moderators, pulse.outbox
        self._note_readers()

    def _note_readers(self) -> None:
        """Note who else has which post open; an account may sit at two consoles."""
        readers: dict[PostId, list[str]] = {}
        mine = self.opened
        for person in self.moderators:
            if person.opened is None:
                continue
            if self.is_me(person) and person.opened == mine:
                mine = None
            else:
                readers.setdefault(person.opened, []).append(person.initials)
        self._opened_by = {post: " ".join(names) for post, names in readers.items()}

    def is_me(self, person: Presence) -> bool:
        """Tell whether a presence is this moderator, here or at another console."""
        return person.name == self.you.name

    def _set_clock(self, now: datetime) -> None:
        self._hub_time, self._heard = now, self.clock()

    def take(self, entries: Sequence[Entry]) -> set[PostId]:
        """Take in changed posts and return those that this console's own acts changed."""
        own = set()
        for entry in entries:
            if self._is_mine(entry):
                own.add(entry.post.id)
                self._settle(entry.post.id)
            self.entries[entry.post.id] = entry
        self.queue.take(entries)
        return own

    def _is_mine(self, entry: Entry) -> bool:
        """Tell whether an act of this console did this; only an undo learns its post later."""
        last = entry.last
        if last is None or last.by != self.you:
            return False
        return entry.post.id in self._mine or last.verb == Verb.UNDO

    def _settle(self, post: PostId) -> None:
        left = self._mine.pop(post, 1) - 1
        if left > 0:
            self._mine[post] = left

    def shake(self) -> None:
        """Have acts wait a moment: the row under the cursor is not what it was."""
        self._shaken_until = self.clock() + SHAKEN

    @property
    def shaken(self) -> bool:
        """Whether somebody else changed the row under the cursor just now."""
        return self.clock() < self._shaken_until

    def asked(self, post: PostId) -> None:
        """Remember that the hub has to answer about a post."""
        self.pending[post] = self.pending.get(post, 0) + 1
        self._mine[post] = self._mine.get(post, 0) + 1

    def answered(self, post: PostId, standing: Standing | None) -> None:
        """Forget it again, once the effect has come too.

        Args:
            post: The post that was acted on.
            standing: Where it stands by the answer; None if nothing was done.
        """
        left = self.pending.pop(post, 1) - 1
        if left > 0:
            self.pending[post] = left
        if standing is None:
            self._settle(post)
        else:
            self._coming[post] = standing.revision

    def unconfirmed(self, entry: Entry) -> bool:
        """Tell whether an act on a post has no answer, or an answer and no effect yet."""
        post = entry.post.id
        return post in self.pending or self._coming.get(post, 0) > entry.standing.revision

    def aside(self, entry: Entry) -> Aside:
        """Return what a card says that is not in its post."""
        post = entry.post.id
        return Aside(
            age=age(entry.post.at, self.now),
            pending=self.unconfirmed(entry),
            opened_by=self._opened_by.get(post, ""),
            act=acts_in_words(entry, self.now),
        )

    def shown(self, entry: Entry) -> Entry:
        """Return an entry as a row writes it."""
        return as_shown(entry, self.spelling)

    def whole(self, entry: Entry) -> Entry:
        """Return an entry as it is written where nothing may be left out."""
        return as_shown(entry, self.spelling.whole)

    def readers(self, post: PostId) -> str:
        """Return the initials of the others who have a post open."""
        return self._opened_by.get(post, "")

    def local(self, at: datetime) -> datetime:
        """Return a time as the campaign's people read it off their clocks."""
        return at.astimezone(self.zone)

    def moment(self, at: datetime, *, seconds: bool = False) -> str:
        """Return a time as people say it: ``14:32``, and with its day where that is not today."""
        local = self.local(at)
        clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
        today = local.date() == self.local(self.now).date()
        return clock if today else f"{local.day} {local:%b} {clock}"


def differs(old: Entry | None, new: Entry) -> bool:
    """Tell whether a post became another one to decide on: an age or a countdown does not."""
    if old is None:
        return False
    return grounds(old) != grounds(new)


def grounds(entry: Entry) -> tuple[object, ...]:
    """Return everything about a post on which somebody decides."""
    standing = entry.standing
    judged = (standing.status, standing.pin > 0, standing.starred, standing.escalated)
    return (judged, entry.flags, entry.post)
