"""What it means that X, or the way to X, said no: in words for a person, with the way out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
import msgspec
from msgspec import Struct

from standup_tui.errors import Refusal, SourceDropped, SourceError, SourceRefused
from standup_tui.model.text import Clean, clean_line
from standup_tui.networks.x.session import (
    BEFORE_X,
    ENVIRONMENT,
    BrokenOff,
    Refused,
    WrongAddress,
    WrongProxy,
)
from standup_tui.redaction import redacted

_LONGEST = 240
"""Characters of X's own words that are passed on."""
_PAUSE = timedelta(seconds=60)
"""What X's documentation asks for after a 429 that names no time."""

_LONGEST_PAUSE: Final = timedelta(hours=1)
"""X's limits of reading are for 15 minutes each (its page "Rate limits", 2026-08). A time far
later comes from a clock that is wrong, and must not end the reading of the day."""
_TOO_MANY: Final = (420, 429)
_NO_RULES: Final = 409
_CREDENTIALS_NEEDED: Final = 407
_KINDS: Final = {
    401: Refusal.CREDENTIALS,
    402: Refusal.MONEY,
    403: Refusal.ACCESS,
    404: Refusal.ACCESS,
}

_ADVICE: Final = {
    400: "Check the hashtags and accounts in campaign.toml.",
    401: "Check the bearer token in X's developer console, store the right one, "
    "start the hub again.",
    402: "Buy credits or raise the spending limit in X's developer console.",
    403: "Check in X's developer console that the app belongs to a project with access to this.",
    404: "Check source.base_url in campaign.toml.",
    409: "Start the hub again; if that does not help, look at the app's stream rules.",
    422: "Delete stream rules that nobody needs in X's developer console.",
}
_MEANING: Final = {
    400: "X does not understand the request",
    401: "X does not accept the credentials",
    402: "X's prepaid credits are used up",
    403: "X does not allow this to the app",
    404: "there is no X API at this address",
    409: "X says that the stream has no rules",
    422: "X does not take the stream rules",
}


_ON_THE_WAY: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (
        aiohttp.ClientConnectorDNSError,
        (
            "X's address cannot be found: no network, or no name server. Check this machine's "
            "network; on a guest network, sign in first."
        ),
    ),
    (
        aiohttp.ClientConnectorCertificateError,
        (
            "No secure connection to X: its certificate is not trusted here. A network that "
            "inspects traffic has a certificate of its own: ask its people for the file, set "
            "SSL_CERT_FILE to its path and start the hub again. Check this machine's clock too."
        ),
    ),
    (
        aiohttp.ClientSSLError,
        (
            "No secure connection to X: something on the way does not speak TLS. Check "
            "source.base_url and the proxy; a network that inspects traffic may need its own "
            "certificate in the file that SSL_CERT_FILE names."
        ),
    ),
    (aiohttp.ClientConnectorError, "X cannot be reached: it does not take the connection."),
    (aiohttp.ConnectionTimeoutError, "X cannot be reached: the connection took too long."),
    (TimeoutError, "X went silent, without even its signs of life."),
    (aiohttp.ClientPayloadError, "X broke off in the middle of an answer."),
    (aiohttp.ClientConnectionError, "The connection to X broke."),
    (OSError, "The connection to X broke."),
)
"""From the special to the general: the first that fits is said."""


class NoRules(SourceRefused):
    """X says that the stream has no rules, which is true for a while after the first ones."""


class Taken(SourceDropped):
    """X says that as many streams are open as there may be: one."""


class Said(Struct, frozen=True):
    """What X's body says about a refusal, cleaned."""

    words: str
    kinds: str
    """Types and titles, lower case, to recognise a problem by."""


def refused(heard: Refused) -> SourceError:
    """Return the error that a refusal amounts to: try again later, or not at all."""
    said = _said(heard.body)
    number = f"{heard.status}: {said.words}" if said.words else str(heard.status)
    if "usagecap" in said.kinds or "usage-capped" in said.kinds:
        return SourceRefused(
            f"X's monthly cap of posts is used up ({number}). Raise it in X's developer console.",
            Refusal.MONEY,
        )
    if "creditsdepleted" in said.kinds:
        return SourceRefused(f"{_MEANING[402]} ({number}). {_ADVICE[402]}", Refusal.MONEY)
    if "toomanyconnections" in said.kinds:
        return Taken("X's one stream connection is taken.")
    if heard.status in _MEANING:
        kind = NoRules if heard.status == _NO_RULES else SourceRefused
        why = f"{_MEANING[heard.status]} ({number}). {_ADVICE[heard.status]}"
        return kind(why, _KINDS.get(heard.status, Refusal.OTHER))
    now = heard.at
    if heard.status in _TOO_MANY:
        at = min(again_at(heard.headers, now) or now + _PAUSE, now + _LONGEST_PAUSE)
        return SourceDropped(f"X's rate limit is reached until {at:%H:%M:%S} UTC.", at)
    # Every answer of X has the reset of its limit, which says nothing about its trouble.
    asked = {name: it for name, it in heard.headers.items() if name.lower() == "retry-after"}
    pause = again_at(asked, now)
    at_most = pause and min(pause, now + _LONGEST_PAUSE)
    return SourceDropped(f"X has trouble ({number}).", at_most)


