"""How a screen ends, on a real terminal: code, time, and what the terminal is left as."""

import os
import pty
import re
import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from ui.ptys import TINY, Terminal, terminal

LEFT = b"\x1b[?1049l"
SHOWN_CURSOR = b"\x1b[?25h"
DRAWN = b"tiny"


DRIVERS = pytest.mark.parametrize("driver", ["textual", "prompt"])
"""Textual's own way to the terminal, and the console's."""


def restored(running: Terminal) -> bool:
    """Whether the last word on the screen, the mouse and the cursor was to leave them."""
    ended = running.seen.rfind
    return (
        ended(LEFT) > ended(b"\x1b[?1049h")
        and ended(SHOWN_CURSOR) > ended(b"\x1b[?25l")
        and all(ended(b"\x1b[?%dl" % n) > ended(b"\x1b[?%dh" % n) for n in (1000, 1003, 1006))
    )


@DRIVERS
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_a_screen_and_restores_its_terminal(
    number: signal.Signals, code: int, driver: str
) -> None:
    with terminal(str(TINY), "calm", driver) as running:
        assert running.read_until(DRAWN)
        os.kill(running.process.pid, number)
        assert code == running.wait(3)
        assert restored(running)


def test_a_signal_before_the_first_frame_ends_it_too() -> None:
    with terminal(str(TINY), "calm") as running:
        assert running.read_until(b"\x1b[?1049h")
        os.kill(running.process.pid, signal.SIGTERM)
        assert running.wait(4) == 143
        assert restored(running)


@pytest.mark.fault("D1")
@DRIVERS
@pytest.mark.parametrize("how", [[], ["ctty"], ["nohup", "ctty"]])
def test_a_closed_terminal_ends_a_screen_without_using_the_processor(
    how: list[str], driver: str
) -> None:
    with terminal(str(TINY), "busy", driver, *how) as running:
        assert running.read_until(b"aaaa")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        running.close()
        assert running.wait(5, reading=False) == 129
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # All of the child's life is counted at its end, so its start is in here too.
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2.0


@DRIVERS
def test_a_terminal_that_does_not_read_is_left_in_time_and_restored(driver: str) -> None:
    with terminal(str(TINY), "busy", driver) as running:
        assert running.read_until(b"aaaa")
        sleep(2.5)  # the loop is blocked two seconds after the last byte was read
        start = monotonic()
        os.kill(running.process.pid, signal.SIGTERM)
        assert running.wait(4, reading=False) == 143
        assert monotonic() - start < 4
        assert restored(running)


def test_an_app_that_ends_by_itself_gives_its_result() -> None:
    with terminal(str(TINY), "result") as running:
        assert running.wait(5) == 7
        assert restored(running)


@pytest.mark.fault("F5")
@pytest.mark.parametrize("mood", ["crash", "worker"])
def test_a_crash_is_one_sentence_and_a_private_log_without_local_variables(
    mood: str, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    with terminal(str(TINY), mood, env={"XDG_STATE_HOME": str(state)}, size=(300, 24)) as running:
        assert running.wait(8) == 1
        assert restored(running)
        said = running.seen.rpartition(LEFT)[2].decode()
    log = state / "standup" / "crash.log"
    assert re.search(rf"standup: .*\(RuntimeError\); {log} says where\.\r\n", said)
    assert "Traceback" not in said
    written = log.read_text()
    assert "in fail" in written
    assert "hunter2" not in written + said
    assert "\x1b" not in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_crash_whose_log_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "standup").write_text("in the way")
    env = {"XDG_STATE_HOME": str(tmp_path)}
    with terminal(str(TINY), "crash", env=env, size=(300, 24)) as running:
        assert running.wait(8) == 1
    assert b"could not be written: " in running.seen


def test_an_error_for_people_is_said_in_its_own_words() -> None:
    with terminal(str(TINY), "refused") as running:
        assert running.wait(8) == 1
    assert b"ask the campaign's owner\r\n" in running.seen.rpartition(LEFT)[2]


@pytest.mark.fault("D4")
@pytest.mark.parametrize(("term", "said"), [("dumb", b"TERM is 'dumb'"), ("", b"TERM is not set")])
def test_a_terminal_without_a_screen_is_refused_in_one_plain_sentence(
    term: str, said: bytes
) -> None:
    with terminal(str(TINY), "calm", env={"TERM": term}) as running:
        assert running.wait(5) == 1
    assert said in running.seen
    assert b"\x1b" not in running.seen
    assert running.seen.count(b"\n") <= 3


@pytest.mark.fault("D8")
@pytest.mark.parametrize("name", ["input", "output", "error output"])
def test_something_else_than_a_terminal_is_refused(name: str, tmp_path: Path) -> None:
    ask = (
        "import sys, standup_tui.ui.terminal as t;"
        "open(sys.argv[1], 'w').write(str(t.fit_for_screen()))"
    )
    why = tmp_path / "why"
    master, slave = pty.openpty()
    try:
        with (tmp_path / "elsewhere").open("w+b") as elsewhere:
            streams = {
                "input": slave,
                "output": slave,
                "error output": slave,
                name: elsewhere.fileno(),
            }
            subprocess.run(
                [sys.executable, "-c", ask, str(why)],
                stdin=streams["input"],
                stdout=streams["output"],
                stderr=streams["error output"],
                check=True,
                timeout=20,
                env={**os.environ, "TERM": "xterm"},
            )
    finally:
        os.close(master)
        os.close(slave)
    assert f"the program's {name} is not one" in why.read_text()
