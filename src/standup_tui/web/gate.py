"""Who may ask the page for what: everything else is refused before anything is looked up.

The page is served on this machine only. A website that somebody has open on it can still have the
browser ask here, under a name of its own that leads to 127.0.0.1: so the Host is checked, and the
Origin. Other machines come through a proxy, which the wall is told of with ``--address``; then
every request needs the token in its path, also one that seems to come from here, for a proxy may
write any Host it likes.
"""

import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from standup_tui.errors import ConfigError

HERE: Final = "127.0.0.1"
"""The page is never served anywhere else; other machines come through a proxy."""

PORT: Final = 8710
"""Unless somebody says another."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,128}")
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_SITES = frozenset({"same-origin", "none"})
"""Whence a browser may say that a request comes: the page itself, or a person."""

TOKEN = "STANDUP_WALL_TOKEN"  # noqa: S105  # the variable's name
"""The variable of the environment that keeps the token the same from start to start."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused."""

    status: int
    why: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a proxy serves the page to other machines."""

    origin: str
    host: str


def address(url: str) -> Address:
    """Read what ``--address`` says.

    Raises:
        ConfigError: It is none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or extra:
        raise ConfigError(
            f"--address {url!r} is no address of a proxy: it expects one such as "
            "https://wall.example.org, without a path."
        )
    usual = 443 if parts.scheme == "https" else 80
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    host = name if port in {None, usual} else f"{name}:{port}"
    return Address(f"{parts.scheme}://{host}", host)


def token(given: str) -> str:
    """Return the token, one of our own making where none is given.

    Raises:
        ConfigError: The given one is too short, or no part of an address.
    """
    if not given:
        return secrets.token_urlsafe(24)
    if not _TOKEN.fullmatch(given):
        raise ConfigError(
            f"{TOKEN} must be 24 to 128 letters, digits, - or _; "
            "`openssl rand -hex 24` makes a good one."
        )
    return given


class Gate:
    """Lets through who only wants to look, from here or through the proxy."""

    def __init__(self, port: int, proxy: Address | None = None, token: str = "") -> None:
        names = (HERE, "localhost")
        self._hosts = {f"{name}:{port}" for name in names} | ({*names} if port == 80 else set())  # noqa: PLR2004
        self._origins = {f"http://{host}" for host in self._hosts}
        self._token = token if proxy else ""
        self._proxied = proxy is not None
        if proxy is not None:
            self._hosts.add(proxy.host)
            self._origins.add(proxy.origin)

    @property
    def root(self) -> str:
        """The path of the page."""
        return f"/{self._token}/" if self._token else "/"

    def asked(
        self, method: str, path: str, headers: Mapping[str, str], hosts: Sequence[str]
    ) -> str | Refusal:
        """Return the name of the file that is asked for, or why there is none.

        Args:
            method: Of the request.
            path: Its path, without what is behind a question mark.
            headers: Its headers, by names in small letters.
            hosts: What it says as Host, however often it does.
        """
        if method != "GET":
            return Refusal(405, "this page can only be looked at.")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return Refusal(421, "this page is not served under that name.")
        if self._from_elsewhere(headers):
            return Refusal(403, "this page is for nobody else's pages.")
        if not self._proxied and any(name in headers for name in _FORWARDED):
            return Refusal(
                403, "behind a proxy this wall needs `--address`, and then everybody the token."
            )
        return self._named(path)

    def _from_elsewhere(self, headers: Mapping[str, str]) -> bool:
        """Tell whether another page asks; one may lead here, as any link does."""
        if "origin" in headers and headers["origin"] not in self._origins:
            return True
        navigates = headers.get("sec-fetch-mode") == "navigate"
        return headers.get("sec-fetch-site", "none") not in _SITES and not navigates

    def _named(self, path: str) -> str | Refusal:
        missing = Refusal(404, "there is nothing here.")
        if self._token:
            given, slash, path = path.removeprefix("/").partition("/")
            if not slash or not hmac.compare_digest(given.encode(), self._token.encode()):
                return missing
        return path.removeprefix("/") or "wall.html"
