"""The demo as a whole: starts, shows, is joined, and leaves nothing behind however it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, standup

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="finds what is left over in /proc"
)

TWEET = """{"data": [{"id": "%d", "text": "Recorded, word for word %d", "author_id": "7",
"created_at": "2021-12-01T09:00:00.000Z", "conversation_id": "%d", "lang": "en"}],
"includes": {"users": [{"id": "7", "username": "somebody", "name": "Some Body"}]},
"meta": {"result_count": 1}}"""


def processes(home: Path) -> list[int]:
    """Return the processes that belong to a test's demo, by their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if f"HOME={home}\0".encode() in environment:
                found.append(int(entry.name))
    return found


def eventually(holds: Callable[[], object], seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come true"
        time.sleep(0.05)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own; whatever runs there at the end is killed, and fails the test."""
    yield tmp_path
    try:
        eventually(lambda: not processes(tmp_path), 30)
    finally:
        for process in processes(tmp_path):
            os.kill(process, signal.SIGKILL)


@pytest.fixture
def demo(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A running demo. It has no terminal and would end soon, so it is stopped in its tracks."""
    process = subprocess.Popen(
        [*STANDUP, "demo", "--speed", "0.1"],
        env=clean_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("No terminal"):
                break
        process.send_signal(signal.SIGSTOP)
        yield process
        process.kill()


@pytest.fixture
def recording(home: Path) -> Path:
    """Four pages of a search, with one post each."""
    path = home / "pages.jsonl"
    first = 1466000000000000001
    pages = [TWEET % (number, number, number) for number in range(first, first + 4)]
    path.write_text("\n".join(page.replace("\n", " ") for page in pages))
    return path


def gone(home: Path) -> bool:
    return not processes(home) and not (home / "run" / "standup-demo").exists()


def test_without_a_terminal_it_prints_the_panes_and_leaves_nothing_behind(home: Path) -> None:
    ran = standup("demo", home=home)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("SIMULATED  Standup  Stand up for social work  #StandUp4SW")
    assert ran.stdout.count("\n●") >= 3
    assert "\n▲ " in ran.stdout
    assert "\x1b" not in ran.stdout
    assert gone(home)
    assert list((home / "run").iterdir()) == []


def test_recorded_posts_say_so_come_however_old_and_need_no_real_token(
    home: Path, recording: Path
) -> None:
    config = home / ".config" / "standup"
    config.mkdir(parents=True)
    (config / "credentials.toml").write_text("not even TOML")
    environ = {"STANDUP_X_BEARER_TOKEN": "real", "STANDUP_CREDENTIALS": "/nowhere"}
    ran = standup("demo", "--recorded", recording, home=home, environ=environ)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("RECORDED  Standup")
    assert "Some Body @somebody · Dec 2021" in ran.stdout
    assert "Recorded, word for word 1466000000000000001" in ran.stdout


def test_a_file_that_is_no_recording_is_one_sentence(home: Path) -> None:
    (home / "notes.txt").write_text("hello")
    ran = standup("demo", "--recorded", "notes.txt", home=home)

    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith(f"standup: {home}/notes.txt, line 1: expected")
    assert gone(home)


def test_a_second_demo_is_told_how_to_join(demo: subprocess.Popen[str], home: Path) -> None:
    ran = standup("demo", home=home)

    assert demo.poll() is None
    assert ran.returncode == 1
    assert "`standup demo --console` or `standup demo --wall` joins it" in ran.stderr
    assert (home / "run" / "standup-demo").stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("demo")
def test_another_console_joins_it(home: Path) -> None:
    ran = standup("demo", "--console", home=home)

    assert ran.returncode == 0
    assert ran.stdout.startswith("SIMULATED")


@pytest.mark.soak
@pytest.mark.parametrize("victims", ["demo", "demo and keeper"])
def test_killed_it_leaves_nothing_that_runs(
    victims: str, demo: subprocess.Popen[str], home: Path, recording: Path
) -> None:
    keeper, *_ = (one for one in processes(home) if is_keeper(one))
    if victims != "demo":
        os.kill(keeper, signal.SIGKILL)
    demo.kill()
    if victims == "demo":
        eventually(lambda: gone(home))
        return
    eventually(lambda: len(processes(home)) == 1)  # the hub, which the next demo ends
    ran = standup("demo", "--recorded", recording, home=home)

    assert ran.returncode == 0, ran.stderr
    assert gone(home)


def is_keeper(process: int) -> bool:
    return b"--keep-fd" in Path(f"/proc/{process}/cmdline").read_bytes()


@pytest.mark.soak
def test_a_killed_keeper_is_replaced_by_the_demo_itself(
    demo: subprocess.Popen[str], home: Path
) -> None:
    keeper, *_ = (one for one in processes(home) if is_keeper(one))
    os.kill(keeper, signal.SIGKILL)
    demo.send_signal(signal.SIGCONT)
    demo.send_signal(signal.SIGINT)
    demo.wait(15)

    eventually(lambda: gone(home))


@pytest.mark.parametrize("option", ["--wall", "--web", "--console"])
def test_there_is_nothing_to_join_where_no_demo_runs(option: str, home: Path) -> None:
    ran = standup("demo", option, home=home)

    assert ran.returncode == 1
    assert ran.stderr == (
        "standup: no demo is running: start one with `standup demo` in another terminal.\n"
    )


def test_a_place_that_somebody_else_prepared_is_not_entered(home: Path) -> None:
    environment = clean_environment(home)
    place = Path(environment["XDG_RUNTIME_DIR"]) / "standup-demo"
    (home / "trap").mkdir(mode=0o700)
    place.symlink_to(home / "trap")
    ran = standup("demo", home=home)

    assert ran.returncode == 1
    assert "is not a folder of this account alone" in ran.stderr
    assert list((home / "trap").iterdir()) == []

    place.unlink()
    place.mkdir()
    place.chmod(0o777)
    assert "is not a folder of this account alone" in standup("demo", home=home).stderr


FULL = """
import errno, os
from standup_tui.cli import demo_keeper
def full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")
demo_keeper._keep = full
demo_keeper.keep(demo_keeper.Day(1, 60.0), os.dup(1), 0)
"""


@pytest.mark.parametrize("variable", ["XDG_RUNTIME_DIR", "TMPDIR"])
def test_a_place_without_room_is_said_with_the_variable_that_moves_it(
    home: Path, variable: str
) -> None:
    environ = clean_environment(home)
    environ.pop("XDG_RUNTIME_DIR", None)
    ran = subprocess.run(
        [sys.executable, "-c", FULL],
        env={**environ, variable: str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert ran.stdout.startswith("failed the demo cannot write to its folder ")
    assert f"(No space left on device): set {variable} to a folder" in ran.stdout
