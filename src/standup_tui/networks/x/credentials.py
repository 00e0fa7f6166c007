"""The tokens for X: where they may come from, and how to talk about them without saying them.

Each may come from three places, the first that has it counts:

1. systemd's credentials: a file ``standup`` like the one below, or a file for each value;
2. an environment variable;
3. a file of this account, outside every campaign, see `place`.

What was given to the service goes before its environment, which may have been handed on from
somebody's shell; and the environment before the file, so that one start can have other tokens.

Light on purpose: ``standup doctor`` reads it without tweepy or aiohttp.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE
from typing import Final, NamedTuple

from standup_tui import redaction
from standup_tui.errors import ConfigError
from standup_tui.settings import campaign_file

NAMES: Final = (
    "bearer_token",
    "consumer_key",
    "consumer_secret",
    "access_token",
    "access_token_secret",
)
ACTING: Final = NAMES[1:]
TABLE: Final = "x"
FILE_VARIABLE: Final = "STANDUP_CREDENTIALS"
"""Names another credentials file."""
SYSTEMD_VARIABLE: Final = "CREDENTIALS_DIRECTORY"
"""Names the folder with what `LoadCredential=` of a unit gave to the service."""
_DOCUMENT: Final = "standup"
"""Its file with all tokens; one token's alone is named like its variable, in lower case."""


class Credentials:
    """What X knows the app and the campaign's account by. Shows nothing of it.

    Args:
        bearer_token: Of the app; reads.
        consumer_key: Of the app; with the other three it acts for one account.
        consumer_secret: Belongs to the consumer key.
        access_token: Of the account: its numeric id, a hyphen and the secret part.
        access_token_secret: Belongs to the access token.
    """

    __slots__ = NAMES

    def __init__(
        self,
        bearer_token: str,
        consumer_key: str = "",
        consumer_secret: str = "",
        access_token: str = "",
        access_token_secret: str = "",
    ) -> None:
        self.bearer_token = bearer_token
        self.consumer_key = consumer_key
        self.consumer_secret = consumer_secret
        self.access_token = access_token
        self.access_token_secret = access_token_secret
        for name in NAMES:
            redaction.learn(name, getattr(self, name))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(can_act={self.can_act})"

    @property
    def can_act(self) -> bool:
        """Whether the campaign's account can retweet with them."""
        return all(getattr(self, name) for name in ACTING)

    @property
    def user(self) -> str:
        """The numeric id of the account that acts; empty without an access token."""
        return self.access_token.partition("-")[0]


class Presence(NamedTuple):
    """Whether one of the tokens is there, and where it comes from."""

    name: str
    origin: str
    """The environment variable or the file; empty when it is missing."""


def find(campaign: Path | None = None, environ: Mapping[str, str] | None = None) -> Credentials:
    """Return the credentials of this account on this machine.

    Args:
        campaign: The campaign's folder, where credentials must not be.
        environ: The environment; that of the process by default.

    Raises:
        ConfigError: There is no bearer token, or the file is readable by others, not ours, in
            the campaign's folder or malformed; says what to do.
    """
    values = {name: value for name, value, _ in _known(campaign, environ)}
    if "bearer_token" not in values:
        raise ConfigError(
            "There is no bearer token for X. `standup login` asks for it and stores it in "
            f"{place(environ)}; the environment variable {variable('bearer_token')} serves too. "
            "The token stands in X's developer console; `standup demo` needs none."
        )
    return made_of(values)


def made_of(values: Mapping[str, str]) -> Credentials:
    """Return credentials of a bearer token and, to act, the other four.

    Raises:
        ConfigError: Some of the four are missing, or one cannot be a token; says which.
    """
    missing = [name for name in ACTING if name not in values]
    if 0 < len(missing) < len(ACTING):
        raise ConfigError(
            "To act for an account X needs all four of its tokens; missing: "
            f"{', '.join(missing)}. To read only, leave out all four."
        )
    credentials = Credentials(**{name: _sound(values[name], name) for name in values})
    if credentials.can_act and not credentials.user.isdecimal():
        raise ConfigError(
            "The access token for X should be digits, a hyphen and letters, as X's developer "
            "console shows it; the one given does not begin like that."
        )
    return credentials


def present(
    campaign: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Presence, ...]:
    """Tell which tokens there are and from where, for `standup doctor`; never their values.

    Raises:
        ConfigError: As `find`, for the file.
    """
    origins = {name: origin for name, _, origin in _known(campaign, environ)}
    return tuple(Presence(name, origins.get(name, "")) for name in NAMES)


def place(environ: Mapping[str, str] | None = None) -> Path:
    """Return where the credentials file is, or would be."""
    environ = os.environ if environ is None else environ
    if named := environ.get(FILE_VARIABLE):
        return Path(named).expanduser()
    base = environ.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    return folder / "standup" / "credentials.toml"


