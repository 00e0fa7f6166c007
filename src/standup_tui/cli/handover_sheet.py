"""The newest notes and what is open, asked of a hub or read from a store, as lines."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from standup_tui.cli.places import unanswered
from standup_tui.cli.snapshot import Snapshot
from standup_tui.core.open_work import OpenWork, open_work, unflagged
from standup_tui.errors import HubError
from standup_tui.model.command import Done, Handover, OpId
from standup_tui.model.entry import Decision, Entry
from standup_tui.model.keys import Keys
from standup_tui.model.lifecycle import Status
from standup_tui.model.text import clean as clean_text
from standup_tui.model.text import clean_line
from standup_tui.model.wrapping import wrap
from standup_tui.protocol.client import WELCOME, Client, Lost
from standup_tui.protocol.messages import AskLog, Log, Role
from standup_tui.settings import campaign_file
from standup_tui.ui.console.state.open_here import troubles
from standup_tui.ui.widgets.open_words import open_in_words

NOTES = 5
"""Notes that are shown, the newest first."""

_WIDTH = 96
_PATIENCE = WELCOME + 10.0
"""Seconds a hub gets to send everything it has."""
_VERB = "handover"


def clean(line: str) -> str:
    """Return a line that every terminal, log and mail can take."""
    return clean_line(line).rstrip()


def of_store(folder: Path) -> list[str]:
    """Return the lines of a campaign whose hub does not run.

    Raises:
        StandupError: There is no store, or it cannot be read.
    """
    from standup_tui import looking_back

    zone = campaign_file.read(folder).zone
    shift = looking_back.handed_over(folder, NOTES)
    return list(_lines(shift.notes, shift.work, datetime.now(UTC), zone))


def of_hub(place: Path, name: str, note: str | None) -> list[str]:
    """Return the lines of a campaign whose hub runs, having left a note there.

    Raises:
        HubError: It does not answer, does not let us in, or does not take the note.
    """
    return asyncio.run(_Asking(place, name, note).lines())


class _Asking:
    """One terminal that listens until it knows everything."""

    def __init__(self, place: Path, name: str, note: str | None) -> None:
        self._place = place
        self._client = Client(place, Role.CONSOLE, name)
        self._note = note
        self._known = Snapshot()
        self._notes: dict[int, Decision] = {}
        self._lost = "it says nothing"

    async def lines(self) -> list[str]:
        """Ask, and return what there is to say."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._listen()
        except TimeoutError:
            raise unanswered(self._place, self._lost) from None
        welcome, pulse = self._known.welcome, self._known.pulse
        assert welcome is not None  # noqa: S101, _listen() ends with both
        assert pulse is not None  # noqa: S101
        if pulse.handover is not None:
            self._notes[pulse.handover.seq] = pulse.handover
        notes = sorted(self._notes.values(), key=lambda it: -it.seq)[:NOTES]
        work = _work(self._known)
        keys = Keys(welcome.about.keys)
        lines = _lines(notes, work, pulse.now, ZoneInfo(welcome.about.zone))
        return [keys.say(line) for line in lines]

    async def _listen(self) -> None:
        """Take in everything that was there at the start, the note left first."""
        leaving: asyncio.Task[None] | None = None
        async for message in self._client.events():
            self._known.take(message)
            match message:
                case Lost(why):
                    self._lost = why.rstrip(".")
                    if self._known.welcome is None:
                        raise unanswered(self._place, self._lost)
                case Log(lines=lines):
                    told = [line.decision for line in lines if line.decision.verb == _VERB]
                    self._notes |= {one.seq: one for one in told}
                    return
            if self._known.complete and leaving is None:
                leaving = asyncio.create_task(self._leave_note())
            if leaving is not None and leaving.done():
                leaving.result()

    async def _leave_note(self) -> None:
        """Leave the note, then ask for those that are there: words of the log find them."""
        if self._note is not None:
            command = Handover(OpId(uuid4().hex), self._note)
            outcome = await self._client.ask(command)
            if not isinstance(outcome, Done):
                raise HubError(f"the note was not left: {getattr(outcome, 'why', outcome)}.")
        self._client.send(AskLog(_VERB))


def _work(known: Snapshot) -> OpenWork:
    """Return what is open, of everything that a hub has sent."""
    assert known.pulse is not None  # noqa: S101, the caller has looked
    pulse = known.pulse
    since = pulse.health.since or pulse.now
    return open_work(
        _standing(known, Status.FLAGGED),
        unflagged(_standing(known, Status.WAITING)),
        _standing(known, Status.HELD),
        pulse.outbox,
        gaps=pulse.health.gaps,
        wall=pulse.wall,
        trouble=tuple(troubles(pulse.health, (pulse.now - since).total_seconds())),
    )


def _standing(known: Snapshot, status: Status) -> Sequence[Entry]:
    return [entry for entry in known.entries.values() if entry.standing.status is status]


def _lines(
    notes: Iterable[Decision], work: OpenWork, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    def moment(at: datetime) -> str:
        local = at.astimezone(zone)
        today = local.date() == now.astimezone(zone).date()
        return f"{local:%H:%M}" if today else f"{local.day} {local:%b} {local:%H:%M}"

    yield f"As of {moment(now)}."
    yield ""
    yield "Open now"
    for line in open_in_words(work, now, moment):
        text = line.lstrip()
        indent = line[: len(line) - len(text)]
        yield from (f"  {indent}{row}" for row in wrap(text, _WIDTH - len(indent)))
    yield ""
    yield "Notes, the newest first"
    nobody = True
    for note in notes:
        nobody = False
        yield f"  {clean_line(note.by.signed)}, {moment(note.at)}:"
        for row in wrap(clean_text(note.reason), _WIDTH):
            yield f"    {row}"
    if nobody:
        yield "  Nobody has left a note yet."
