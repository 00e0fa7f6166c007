"""`standup login` takes tokens unseen, tries them on X, and stores them for one account."""

import asyncio
import errno
import json
import os
import stat
import subprocess
import tomllib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import NoReturn

import pytest

from canaries import CANARIES, CanarySimulator, document, sung, sung_in_files, values, variables
from cli.commands import clean_environment, standup
from process.killing import quiet
from standup_tui.errors import ConfigError
from standup_tui.model.money import Item
from standup_tui.networks.x.credentials import Credentials
from standup_tui.networks.x.login import Login
from standup_tui.simulator.server import Simulator
from standup_tui.store.store import SqliteStore
from ui.ptys import terminal

ORDER = tuple(CANARIES)


@pytest.fixture
async def x() -> AsyncIterator[Simulator]:
    async with CanarySimulator(quiet()) as simulator:
        yield simulator


@pytest.fixture
def campaign(tmp_path: Path, x: Simulator) -> Path:
    return campaign_at(tmp_path / "day", x.base_url)


def campaign_at(folder: Path, base_url: str, more: str = "") -> Path:
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text(
        f'name = "A day"\nhashtags = ["StandUp4SW"]\n{more}[source]\nbase_url = "{base_url}"\n'
    )
    return folder


def kept(home: Path) -> Path:
    return home / ".config" / "standup" / "credentials.toml"


async def login(
    home: Path,
    *arguments: str | Path,
    typed: Iterable[str],
    environ: dict[str, str] | None = None,
    umask: int = 0o022,
) -> subprocess.CompletedProcess[str]:
    """Run it with values on a pipe; what it says never holds one of them."""

    ran = await asyncio.to_thread(
        standup,
        "login",
        *arguments,
        home=home,
        environ=environ,
        typed="".join(f"{line}\n" for line in typed),
        umask=umask,
    )
    assert sung((ran.stdout + ran.stderr).encode(), "what it says") == []
    return ran


def all_five(x: Simulator) -> list[str]:
    return [values(x)[name] for name in ORDER]


