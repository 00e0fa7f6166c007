"""A process that reads the stream until a post has come, and says what that cost in memory.

Usage: ``python reader_of_lines.py BASE_URL TEXT``, with the bearer token on standard input.
"""

import asyncio
import resource
import sys
from contextlib import aclosing
from pathlib import Path

from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Arrived, Unreadable
from standup_tui.settings.campaign import Campaign, Source

_STATUS = Path("/proc/self/status")


def peak() -> float:
    """Return the most memory this process has had, in MB.

    From /proc where there is one: what `getrusage` says begins with the parent's.
    """
    if _STATUS.exists():
        found = next(it for it in _STATUS.read_text().splitlines() if it.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


async def main() -> None:
    """Read, and print the growth, what was set aside, and how many connections it took."""
    base_url, text = sys.argv[1:]
    campaign = Campaign(name="Test", hashtags=("StandUp4SW",), source=Source(base_url=base_url))
    x = X(campaign, Credentials(sys.stdin.read().strip()), quiet=60.0)
    aside: list[Unreadable] = []
    before = 0.0
    async with aclosing(x.live()) as live:
        async for batch in live:
            if not before:
                before = peak()
                print("connected", flush=True)
            aside += [it for it in batch.items if isinstance(it, Unreadable)]
            arrived = [it for it in batch.items if isinstance(it, Arrived)]
            if any(text in it.post.text for it in arrived):
                break
    await x.close()
    print(round(peak() - before), *(it.reason for it in aside), sep="\n")


asyncio.run(main())
