"""What X is asked for: the stream's rules, kept in step with the campaign, and search queries.

Rules belong to the app, not to us alone: ours carry a tag that begins with the campaign's, and
no other rule is ever changed.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import aiohttp
from msgspec import Struct
from tweepy import StreamRule
from tweepy.asynchronous import AsyncStreamingClient

from standup_tui.errors import SourceDropped, SourceRefused
from standup_tui.networks.x.asking import answer
from standup_tui.networks.x.payload import Match, Problem, Unfit, opened, whole
from standup_tui.networks.x.refusal import in_short
from standup_tui.networks.x.session import Wire
from standup_tui.settings.campaign import Campaign

LONGEST_RULE: Final = 1024
LONGEST_QUERY: Final = 512
"""Characters, on pay-per-use (X's page "Rate limits", 2026-08)."""
_NO_REPOSTS: Final = " -is:retweet"


class Rule(Struct):
    """A rule of the stream as X lists it."""

    id: str
    value: str
    tag: str = ""


class Synced(Struct, frozen=True):
    """How X's rules stand after they were brought in step."""

    ours: frozenset[str]
    """Ids of the rules that select our posts; some may be others' with the same value."""
    others: int
    """How many rules of the app are not ours."""
    created: int
    """How many are new; X needs up to 20 seconds to use them."""
    prefix: str

    def wants(self, matched: Sequence[Match]) -> bool:
        """Tell whether a post of the stream was selected by a rule of ours.

        One app has one stream, which carries what anybody's rules on the app select.
        """
        if not self.others or not matched:
            return True
        return any(
            str(it.id) in self.ours or str(it.tag).startswith(self.prefix) for it in matched
        )


def values(campaign: Campaign, longest: int) -> tuple[str, ...]:
    """Return the rules or queries that together select a campaign's posts.

    Args:
        campaign: Its hashtags, followed accounts, and whether reposts are wanted.
        longest: Characters one of them may have.
    """
    parts = [*campaign.tags, *(f"from:{it.handle}" for it in campaign.followed)]
    parts = list({it.casefold(): it for it in reversed(parts)}.values())[::-1]
    ending = "" if campaign.source.reposts else _NO_REPOSTS
    packed: list[list[str]] = []
    for part in parts:
        if packed and len(_value([*packed[-1], part], ending)) <= longest:
            packed[-1].append(part)
        else:
            packed.append([part])
    return tuple(_value(it, ending) for it in packed)


def _value(parts: Iterable[str], ending: str) -> str:
    # A blank binds tighter than OR, so that without brackets the ending would only bind to
    # the last part.
    joined = " OR ".join(parts)
    return f"({joined}){ending}" if " OR " in joined and ending else f"{joined}{ending}"


def prefix_of(campaign: Campaign) -> str:
    """Return what the tags of a campaign's rules begin with."""
    name = campaign.name.casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:24]
    return f"standup:{slug}-{hashlib.sha256(name.encode()).hexdigest()[:6]}:"


class Rules:
    """The stream's rules of one campaign.

    Args:
        campaign: What to select.
        bearer_token: Of the app.
        wire: Where requests go.
    """

    def __init__(self, campaign: Campaign, bearer_token: str, wire: Wire) -> None:
        self._values = values(campaign, LONGEST_RULE)
        self._prefix = prefix_of(campaign)
        # A client of its own: after a stream has ended its client refuses every request.
        self._client: Any = AsyncStreamingClient(bearer_token, return_type=aiohttp.ClientResponse)
        self._client.session = wire.session

    async def sync(self) -> Synced:
        """Make X's rules of this campaign what they should be; repeating it changes nothing.

        Raises:
            SourceDropped: Try again after a pause.
            SourceRefused: X does not take the rules, and why.
        """
        listed = read_rules(await answer(self._client.get_rules()))
        ours = [it for it in listed if it.tag.startswith(self._prefix)]
        # X has no two rules with one value: another's that asks for the same serves us too.
        kept = {it.value: it.id for it in (*listed, *ours) if it.value in self._values}
        outdated = [it.id for it in ours if it.id not in kept.values()]
        if outdated:
            # Before adding: an app may have as few as five rules.
            await answer(self._client.delete_rules(outdated))
        missing = [it for it in self._values if it not in kept]
        added = await self._add(missing) if missing else []
        others = len(listed) - len(ours)
        return Synced(frozenset([*kept.values(), *added]), others, len(added), self._prefix)

    async def _add(self, missing: Sequence[str]) -> list[str]:
        """Add rules and return their ids, or those of the same ones somebody just added."""
        asked = [
            StreamRule(it, tag=f"{self._prefix}{self._values.index(it) + 1}") for it in missing
        ]
        body = await answer(self._client.add_rules(asked))
        added = [rule.id for rule in read_rules(body)]
        for problem in opened(body).problems:
            if "duplicate" not in f"{problem.type} {problem.title}".lower():
                raise SourceRefused(f"X does not take a stream rule: {_why(problem)}.")
            added.append(str(problem.id))
        return added


def read_rules(body: bytes) -> list[Rule]:
    """Read a list of rules as X sends it.

    Raises:
        SourceDropped: It is none.
    """
    try:
        found = opened(body).posts
        return [whole(it, Rule) for it in found]
    except Unfit as error:
        raise SourceDropped("X's list of stream rules cannot be read.") from error


def _why(problem: Problem) -> str:
    details = problem.details if isinstance(problem.details, list) else []
    words = "; ".join(str(it) for it in details) or str(problem.detail or problem.title)
    return in_short(words).rstrip(".")
