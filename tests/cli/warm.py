"""Commands in processes of their own which need not load their modules first (see forge.py).

Loading them takes several times as long as most commands do. That each command loads what it
needs, and no more, is what test_imports.py is about; it starts Python anew each time.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

FORGE = Path(__file__).with_name("forge.py")


@dataclass
class Wanted:
    """A command."""

    arguments: list[str]
    cwd: str
    env: dict[str, str]
    umask: int


class Forge:
    """The process that forks; it lives as long as ours.

    Args:
        environment: Gives what it starts in, for the folder of a person who does not exist.
    """

    def __init__(self, environment: Callable[[Path], Mapping[str, str]]) -> None:
        self._control, theirs = socket.socketpair()
        self._asking = Lock()
        self._home = tempfile.TemporaryDirectory()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(FORGE), str(theirs.fileno())],
                cwd=self._home.name,
                env=environment(Path(self._home.name)),
                # Pipes, as the commands will have.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(theirs.fileno(),),
            )
        atexit.register(self.close)

    def close(self) -> None:
        """End it, and wait until coverage has written down what it has counted."""
        self._control.close()
        self._process.communicate()
        self._home.cleanup()

    def run(self, wanted: Wanted, stdin: int, timeout: float) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, as `subprocess.run` does."""
        ours, theirs = socket.socketpair()
        ours.settimeout(timeout)
        (out, their_out), (err, their_err) = os.pipe(), os.pipe()
        with ours, ours.makefile("rb") as told, ThreadPoolExecutor(2) as readers:
            said = [readers.submit(_read, end) for end in (out, err)]
            ours.sendall(json.dumps(asdict(wanted)).encode() + b"\n")
            with theirs, self._asking:
                streams = [stdin, their_out, their_err]
                socket.send_fds(self._control, [b"!"], [theirs.fileno(), *streams])
            os.close(their_out)
            os.close(their_err)
            pid = int(told.readline())
            try:
                code = int(told.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise
        words = ["standup", *wanted.arguments]
        return subprocess.CompletedProcess(words, code, *(it.result() for it in said))


def _read(end: int) -> str:
    """Return all that comes until nobody holds the other end any more."""
    with os.fdopen(end, encoding="utf-8") as pipe:
        return pipe.read()
