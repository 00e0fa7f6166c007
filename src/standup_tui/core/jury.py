"""Processes that judge beside the hub while much is waiting.

At the pace of a network the hub judges by itself. When posts come faster than that, after an
outage or in a burst, judging is what takes longest, and one process can use one processor only.
Then slices of posts go to a process for each processor, which end when it is quiet again.

What they do not answer, and whatever they do not answer well, the hub judges itself: a post that
nobody judged never counts as one that nothing was found in.
"""

import asyncio
import logging
import os
import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, NoReturn

import msgspec

from standup_tui.core.juror import FLAGS, LENGTH, framed
from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.ports.clock import Clock
from standup_tui.redaction import bare
from standup_tui.rules.engine import RuleSettings

_log = logging.getLogger(__name__)

_MOST: Final = 4
"""Processes; with more, the hub itself would be what takes longest."""

_MUCH: Final = 400
"""Posts that wait at once in a burst only: a page of a search has a hundred."""

_QUIET: Final = 15.0
"""Seconds without a slice after which the processes end."""

_PATIENCE: Final = 60.0
"""Seconds for a slice, with the start of a process."""

_FAILURES: Final = 3
"""In a row, without an answer between them: then none is asked until it is quiet again."""


class Jury:
    """The processes, none of which runs until they are needed."""

    def __init__(self, settings: RuleSettings, clock: Clock, most: int | None = None) -> None:
        """Take the rules' settings, and how many processes there may be."""
        self._settings = pickle.dumps(settings)
        self._clock = clock
        self._most = _processors() if most is None else most
        self._jurors: list[_Juror] = []
        self._idle: asyncio.Queue[_Juror] = asyncio.Queue()
        self._asked = self._waiting = 0
        self._failures = 0

    def expect(self, posts: int) -> None:
        """Note how many posts are judged next, and call the processes in if that is a burst."""
        if posts >= _MUCH and not self._jurors:
            self._jurors = [_Juror(self._settings) for _ in range(self._most)]
            for juror in self._jurors:
                self._idle.put_nowait(juror)

    async def judge(self, posts: Sequence[Post]) -> list[list[Flag]] | None:
        """Return what the rules have against each post, without floods; nothing if none judges."""
        if not self._jurors or self._failures >= _FAILURES:
            return None
        self._asked += 1
        self._waiting += 1
        juror = await self._idle.get()
        try:
            async with asyncio.timeout(_PATIENCE):
                found = await juror.judge(posts)
        except (OSError, EOFError, ValueError, TimeoutError, msgspec.MsgspecError) as error:
            _log.warning("a process that judges is replaced: %r", error)
            self._failures += 1
            await juror.end()
            return None
        except asyncio.CancelledError:
            await juror.end()  # its answer would be taken for that of the next question
            raise
        finally:
            self._idle.put_nowait(juror)
            self._waiting -= 1
        self._failures = 0
        return found

    async def run(self) -> NoReturn:
        """End the processes whenever it has been quiet for a while, for ever."""
        while True:
            asked = self._asked
            await self._clock.sleep(_QUIET)
            if asked == self._asked and not self._waiting:
                await self.dismiss()

    async def dismiss(self) -> None:
        """End all processes; the next burst starts others."""
        jurors, self._jurors, self._idle = self._jurors, [], asyncio.Queue()
        self._failures = 0
        for juror in jurors:
            await juror.end()


class _Juror:
    """One process; started when it is first asked, and again after it has ended."""

    def __init__(self, settings: bytes) -> None:
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None

    async def judge(self, posts: Sequence[Post]) -> list[list[Flag]]:
        """Return what the rules have against each post.

        Raises:
            OSError: There is no such process.
            EOFError: It ended instead of answering.
            ValueError: The answer is of other posts.
            msgspec.MsgspecError: The answer is none.
        """
        message = framed(msgspec.msgpack.encode(posts))
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "standup_tui.core.juror"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # on what a rule fails is judged again here
                env=bare(os.environ),
            )
            message = framed(self._settings) + message
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:
            raise EOFError
        asked.write(message)
        await asked.drain()
        (length,) = LENGTH.unpack(await answers.readexactly(LENGTH.size))
        found = FLAGS.decode(await answers.readexactly(length))
        if len(found) != len(posts):
            raise ValueError(len(found))
        return found

    async def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()  # it has nothing to lose
        await process.communicate()  # reads what it may have said last: else it is never done


def _processors() -> int:
    """Return how many processes are worth while; with one processor, none."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(count or 1, _MOST) if count and count > 1 else 0
