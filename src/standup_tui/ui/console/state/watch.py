"""Watches what the hub says for what needs a person now, and raises a message about it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from standup_tui.model.entry import Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.health import Liveness
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.ui.console.state.alerts import Alerts
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.status_lines import LONG, trouble
from standup_tui.ui.console.state.wall_words import alone, chosen
from standup_tui.ui.widgets.act_words import BAD, act_in_words
from standup_tui.ui.widgets.ink import Role
from standup_tui.ui.widgets.wording import count, sentence, span

PATIENCE = 60.0
"""Seconds that a lost connection and a new gap get to mend themselves."""

AHEAD = timedelta(minutes=1)
"""So far ahead of the hub's clock a post cannot be."""

_HALTED = (Liveness.STALLED, Liveness.OUT_OF_BUDGET, Liveness.STOPPED)


class Watch:
    """Compares what is with what was. What was there at the start is no news."""

    def __init__(self, board: Board, alerts: Alerts) -> None:
        self._board = board
        self._alerts = alerts
        self._began = False
        self._urgent: dict[PostId, tuple[Kind, str]] = {}
        """Posts that a message stands about, with their flags' kinds and their authors."""
        self._acts: set[int] = set()
        self._blank = False
        self._chosen: datetime | None = None
        """When it was last chosen how posts get onto the walls."""
        self._halted: Liveness | None = None
        self._gaps = 0
        self._gaps_at: float | None = None
        self._asked_after: float | None = None
        self._was_lost = False
        self._ahead = False

    # Posts.

    def posts(self, entries: Iterable[Entry]) -> bool:
        """Look at posts before the board takes them in; return whether one needs a person now."""
        known = self._board.entries
        fresh: dict[PostId, tuple[Kind, str]] = {}
        for entry in entries:
            flag = _certain(entry)
            before = known.get(entry.post.id)
            if flag is None:
                self._urgent.pop(entry.post.id, None)
            elif before is None or _certain(before) is None:
                fresh[entry.post.id] = (flag.kind, entry.post.author.handle)
            if before is None and entry.post.at - self._board.now > AHEAD and not self._ahead:
                self._say_ahead(entry)
        if not self._alerts.stands("urgent"):
            self._urgent.clear()
        if fresh:
            self._urgent |= fresh
            self._alerts.say("urgent", self._urgent_words(), self._board.now, Role.BAD)
        elif not self._urgent:
            self._alerts.withdraw("urgent")
        return bool(fresh)

    def _urgent_words(self) -> str:
        if len(self._urgent) == 1:
            ((kind, handle),) = self._urgent.values()
            return f"{str(kind).capitalize()}: a post by @{handle}. ‹flagged› leads there."
        kinds = Counter(kind for kind, _ in self._urgent.values())
        named = ", ".join(f"{kind} {some}" for kind, some in kinds.most_common())
        return f"{len(self._urgent)} posts need a person: {named}. ‹flagged› leads there."

    def _say_ahead(self, entry: Entry) -> None:
        self._ahead = True
        ahead = span((entry.post.at - self._board.now).total_seconds())
        said = f"Posts are dated {ahead} in the future: the clock of the hub's machine is behind."
        self._alerts.say("clock", said, self._board.now)

    # Everything else.

    def look(self, *, loading: bool) -> None:
        """Look at what the hub last said of itself, the walls and the outbox.

        Args:
            loading: Whether the posts of the time before are still coming.
        """
        self._look_for_hub()
        board = self._board
        if board.lost:
            return
        if not self._began:
            if board.moderators:  # the first heartbeat is there
                self._begin()
            return
        self._look_at_walls()
        self._look_at_outbox()
        self._look_at_reading()
        self._look_at_gaps()
        if not loading:
            self._look_at_queue()

    def _begin(self) -> None:
        """Take everything for granted as it is: every line on the screen says it already.

        But not what the product did because nobody was there.
        """
        board = self._board
        self._began = True
        self._chosen = board.wall.delayed
        if board.wall.unattended:
            self._alerts.say("delay", alone(board.wall), board.now)
        self._blank = board.wall.blank
        self._acts = {act.id for entry in board.outbox for act in entry.acts if act.stage in BAD}
        halted = board.health.liveness in _HALTED
        self._halted = board.health.liveness if halted else None
        self._gaps = board.health.gaps

    def _look_for_hub(self) -> None:
        board = self._board
        if not self._began:
            return
        if board.lost and not self._was_lost:
            said = f"No hub: {sentence(board.lost)} What stands here may be old."
            self._alerts.say("hub", said, board.now, Role.BAD)
        elif self._was_lost and not board.lost:
            self._alerts.say("hub", "The hub is back.", board.now, Role.GOOD)
        self._was_lost = bool(board.lost)

    def _look_at_walls(self) -> None:
        wall = self._board.wall
        if wall.blank is not self._blank and wall.by and wall.by != self._board.you.name:
            did = "blanked the walls" if wall.blank else "brought the walls back"
            back = ": ‹blank› then y brings them back" if wall.blank else ""
            role = Role.WARN if wall.blank else Role.GOOD
            self._alerts.say("walls", f"{wall.by} {did}{back}.", self._board.now, role)
        self._blank = wall.blank
        if wall.delayed != self._chosen and wall.delayed_by != self._board.you.name:
            said = alone(wall) if wall.unattended else chosen(wall)
            self._alerts.say("delay", said, self._board.now)
        self._chosen = wall.delayed

    def _look_at_outbox(self) -> None:
        failed = [
            (entry, act)
            for entry in self._board.outbox
            for act in entry.acts
            if act.stage in BAD and act.id not in self._acts
        ]
        self._acts |= {act.id for _, act in failed}
        if len(failed) == 1:
            ((entry, act),) = failed
            what = act_in_words(act, self._board.now).capitalize()
            why = f": {sentence(act.problem)}" if act.problem else "."
            said = f"{what}, @{entry.post.author.handle}{why}"
            self._alerts.say("outbox", said, self._board.now, Role.BAD)
        elif failed:
            said = f"{count(len(failed), 'public act')} failed or in doubt; each post says why."
            self._alerts.say("outbox", said, self._board.now, Role.BAD)

    def _look_at_reading(self) -> None:
        board, health = self._board, self._board.health
        since = (board.now - health.since).total_seconds() if health.since else 0.0
        cut = health.liveness is Liveness.RECONNECTING and since >= PATIENCE
        if health.liveness in _HALTED or cut:
            if self._halted is not health.liveness:
                said = trouble(health, board.keys) or f"Reading: {health.liveness}."
                self._alerts.say("reading", said.lstrip("▲◐◌□■ "), board.now, Role.BAD)
            self._halted = health.liveness
        elif health.liveness is Liveness.LIVE and self._halted is not None:
            self._alerts.say("reading", "Posts are read again.", board.now, Role.GOOD)
            self._halted = None

    def _look_at_gaps(self) -> None:
        board, gaps = self._board, self._board.health.gaps
        if gaps <= self._gaps or board.health.liveness is not Liveness.LIVE:
            self._gaps = min(gaps, self._gaps)
            self._gaps_at = None
            return
        if self._gaps_at is None:
            self._gaps_at = board.clock()
        if board.clock() - self._gaps_at >= PATIENCE:
            said = f"{count(gaps, 'gap')} in the reading not repaired yet: ‹reading› says more."
            self._alerts.say("gaps", said, board.now)
            self._gaps, self._gaps_at = gaps, None

    def _look_at_queue(self) -> None:
        """Say when the oldest post has waited long, and again each time that doubles."""
        board = self._board
        waited = board.work.waited(board.now)
        if self._asked_after is None:
            self._asked_after = max(LONG, 2 * waited)
        if waited < LONG:
            self._asked_after = LONG
            self._alerts.withdraw("queue")
        elif waited >= self._asked_after:
            self._asked_after = 2 * waited
            many = len(board.work)
            of = f"The oldest of {many:,} that wait" if many > 1 else "The one post that waits"
            said = f"{of} has waited {span(waited)}: ‹undecided› goes from one to the next."
            self._alerts.say("queue", said, board.now)


def _certain(entry: Entry) -> Flag | None:
    """Return the flag that says that a person has to look at once, while nobody has."""
    if entry.standing.status is not Status.FLAGGED:
        return None
    return next((flag for flag in entry.flags if flag.severity is Severity.STOP), None)
