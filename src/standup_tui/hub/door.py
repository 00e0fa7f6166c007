"""The hub's socket, and whom it lets in: this account, or a group; and how it shows them out."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from standup_tui.errors import HubError
from standup_tui.hub.identity import group_id
from standup_tui.protocol.address import reachable
from standup_tui.protocol.messages import LARGEST_UP

MOST_SESSIONS = 200
"""Terminals that may be attached at a time."""

_AT_THE_DOOR = MOST_SESSIONS + 50
"""Terminals that may knock at once, as they all do when a hub is back: the rest meets an error."""

_FAREWELL = 2.0
"""Seconds that a terminal gets to read what was still sent to it."""

Accept = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def must_exist(group: str, public_group: str) -> None:
    """Raise `HubError` if the machine lacks a group that the campaign names."""
    if group and group_id(group) is None:
        raise HubError(f"this machine has no group {group!r}: see [access] in the file.")
    if public_group and group_id(public_group) is None:
        raise HubError(
            f"this machine has no group {public_group!r}: see retweet_group under "
            "[access] in the file."
        )


async def open_socket(path: Path, accept: Accept, group: str) -> asyncio.Server:
    """Listen at a path, for this account alone or for a group besides.

    Raises:
        HubError: The socket cannot be made, and why.
    """
    before = os.umask(0o177)  # before bind: the default lets every account connect
    try:
        path.unlink(missing_ok=True)  # noqa: ASYNC240  # before anybody is served
        with reachable(path) as address:
            server = await asyncio.start_unix_server(
                accept, address, limit=LARGEST_UP, backlog=_AT_THE_DOOR
            )
    except OSError as error:
        raise HubError(f"{path} cannot be made: {error.strerror or error}.") from None
    finally:
        os.umask(before)
    gid = group_id(group) if group else None
    if gid is not None:
        _open_to(path, gid, group)
    return server


def _open_to(path: Path, gid: int, group: str) -> None:
    """Let a group in: to the socket, and through the folder but not into its files."""
    try:
        os.chown(path, -1, gid)
        path.chmod(0o660)
        os.chown(path.parent, -1, gid)
        path.parent.chmod(0o2750)
    except OSError as error:
        raise HubError(
            f"the socket cannot be given to group {group!r} ({error.strerror}): the "
            "hub's account must be a member of it."
        ) from None


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close a connection after what is on its way, or without it where nobody reads.

    Else one that never reads would keep a descriptor of ours and all that it was to be told for
    as long as it likes, and no longer count as attached.
    """
    writer.close()
    try:
        async with asyncio.timeout(_FAREWELL):
            await writer.wait_closed()
    except (TimeoutError, asyncio.CancelledError):
        drop(writer)
    except OSError:
        return


def drop(writer: asyncio.StreamWriter) -> None:
    """Close a connection now, whatever is still on its way."""
    writer.close()
    if writer.transport.get_write_buffer_size():
        writer.transport.abort()
