"""The simulator as a command: says how to aim at it, and ends with whoever holds its leash."""

import json
import os
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.commands import STANDUP, clean_environment, standup
from standup_tui.cli import demo_campaign
from standup_tui.cli.demo_keeper import Day
from standup_tui.cli.main import _standup
from standup_tui.networks.x import credentials
from standup_tui.settings import campaign_file, record
from standup_tui.simulator.auth import Credentials
from standup_tui.simulator.faults.catalogue import listed


def test_it_says_how_to_aim_a_campaign_at_it(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*STANDUP, "simulate", "--seed", "7", "--speed", "20"],
        env=clean_environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = "".join(process.stdout.readline() for _ in range(13))
        process.kill()

    assert "A made-up day (seed 7) is served at http://127.0.0.1:" in said
    assert "20 times as fast" in said
    assert 'label = "SIMULATED"' in said
    assert "so no secret" in said
    for token in credentials.present():
        assert f"export {credentials.variable(token.name)}=simulated-7" in said.replace(
            "=1580000000000000001-", "="
        )


def test_it_ends_when_its_leash_is_dropped(tmp_path: Path) -> None:
    leash, held = os.pipe()
    reading, reporting = os.pipe()
    with subprocess.Popen(
        [*STANDUP, "simulate", "--ready-fd", str(reporting), "--leash-fd", str(leash)],
        env=clean_environment(tmp_path),
        pass_fds=(leash, reporting),
    ) as process:
        os.close(leash)
        os.close(reporting)
        with os.fdopen(reading) as report:
            aim = Credentials(**json.load(report))
        running = process.poll() is None
        os.close(held)
        code = process.wait(10)

    assert running
    assert aim.base_url.startswith("http://127.0.0.1:")
    assert code == 0


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = standup("simulate", "--port", str(port), home=tmp_path)

    assert ran.returncode == 1
    assert ran.stderr.startswith(f"standup: port {port} on 127.0.0.1 cannot be used")
    assert ran.stderr.count("\n") == 1


def test_every_fault_is_listed_with_what_it_does(tmp_path: Path) -> None:
    ran = standup("simulate", "--list-faults", home=tmp_path)
    lines = ran.stdout.split("\n\n")[0].splitlines()

    assert ran.returncode == 0
    assert [typed for typed, _ in listed()] == [line.split()[0] for line in lines]
    assert all(len(line) < 150 for line in lines)
    assert "Places: acts, everywhere, stream" in ran.stdout


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("sabotage", "there is no fault 'sabotage'"),
        ("close-after=soon", "expected a whole number, got 'soon'"),
        ("503=xml", "'xml' is not one of json, html, empty"),
        ("503,at=moon", "'moon' is not a place"),
        ("503,often", "'often' is not one of at, from, for"),
        ("503,chance=2", "expected a chance from 0 to 1"),
        ("withheld=GB", "takes no value"),
    ],
)
def test_a_fault_that_means_nothing_is_refused_before_the_start(
    tmp_path: Path, fault: str, said: str
) -> None:
    ran = standup("simulate", "--fault", fault, home=tmp_path)

    assert ran.returncode == 2
    assert said in ran.stderr.replace("\n", " ")
    assert "Traceback" not in ran.stderr


def test_a_drill_says_what_goes_wrong_and_does_it(tmp_path: Path) -> None:
    asked = ["--fault", "503=html,at=me,retry=7", "--fault", "close-after=2"]
    with subprocess.Popen(
        [*STANDUP, "simulate", *asked],
        env=clean_environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first, second = process.stdout.readline(), process.stdout.readline()
        base_url = first.split(" served at ")[1].split(",")[0]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{base_url}/2/users/me", timeout=5)  # noqa: S310, it is ours
        with refused.value as page:
            assert (page.code, page.headers["Retry-After"]) == (503, "7")
            assert page.read().startswith(b"<!DOCTYPE html>")
        process.kill()

    assert second == "Going wrong on purpose: 503=html,at=me,retry=7, close-after=2.\n"


def test_the_demos_campaign_is_a_campaign(tmp_path: Path) -> None:
    demo_campaign.write(tmp_path, "http://127.0.0.1:8000", "simulated")
    campaign = campaign_file.read(tmp_path)

    assert campaign.tags == ("#StandUp4SW",)
    assert campaign.retweet.enabled
    assert campaign.source.label == "SIMULATED"
    assert campaign.account == campaign.roster[0].handle == "WensumValeSW"
    assert len(campaign.actions) == 5
    assert campaign.starts is not None

    demo_campaign.write(tmp_path, "http://127.0.0.1:8000", "recorded")
    assert campaign_file.read(tmp_path).starts is None


def test_what_goes_wrong_in_a_demo_reaches_its_simulator_and_its_campaign(tmp_path: Path) -> None:
    asked = Day(7, 20.0, faults=("storm=7", "proxy=dead")).arguments()
    assert " ".join(asked).endswith("--fault storm=7 --fault proxy=dead")

    demo_campaign.write(tmp_path, "https://x.simulator.invalid", "simulated", "http://127.0.0.1:1")
    campaign = campaign_file.read(tmp_path)
    assert (campaign.source.proxy, record.is_live(campaign)) == ("http://127.0.0.1:1", False)


@pytest.mark.parametrize("command", ["demo", "drill"])
def test_a_demo_and_a_drill_refuse_a_fault_that_means_nothing(command: str) -> None:
    asked = CliRunner().invoke(_standup, [command, "--fault", "sabotage"])

    assert asked.exit_code == 2
    assert "there is no fault 'sabotage'; see `standup simulate --list-faults`" in asked.output
