"""Accounts as ``campaign.toml`` names them: by handle, by numeric id, or both."""

from typing import Annotated

from msgspec import Meta, Struct

Handle = Annotated[
    str, Meta(pattern=r"^@?[A-Za-z0-9_]{1,15}\Z", description='a handle such as "WensumValeSW"')
]
NumericId = Annotated[
    str, Meta(pattern=r"^[0-9]{1,19}\Z", description='the account\'s numeric id, such as "4217"')
]


class Member(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the campaign's own people, who agreed to be on the roster."""

    id: NumericId
    """X's numeric account id: a handle can be taken over, an id cannot."""
    handle: Handle
    name: str = ""


class Account(Struct, frozen=True, forbid_unknown_fields=True):
    """An account with the proof of who it is."""

    handle: Handle
    id: NumericId
    """X's numeric account id: it tells the account from one that only looks like it."""


class Muted(Struct, frozen=True, forbid_unknown_fields=True):
    """An account whose posts arrive hidden."""

    id: NumericId
    handle: Handle | None = None
    """For people's eyes; the id counts."""


def account_of(given: str | Account) -> Account:
    """Return an account by its handle without the @; its id is empty where none was given."""
    if isinstance(given, str):
        return Account(given.removeprefix("@"), "")
    return Account(given.handle.removeprefix("@"), given.id)


def id_of(given: str | Muted) -> str:
    """Return the numeric id of a muted account."""
    return given if isinstance(given, str) else given.id
