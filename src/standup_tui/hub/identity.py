"""Who is at the other end of the socket, as the kernel knows it."""

import grp
import os
import pwd
import socket
import struct
import sys

from msgspec import Struct

from standup_tui.model.entry import Moderator
from standup_tui.model.text import clean_line

_LONGEST_NAME = 40
"""Columns a self-declared name may take in a status line."""

_READ_OF_A_NAME = 10 * _LONGEST_NAME
"""Characters of it that are looked at: a quarter of a megabyte would hold up everybody."""

_SO_PEERGROUPS = 59
"""Linux, asm-generic/socket.h: all groups of the peer; SO_PEERCRED has the primary one only."""

_UCRED = "iII"
"""Linux, struct ucred: process, user, group; the last two without a sign."""

_LOCAL_PEERCRED = 1
"""macOS, sys/un.h: struct xucred of the peer, asked for at level 0."""


class Peer(Struct, frozen=True):
    """An account that has connected."""

    uid: int
    groups: frozenset[int]

    @property
    def login(self) -> str:
        """The account's name, or its number where it has none."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return f"uid {self.uid}"

    def moderator(self, declared: str) -> Moderator:
        """Return who this is on every decision.

        Args:
            declared: A name the person typed; empty takes the account's.
        """
        login = self.login
        try:
            full = pwd.getpwuid(self.uid).pw_gecos.partition(",")[0]
        except KeyError:
            full = ""
        own = clean_line(full).strip() or login
        name = clean_line(declared[:_READ_OF_A_NAME]).strip()[:_LONGEST_NAME]
        if name and name != own:
            return Moderator(name, login, declared=True)
        return Moderator(own, login)


def peer(connection: socket.socket) -> Peer:
    """Ask the kernel who has connected; environment variables cannot forge the answer."""
    if sys.platform == "linux":
        size = struct.calcsize(_UCRED)
        raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        _, uid, gid = struct.unpack(_UCRED, raw)
        return Peer(uid, frozenset({gid, *_groups(connection, uid, gid)}))
    raw = connection.getsockopt(0, _LOCAL_PEERCRED, 76)
    _, uid, count = struct.unpack_from("IIh", raw)
    return Peer(uid, frozenset(struct.unpack_from(f"{count}I", raw, 12)))


def _groups(connection: socket.socket, uid: int, gid: int) -> tuple[int, ...]:
    """Return the peer's groups; 256 fit into what Python lets the kernel answer."""
    try:
        raw = connection.getsockopt(socket.SOL_SOCKET, _SO_PEERGROUPS, 1024)
    except OSError:
        return tuple(os.getgrouplist(Peer(uid, frozenset()).login, gid))
    return struct.unpack(f"{len(raw) // 4}I", raw)


def group_id(name: str) -> int | None:
    """Return the number of a group, or None if this machine has no such group."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None


def may_join(who: Peer, group: int | None) -> bool:
    """Return whether an account may attach: the owner, root, or a member of the group."""
    return who.uid in (os.geteuid(), 0) or (group is not None and group in who.groups)


def may_act(who: Peer, group: str) -> bool:
    """Return whether an account may ask for what the public sees.

    Args:
        who: The account.
        group: The group that may, besides the owner and root; empty: everybody who may attach.
    """
    return not group or may_join(who, group_id(group))
