"""``standup wall --web`` as a person runs it: where it is, how it ends, and what it says then."""

import asyncio
import signal
import socket
from pathlib import Path

import pytest

from cli.commands import loaded_by, standup
from standup_tui.web.gate import TOKEN
from ui.wall_hub import entry, hub_at
from web.pages import address_in, campaign_in, listener, phase, serving, shows


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    return campaign_in(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_says_where_it_is_and_ends_with_a_signal(
    campaign: Path, number: signal.Signals
) -> None:
    async with (
        hub_at(campaign, entry(1, "A good day's work.")),
        serving(campaign, "--port", "0") as (running, said),
    ):
        assert said.startswith("The wall is at http://127.0.0.1:")
        async with listener(address_in(said)) as one:
            await one.until(shows("A good day's work."))
            running.send_signal(number)
            assert await asyncio.wait_for(running.wait(), 20) == 128 + number
        assert running.stderr is not None
        told = (await running.stderr.read()).decode()  # a busy machine may have held up the hub
        assert all(line.startswith("standup: The hub is ") for line in told.splitlines())


async def test_without_a_hub_it_waits_and_says_so_once(campaign: Path) -> None:
    async with serving(campaign, "--port", "0") as (running, said):
        assert running.stderr is not None
        told = (await asyncio.wait_for(running.stderr.readline(), 20)).decode()
        assert told.startswith("standup: no hub answers at ")
        assert told.endswith("The page waits for it on a slide without posts.\n")
        async with listener(address_in(said)) as one:
            await one.until(phase("connecting"))
            async with hub_at(campaign):
                await one.until(phase("showing"))
                assert await running.stderr.readline() == b"standup: The hub is there.\n"


async def test_the_token_of_the_environment_is_in_the_address(campaign: Path) -> None:
    secret = "x1" * 12
    words = ("--port", "0", "--address", "https://wall.example.org")
    async with serving(campaign, *words, **{TOKEN: secret}) as (running, said):
        assert said.split(" for ")[0].endswith(f"/{secret}/")
        assert running.stdout is not None
        proxy = (await running.stdout.readline()).decode()
        assert f"https://wall.example.org/{secret}/ " in proxy


@pytest.mark.parametrize(
    ("words", "environ", "said"),
    [
        (["--web", "--address", "wall.example.org"], {}, "is no address of a proxy: it expects"),
        (["--web", "--address", "https://a.example"], {TOKEN: "short"}, "must be 24 to 128"),
        (["--port", "80"], {}, "--port and --address belong to --web; see `standup wall --help`."),
        (["--web", "--port", "70000"], {}, "expected a whole number from 0 to 65535"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_way_out(
    campaign: Path, tmp_path: Path, words: list[str], environ: dict[str, str], said: str
) -> None:
    ran = standup("wall", campaign, *words, home=tmp_path, environ=environ)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_one_sentence_with_the_way_out(
    campaign: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = standup("wall", campaign, "--web", "--port", port, home=tmp_path)
        _, modules = loaded_by(["wall", campaign, "--web", "--port", port], tmp_path)
    assert ran.returncode == 2
    assert ran.stderr == (
        f"standup: the page cannot be served at port {port}: another program listens there "
        "already (maybe another wall). Choose another with --port, or any free one with "
        "--port 0.\n"
    )
    packages = {module.partition(".")[0] for module in modules}
    assert "aiohttp" in packages
    assert not packages & {"textual", "rich", "tweepy", "sqlite3", "aiosqlite"}


async def test_a_hub_that_refuses_is_one_sentence(campaign: Path) -> None:
    async with hub_at(campaign) as hub:
        hub.refusing = "this account may not look; ask the campaign's owner."
        async with serving(campaign, "--port", "0") as (running, _):
            assert running.stderr is not None
            said = await asyncio.wait_for(running.stderr.read(), 20)
            assert said.decode() == f"standup: {hub.refusing}\n"
            assert await running.wait() == 1


async def test_a_page_needs_neither_a_terminal_nor_a_locale(campaign: Path) -> None:
    async with (
        hub_at(campaign, entry(1, "naïve café \U0001f44d")),
        serving(campaign, "--port", "0", TERM="dumb", LC_ALL="C") as (_, said),
        listener(address_in(said)) as one,
    ):
        await one.until(shows("naïve café \U0001f44d"))


async def test_a_page_is_set_up_like_any_wall(campaign: Path) -> None:
    words = ("--scene", "tally", "--theme", "light", "--layout", "calm", "--columns", "3")
    async with (
        hub_at(campaign, entry(1, "one")),
        serving(campaign, "--port", "0", *words) as (_, said),
        listener(address_in(said)) as one,
    ):
        await one.until(phase("showing"))
        assert one.sight["scene"]["type"] == "tally"
        assert [one.sight[what] for what in ("theme", "density", "columns")] == [
            "light",
            "calm",
            3,
        ]


async def test_emoji_are_spelled_out_only_for_who_asks_for_it(campaign: Path) -> None:
    async with hub_at(campaign, entry(1, "well done \U0001f44d")):
        for words, text in (((), "done \U0001f44d"), (("--emoji", "text"), "thumbs up")):
            async with (
                serving(campaign, "--port", "0", *words) as (_, said),
                listener(address_in(said)) as one,
            ):
                await one.until(shows(text))