def variable(name: str) -> str:
    """Return the environment variable for one of the tokens."""
    return f"STANDUP_X_{name.upper()}"


def stored(
    campaign: Path | None = None, environ: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return what this account's file alone says.

    Raises:
        ConfigError: As `find`.
    """
    environ = os.environ if environ is None else environ
    path = place(environ)
    return _tokens(path, _guarded(path, campaign) or "")


def outside(path: Path, campaign: Path | None) -> Path:
    """Return where a path leads to, unless that is inside a campaign.

    Raises:
        ConfigError: It is, or would be.
    """
    real = path.resolve()
    inside = campaign is not None and real.is_relative_to(campaign.resolve())
    if inside or any((above / campaign_file.FILE).is_file() for above in real.parents):
        raise ConfigError(
            f"{path} is inside a campaign's folder, which is backed up and shared: credentials "
            f"belong elsewhere, such as {place({})}."
        )
    return real


class _Value(NamedTuple):
    name: str
    value: str
    origin: str


def _known(campaign: Path | None, environ: Mapping[str, str] | None) -> list[_Value]:
    """Return each token there is, from the first place that has it."""
    environ = os.environ if environ is None else environ
    path = place(environ)
    given = {name: environ.get(variable(name), "").strip() for name in NAMES}
    found = {
        name: _Value(name, value, str(path))
        for name, value in _of_the_account(path, campaign, environ).items()
    }
    found |= {name: _Value(name, value, variable(name)) for name, value in given.items() if value}
    found |= _of_the_service(campaign, environ)
    for it in found.values():
        redaction.learn(it.name, it.value)
        _sound(it.value, f"{it.name} from {it.origin}")
    return [found[name] for name in NAMES if name in found and found[name].value]


def _of_the_account(
    path: Path, campaign: Path | None, environ: Mapping[str, str]
) -> dict[str, str]:
    """Return what the account's file says; a file that nobody named may be missing."""
    text = _guarded(path, campaign)
    if text is None and FILE_VARIABLE in environ:
        raise ConfigError(f"{path}, named by {FILE_VARIABLE}, does not exist.")
    return _tokens(path, text or "")


def _of_the_service(campaign: Path | None, environ: Mapping[str, str]) -> dict[str, _Value]:
    """Return what systemd gave to this service, in one file or in one for each value."""
    if not (named := environ.get(SYSTEMD_VARIABLE)):
        return {}
    folder = Path(named)
    document = folder / _DOCUMENT
    tokens = _tokens(document, _guarded(document, campaign, systemd=True) or "")
    found = {name: _Value(name, value, str(document)) for name, value in tokens.items()}
    for name in NAMES:
        path = folder / variable(name).lower()
        if text := _guarded(path, campaign, systemd=True):
            found[name] = _Value(name, text.strip(), str(path))
    return {name: it for name, it in found.items() if it.value}


def _guarded(path: Path, campaign: Path | None, *, systemd: bool = False) -> str | None:
    """Return the text of a file that nobody else can read or write; None: there is none.

    Args:
        path: The file.
        campaign: The folder it must not be in.
        systemd: Whether systemd made it: then it may belong to root and be let to this account
            by an access list, which shows as rights of a group.
    """
    others = 0o007 if systemd else 0o077
    try:
        with outside(path, campaign).open("rb") as file:
            about = os.fstat(file.fileno())
            if about.st_uid != os.getuid() and not systemd:
                raise ConfigError(
                    f"{path} belongs to another account: sudo chown {os.getuid()} {path}"
                )
            if S_IMODE(about.st_mode) & others:
                raise ConfigError(f"{path} can be read by others: chmod 600 {path}")
            return file.read().decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text.") from None


def _tokens(path: Path, text: str) -> dict[str, str]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Only the position: the message may quote the line, and the line is a secret.
        where = re.search(r"line \d+, column \d+", str(error))
        raise ConfigError(
            f"{path} is not valid TOML ({where[0] if where else 'at its end'})."
        ) from None
    table = content.get(TABLE, {})
    if not isinstance(table, dict) or content.keys() - {TABLE}:
        raise ConfigError(f"{path}: expected one table, [{TABLE}].")
    for name, value in table.items():
        if name not in NAMES:
            raise ConfigError(f"{path}: {TABLE}.{name}: expected one of {', '.join(NAMES)}.")
        if not isinstance(value, str):
            raise ConfigError(f"{path}: {TABLE}.{name}: expected text in quotes.")
    return {name: value.strip() for name, value in table.items()}


def _sound(value: str, which: str) -> str:
    """Refuse what cannot travel in a header, without repeating it."""
    if not (value.isascii() and value.isprintable() and " " not in value):
        raise ConfigError(f"{which} has spaces or characters that no token has; copy it again.")
    return value
