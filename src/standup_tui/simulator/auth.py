"""Who is asking: the app by its bearer token, or a user by an OAuth 1.0a signature.

The signature is checked here with the standard library alone (RFC 5849, 3.4), so that a
mistake in the client's signing cannot be repeated in the check.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote

from aiohttp import web

Principal = Literal["app", "user", "nobody"]
SIGNED_HOSTS = ("https://api.twitter.com", "https://api.x.com")
"""Clients sign for X's address, whatever address they were aimed at afterwards."""
_PAIR = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where the simulator listens and what it lets in; made up, good for nothing else."""

    base_url: str
    bearer_token: str
    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str
    user_id: str
    """The account that acts: the campaign's own."""
    mode: Literal["simulated", "recorded"]
    proxy: str = ""
    """The proxy that a client has to go through; empty for none."""


def principal_of(request: web.Request, credentials: Credentials) -> Principal:
    """Tell who sent a request."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer":
        return "app" if _same(rest, credentials.bearer_token) else "nobody"
    if scheme == "OAuth" and _signed_right(request, dict(_PAIR.findall(rest)), credentials):
        return "user"
    return "nobody"


def _signed_right(request: web.Request, sent: dict[str, str], credentials: Credentials) -> bool:
    oauth = {key: unquote(value) for key, value in sent.items()}
    signature = oauth.pop("oauth_signature", "")
    known = (
        oauth.get("oauth_consumer_key") == credentials.consumer_key
        and oauth.get("oauth_token") == credentials.access_token
        and oauth.get("oauth_signature_method") == "HMAC-SHA1"
    )
    path, _, query = request.raw_path.partition("?")
    pairs = [*oauth.items(), *parse_qsl(query, keep_blank_values=True)]
    return known and any(
        _same(signature, _sign(request.method, host + path, pairs, credentials))
        for host in SIGNED_HOSTS
    )


def _sign(method: str, url: str, pairs: list[tuple[str, str]], credentials: Credentials) -> str:
    encoded = sorted((_percent(key), _percent(value)) for key, value in pairs)
    parameters = "&".join(f"{key}={value}" for key, value in encoded)
    base = "&".join((method, _percent(url), _percent(parameters)))
    key = f"{_percent(credentials.consumer_secret)}&{_percent(credentials.access_token_secret)}"
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _percent(text: str) -> str:
    return quote(text, safe="-._~")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="replace"), other.encode())
