"""A hub on a real store and socket, in a process of its own, into which posts are poured.

What it is to do comes as lines: ``rate 100`` lets so many posts a second arrive, ``rate 0`` none;
``put 10`` lets that many arrive at once, ``all 1`` has them come to all three panes by turns. It
says ``ready`` when its first posts are stored.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from halls import Hall, hall
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.text import clean, clean_line
from standup_tui.ports.store import Judged
from ui.invented import PEOPLE, TEXTS

_STEP = 20.0
"""Pourings a second, at most."""

_AT_ONCE = 500


_FLAG = Flag(Kind.ABUSE, "words", Severity.LOOK, "a word to look at")


def arrived(number: int, at: datetime, *, everywhere: bool = False) -> Judged:
    """Return an invented post, as it comes from the rules."""
    name, handle = PEOPLE[number % len(PEOPLE)]
    address = f"https://x.com/{handle}/status/{number}"
    post = Post(
        PostId(f"x:{1990000000000000000 + number}"),
        Author(AuthorId(f"x:{number % len(PEOPLE)}"), clean_line(handle), clean_line(name)),
        clean(f"{TEXTS[number % len(TEXTS)]} {number}"),
        at,
        clean_line(address),
    )
    flagged, own = everywhere and number % 3 == 1, everywhere and number % 3 == 2
    flags = (_FLAG,) if flagged else ()
    return Judged(post, raw=f'{{"n":{number}}}', flags=flags, roster=own, trusted=own)


class Pouring:
    """Posts that arrive at a hub at a rate that somebody chooses."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._numbers = count(1)
        self._rate = 0.0
        self._everywhere = False

    async def put(self, many: int, step: float = 0.0) -> None:
        """Let posts arrive, the oldest of them so many steps ago."""
        now = datetime.now(UTC)
        while many > 0:
            some = min(many, _AT_ONCE)
            numbers = [next(self._numbers) for _ in range(some)]
            posts = [
                arrived(
                    number,
                    now - timedelta(seconds=step * (many - at)),
                    everywhere=self._everywhere,
                )
                for at, number in enumerate(numbers)
            ]
            await self._hall.store.add(posts, [], now)
            many -= some

    async def heed(self, reader: asyncio.StreamReader) -> None:
        """Do what the lines say until there are no more."""
        while line := (await reader.readline()).decode().split():
            what, number = line
            if what == "rate":
                self._rate = float(number)
            elif what == "all":
                self._everywhere = bool(float(number))
            else:
                await self.put(int(number))

    async def pour(self) -> None:
        """Let posts arrive at the chosen rate, without catching up after a rest."""
        loop = asyncio.get_running_loop()
        owed, then = 0.0, loop.time()
        while True:
            pause = 1 / min(_STEP, self._rate) if self._rate else 0.05
            await asyncio.sleep(pause)
            now = loop.time()
            owed, then = owed + self._rate * (now - then), now
            if owed >= 1:
                await self.put(int(owed))
                owed -= int(owed)


async def main(folder: Path, first: int) -> None:
    """Serve until the lines end."""
    async with hall(folder) as here:
        pouring = Pouring(here)
        await pouring.put(first, step=2.0)
        print("ready", flush=True)
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        task = asyncio.create_task(pouring.pour())
        await pouring.heed(reader)
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
