"""`standup login`: try tokens on X, and keep them where only this account can read them."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE
from typing import Final, NamedTuple

from standup_tui.errors import ConfigError, SourceDropped, SourceError
from standup_tui.model.money import Charge
from standup_tui.networks.x import credentials
from standup_tui.networks.x.credentials import NAMES, TABLE, Credentials
from standup_tui.networks.x.enquiry import FREE, Enquiry, enquiring
from standup_tui.settings.campaign import Campaign, Source

_LABELS: Final = (
    "Bearer token",
    "Consumer key (API key)",
    "Consumer secret (API key secret)",
    "Access token",
    "Access token secret",
)


class Question(NamedTuple):
    """One value to ask a person for."""

    name: str
    label: str


class Tried(NamedTuple):
    """How the tokens fared with X."""

    good: tuple[str, ...]
    worth_knowing: tuple[str, ...]
    wrong: tuple[str, ...]
    reached: bool
    """Whether X has answered; where not, nothing is known of the tokens."""
    charge: Charge = FREE
    """What X charges for it."""


class Login:
    """One attempt to give this account its tokens.

    Args:
        folder: A campaign, whose X is asked and in whose folder nothing is stored; or None.
        campaign: Its settings.

    Raises:
        ConfigError: The tokens would be stored inside a campaign's folder.
    """

    def __init__(self, folder: Path | None, campaign: Campaign | None) -> None:
        self.path = credentials.outside(credentials.place(), folder)
        """Where the tokens are stored."""
        source = campaign.source if campaign else Source()
        self.base_url, self._proxy = source.base_url, source.proxy
        self._folder = folder
        own = campaign.own if campaign else None
        self._account = own.handle if own else ""

    def questions(self, *, bearer_only: bool) -> tuple[Question, ...]:
        """Return what a person has to be asked for."""
        every = tuple(map(Question, NAMES, _LABELS))
        return every[:1] if bearer_only else every

    def accept(self, values: Mapping[str, str]) -> Credentials:
        """Return the tokens, if they can be tokens at all.

        Raises:
            ConfigError: One of them cannot; says which.
        """
        empty = [name for name, value in values.items() if not value]
        if empty:
            raise ConfigError(f"nothing was given for {', '.join(empty)}; nothing is stored.")
        return credentials.made_of(values)

    async def test(self, tokens: Credentials) -> Tried:
        """Ask X whether it takes the tokens, and as whom."""
        good: list[str] = []
        known: list[str] = []
        wrong: list[str] = []
        reached = True
        async with enquiring(self.base_url, tokens, proxy=self._proxy) as x:
            for part in (self._reads, self._acts)[: 1 + tokens.can_act]:
                try:
                    await part(x, good, known, wrong)
                except SourceError as error:
                    wrong.append(str(error))
                    reached = reached and not isinstance(error, SourceDropped)
        return Tried(tuple(good), tuple(known), tuple(wrong), reached, x.charge)

    async def _reads(self, x: Enquiry, good: list[str], *_: list[str]) -> None:
        rules = len(await x.rules())
        good.append(f"The bearer token reads; the app has {rules} rules for the stream.")

    async def _acts(self, x: Enquiry, good: list[str], known: list[str], wrong: list[str]) -> None:
        handle = (await x.account()).username
        if self._account and handle.casefold() != self._account.casefold():
            wrong.append(
                f"These tokens act as @{handle}, but campaign.toml says that the campaign's "
                f"account is @{self._account}: take that account's tokens, or mend `account`."
            )
            return
        good.append(f"The other four act as @{handle}.")
        if x.access == "read":
            known.append(
                "X lets them read only, so that retweets will fail: set the app's permissions "
                "to read and write in X's developer console, then make a new access token."
            )

    def keep(self, tokens: Credentials) -> tuple[str, ...]:
        """Store the tokens for this account alone, whole or not at all.

        A bearer token alone leaves the file's other four as they are.

        Returns:
            What is worth knowing about it, in sentences.

        Raises:
            ConfigError: The file cannot be written.
        """
        given = {name: getattr(tokens, name) for name in NAMES if getattr(tokens, name)}
        kept = {} if tokens.can_act else credentials.stored(self._folder)
        _write(self.path, kept | given)
        ours = ("", str(credentials.place()))
        others = [it for it in credentials.present(self._folder) if it.origin not in ours]
        return tuple(f"{it.name} also comes from {it.origin}, which goes first." for it in others)


def _write(path: Path, tokens: Mapping[str, str]) -> None:
    """Put a file in place whole, readable by this account alone."""
    # What is printable ASCII is written in TOML as it is in JSON.
    lines = "".join(f"{name} = {json.dumps(tokens[name])}\n" for name in NAMES if name in tokens)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _make_folder(path.parent)
        try:
            _write_new(beside, f"[{TABLE}]\n{lines}")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _sync(path.parent)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)  # whatever the umask is
    if S_IMODE(folder.stat().st_mode) & 0o022:
        raise ConfigError(f"others may write into {folder}: chmod go-w {folder}")


def _write_new(path: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the new name on disk as well."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
