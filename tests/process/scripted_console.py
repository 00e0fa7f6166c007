"""A console without a screen: decides on posts at random and writes down what it was told.

Run as a program by the kill test: FOLDER NAME SEED. Each line on its standard output is one
event as JSON, written before the next one can happen: a post is ``seen``, a command is
``invoke``d, and ended ``ok`` or, superseded or refused, ``fail``.
"""

import asyncio
import json
import random
import sys
from pathlib import Path

from standup_tui.model.command import Decide, Done, OpId, Outcome
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb, refusal
from standup_tui.model.post import PostId
from standup_tui.protocol.client import Client
from standup_tui.protocol.messages import Changed, Role

VERBS = (Verb.APPROVE, Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.CLEAR, Verb.PIN, Verb.ESCALATE)


def say(event: str, **told: object) -> None:
    sys.stdout.write(json.dumps({"is": event, **told}) + "\n")
    sys.stdout.flush()


def ended(op: OpId, outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        say("ok", op=op)
    else:
        say("fail", op=op, why=type(outcome).__name__)


async def main(folder: Path, name: str, seed: int) -> None:
    client = Client(folder, Role.CONSOLE, name)
    dice = random.Random(seed)
    entries: dict[PostId, Entry] = {}
    some = asyncio.Event()

    async def listen() -> None:
        async for event in client.events():
            if isinstance(event, Changed):
                for entry in event.changes.entries:
                    if entry.post.id not in entries:
                        say("seen", post=entry.post.id)
                    entries[entry.post.id] = entry
                    some.set()

    async def decide() -> None:
        await some.wait()
        while True:
            entry = entries[dice.choice(list(entries))]
            possible = [verb for verb in VERBS if refusal(entry.standing, verb) is None]
            if possible:
                op = OpId(f"{name}-{dice.getrandbits(64):016x}")
                command = Decide(op, dice.choice(possible), entry.post.id, entry.standing.revision)
                say("invoke", op=op, post=command.post, verb=command.verb)
                ended(op, await client.ask(command))
            await asyncio.sleep(dice.uniform(0, 0.01))

    await asyncio.gather(listen(), decide())


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