def dropped(error: BaseException) -> SourceError:
    """Return what an error on the way to X amounts to."""
    if isinstance(error, BrokenOff) and error.__cause__ is not None:
        return dropped(error.__cause__)
    if isinstance(error, WrongAddress):
        return SourceRefused(f"X's answer points to another address: {error}.")
    if isinstance(error, WrongProxy):
        return SourceRefused(str(error))
    if isinstance(error, BEFORE_X) and (named := getattr(error, "__notes__", ())):
        return _at_the_proxy(error, named[0])
    for kind, sentence in _ON_THE_WAY:
        if isinstance(error, kind):
            return SourceDropped(sentence)
    return SourceDropped(f"X's answer cannot be read ({type(error).__name__}).")


def _at_the_proxy(error: BaseException, named: str) -> SourceDropped:
    """Return what an error before X amounts to.

    Args:
        error: One of `BEFORE_X`.
        named: Where the proxy is named.
    """
    if not isinstance(error, aiohttp.ClientHttpProxyError):
        return SourceDropped(
            f"The proxy in {named} cannot be reached. Check its address, and the network of "
            "this machine."
        )
    if error.status == _CREDENTIALS_NEEDED:
        return SourceDropped(
            f"The proxy in {named} wants a name and a password (407): set {ENVIRONMENT} to "
            "http://NAME:PASSWORD@PROXY:PORT, leave source.proxy empty and start the hub again."
        )
    return SourceDropped(
        f"The proxy in {named} refuses to connect to X ({error.status}). Ask its people to let "
        "this machine through."
    )


def words_of(body: bytes) -> str:
    """Return X's own words for a refusal, cleaned and on one line; empty for HTML."""
    return _said(body).words


def again_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when X wants to be asked again, by our clock, or None.

    X says it by its clock; the date of the answer tells how far the two are apart.

    Args:
        headers: Of the answer.
        now: When it came, by our clock.
    """
    fields = {name.lower(): value for name, value in headers.items()}
    try:
        if "retry-after" in fields:
            wait = timedelta(seconds=int(fields["retry-after"]))
        elif "x-rate-limit-reset" in fields:
            reset = datetime.fromtimestamp(int(fields["x-rate-limit-reset"]), UTC)
            wait = reset - date_of(headers, now)
        else:
            return None
        return now + max(wait, timedelta(0))
    except (ValueError, OverflowError, OSError):
        return None  # a header that is no number says nothing


def date_of(headers: Mapping[str, str], now: datetime) -> datetime:
    """Return what X's clock said when it answered, or else ours."""
    text = next((it for name, it in headers.items() if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return now


def _said(body: bytes) -> Said:
    """Read a problem in any of X's shapes: one object, a list of errors, or both.

    Its words go into the store and onto screens, and what stands between us and X may have put
    the request into them.
    """
    try:
        problem = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Said("", "")
    if not isinstance(problem, dict):
        return Said("", "")
    listed = problem.get("errors")
    parts = [it for it in (listed if isinstance(listed, list) else []) if isinstance(it, dict)]
    words = [_words(it) for it in (*parts, problem)]
    names = ("type", "title", "reason", "connection_issue")
    kinds = " ".join(str(it.get(name)) for it in (problem, *parts) for name in names)
    first = next((it for it in words if it), "")
    return Said(in_short(first), kinds.lower())


def in_short(words: str) -> Clean:
    """Return words of X's that may be passed on: on one line, short, and without a credential."""
    return clean_line(redacted(words)[:_LONGEST])


def _words(problem: dict[str, Any]) -> str:
    for name in ("details", "message", "detail", "title"):
        value = problem.get(name)
        if isinstance(value, list):
            value = "; ".join(str(it) for it in value)
        if isinstance(value, str) and value:
            return value
    return ""
