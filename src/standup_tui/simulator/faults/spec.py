"""How a fault is asked for: ``NAME[=VALUE][,at=PLACE][,from=S][,for=S][,chance=P][,times=N]``."""

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

PLACES: Final = {
    "stream": ("GET", r"/2/tweets/search/stream"),
    "rules": ("(GET|POST)", r"/2/tweets/search/stream/rules(/counts)?"),
    "search": ("GET", r"/2/tweets/search/recent"),
    "counts": ("GET", r"/2/tweets/counts/recent"),
    "lookup": ("GET", r"/2/tweets(/\d+)?"),
    "timeline": ("GET", r"/2/users/[^/]+/tweets"),
    "me": ("GET", r"/2/users/me"),
    "retweet": ("POST", r"/2/users/[^/]+/retweets"),
    "undo": ("DELETE", r"/2/users/[^/]+/retweets/[^/]+"),
    "hide": ("PUT", r"/2/tweets/[^/]+/hidden"),
    "connections": ("(GET|DELETE)", r"/2/connections(/all)?"),
    "usage": ("GET", r"/2/usage/tweets"),
}
"""Where a fault can strike: method and path."""
GROUPS: Final = {"acts": ("retweet", "undo", "hide"), "everywhere": tuple(PLACES)}
EVERYWHERE: Final = frozenset(PLACES)
ACTS: Final = frozenset(GROUPS["acts"])
STREAM: Final = frozenset({"stream"})
_SIZES: Final = {"": 1, "k": 1_000, "M": 1_000_000}


class FaultError(ValueError):
    """A fault is asked for in a way that means nothing; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One fault as asked for."""

    name: str
    value: str | None = None
    at: frozenset[str] | None = None
    """None leaves it to the fault."""
    since: float = 0.0
    """Seconds after it was switched on."""
    lasts: float = math.inf
    chance: float = 1.0
    """Of striking, each time it could."""
    times: float = math.inf
    """How often it strikes at most."""
    retry: int | None = None
    """Seconds in the header Retry-After, of a fault that refuses."""


def read(text: str) -> Spec:
    """Read one fault.

    Raises:
        FaultError: It has another form.
    """
    first, *rest = text.split(",")
    name, equals, value = first.strip().partition("=")
    known: dict[str, Callable[[str], object]] = {
        "at": places,
        "from": seconds,
        "for": seconds,
        "chance": _share,
        "times": count,
        "retry": count,
    }
    fields: dict[str, object] = {}
    for part in rest:
        key, _, wish = part.strip().partition("=")
        if key not in known:
            raise FaultError(f"{text!r}: {key!r} is not one of {', '.join(known)}")
        fields[{"from": "since", "for": "lasts"}.get(key, key)] = known[key](wish)
    return Spec(name, value if equals else None, **fields)  # type: ignore[arg-type]  # each reader fits its field


def place_of(method: str, path: str) -> str | None:
    """Return the place of a request, None for a path that does not exist."""
    for place, (verb, pattern) in PLACES.items():
        if re.fullmatch(verb, method) and re.fullmatch(pattern, path):
            return place
    return None


def places(text: str) -> frozenset[str]:
    """Read places joined by ``+``."""
    found: set[str] = set()
    for name in text.split("+"):
        if name not in PLACES and name not in GROUPS:
            known = ", ".join((*GROUPS, *PLACES))
            raise FaultError(f"{name!r} is not a place; they are {known}")
        found.update(GROUPS.get(name, (name,)))
    return frozenset(found)


def seconds(text: str) -> float:
    """Read a number of seconds, 0 or more."""
    number = signed(text)
    if number < 0:
        raise FaultError(f"expected seconds, 0 or more, got {text!r}")
    return number


def signed(text: str) -> float:
    """Read a number."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise FaultError(f"expected a number, got {text!r}")
    return number


def count(text: str) -> int:
    """Read a whole number, 0 or more."""
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise FaultError(f"expected a whole number, got {text!r}")
    return int(text)


def size(text: str) -> int:
    """Read a number of bytes, as 500k or 64M."""
    found = re.fullmatch(r"([0-9]{1,9})([kM]?)", text)
    if not found:
        raise FaultError(f"expected a size such as 500k or 64M, got {text!r}")
    return int(found[1]) * _SIZES[found[2]]


def one_of(text: str, known: Collection[str]) -> str:
    """Read one of some words."""
    if text not in known:
        raise FaultError(f"{text!r} is not one of {', '.join(known)}")
    return text


def _share(text: str) -> float:
    number = seconds(text)
    if number > 1:
        raise FaultError(f"expected a chance from 0 to 1, got {text!r}")
    return number
