"""A process that has the command's modules already, and forks itself for every command asked for.

Run as ``forge.py FD``. Over that socket come single bytes, each with four descriptors: one to
talk about the command on, and its standard streams. It ends when the other side is closed.
"""

import gc
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from importlib import import_module

import standup_tui.cli
from standup_tui.cli.main import main

ALSO = ("standup_tui.records", "standup_tui.report", "standup_tui.wiring")
"""What the commands themselves load late."""


class Running:
    """The commands that run, each with a way to tell how it ended."""

    def __init__(self) -> None:
        self._asking: dict[int, socket.socket] = {}
        self.ended, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        signal.set_wakeup_fd(self._wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def fork(self, asking: socket.socket, streams: list[int]) -> bool:
        """Fork, and tell whether this is the child; that has the streams for its own."""
        pid = os.fork()
        if pid:
            self._asking[pid] = asking
        else:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for theirs, stream in enumerate(streams):
                os.dup2(stream, theirs)
            for one in (self.ended, self._wake, *map(socket.socket.detach, self._asking.values())):
                os.close(one)
        for stream in streams:
            os.close(stream)
        return pid == 0

    def tell(self) -> None:
        """Tell with which codes commands have ended."""
        os.read(self.ended, 4096)
        for pid in list(self._asking):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with self._asking.pop(pid) as asking:
                    asking.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def serve(control: socket.socket) -> socket.socket | None:
    """Fork for each request; return how to talk about it in the process that is to run it."""
    running = Running()
    with control:
        while True:
            wanted: list[socket.socket | int] = [control, running.ended]
            ready, _, _ = select.select(wanted, [], [])
            if running.ended in ready:
                running.tell()
            if control in ready:
                word, given, _, _ = socket.recv_fds(control, 1, 4)
                if not word:
                    return None
                asking = socket.socket(fileno=given[0])
                if running.fork(asking, given[1:]):
                    return asking


def become(asking: socket.socket) -> None:
    """Turn this process into the one that was asked for."""
    with asking, asking.makefile("rb") as request:
        asking.sendall(b"%d\n" % os.getpid())
        wanted = json.loads(request.readline())
    os.chdir(wanted["cwd"])
    os.umask(wanted["umask"])
    os.environ.clear()
    os.environ.update(wanted["env"])
    time.tzset()
    sys.argv[1:] = wanted["arguments"]


if __name__ == "__main__":
    for module in pkgutil.iter_modules(standup_tui.cli.__path__, "standup_tui.cli."):
        import_module(module.name)
    for name in ALSO:
        import_module(name)
    gc.collect()
    gc.freeze()  # so that forks share what is there
    asked = serve(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        become(asked)
        sys.exit(main())
