"""Mutants: hubs that break one promise each. The test of that promise must catch them.

Run as a program: NAME FOLDER DESCRIPTOR, which is told as by a real hub when it is ready.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from standup_tui import wiring
from standup_tui.core.moderation import Moderation
from standup_tui.core.outbox import Sender
from standup_tui.core.reading import Reading
from standup_tui.hub import door
from standup_tui.hub.daemon import Signals
from standup_tui.hub.feed import Feed
from standup_tui.model.command import Done, Outcome, Refused
from standup_tui.model.lifecycle import Standing
from standup_tui.store import deciding, decisions, opening, recording
from standup_tui.store.recording import Subject


def replaced(what: Any, **parts: Any) -> None:
    """Replace parts of a class or a module."""
    for name, part in parts.items():
        setattr(what, name, part)


def halved() -> None:
    """Write decisions down, and leave the posts where they are."""
    record = recording.record

    async def half(case: Any, deed: Any, subject: Subject, now: Standing) -> int:
        return await record(case, deed, subject, subject.stood if case.by.login else now)

    replaced(deciding, record=half)


def insistent() -> None:
    """Send again what is in doubt, to make sure."""

    async def again(self: Sender, doubt: Any) -> None:
        await self._send(doubt.act)

    replaced(Sender, _resolve=again)


def impatient() -> None:
    """Keep to no pause of the hub before."""

    async def nothing(_: Reading) -> None:
        """Forget what was."""

    replaced(Reading, _resume=nothing)


def unsynced() -> None:
    """Acknowledge what only the page cache has."""
    replaced(opening, _PRAGMAS=(*opening._PRAGMAS, "PRAGMA synchronous = NORMAL"))


def deaf() -> None:
    """Heed no signal."""

    def nothing(_self: Signals, _loop: object, _stop: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    replaced(Signals, install=nothing)


def hoarding() -> None:
    """Forget nothing that was ever sent."""
    after, kept = Feed.after, []

    async def hoard(self: Feed, *more: Any) -> Any:
        answer = await after(self, *more)
        kept.append(bytearray(50_000_000))
        return answer

    replaced(Feed, after=hoard)


def soothing() -> None:
    """Answer that it is done, whatever the disk says."""
    do = Moderation.do

    async def done(self: Moderation, command: Any, by: Any, *, may_act: bool = True) -> Outcome:
        outcome = await do(self, command, by, may_act=may_act)
        if isinstance(outcome, Refused) and "not saved" in outcome.why:
            return Done(0, "done", command.post)
        return outcome

    replaced(Moderation, do=done)


def forgiving() -> None:
    """Decide on a post whatever it was when somebody pressed the key."""
    decide = deciding.decide

    async def forgive(case: Any, command: Any, entry: Any, rules: Any) -> Any:
        if entry is not None:
            command = replace(command, revision=entry.standing.revision)
        return await decide(case, command, entry, rules)

    replaced(deciding, decide=forgive)
    replaced(decisions, decide=forgive)


def unlocked() -> None:
    """Take no lock."""
    replaced(wiring, campaign_lock=lambda *_, **__: nullcontext())


def boundless() -> None:
    """Read frames of any length."""
    replaced(door, LARGEST_UP=2**31)


def openhanded() -> None:
    """Leave it to whoever starts it what others may read."""
    umask = os.umask
    replaced(os, umask=lambda mask: 0 if mask == 0o077 else umask(mask))


MUTANTS: dict[str, Callable[[], None]] = {
    it.__name__: it
    for it in (
        *(halved, insistent, impatient, unsynced, deaf),
        *(hoarding, soothing, forgiving, unlocked, boundless, openhanded),
    )
}


def script(name: str) -> list[str]:
    """Return what Python is to run, before the folder and the descriptor."""
    return [str(Path(__file__)), name]


if __name__ == "__main__":
    MUTANTS[sys.argv[1]]()
    sys.exit(wiring.serve(Path(sys.argv[2]), int(sys.argv[3])))
