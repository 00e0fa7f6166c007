"""A console without a screen: decides on posts at random and writes down what it was told.

Run as a program by the kill test: FOLDER NAME SEED. Each line on its standard output is one
event, written before the next one can happen: ``seen POST``, ``try OP``, ``ok OP``,
``lost OP`` (superseded) or ``no OP`` (refused).
"""

import asyncio
import random
import sys
from pathlib import Path

from standup_tui.model.command import Decide, Done, OpId, Outcome, Superseded
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb, refusal
from standup_tui.model.post import PostId
from standup_tui.protocol.client import Client
from standup_tui.protocol.messages import Changed, Role

VERBS = (Verb.APPROVE, Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.CLEAR, Verb.PIN, Verb.ESCALATE)


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def verdict(outcome: Outcome) -> str:
    if isinstance(outcome, Done):
        return "ok"
    return "lost" if isinstance(outcome, Superseded) else "no"


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
                        say("seen", entry.post.id)
                    entries[entry.post.id] = entry
                    some.set()

    async def decide() -> None:
        await some.wait()
        while True:
            entry = entries[dice.choice(list(entries))]
            possible = [verb for verb in VERBS if refusal(entry.standing, verb) is None]
            if possible:
                op = OpId(f"{name}-{dice.getrandbits(64):016x}")
                say("try", op)
                command = Decide(op, dice.choice(possible), entry.post.id, entry.standing.revision)
                say(verdict(await client.ask(command)), op)
            await asyncio.sleep(dice.uniform(0, 0.01))

    await asyncio.gather(listen(), decide())


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
