"""Beside two terminal clients for Mastodon, if somebody has installed them.

They are no dependency: `pip install mastui==1.14.2 toot-tooi==0.27.0` in an environment of its
own, and `STANDUP_PEERS=/that/environment/bin make bench`. They talk to a server of ours.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from benchmarks.conftest import Figure
from benchmarks.mastodon import mastodon
from benchmarks.presses import Program, hub, program, row, settled

ROUNDS = 60
DOWN, UP = b"\x1b[B", b"\x1b[A"
"""What moves the choice in all of them."""

VARIABLE = "STANDUP_PEERS"
ANYTHING = b"\x1b"
_EXEC = "import os, sys; os.execv(sys.argv[1], sys.argv[1:])"


@contextmanager
def tooi(home: Path) -> Iterator[Program]:
    """Run toot-tooi with an account on our server."""
    with mastodon() as port:
        acct = "bench@localhost"
        credentials = {
            "active_acct": acct,
            "accounts": {acct: {"acct": acct, "username": "bench", "instance": "localhost",
                                "access_token": "none"}},
            "apps": {"localhost": {"title": "x", "domain": "localhost",
                                   "base_url": f"http://127.0.0.1:{port}", "client_id": "none",
                                   "client_secret": "none"}},
        }  # fmt: skip
        data = home / "data" / "tooi"
        data.mkdir(parents=True)
        (data / "credentials.json").write_text(json.dumps(credentials))
        yield peer("tooi", home)


@contextmanager
def mastui(home: Path) -> Iterator[Program]:
    """Run mastui with an account on our server, in one column."""
    with mastodon(home) as port:
        wishes = {
            "MASTODON_HOST": f"localhost:{port}",
            "MASTODON_CLIENT_ID": "none",
            "MASTODON_CLIENT_SECRET": "none",
            "MASTODON_ACCESS_TOKEN": "none",
            "NOTIFICATIONS_TIMELINE_ENABLED": "off",
            "FEDERATED_TIMELINE_ENABLED": "off",
            "DIRECT_TIMELINE_ENABLED": "off",
            "HOME_AUTO_REFRESH": "off",
        }
        profile = home / ".config" / "mastui" / "profiles" / "bench"
        profile.mkdir(parents=True)
        (profile / ".env").write_text("".join(f"{key}={it}\n" for key, it in wishes.items()))
        (profile.parent.parent / "last_profile.txt").write_text("bench")
        yield peer("mastui", home, REQUESTS_CA_BUNDLE=str(home / "cert.pem"))


def peer(name: str, home: Path, **more: str) -> Program:
    """Start one of them; its first byte after a key counts, whatever it draws."""
    command = Path(os.environ[VARIABLE]) / name
    env = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"),
           "XDG_DATA_HOME": str(home / "data"), "PYTHONPATH": "", **more}  # fmt: skip
    return program(name, "-c", _EXEC, command, env=env, mark=ANYTHING)


@pytest.mark.bench
@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no environment")
@pytest.mark.parametrize("other", [tooi, mastui])
def test_key_to_paint_beside_other_terminal_clients(
    other: Callable[[Path], AbstractContextManager[Program]], tmp_path: Path, figures: list[Figure]
) -> None:
    home = tmp_path / "peer"
    home.mkdir()
    with hub(tmp_path, 400) as here, other(home) as theirs:
        ours = here.console()
        with row(theirs, ours) as both:
            settled(both, ours)
            both.drawn(theirs, b"#StandUp4SW", 60)
            settled(both, theirs)
            for one in (theirs, ours):
                both.press(one, DOWN)
                both.press(one, DOWN)
            both.compare(ROUNDS, [(DOWN, UP), (DOWN, UP)])
            what = f"key to paint beside {theirs.name}"
            for name, value, against in (
                ("first byte, median", ours.first(), theirs.first()),
                ("last byte, median", ours.last(), theirs.last()),
            ):
                figures.append(Figure(what, name, value, "ms", 0.25, against))
