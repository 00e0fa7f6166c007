"""Starts a hub in the background for a campaign that has none."""

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from standup_tui.errors import HubError
from standup_tui.protocol.address import LOG, SOCKET, reachable

_TIMEOUT = 20.0
"""Seconds a hub may take to say that it is ready."""


def answers(folder: Path) -> bool:
    """Return whether a hub listens on a campaign's socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            with reachable(folder / SOCKET) as address:
                probe.connect(address)
        except PermissionError:
            return True  # it is there, but not for us: joining will say so
        except OSError:
            return False
    return True


def ensure(folder: Path, environment: Mapping[str, str] | None = None) -> bool:
    """Start a hub if none answers, wait until it is ready, and return whether one was started.

    It gets a session of its own, so that closing the terminal does not end it.

    Args:
        folder: The campaign.
        environment: Added to this process's environment for the hub: the demo's credentials.

    Raises:
        HubError: It did not start, and why.
    """
    if answers(folder):
        return False
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise HubError(
            f"no hub runs for {folder}, and only its owner may start one: ask them to run "
            f"`standup hub {folder}`."
        )
    said = _start(folder, environment or {})
    if said == "ready":
        return True
    if answers(folder):  # two consoles started at once; the other one's hub was faster
        return False
    raise HubError(said or f"the hub ended before it was ready; see {folder / LOG}.")


def _start(folder: Path, environment: Mapping[str, str]) -> str:
    """Start a hub and return the line it says on its pipe."""
    reading, writing = os.pipe()
    try:
        command = [sys.executable, "-P", "-m", "standup_tui", "hub", str(folder)]
        subprocess.Popen(  # noqa: S603  # our own program, no shell
            [*command, "--ready-fd", str(writing)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
            pass_fds=(writing,),
            start_new_session=True,
            cwd="/",
        )
    finally:
        os.close(writing)
    try:
        return _line(reading)
    finally:
        os.close(reading)


def _line(pipe: int) -> str:
    """Read one line from a pipe, within the time a hub may take."""
    end, said = time.monotonic() + _TIMEOUT, b""
    while (left := end - time.monotonic()) > 0 and not said.endswith(b"\n"):
        if not select.select([pipe], [], [], left)[0]:
            return f"the hub was not ready within {_TIMEOUT:.0f} s."
        piece = os.read(pipe, 4096)
        if not piece:
            break
        said += piece
    return said.decode("utf-8", "replace").strip()
