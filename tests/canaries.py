"""Credentials that are told apart from everything else, and how to look for them everywhere."""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from standup_tui.simulator.auth import Credentials
from standup_tui.simulator.server import Simulator

CANARIES = {
    "bearer_token": "AAAAcanaryB%2Bearer%3D7f1c9be2Qx",
    "consumer_key": "canaryKeyYzW8sT31",
    "consumer_secret": "canarySecretP0o9I8u7Y6t5R4",
    "access_token": "canaryTokenL1k2J3h4G5f6",
    "access_token_secret": "canaryHushM9n8B7v6C5x4",
}
"""By name; of the access token what follows the account's public number."""


class CanarySimulator(Simulator):
    """A simulator that lets these in and nothing else."""

    def _credentials(self, *arguments: Any, **named: Any) -> Credentials:
        made = super()._credentials(*arguments, **named)
        token = f"{made.user_id}-{CANARIES['access_token']}"
        given: dict[str, Any] = CANARIES | {"access_token": token}
        return replace(made, **given)


def values(x: Simulator) -> dict[str, str]:
    """Return the five values by their names."""
    return {name: getattr(x.credentials, name) for name in CANARIES}


def variables(x: Simulator) -> dict[str, str]:
    """Return the five values as environment variables."""
    return {f"STANDUP_X_{name.upper()}": value for name, value in values(x).items()}


def document(x: Simulator) -> str:
    """Return the five values as a credentials file."""
    return "[x]\n" + "".join(f'{name} = "{value}"\n' for name, value in values(x).items())


def spellings() -> dict[bytes, str]:
    """Return everything that would give a canary away, and what it is."""
    found: dict[bytes, str] = {}
    for name, value in CANARIES.items():
        raw = value.encode()
        found |= {
            raw[:12]: f"first 12 of {name}",
            quote(value, safe="").encode(): f"percent-encoded {name}",
            b64encode(raw).rstrip(b"=")[:-1]: f"base64 of {name}",
            urlsafe_b64encode(raw).rstrip(b"=")[:-1]: f"base64 of {name}",
            raw: name,
        }
    return found


def sung(text: bytes, where: str) -> list[str]:
    """Return which canaries a text gives away."""
    return [f"{what} in {where}" for spelled, what in spellings().items() if spelled in text]


def sung_in_files(folder: Path, *besides: Path) -> tuple[int, list[str]]:
    """Look into every file below a folder; return how many and what gives canaries away.

    Args:
        folder: Where to look.
        besides: Files that are meant to have them.
    """
    files = [it for it in folder.rglob("*") if it.is_file() and it not in besides]
    return len(files), [one for it in files for one in sung(it.read_bytes(), str(it))]
