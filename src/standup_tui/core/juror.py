"""A process that judges: ``python -m standup_tui.core.juror``, which only `Jury` starts.

It is told the rules' settings and the campaign's actions, then slices of posts, and answers each
slice with what is found in each post. It ends with the pipe it reads from, so it cannot outlive
its hub.
"""

import pickle
import signal
import sys
from collections.abc import Sequence
from struct import Struct
from typing import Final

import msgspec

from standup_tui.core.verdict import Found, Recogniser
from standup_tui.model.action import ActionDone
from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.rules.engine import Rules
from standup_tui.rules.wording import wording

LENGTH: Final = Struct(">I")
"""What stands before each message."""

POSTS: Final = msgspec.msgpack.Decoder(list[Post])
FOUND: Final = msgspec.msgpack.Decoder(list[Found])


def framed(message: bytes) -> bytes:
    """Return a message as it is sent."""
    return LENGTH.pack(len(message)) + message


def serve(read: int, write: int) -> None:
    """Judge what comes in by one pipe, and answer by another, until the first ends."""
    with open(read, "rb") as asked, open(write, "wb") as answers:  # pipes
        told: tuple[Rules, Recogniser] | None = None
        while len(head := asked.read(LENGTH.size)) == LENGTH.size:
            message = asked.read(LENGTH.unpack(head)[0])
            if told is None:
                settings, recogniser = pickle.loads(message)  # noqa: S301  # from our own hub
                told = Rules(settings), recogniser
                continue
            answers.write(framed(msgspec.msgpack.encode(_found(*told, POSTS.decode(message)))))
            answers.flush()


def _found(rules: Rules, recogniser: Recogniser, posts: Sequence[Post]) -> list[Found]:
    flags: list[list[Flag]] = [[] for _ in posts]
    for _ in rules.in_turn(posts, flags):
        pass
    return [
        Found(found, wording(post), _actions(recogniser, post))
        for post, found in zip(posts, flags, strict=True)
    ]


def _actions(recogniser: Recogniser, post: Post) -> tuple[ActionDone, ...] | None:
    try:
        return recogniser.actions(post)
    except Exception:  # noqa: BLE001  # any mistake of a rule: the hub looks again, and logs it
        return None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the hub, which ends this process
    serve(sys.stdin.fileno(), sys.stdout.fileno())
