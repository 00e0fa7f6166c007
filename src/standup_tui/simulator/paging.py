"""What every endpoint that pages through posts reads from its parameters."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from standup_tui.simulator.problems import invalid
from standup_tui.simulator.world import first_id_of

REACH: Final = timedelta(days=7)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Which ids an answer may hold."""

    above: int
    """Only posts with greater ids."""
    below: int | None
    """Only posts with smaller ids."""
    seal: str
    """Ties a page token to the request it came from."""


def span(
    parameters: Mapping[str, str],
    now: datetime,
    *,
    reach: timedelta | None = REACH,
    lag: timedelta = timedelta(),
) -> Span:
    """Read since_id, until_id, start_time, end_time and the page token.

    Args:
        parameters: Of the request.
        now: For the reach.
        reach: How far back there is anything; a cursor older than that is refused.
        lag: How new a post is left out.

    Raises:
        Refusal: 400, with the parameter and the reason.
    """
    above = [first_id_of(now - reach) if reach else 0]
    below = [first_id_of(now - lag)] if lag else []
    if "since_id" in parameters:
        since = _id(parameters, "since_id")
        above.append(_fresh(since, now - reach, parameters) if reach else since)
    if "until_id" in parameters:
        below.append(_id(parameters, "until_id"))
    if "start_time" in parameters:
        above.append(first_id_of(moment(parameters, "start_time", now, reach)) - 1)
    if "end_time" in parameters:
        below.append(first_id_of(moment(parameters, "end_time", now, reach)))
    seal = _seal(parameters)
    text = parameters.get("next_token") or parameters.get("pagination_token")
    if text:
        below.append(_opened(text, seal))
    return Span(max(above), min(below, default=None), seal)


def size(parameters: Mapping[str, str], allowed: range, usual: int = 10) -> int:
    """Read max_results."""
    text = parameters.get("max_results", str(usual))
    if not text.isdecimal() or int(text) not in allowed:
        message = (
            f"The `max_results` query parameter value [{text}] is not between "
            f"{allowed[0]} and {allowed[-1]}"
        )
        raise invalid("max_results", text, message)
    return int(text)


def moment(
    parameters: Mapping[str, str], name: str, now: datetime, reach: timedelta | None
) -> datetime:
    """Read a point in time."""
    text = parameters[name]
    if not _MOMENT.fullmatch(text):
        message = f"The `{name}` query parameter value [{text}] is not a valid RFC3339 date-time"
        raise invalid(name, text, message)
    found = datetime.fromisoformat(text)
    if reach and found < now - reach:
        edge = f"{(now - reach).astimezone(UTC):%Y-%m-%dT%H:%MZ}"
        message = f"Invalid '{name}':'{text}'. '{name}' must be on or after {edge}"
        raise invalid(name, text, message)
    return found


def token(last_id: str, seal: str) -> str:
    """Return the token of the page after this id."""
    return base64.b32encode(f"{seal}{last_id}".encode()).decode().rstrip("=").lower()


def _id(parameters: Mapping[str, str], name: str) -> int:
    text = parameters[name]
    if not re.fullmatch(r"[0-9]{1,19}", text):
        message = f"The `{name}` query parameter value [{text}] is not valid"
        raise invalid(name, text, message)
    return int(text)


def _fresh(since: int, edge: datetime, parameters: Mapping[str, str]) -> int:
    """Refuse a cursor older than the index, in the words of the live API."""
    if since >= first_id_of(edge):
        return since
    raise invalid(
        "since_id",
        parameters["since_id"],
        f"'since_id' must be a tweet id created after {edge.astimezone(UTC):%Y-%m-%dT%H:%MZ}. "
        f"Please use a 'since_id' that is larger than {first_id_of(edge)}",
    )


def _seal(parameters: Mapping[str, str]) -> str:
    bound = [(it, parameters[it]) for it in sorted(parameters) if not it.endswith("token")]
    return hashlib.sha256(repr(bound).encode(errors="replace")).hexdigest()[:12]


def _opened(text: str, seal: str) -> int:
    try:
        padded = text.upper() + "=" * (-len(text) % 8)
        plain = base64.b32decode(padded).decode()
        if plain.startswith(seal):
            return int(plain[len(seal) :])
    except (binascii.Error, ValueError):
        pass
    message = f"The `next_token` query parameter value [{text}] is not valid"
    raise invalid("next_token", text, message)
