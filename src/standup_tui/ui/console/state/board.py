"""Everything a console knows about its campaign, filled by what the hub says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil
from time import monotonic

from standup_tui.core.timeline import Pane, Timeline
from standup_tui.model.entry import Decision, Entry, Moderator
from standup_tui.model.health import Health
from standup_tui.model.keys import DEFAULT, Keys
from standup_tui.model.post import PostId
from standup_tui.model.votes import Report
from standup_tui.model.wall import Scene, WallState
from standup_tui.protocol.messages import (
    About,
    Counts,
    Presence,
    Pulse,
    Reading,
    RulesReport,
    Welcome,
)
from standup_tui.ui.console.state.alerts import Alerts
from standup_tui.ui.console.state.drawn import Drawn
from standup_tui.ui.console.state.mine import Mine
from standup_tui.ui.console.state.shelf import Shelf
from standup_tui.ui.console.state.workload import Workload
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
        self.entries = Shelf()
        self.timelines = {pane: Timeline(pane) for pane in PANES}
        self.queue = Timeline(Pane.UNDECIDED)
        """Everything that waits for a person, what is most urgent first."""
        self.work = Workload(self.queue, self.entries)
        self.alerts = Alerts(clock)
        self.about = _NOTHING
        self.keys = DEFAULT
        """The keys in force in this campaign."""
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
        self.own: tuple[Scene, ...] = ()
        """The scenes of walls that keep to one of their own."""
        self.coming: Mapping[PostId, datetime] = {}
        """Posts that show by themselves unless somebody acts, and when."""
        self.outbox: tuple[Entry, ...] = ()
        self.handover: Decision | None = None
        """The newest note for the next shift."""
        self.draft = ""
        """A note that was begun here and not left yet."""
        self.decided = 0
        """The number of the newest decision on a post that is known."""
        self.zone: tzinfo = UTC
        self.lost = "looking for the hub"
        """Why there is no hub; empty while there is one."""
        self.refused = False
        """Whether the hub is there and does not let us in."""
        self.opened: PostId | None = None
        """The post that is open on this console."""
        self.mine = Mine()
        """This console's own acts."""
        self._read, self._shaken_until = 0, 0.0
        self.drawn = Drawn()
        """When what others changed was drawn."""
        self._hub_time, self._heard = datetime.now(UTC), clock()
        self._opened_by: dict[PostId, str] = {}

    @property
    def now(self) -> datetime:
        """The hub's time: ages are counted from its clock, not from this machine's."""
        return self._hub_time + timedelta(seconds=self.clock() - self._heard)

    def welcome(self, welcome: Welcome) -> None:
        """Begin, or begin again after the hub was lost."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # late: the panes stand by then

        self.about, self.you, self.owner = welcome.about, welcome.you, welcome.owner
        self.keys = Keys(welcome.about.keys)
        self.wall = welcome.wall
        self.lost, self.refused = "", False
        self.mine.begin_again()
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
        self.handover = pulse.handover
        self.own = pulse.own
        self.coming = {one.post: one.due for one in pulse.coming}
        self._note_readers()

    @property
    def note(self) -> Decision | None:
        """The note for the next shift, if somebody else left it and it was not read here."""
        note = self.handover
        return None if note is None or note.by == self.you or note.seq <= self._read else note

    def read_note(self) -> None:
        """Have the newest note count as read."""
        if self.handover is not None:
            self._read = self.handover.seq

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
            if self.mine.take(entry, self.you):
                own.add(entry.post.id)
            self.entries.put(entry)
            if entry.last is not None:
                self.decided = max(self.decided, entry.last.seq)
        self.work.take(entries)
        return own

    def shake(self) -> None:
        """Have acts wait a moment: the row under the cursor is not what it was."""
        self._shaken_until = self.clock() + SHAKEN

    @property
    def shaken(self) -> bool:
        """Whether somebody else changed the row under the cursor just now."""
        return self.clock() < self._shaken_until

    def aside(self, entry: Entry) -> Aside:
        """Return what a card says that is not in its post."""
        post = entry.post.id
        return Aside(
            age=age(entry.post.at, self.now),
            pending=self.mine.unconfirmed(entry),
            opened_by=self._opened_by.get(post, ""),
            act=acts_in_words(entry, self.now),
            shows=self.shows_in(post, len(str(self.wall.delay))),
            opens=self.keys.of("open"),
        )

    def shows_in(self, post: PostId, digits: int = 1) -> str:
        """Return when a post shows by itself: ``shows in 12 s``; empty for one that does not.

        Args:
            post: The post.
            digits: Columns for the number, so that nothing moves when it gets shorter.
        """
        due = self.coming.get(post)
        if due is None or self.lost:
            return ""
        seconds = ceil((due - self.now).total_seconds())
        return f"shows in {seconds:{digits}} s" if seconds > 0 else "shows now"

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
