"""The panes as text, for a pipe, a log or a job: what `standup` prints where there is no screen.

Imports no screen library, and draws nothing but cleaned text.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic
from zoneinfo import ZoneInfo

from standup_tui.cli.places import unanswered
from standup_tui.core.timeline import Pane, Timeline
from standup_tui.errors import HubRefused
from standup_tui.model.entry import Entry
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import Post, PostId, ReferenceKind
from standup_tui.model.text import clean, clean_line
from standup_tui.model.wrapping import wrap
from standup_tui.protocol.client import WELCOME, Client, Lost
from standup_tui.protocol.messages import Changed, Down, Pulse, Role, Welcome
from standup_tui.ui.widgets.wording import age, count, span

PANES = (Pane.LIVE, Pane.FLAGGED, Pane.HIGHLIGHTS)
_MARKS = {Status.WAITING: "○", Status.FLAGGED: "▲", Status.SHOWN: "●"}
_WIDEST = 100
_MOST_LINES = 12
"""Lines of one post; a longer one says how many are left."""
_ANSWER = WELCOME + 5.0
"""Seconds a hub gets to send what it has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to wait for; a hub that has just started has nothing yet."""

    shown: int = 0
    flagged: int = 0
    posts: int = 0


@dataclass(slots=True)
class Snapshot:
    """What a hub has said so far."""

    welcome: Welcome | None = None
    pulse: Pulse | None = None
    seq: int = 0
    entries: dict[PostId, Entry] = field(default_factory=dict)

    def take(self, message: Down | Lost) -> None:
        """Take in one message."""
        match message:
            case Welcome():
                self.welcome = message
            case Pulse():
                self.pulse = message
            case Changed(changes):
                self.seq = changes.seq
                self.entries |= {entry.post.id: entry for entry in changes.entries}
            case Lost(why, final=True):
                raise HubRefused(why)
            case _:
                pass

    @property
    def complete(self) -> bool:
        """Whether everything that was there at the start has come."""
        return bool(self.welcome and self.pulse and self.seq >= self.welcome.seq)

    @property
    def stopped(self) -> bool:
        """Whether nothing more will come until somebody changes something."""
        return bool(self.pulse and self.pulse.health.liveness is Liveness.STOPPED)

    def has(self, wanted: Wanted) -> bool:
        """Tell whether there is as much as somebody waits for."""
        standings = [entry.standing for entry in self.entries.values()]
        return (
            sum(standing.on_wall for standing in standings) >= wanted.shown
            and sum(standing.status is Status.FLAGGED for standing in standings) >= wanted.flagged
            and len(standings) >= wanted.posts
        )

    def pane(self, pane: Pane) -> list[Entry]:
        """Return a pane's posts in its order."""
        timeline = Timeline(pane)
        timeline.take(self.entries.values())
        return [self.entries[timeline.at(place)] for place in range(len(timeline))]


def take(place: Path, *, wanted: Wanted | None = None, seconds: float = 0.0) -> Snapshot:
    """Ask a hub for everything it has.

    Args:
        place: The campaign's folder or the hub's socket.
        wanted: What to wait for.
        seconds: How long to wait for it.

    Raises:
        HubAbsent: No hub answers.
        HubRefused: It does not let us in.
    """
    return asyncio.run(_take(place, wanted or Wanted(), seconds))


async def _take(place: Path, wanted: Wanted, seconds: float) -> Snapshot:
    snapshot = Snapshot()
    until = monotonic() + seconds
    lost = "it says nothing"
    try:
        async with asyncio.timeout(_ANSWER + seconds):
            async for message in Client(place, Role.CONSOLE).events():
                snapshot.take(message)
                if isinstance(message, Lost):
                    lost = message.why
                    if snapshot.welcome is None:
                        break
                over = monotonic() >= until or snapshot.stopped
                if snapshot.complete and (over or (snapshot.has(wanted) and wanted != Wanted())):
                    break
    except TimeoutError:
        pass
    if not snapshot.complete:
        raise unanswered(place, lost)
    return snapshot


