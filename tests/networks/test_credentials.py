"""Credentials are found, checked, and never said aloud."""

import os
from pathlib import Path

import pytest

from standup_tui.errors import ConfigError
from standup_tui.networks.x import credentials
from standup_tui.networks.x.credentials import Credentials, Presence, find, place, present
from standup_tui.redaction import redacted

SECRETS = {
    "bearer_token": "canary-bearer",
    "consumer_key": "canary-key",
    "consumer_secret": "canary-key-secret",
    "access_token": "4242-canary-access",
    "access_token_secret": "canary-access-secret",
}


def stored(folder: Path, text: str, mode: int = 0o600) -> dict[str, str]:
    """Write a credentials file and return an environment that leads there."""
    path = folder / "standup" / "credentials.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return {"XDG_CONFIG_HOME": str(folder)}


def toml(values: dict[str, str]) -> str:
    return "[x]\n" + "".join(f'{name} = "{value}"\n' for name, value in values.items())


def environment(values: dict[str, str]) -> dict[str, str]:
    return {f"STANDUP_X_{name.upper()}": value for name, value in values.items()}


def refusal(environ: dict[str, str], campaign: Path | None = None) -> str:
    """Return what a person is told; never a secret."""
    with pytest.raises(ConfigError) as error:
        find(campaign, environ)
    assert "canary" not in str(error.value)
    return str(error.value)


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """An environment without a credentials file."""
    return {"XDG_CONFIG_HOME": str(tmp_path / "empty")}


def test_the_environment_has_them(elsewhere: dict[str, str]) -> None:
    found = find(environ=elsewhere | environment(SECRETS))

    assert {name: getattr(found, name) for name in SECRETS} == SECRETS
    assert (found.can_act, found.user) == (True, "4242")


def test_the_file_has_them(tmp_path: Path) -> None:
    found = find(environ=stored(tmp_path, toml(SECRETS)))

    assert {name: getattr(found, name) for name in SECRETS} == SECRETS


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    environ = stored(tmp_path, toml(SECRETS)) | {"STANDUP_X_BEARER_TOKEN": " other\n"}

    assert find(environ=environ).bearer_token == "other"  # noqa: S105, made up


