"""The console in lines as a process: on a real terminal, from a script, and how it ends."""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

import pytest

from cli.commands import clean_environment, loaded_by, standup
from halls import hall
from process.chair import NASTY, chair, posted
from process.hostile_posts import TEXTS, attacks
from process.theatre import STANDUP, Screen, Troupe, troupe
from standup_tui.cli.stopping import is_locked
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.post import PostId
from ui.ptys import terminal

pytestmark = pytest.mark.soak

DUMB = {"TERM": "dumb"}
READY = "help says all commands."


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "campaign"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "K"\nhashtags = ["StandUp4SW"]\n')
    return folder


def plain(here: Troupe, **env: str) -> Screen:
    return here.screen(*STANDUP, "--plain", here.folder, env=env)


async def typed(at: Screen, line: str, *wanted: str) -> str:
    at.press(line.encode() + b"\r")
    return await at.until(*wanted)


@pytest.mark.fault("D4")
@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
async def test_a_terminal_that_shows_no_screen_gets_lines_by_itself(
    tmp_path: Path, term: str
) -> None:
    async with troupe(tmp_path) as here:
        at = here.console(env={"TERM": term})
        await at.until("Standup. You are", READY)
        here.x.publish("A visit. #StandUp4SW", author=here.x.roster[1])
        await at.until("1 waiting. @", ": A visit. #StandUp4SW")
        await typed(at, "a1", ": approved.")
        await typed(at, "quit")
        assert await at.code() == 0

        assert b"\x1b" not in at.terminal.seen


