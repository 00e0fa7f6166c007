"""Runs a hub and consoles as processes, kills them at random, and keeps the history."""

import asyncio
import json
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from standup_tui.simulator.server import Options, Simulator
from timing import turns_until
from ui.ptys import COUNTING

HERE = Path(__file__).parent
_PATIENCE = 120.0
"""Seconds by turns for a command's answer, with a hub that has just been started."""
HUB = [sys.executable, "-m", "standup_tui", "hub"]
HASTY_HUB = [sys.executable, str(HERE / "hasty_hub.py")]
"""As any mutant of a hub, told the folder and a descriptor to report to."""


def campaign(folder: Path, base_url: str, delay: float = 10) -> None:
    """Write a campaign that reads from a simulator."""
    folder.joinpath("campaign.toml").write_text(
        'name = "Kill"\nhashtags = ["StandUp4SW"]\n'
        f'[source]\nbase_url = "{base_url}"\nlabel = "SIMULATED"\n'
        f"[retweet]\nenabled = true\ndelay = {delay}\nmost_per_day = 1000\n"
    )


def environment(x: Simulator) -> dict[str, str]:
    """Return what a hub needs to be let in by a simulator.

    Its lines are not counted: it is to be as quick as a person has it, and that costs as much
    again. The commands' own tests count them.
    """
    keys = x.credentials
    uncounted = {name: it for name, it in os.environ.items() if name not in COUNTING}
    return {
        **uncounted,
        "XDG_CONFIG_HOME": "/nowhere",  # whoever runs the tests may like another theme
        "STANDUP_X_BEARER_TOKEN": keys.bearer_token,
        "STANDUP_X_CONSUMER_KEY": keys.consumer_key,
        "STANDUP_X_CONSUMER_SECRET": keys.consumer_secret,
        "STANDUP_X_ACCESS_TOKEN": keys.access_token,
        "STANDUP_X_ACCESS_TOKEN_SECRET": keys.access_token_secret,
    }


class History:
    """What the processes said before they died, kept as JSON lines: an event of one of them each.

    A command is invoked, and then ends ok, or failed, or nobody knows: its console died first.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: dict[str, set[str]] = {}
        """Commands of each console that have not ended."""
        self.seen: set[str] = set()
        self.invoked: set[str] = set()
        self.ok: set[str] = set()
        self.failed: set[str] = set()
        self.kills = 0

    def note(self, who: str, line: str) -> None:
        """Take in what a console says."""
        event = json.loads(line)
        what, op = event["is"], event.get("op", "")
        under_way = self._open.setdefault(who, set())
        if what == "seen":
            self.seen.add(event["post"])
        elif what == "invoke":
            self.invoked.add(op)
            under_way.add(op)
        else:
            (self.ok if what == "ok" else self.failed).add(op)
            under_way.discard(op)
        self._keep(who, event)

    def died(self, who: str) -> None:
        """What a console had asked for and was not answered is unknown."""
        for op in sorted(self._open.pop(who, ())):
            self._keep(who, {"is": "unknown", "op": op})

    def _keep(self, who: str, event: dict[str, object]) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"who": who, **event}) + "\n")


class Storm:
    """One hub and some consoles under kill -9."""

    def __init__(self, folder: Path, x: Simulator, seed: int, hub: list[str] = HUB) -> None:
        self._folder = folder
        self._environment = environment(x)
        self._dice = random.Random(seed)
        self._hub_command = hub
        self._running: dict[str, Process] = {}
        self._reading: set[asyncio.Task[None]] = set()
        self.history = History(folder / "history.jsonl")
        self._ok_before = 0

    async def start(self, role: str) -> None:
        """Start a process; a hub is ready when this returns."""
        if role == "hub":
            self._running[role] = await self._start_hub()
            return
        seed = str(self._dice.getrandbits(32))
        script = [sys.executable, str(HERE / "scripted_console.py"), str(self._folder)]
        process = await asyncio.create_subprocess_exec(
            *script, f"{role}-{seed}", seed, stdout=PIPE
        )
        self._running[role] = process
        task = asyncio.create_task(self._listen(role, process))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _start_hub(self) -> Process:
        reading, writing = os.pipe()
        where = [str(self._folder)]
        ready = ["--ready-fd", str(writing)] if self._hub_command is HUB else [str(writing)]
        process = await asyncio.create_subprocess_exec(
            *self._hub_command, *where, *ready, pass_fds=(writing,), env=self._environment
        )
        os.close(writing)
        said = await asyncio.to_thread(os.read, reading, 500)
        os.close(reading)
        assert said == b"ready\n", said.decode()
        return process

    async def _listen(self, role: str, process: Process) -> None:
        """Note complete lines only: half a line was said by a process that died saying it."""
        assert process.stdout is not None
        life = f"{role}, process {process.pid}"
        async for line in process.stdout:
            if line.endswith(b"\n"):
                self.history.note(life, line.decode())
        self.history.died(life)

    def process(self, role: str) -> int:
        """Return the number of a process."""
        return self._running[role].pid

    async def kill_one(self) -> None:
        """Kill one process in the midst of the work, and start it again.

        In the midst, however busy the machine: since the last kill a command was acknowledged.
        """
        await turns_until(lambda: len(self.history.ok) > self._ok_before, _PATIENCE)
        await asyncio.sleep(self._dice.uniform(0, 0.1))
        self._ok_before = len(self.history.ok)
        role = self._dice.choice(list(self._running))
        await self.kill(role)
        await self.start(role)

    def signal(self, role: str, number: signal.Signals) -> None:
        """Send a process a signal."""
        self._running[role].send_signal(number)

    async def kill(self, role: str) -> None:
        """Kill a process, and wait until it is gone."""
        process = self._running[role]
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()
        self.history.kills += 1

    async def end(self) -> None:
        """Let everything settle, and stop it in good order."""
        await asyncio.sleep(1)
        hub = self._running.pop("hub")
        for process in self._running.values():
            process.kill()
            await process.wait()
        await asyncio.gather(*self._reading)
        hub.terminate()
        await asyncio.wait_for(hub.wait(), 60)


async def publish(x: Simulator, per_second: float) -> None:
    """Publish without end; one post in ten comes from the roster and is shown at once."""
    number = 0
    while True:
        number += 1
        x.publish(f"Visit number {number} of the day is done. #StandUp4SW")
        await asyncio.sleep(1 / per_second)


def quiet() -> Options:
    """A simulator that publishes only what it is told to."""
    return Options(play=False, slot_hold=0.0)