def draw(snapshot: Snapshot, width: int | None = None, posts: int = 5) -> str:
    """Return a snapshot as text that every terminal, log and mail can take.

    Args:
        snapshot: What a hub said; complete.
        width: Columns; the terminal's, if none is given.
        posts: How many of each pane.
    """
    columns = width or min(_WIDEST, get_terminal_size().columns)
    lines = _lines(snapshot, max(20, columns), posts)
    return "\n".join(clean_line(line).rstrip() for line in lines)


def _lines(snapshot: Snapshot, width: int, posts: int) -> Iterator[str]:
    assert snapshot.welcome is not None  # noqa: S101, take() gives only complete ones
    assert snapshot.pulse is not None  # noqa: S101
    about, pulse = snapshot.welcome.about, snapshot.pulse
    zone = ZoneInfo(about.zone)
    label = f"{about.label}  " if about.label else ""
    tags = " ".join(about.tags)
    yield from wrap(f"{label}Standup  {clean_line(about.name)}  {clean_line(tags)}", width)
    yield from wrap(_state(pulse, len(snapshot.entries), pulse.now.astimezone(zone)), width)
    for pane in PANES:
        entries = snapshot.pane(pane)
        yield ""
        yield _rule(f"{pane} · {len(entries):,}", width)
        for entry in entries[:posts]:
            yield from _entry(entry, pulse.now, zone, width)
        if len(entries) > posts:
            yield f"  … and {len(entries) - posts:,} more"


def _state(pulse: Pulse, posts: int, now: datetime) -> str:
    wall = "blank" if pulse.wall.blank else "on"
    parts = [_liveness(pulse.health, pulse.now), count(max(pulse.health.posts, posts), "post")]
    if pulse.health.per_minute:
        parts.append(f"{pulse.health.per_minute[-1]:,} a minute")
    parts += [f"wall {wall}", f"{now:%H:%M}"]
    if trouble := pulse.health.trouble or pulse.health.why:
        parts.append(clean_line(trouble))
    return " · ".join(parts)


def _liveness(health: Health, now: datetime) -> str:
    since = f" for {span((now - health.since).total_seconds())}" if health.since else ""
    return f"{health.liveness}{since}"


def _rule(title: str, width: int) -> str:
    return f"── {title} ".ljust(width, "─")


def _entry(entry: Entry, now: datetime, zone: ZoneInfo, width: int) -> Iterator[str]:
    """Draw one post: its flags, who and when, what it refers to, all of what it says."""
    post, standing = entry.post, entry.standing
    for flag in entry.flags if standing.status is Status.FLAGGED else ():
        for line in wrap(f"{flag.kind}: {clean_line(flag.reason)}", width - 4):
            yield f"    {line}"
    mark = _MARKS.get(standing.status, " ")
    pinned = " · pinned" if standing.pin else ""
    name, handle = clean_line(post.author.name), clean_line(post.author.handle)
    who = f"{name} @{handle} · {age(post.at.astimezone(zone), now.astimezone(zone))}{pinned}"
    for number, line in enumerate(wrap(who, width - 2)):
        yield f"{mark if number == 0 else ' '} {line}"
    yield from _indented((*_references(post), *_body(post, width), *_pictures(post)), width)


def _body(post: Post, width: int) -> list[str]:
    lines = wrap(clean(post.text), width - 2)
    left = len(lines) - _MOST_LINES
    return lines if left <= 0 else [*lines[:_MOST_LINES], f"… {count(left, 'more line')}"]


def _references(post: Post) -> Iterator[str]:
    for kind, words in ((ReferenceKind.REPLY, "in reply to"), (ReferenceKind.QUOTE, "quotes")):
        if (reference := post.reference(kind)) is not None:
            author = reference.author
            yield f"{words} {f'@{clean_line(author.handle)}' if author else 'another post'}"


def _pictures(post: Post) -> Iterator[str]:
    for media in post.media:
        said = f": {clean_line(media.alt)}" if media.alt else ", not described"
        yield f"[{clean_line(media.kind)}{said}]"


def _indented(lines: Iterable[str], width: int) -> Iterator[str]:
    for text in lines:
        for line in wrap(text, width - 2):
            yield f"  {line}"