async def test_a_whole_shift_in_lines_from_post_to_retweet(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        here.x.publish("Home visits done. #StandUp4SW", author=here.x.roster[1])
        at = plain(here)
        await at.until(READY)
        await typed(at, "n", "1 waiting. @", "Home visits done.")
        await typed(at, "a", "1 @", ": approved.")
        await typed(at, "r", "Retweet this as @WensumValeSW?", "y sends it, anything else")
        await typed(at, "y", "1 @")
        await typed(at, "1", "1 shown, retweet")
        await typed(at, "u", "retweet")  # stopped or, on a slow machine, gone out: then it asks
        await typed(at, "hide", ": hidden.")
        await typed(at, "open", "hid it, shown to hidden.")
        at.press(b"\x04")
        assert await at.code() == 0
        assert b"\x1b" not in at.terminal.seen


@pytest.mark.soak
async def test_of_two_moderators_the_one_in_lines_is_told_who_was_faster(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here, chair(here.folder, "raj") as raj:
        post = PostId(f"x:{here.x.publish('Mine! #StandUp4SW', author=here.x.roster[1])}")
        at = plain(here)
        await at.until(READY)
        await raj.seat.until(lambda: post in raj.seat.posts)
        await typed(at, "quiet", "counted at the prompt")
        await typed(at, "list", "1 waiting")
        await raj.decide(Verb.HIDE, post)
        await typed(
            at, "approve 1", "not done: raj hid it ", "It is now:", "1 hidden, by raj (says so)."
        )
        assert raj.seat.posts[post].standing.status is Status.HIDDEN


@pytest.mark.fault("G1")
@pytest.mark.soak
async def test_hostile_posts_and_names_bring_no_escape_byte(tmp_path: Path) -> None:
    async with troupe(tmp_path, name=NASTY) as here, chair(here.folder) as by:
        posts = attacks(TEXTS, at_once=12)
        await posted(posts, here, by)
        at = plain(here)
        await at.until(READY)
        for post in attacks(TEXTS[:12], at_once=4):
            post.launch(here.x)
        for command in ("list undecided 500", "list live 500", "open 1", "tag 1", "status",
                        "rules", "tally", "reasons", "help"):  # fmt: skip
            await typed(at, command, "> ")
        await typed(at, "e1", "escalated.")
        await typed(at, "\x1b[31mxyzzy\u202e", "There is no command")
        await typed(at, "quit")
        assert await at.code() == 0

        seen = at.terminal.seen.replace(b"\b \b", b"").decode()
        assert [char for char in seen if not char.isprintable() and char not in "\r\n\u200d\u200c"
                and not 0xE0000 <= ord(char) < 0xE0080] == []  # fmt: skip


@pytest.mark.fault("D5")
@pytest.mark.soak
async def test_in_a_locale_of_few_letters_everything_is_spelled_in_ascii(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        here.x.publish("Małgorzata’s café 👏 #StandUp4SW", author=here.x.roster[1])
        at = plain(here, LC_ALL="C")
        await at.until(READY)
        await typed(at, "list", "Malgorzata's cafe [clapping hands sign] #StandUp4SW")
        await typed(at, "café", 'There is no command "cafe"')
        assert at.terminal.seen.isascii()


@pytest.mark.soak
async def test_a_hub_that_goes_and_comes_back_is_said(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        at = plain(here)
        await at.until(READY)
        at.press()
        here.hub.terminate()
        await at.until("Trying again.")
        await here.hub.wait()
        again = await asyncio.create_subprocess_exec(
            _python(), *STANDUP, "hub", str(here.folder), env=here.env
        )
        try:
            await at.until("The hub is back.")
        finally:
            again.terminate()
            await again.wait()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_it_and_leaves_the_terminal_as_it_was(
    campaign: Path, number: signal.Signals, code: int
) -> None:
    env = {**clean_environment(campaign.parent), **DUMB}
    with terminal(*STANDUP, "--hub", _socket(campaign), env=env) as running:
        running.read_until(b"Trying again.")
        os.kill(running.process.pid, number)
        assert running.wait(10) == code
        assert b"Traceback" not in running.seen
        assert b"\x1b" not in running.seen


def _socket(campaign: Path) -> str:
    """Return a socket on which nobody listens."""
    import socket

    path = campaign / "nobody.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    return str(path)


@pytest.mark.soak
async def test_ctrl_c_leaves_and_gives_the_keys_back(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        script = f'"$0" {" ".join(STANDUP)} --plain "$1"; echo "code $?"; stty -a'
        at = here.screen(
            "-c", "import os, sys; os.execvp('/bin/sh', ['sh', '-c', *sys.argv[1:]])", script,
            _python(), here.folder,
        )  # fmt: skip
        await at.until(READY)
        at.go_on(b"appr")
        await at.until("appr")
        os.kill(_child_of(at.process), signal.SIGINT)
        await at.until("code 130", " icanon")
        assert " -icanon" not in at.drawn
        assert " -echo " not in at.drawn


def _python() -> str:
    import sys

    return sys.executable


def _child_of(process: int) -> int:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(children[0])


@pytest.mark.fault("D7")
@pytest.mark.soak
async def test_coming_back_from_the_background_the_prompt_is_there_again(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        at = plain(here)
        await at.until(READY)
        at.press(b"sta")
        await at.until("sta")
        at.press()
        os.kill(at.process, signal.SIGSTOP)
        os.kill(at.process, signal.SIGCONT)
        await at.until("> sta")
        await typed(at, "tus", "Moderators: ")


@pytest.mark.fault("D2")
@pytest.mark.soak
async def test_a_terminal_that_does_not_read_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        at = plain(here)
        await at.until(READY)
        at.stall()
        for _ in range(12):  # help is more than a terminal holds
            at.go_on(b"help\r")
            await asyncio.sleep(0.1)
        os.kill(at.process, signal.SIGTERM)
        assert at.terminal.process.wait(20) == 143


@pytest.mark.fault("D1")
async def test_a_closed_terminal_ends_it(tmp_path: Path) -> None:
    async with troupe(tmp_path) as here:
        at = plain(here)
        await at.until(READY)
        at.close()
        assert at.terminal.process.wait(20) in (0, 129)


def script(
    folder: Path, lines: str, *, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script of commands to its end."""
    return subprocess.run(
        [_python(), *STANDUP, "--plain", str(folder)],
        env={**clean_environment(folder.parent), **(env or {})},
        cwd=folder.parent,
        input=lines,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


async def test_a_script_is_obeyed_in_order_and_its_log_has_both_sides(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    lines = "# the morning's queue\n\nlist\napprove 1 \npin\nhide 2\nopen 2\nquit\nhide 1\n"
    async with hall(folder) as here:
        await here.add_some(1, 2)
        ran = await asyncio.to_thread(script, folder, lines)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "\x1b" not in ran.stdout
    said = [line for line in ran.stdout.splitlines() if not line.startswith(("Live", "$"))]
    at = said.index("> list")
    assert said[at + 1].startswith("1 waiting. @person_2 Sam Carter, at 22 Nov 09:30:02: A good")
    assert said[at + 2].startswith("2 waiting. @person_1")
    assert said[at + 3 : at + 9] == [
        "> approve 1", "1 @person_2: approved.", "> pin", "1 @person_2: pinned.",
        "> hide 2", "2 @person_1: hidden."]  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "> quit", "what follows is not obeyed"


@pytest.mark.soak
async def test_a_script_of_which_something_was_not_done_exits_with_1(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    async with hall(folder) as here:
        await here.add_some(1)
        for lines in ("list\npin 1\n", "aprove 1\n", "approve 9"):
            ran = await asyncio.to_thread(script, folder, lines)
            assert ran.returncode == 1, ran.stdout


def test_a_script_leaves_no_hub_behind_that_it_had_to_start(campaign: Path) -> None:
    ran = script(campaign, "status\n")

    assert ran.returncode == 0, ran.stderr
    assert "Moderators: " in ran.stdout
    assert ran.stderr.splitlines()[-1] == "Stopped it again."
    assert not is_locked(campaign / "hub.lock")


def test_nobody_to_read_is_no_mistake(campaign: Path) -> None:
    command = f"yes help | {_python()} {' '.join(STANDUP)} --plain {campaign} | head -3"
    ran = subprocess.run(
        ["/bin/sh", "-c", command],
        env=clean_environment(campaign.parent),
        cwd=campaign,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert ran.stdout.startswith("Standup. You are")
    assert "Traceback" not in ran.stderr


async def test_lines_load_no_screen_and_no_network(campaign: Path, tmp_path: Path) -> None:
    async with hall(campaign) as here:
        await here.add_some(1)
        code, modules = await asyncio.to_thread(
            loaded_by, ["console", "--plain", campaign], tmp_path
        )

    assert code == 0
    loaded = {module.partition(".")[0] for module in modules}
    assert "standup_tui.plain.console" in modules
    assert loaded & {"textual", "rich", "tweepy", "aiohttp", "aiosqlite", "sqlite3"} == set()


def test_without_plain_a_pipe_still_gets_a_snapshot(campaign: Path, tmp_path: Path) -> None:
    ran = standup(campaign, home=tmp_path, environ=DUMB)

    assert ran.returncode == 0
    assert "── Live" in ran.stdout