def given_by_systemd(folder: Path, files: dict[str, str], mode: int = 0o440) -> dict[str, str]:
    """Write what `LoadCredential=` makes and return the variable that leads there."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(mode)
    return {"CREDENTIALS_DIRECTORY": str(folder)}


def test_systemd_gives_them_in_one_file(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    environ = elsewhere | given_by_systemd(tmp_path / "cred", {"standup": toml(SECRETS)})

    found = find(environ=environ)

    assert {name: getattr(found, name) for name in SECRETS} == SECRETS
    assert present(environ=environ)[0].origin == str(tmp_path / "cred" / "standup")


def test_systemd_gives_them_one_by_one(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    files = {f"standup_x_{name}": f"{value}\n" for name, value in SECRETS.items()}

    found = find(environ=elsewhere | given_by_systemd(tmp_path / "cred", files))

    assert {name: getattr(found, name) for name in SECRETS} == SECRETS


def test_systemd_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    in_file = {name: f"{value}-of-the-file" for name, value in SECRETS.items()}
    environ = stored(tmp_path, toml(in_file))
    environ |= environment(
        {"bearer_token": "canary-environ", "consumer_key": "canary-environ-key"}
    )
    environ |= given_by_systemd(tmp_path / "cred", {"standup_x_bearer_token": "canary-systemd"})

    found = find(environ=environ)

    assert (found.bearer_token, found.consumer_key, found.consumer_secret) == (
        "canary-systemd",
        "canary-environ-key",
        "canary-key-secret-of-the-file",
    )


def test_a_folder_of_systemd_s_without_ours_changes_nothing(tmp_path: Path) -> None:
    environ = stored(tmp_path, toml(SECRETS)) | given_by_systemd(tmp_path / "cred", {"tls": "x"})

    assert find(environ=environ).bearer_token == SECRETS["bearer_token"]


def test_a_systemd_credential_that_everybody_can_read_is_refused(
    tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    files = {"standup": toml(SECRETS)}

    said = refusal(elsewhere | given_by_systemd(tmp_path / "cred", files, 0o444))

    assert f"chmod 600 {tmp_path / 'cred' / 'standup'}" in said


def test_a_bearer_token_alone_reads_and_cannot_act(elsewhere: dict[str, str]) -> None:
    found = find(environ=elsewhere | {"STANDUP_X_BEARER_TOKEN": "b"})

    assert not found.can_act


def test_no_bearer_token_says_where_to_put_it(elsewhere: dict[str, str]) -> None:
    said = refusal(elsewhere)

    assert "STANDUP_X_BEARER_TOKEN" in said
    assert "credentials.toml" in said
    assert "standup demo" in said


def test_half_of_the_account_s_tokens_is_a_slip(elsewhere: dict[str, str]) -> None:
    half = {name: SECRETS[name] for name in ("bearer_token", "consumer_key", "access_token")}

    assert "consumer_secret, access_token_secret" in refusal(elsewhere | environment(half))


def test_an_access_token_without_an_account_is_a_slip(elsewhere: dict[str, str]) -> None:
    odd = SECRETS | {"access_token": "canary4242"}

    assert "access token" in refusal(elsewhere | environment(odd))


@pytest.mark.parametrize("value", ["canary with spaces", "canary\u2019s", "canary\x07x"])
def test_a_token_that_is_none_is_named_and_not_repeated(
    elsewhere: dict[str, str], value: str
) -> None:
    said = refusal(elsewhere | {"STANDUP_X_BEARER_TOKEN": value})

    assert "bearer_token from STANDUP_X_BEARER_TOKEN" in said


@pytest.mark.fault("F3")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o666])
def test_a_file_that_others_can_read_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    said = refusal(stored(tmp_path, toml(SECRETS), mode))

    assert f"chmod 600 {tmp_path / 'standup' / 'credentials.toml'}" in said


@pytest.mark.fault("F3")
@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    environ = stored(tmp_path, toml(SECRETS))
    os.chown(tmp_path / "standup" / "credentials.toml", 12345, -1)

    assert "chown" in refusal(environ)


@pytest.mark.fault("F3", control=True)
def test_reading_without_a_look_at_whose_it_is_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "_guarded", lambda path, *_, **__: path.read_text())
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test_a_file_that_others_can_read_is_refused_with_the_cure(tmp_path, 0o644)


def test_a_file_inside_the_campaign_s_folder_is_refused(tmp_path: Path) -> None:
    environ = stored(tmp_path / "campaign", toml(SECRETS))

    assert "campaign" in refusal(environ, tmp_path / "campaign")


def test_a_file_inside_any_campaign_is_refused(tmp_path: Path) -> None:
    environ = stored(tmp_path / "another", toml(SECRETS))
    (tmp_path / "another" / "campaign.toml").touch()

    assert "backed up and shared" in refusal(environ, tmp_path / "campaign")


def test_whatever_was_read_is_redacted_from_then_on(tmp_path: Path) -> None:
    find(environ=stored(tmp_path, toml(SECRETS)))

    told = redacted(f"said {' and '.join(SECRETS.values())}")

    assert told.startswith("said <bearer_token> and ")
    assert not [value for value in SECRETS.values() if value in told]


def test_a_link_out_of_the_campaign_s_folder_is_fine_and_one_into_it_is_not(
    tmp_path: Path,
) -> None:
    stored(tmp_path / "campaign", toml(SECRETS))
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "campaign" / "standup" / "credentials.toml")

    refusal({"STANDUP_CREDENTIALS": str(link)}, tmp_path / "campaign")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[x]\nbearer_token = "canary', "TOML"),
        ("[x]\nbearer_token = canary", "TOML"),
        ('[x]\nbearer = "canary"', "x.bearer"),
        ("[x]\nbearer_token = 5", "text in quotes"),
        ('bearer_token = "canary"', "[x]"),
        ("x = 5", "[x]"),
    ],
)
def test_a_malformed_file_is_explained(tmp_path: Path, text: str, word: str) -> None:
    assert word in refusal(stored(tmp_path, text))


def test_a_file_that_is_not_text_is_explained(tmp_path: Path) -> None:
    environ = stored(tmp_path, "")
    (tmp_path / "standup" / "credentials.toml").write_bytes(b"\xff\xfe")

    assert "UTF-8" in refusal(environ)


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    assert "does not exist" in refusal({"STANDUP_CREDENTIALS": str(tmp_path / "none.toml")})


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "cannot be read" in refusal({"STANDUP_CREDENTIALS": str(tmp_path)})


def test_the_usual_place_is_below_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")

    assert place({}) == Path("/home/ada/.config/standup/credentials.toml")
    assert place({"XDG_CONFIG_HOME": "relative"}) == place({})


def test_presence_is_told_without_values(tmp_path: Path) -> None:
    one = {name: SECRETS[name] for name in ("bearer_token", "consumer_key")}
    environ = stored(tmp_path, toml(one)) | {"STANDUP_X_BEARER_TOKEN": "canary-other"}

    found = present(environ=environ)

    assert found[:3] == (
        Presence("bearer_token", "STANDUP_X_BEARER_TOKEN"),
        Presence("consumer_key", str(tmp_path / "standup" / "credentials.toml")),
        Presence("consumer_secret", ""),
    )
    assert "canary" not in repr(found)


def test_a_repr_shows_nothing() -> None:
    assert repr(Credentials(**SECRETS)) == "Credentials(can_act=True)"
