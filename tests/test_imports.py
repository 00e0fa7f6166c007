"""What each front door loads: a command on a server must not pay for a screen."""

import asyncio
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands import STANDUP, clean_environment, loaded_by
from halls import hall
from standup_tui.cli.main import COMMANDS
from standup_tui.protocol.address import SOCKET

SCREENS = {"textual", "rich"}
NETWORKS = {"tweepy", "aiohttp"}
STORES = {"aiosqlite", "sqlite3"}
TEMPLATES = {"jinja2", "markupsafe"}


def packages(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    return folder


def test_the_version_loads_click_and_nothing_else_of_weight(tmp_path: Path) -> None:
    code, modules = loaded_by(["--version"], tmp_path)

    assert code == 0
    assert packages(modules) & (SCREENS | NETWORKS | STORES | {"msgspec", "asyncio"}) == set()
    ours = {module for module in modules if module.startswith("standup_tui.")}
    assert ours == {
        "standup_tui.cli",
        "standup_tui.cli.main",
        "standup_tui.cli.options",
        "standup_tui.errors",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_help_loads_no_library_but_click(command: str, tmp_path: Path) -> None:
    code, modules = loaded_by([command, "--help"], tmp_path)

    assert code == 0
    assert packages(modules) & (SCREENS | NETWORKS | STORES | TEMPLATES) == set()


def test_doctor_loads_neither_a_screen_nor_a_network(campaign: Path, tmp_path: Path) -> None:
    _, modules = loaded_by(["doctor", campaign], tmp_path)

    assert "standup_tui.networks.x.credentials" in modules
    assert packages(modules) & (SCREENS | NETWORKS) == set()


def test_a_handover_and_the_score_of_a_drill_load_neither_a_screen_nor_a_network(
    campaign: Path, tmp_path: Path
) -> None:
    _, modules = loaded_by(["handover", campaign], tmp_path)
    assert packages(modules) & (SCREENS | NETWORKS) == set()

    page = str(tmp_path / "a.md")
    words = ["drill", "--unattended", "--minutes", "0.05", "--page", page]
    code, modules = loaded_by(words, tmp_path)
    assert code == 0
    assert "standup_tui.core.scoring" in modules
    assert packages(modules) & (SCREENS | NETWORKS) == set()


def test_new_loads_neither_a_screen_nor_a_network(tmp_path: Path) -> None:
    code, modules = loaded_by(["new", "day"], tmp_path)

    assert code == 0
    assert packages(modules) & (SCREENS | NETWORKS | STORES) == set()


def test_check_loads_no_screen(campaign: Path, tmp_path: Path) -> None:
    _, modules = loaded_by(["check", campaign], tmp_path)

    assert "standup_tui.wiring" in modules
    assert packages(modules) & SCREENS == set()


@pytest.mark.parametrize("command", ["login", "sources"])
def test_asking_x_loads_no_screen(command: str, campaign: Path, tmp_path: Path) -> None:
    _, modules = loaded_by([command, campaign], tmp_path)

    assert "standup_tui.wiring" in modules
    assert packages(modules) & SCREENS == set()


def test_the_hub_loads_no_screen(campaign: Path, tmp_path: Path) -> None:
    code, modules = loaded_by(["hub", campaign], tmp_path, until=campaign / SOCKET)

    assert code == 128 + 15
    assert packages(modules) & (SCREENS | TEMPLATES) == set()
    assert {"tweepy", "aiosqlite"} <= packages(modules)


def test_the_simulator_loads_neither_a_screen_nor_our_client(tmp_path: Path) -> None:
    code, modules = loaded_by(["simulate", "--leash-fd", "0"], tmp_path)  # closed at once

    assert code == 0
    assert packages(modules) & (SCREENS | STORES | {"tweepy"}) == set()
    assert "standup_tui.wiring" not in modules


async def test_a_snapshot_loads_no_screen_and_no_network(campaign: Path, tmp_path: Path) -> None:
    async with hall(campaign) as running:
        await running.add_some(1)
        code, modules = await asyncio.to_thread(loaded_by, ["console", campaign], tmp_path)

    assert code == 0
    assert packages(modules) & (SCREENS | NETWORKS | STORES) == set()


def test_the_version_costs_less_than_150_ms_of_cpu_over_bare_python(tmp_path: Path) -> None:
    environ = {
        name: value
        for name, value in clean_environment(tmp_path).items()
        if not name.startswith("COVERAGE")
    }

    def cpu(*command: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    bare = min(cpu(sys.executable, "-c", "pass") for _ in range(5))
    version = min(cpu(*STANDUP, "--version") for _ in range(5))

    assert version - bare < 0.15
