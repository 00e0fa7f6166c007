"""A process that judges: ``python -m standup_tui.core.juror``, which only `Jury` starts.

It is told the rules' settings, then slices of posts, and answers each slice with what the rules
have against each post. It ends with the pipe it reads from, so it cannot outlive its hub.
"""

import pickle
import signal
import sys
from collections.abc import Sequence
from struct import Struct
from typing import Final

import msgspec

from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.rules.engine import Rules

LENGTH: Final = Struct(">I")
"""What stands before each message."""

POSTS: Final = msgspec.msgpack.Decoder(list[Post])
FLAGS: Final = msgspec.msgpack.Decoder(list[list[Flag]])


def framed(message: bytes) -> bytes:
    """Return a message as it is sent."""
    return LENGTH.pack(len(message)) + message


def serve(read: int, write: int) -> None:
    """Judge what comes in by one pipe, and answer by another, until the first ends."""
    with open(read, "rb") as asked, open(write, "wb") as answers:  # pipes
        rules: Rules | None = None
        while len(head := asked.read(LENGTH.size)) == LENGTH.size:
            message = asked.read(LENGTH.unpack(head)[0])
            if rules is None:
                rules = Rules(pickle.loads(message))  # noqa: S301  # from the hub that started us
                continue
            answers.write(framed(msgspec.msgpack.encode(_judged(rules, POSTS.decode(message)))))
            answers.flush()


def _judged(rules: Rules, posts: Sequence[Post]) -> list[list[Flag]]:
    flags: list[list[Flag]] = [[] for _ in posts]
    for _ in rules.in_turn(posts, flags):
        pass
    return flags


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the hub, which ends this process
    serve(sys.stdin.fileno(), sys.stdout.fileno())
