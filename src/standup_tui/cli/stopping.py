"""Asking a hub to stop, and waiting until it has."""

import asyncio
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from standup_tui.errors import HubAbsent, HubError
from standup_tui.protocol.address import LOCK, SOCKET
from standup_tui.protocol.client import Session, join
from standup_tui.protocol.messages import VERSION, Goodbye, Hello, Role, StopHub

PATIENCE = 10.0
"""Seconds a hub may take to settle what it is doing."""


def stop(folder: Path, patience: float = PATIENCE) -> None:
    """Stop the hub of a campaign; returns when its process has let go of everything.

    Raises:
        HubAbsent: None is running.
        HubRefused: This account may not.
        HubError: It was asked and goes on.
    """
    asyncio.run(_stop(folder, patience))
    _await_end(folder, patience)


async def _stop(folder: Path, patience: float) -> None:
    session = await join(folder, Hello(VERSION, Role.CONSOLE))
    try:
        if not session.welcome.owner:
            raise HubError(
                f"only the owner of {folder} may stop its hub; ask them, or on the server "
                "whoever runs it as a service."
            )
        session.send(StopHub())
        await asyncio.wait_for(_goodbye(session), patience)
    except TimeoutError:
        raise HubError(f"the hub of {folder} was asked to stop and did not.") from None
    finally:
        await session.close()


async def _goodbye(session: Session) -> None:
    """Wait for the end of the session, with or without a word."""
    with suppress(HubAbsent):
        async for message in session.messages():
            if isinstance(message, Goodbye):
                return


def _await_end(folder: Path, patience: float) -> None:
    """Wait until the hub has let go of its socket and of the campaign's lock."""
    until = monotonic() + patience
    while (folder / SOCKET).exists() or is_locked(folder / LOCK):
        if monotonic() > until:
            raise HubError(f"the hub of {folder} said goodbye, but it still runs.")
        sleep(0.02)


def is_locked(path: Path) -> bool:
    """Tell whether a process holds a lock file; the kernel knows, whatever the file says."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