@pytest.mark.fault("F2")
@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
async def test_it_says_who_acts_and_stores_for_this_account_alone(
    umask: int, campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    ran = await login(tmp_path, campaign, typed=all_five(x), umask=umask)

    assert ran.returncode == 0, ran.stderr
    assert "The bearer token reads" in ran.stdout
    assert f"act as @{x.roster[0].handle}" in ran.stdout
    assert tomllib.loads(kept(tmp_path).read_text()) == {"x": values(x)}
    assert stat.S_IMODE(kept(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(tmp_path).parent.stat().st_mode) == 0o700
    assert [it.name for it in kept(tmp_path).parent.iterdir()] == ["credentials.toml"]


async def test_what_was_stored_is_what_the_other_commands_find(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    await login(tmp_path, campaign, typed=all_five(x))

    ran = await asyncio.to_thread(standup, "sources", campaign, home=tmp_path)

    assert f"acts as @{x.roster[0].handle}" in ran.stdout
    assert sung((ran.stdout + ran.stderr).encode(), "sources") == []


async def test_a_bearer_token_alone_leaves_the_others_as_they_are(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    old = document(x).replace(CANARIES["bearer_token"], "the-old-bearer-token")
    kept(tmp_path).parent.mkdir(parents=True, mode=0o700)
    kept(tmp_path).write_text(old)
    kept(tmp_path).chmod(0o600)

    ran = await login(tmp_path, campaign, "--bearer-only", typed=[CANARIES["bearer_token"]])

    assert ran.returncode == 0, ran.stderr
    assert kept(tmp_path).read_text() == document(x)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("bearer_token", "X does not accept the credentials (401: Unauthorized)"),
        ("consumer_secret", "X does not accept the account's four tokens (401: Unauthorized)"),
        ("access_token_secret", "all four belong to one app and one account"),
    ],
)
async def test_what_x_refuses_is_said_and_not_stored(
    wrong: str, said: str, campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    typed = [f"{value}x" if name == wrong else value for name, value in values(x).items()]

    ran = await login(tmp_path, campaign, "--untested", typed=typed)

    assert ran.returncode == 1
    assert said in ran.stdout
    assert "Nothing was stored." in ran.stderr
    assert not kept(tmp_path).exists()


async def test_the_tokens_of_another_account_than_the_campaign_s_are_refused(
    tmp_path: Path, x: Simulator
) -> None:
    folder = campaign_at(tmp_path / "other", x.base_url, 'account = "SomebodyElse"\n')

    ran = await login(tmp_path, folder, typed=all_five(x))

    assert ran.returncode == 1
    assert "campaign.toml says that the campaign's account is @SomebodyElse" in ran.stdout
    assert not kept(tmp_path).exists()


async def test_without_a_network_nothing_is_stored_unless_one_insists(
    tmp_path: Path, x: Simulator
) -> None:
    folder = campaign_at(tmp_path / "far", "http://127.0.0.1:1")

    ran = await login(tmp_path, folder, typed=all_five(x))

    assert ran.returncode == 1
    assert "X cannot be reached" in ran.stdout
    assert "`--untested` stores them" in ran.stderr
    assert not kept(tmp_path).exists()

    ran = await login(tmp_path, folder, "--untested", typed=all_five(x))

    assert ran.returncode == 0
    assert "nobody knows whether X takes them" in ran.stdout
    assert kept(tmp_path).read_text() == document(x)


async def test_a_failure_leaves_what_was_stored_before(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    await login(tmp_path, campaign, typed=all_five(x))
    typed = ["anotherBearerToken", *all_five(x)[1:]]

    assert (await login(tmp_path, campaign, typed=typed)).returncode == 1
    assert kept(tmp_path).read_text() == document(x)


def test_a_disk_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDUP_CREDENTIALS", str(tmp_path / "x.toml"))
    (tmp_path / "x.toml").write_text("[x]\n")
    (tmp_path / "x.toml").chmod(0o600)
    tmp_path.chmod(0o700)

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="cannot be written: No space left"):
        Login(None, None).keep(Credentials("canaryBearerOfTheDisk"))

    assert [it.name for it in tmp_path.iterdir()] == ["x.toml"]
    assert (tmp_path / "x.toml").read_text() == "[x]\n"


async def test_nothing_is_stored_inside_a_campaign(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    environ = {"STANDUP_CREDENTIALS": str(campaign / "keys" / "x.toml")}

    ran = await login(tmp_path, typed=all_five(x), environ=environ)

    assert ran.returncode == 2
    assert "is inside a campaign's folder, which is backed up and shared" in ran.stderr
    assert sung_in_files(tmp_path) == (1, [])


async def test_a_folder_that_others_may_write_into_is_refused(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    kept(tmp_path).parent.mkdir(parents=True)
    kept(tmp_path).parent.chmod(0o777)

    ran = await login(tmp_path, campaign, typed=all_five(x))

    assert f"chmod go-w {kept(tmp_path).parent}" in ran.stderr
    assert not kept(tmp_path).exists()


async def test_a_value_that_goes_first_is_named(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    environ = {"STANDUP_X_CONSUMER_KEY": variables(x)["STANDUP_X_CONSUMER_KEY"]}

    ran = await login(tmp_path, campaign, typed=all_five(x), environ=environ)

    assert "consumer_key also comes from STANDUP_X_CONSUMER_KEY" in ran.stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["one", "two"], "expected 5 lines on standard input, got 2: bearer_token, consumer_key"),
        (["a", "b", "", "1-d", "e"], "nothing was given for consumer_secret"),
        (["a b", "b", "c", "1-d", "e"], "bearer_token has spaces"),
        (["a", "b", "c", "d", "e"], "digits, a hyphen and letters"),
    ],
)
async def test_slips_are_explained_before_x_is_asked(
    typed: list[str], said: str, campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    ran = await login(tmp_path, campaign, typed=typed)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert x.ledger.calls == []


def test_no_option_takes_a_token(tmp_path: Path) -> None:
    ran = standup("login", "--help", home=tmp_path)

    assert "TEXT" not in ran.stdout
    assert "<" not in ran.stdout.partition("Examples")[0]


async def test_a_person_sees_nothing_of_what_is_typed(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    def type_them() -> tuple[int, bytes]:
        env = clean_environment(tmp_path)
        with terminal("-P", "-m", "standup_tui", "login", str(campaign), env=env) as person:
            labels = (b"Bearer token", b"(API key)", b"secret)", b"Access token:", b"token secret")
            for label, value in zip(labels, all_five(x), strict=True):
                assert person.read_until(label)
                person.read(0.2)  # by then it listens, and shows no more
                os.write(person.master, f"{value}\n".encode())
            return person.wait(20), person.seen

    code, seen = await asyncio.to_thread(type_them)

    assert code == 0, seen.decode()
    assert b"act as @" in seen
    assert sung(seen, "the terminal") == []
    assert tomllib.loads(kept(tmp_path).read_text()) == {"x": values(x)}


async def test_sources_tell_what_is_there_and_what_is_missing(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    ran = await asyncio.to_thread(
        standup, "sources", "--json", campaign, home=tmp_path, environ=variables(x)
    )

    told = json.loads(ran.stdout)
    assert ran.returncode == 0, ran.stdout
    assert told["ok"] is True
    assert told["rules"] | {"most": 0} == {
        "ours": [],
        "others": [],
        "missing": ["#StandUp4SW -is:retweet"],
        "most": 0,
    }
    assert told["account"]["handle"] == x.roster[0].handle
    assert {it["what"]: it["of"] for it in told["limits"]}["stream rules"] == 450
    assert "none runs" in told["hub"]


async def test_sources_and_login_put_what_x_charges_for_asking_on_the_meter(
    campaign: Path, tmp_path: Path, x: Simulator
) -> None:
    await (await SqliteStore.open(campaign / "standup.db")).close()

    await login(tmp_path, campaign, typed=all_five(x))
    ran = await asyncio.to_thread(standup, "sources", campaign, home=tmp_path)

    assert "meter" not in ran.stderr
    store = await SqliteStore.open(campaign / "standup.db")
    (spent,) = await store.spent()
    await store.close()
    assert (spent.item, spent.units) == (Item.USER, 1)


async def test_sources_without_tokens_say_how_to_get_them(campaign: Path, tmp_path: Path) -> None:
    ran = await asyncio.to_thread(standup, "sources", campaign, home=tmp_path)

    assert ran.returncode == 2
    assert "`standup login` asks for it" in ran.stderr


async def test_sources_say_what_x_refuses(campaign: Path, tmp_path: Path, x: Simulator) -> None:
    environ = variables(x) | {"STANDUP_X_CONSUMER_SECRET": "notTheRightOne"}
    ran = await asyncio.to_thread(standup, "sources", campaign, home=tmp_path, environ=environ)

    assert ran.returncode == 1
    assert "✗ wrong X" in ran.stdout
    assert "does not accept the account's four tokens" in ran.stdout
    assert "takes the bearer token" in ran.stdout
    assert sung((ran.stdout + ran.stderr).encode(), "sources") == []
