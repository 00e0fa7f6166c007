"""What ``campaign.toml`` says of who answers for a campaign, and whether that is enough to begin.

On the real X posts of members of the public are collected. Before that somebody has to have
said what for, who answers for it, who allowed it, where its risks are written down, and from
when to when; a made-up day on the simulator needs none of it.
"""

from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_NOBODY = ".simulator.invalid"

STATED = ("purpose", "owner", "authoriser", "assessment")
"""What has to stand under [record]."""

TIMES = ("starts", "until")
"""What has to stand at the top of the file."""


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """Who answers for the campaign; the beginning of a record of processing."""

    purpose: str = ""
    """What the posts are collected for, in a sentence that may be published."""
    owner: str = ""
    """Who answers for the campaign: a name and a post, or a team."""
    authoriser: str = ""
    """Who allowed it: a name and a post."""
    assessment: str = ""
    """Where its risks to people are written down: the reference of a data protection impact
    assessment (DPIA), or of the screening that found that none is needed."""
    notice: str = ""
    """The address at which the public finds the privacy notice and the house rules."""


class _Source(Protocol):
    @property
    def base_url(self) -> str: ...


class Recorded(Protocol):
    """A campaign, as far as it matters whether it may begin."""

    @property
    def record(self) -> Record:
        """Who answers for it."""
        ...

    @property
    def source(self) -> _Source:
        """Where its posts come from."""
        ...

    @property
    def starts(self) -> datetime | None:
        """When reading begins."""
        ...

    @property
    def until(self) -> datetime | None:
        """When it ends."""
        ...


def is_live(campaign: Recorded) -> bool:
    """Tell whether a campaign reads the real X, and not a simulator on this machine.

    Nor does it behind a name that no machine may ever have (RFC 6761): a drill in which X
    cannot be found names one.
    """
    host = urlsplit(campaign.source.base_url).hostname or ""
    return host not in _LOOPBACK and not host.endswith(_NOBODY)


def missing(campaign: Recorded) -> tuple[str, ...]:
    """Return the settings that have to be filled in before the real X is read."""
    stated = [name for name in STATED if not getattr(campaign.record, name).strip()]
    return (*stated, *(name for name in TIMES if getattr(campaign, name) is None))


def why_not_live(campaign: Recorded) -> str:
    """Return why a hub does not begin to read, in a sentence with the way out; empty: it does."""
    lacking = missing(campaign) if is_live(campaign) else ()
    if not lacking:
        return ""
    places = (
        (_listed([name for name in lacking if name in STATED]), "under [record]"),
        (_listed([name for name in lacking if name in TIMES]), "at the top"),
    )
    wanted = " and ".join(f"{names} {place}" for names, place in places if names)
    return (
        f"nothing is read from X before campaign.toml says {wanted}: fill them in and start the "
        "hub again; `standup doctor --live` lists all that a day needs."
    )


def _listed(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
