"""What ``campaign.toml`` may say, one documented field each, and how it is read.

A campaign is one folder; this file is the only one in it that a person writes.
"""

from datetime import UTC, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct, field

from standup_tui import CAMPAIGN_FILE
from standup_tui.model.keys import chosen
from standup_tui.settings.accounts import (
    Account,
    Handle,
    Member,
    Muted,
    NumericId,
    account_of,
    id_of,
)
from standup_tui.settings.money import Budget, Prices
from standup_tui.settings.record import Record
from standup_tui.settings.retention import Retention
from standup_tui.settings.wall import Wall

FILE = CAMPAIGN_FILE

Text = Annotated[str, Meta(pattern=r"\S", description="text that is not empty")]
Hashtag = Annotated[
    str,
    Meta(pattern=r"^#?\w*[^\W\d_]\w*\Z", description='a hashtag such as "StandUp4SW"'),
]
Seconds = Annotated[float, Meta(ge=0, le=3600, description="seconds, from 0 to 3600")]


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; a key nobody knows is an error, for it is likely a slip."""


class Action(_Table, frozen=True):
    """One of the campaign's calls to action."""

    name: Text
    says: str = ""
    """What the campaign asks for, in its own words."""
    words: tuple[Text, ...] = ()
    """What people write who did it. Without words and links, built-in patterns know a letter to an
    MP, a changed picture, an article passed on, a difference made and "one action"."""
    links: tuple[Text, ...] = ()
    """Addresses that people share who did it, or how they begin."""
    once: bool = False
    """Whether a person is counted once, however often they do it."""


class Words(_Table, frozen=True):
    """The campaign's own word lists."""

    flag: tuple[Text, ...] = ()
    """Words and phrases that a person should look at."""
    allow: tuple[Text, ...] = ()
    """Words that the built-in list must not flag here."""


Switchable = Literal[
    "safeguarding",
    "personal-data",
    "identifiable",
    "abuse",
    "hostile-text",
    "spam",
    "press",
    "duty",
]
Adjustable = Literal["abuse", "hostile-text", "spam", "press", "duty"]


class RuleChoice(_Table, frozen=True):
    """What the built-in rules look for, and how serious it is."""

    off: tuple[Switchable, ...] = ()
    """Kinds that are not looked for. Nothing replaces them: somebody has to look instead."""
    stop: tuple[Adjustable, ...] = ()
    """Kinds that count as certain, whatever a rule says of itself."""
    look: tuple[Adjustable, ...] = ()
    """Kinds that count as worth a look only. Personal data, safeguarding and what identifies a
    person always stop."""


class Contact(_Table, frozen=True):
    """The card shown when a post is escalated."""

    title: str = "Who to call"
    lines: tuple[str, ...] = ()


class Source(_Table, frozen=True):
    """Where posts come from."""

    kind: Literal["x-stream", "x-search"] = "x-stream"
    """X's filtered stream, or its recent search every so often: later, and without retweets."""
    base_url: str = "https://api.x.com"
    """Https, or plain http on this machine only (the simulator)."""
    reposts: bool = False
    """Whether retweets of other people's posts come in too."""
    proxy: Annotated[
        str,
        Meta(pattern=r"^$|^https?://[^@/\s]+/?\Z", description='such as "http://proxy:3128"'),
    ] = ""
    """The way to X, without a name or password (those go into HTTPS_PROXY); else HTTPS_PROXY."""
    counts: bool = False
    """Whether X is asked each hour how many posts there were, to compare; each costs a little."""
    recheck: Annotated[float, Meta(ge=1, le=1440, description="minutes, from 1 to 1440")] = 15.0
    """Minutes between two look-ups of what walls show, which find what was deleted on X; they
    cost one read a day for every shown post. All others are looked up once a day."""
    label: Literal["", "SIMULATED", "RECORDED"] = ""
    """Stands on every screen; the demo sets it."""


class Retweet(_Table, frozen=True):
    """Whether and how the campaign's account retweets."""

    enabled: bool = False
    """Off, `r` and `H` go the whole way and end as dry runs: nothing is sent."""
    delay: Seconds = 10.0
    """How long a retweet waits in the outbox, where ``u`` stops it."""
    most_per_day: Annotated[int, Meta(ge=0, le=1000, description="a number up to 1000")] = 50
    """Retweets in one local day at most."""


class Access(_Table, frozen=True):
    """Who besides the owner may attach to the hub."""

    group: str = ""
    """A group of this machine whose members may moderate; empty: the owner only."""
    retweet_group: str = ""
    """A group whose members, besides the owner, may ask for what the public sees: a retweet,
    hiding on X, taking either back; empty: everybody who may moderate."""


class Campaign(_Table, frozen=True):
    """One campaign, as its folder describes it."""

    name: Text
    hashtags: Annotated[tuple[Hashtag, ...], Meta(min_length=1)]
    aim: str = ""
    """What the campaign wants, in a sentence or two; the report begins with it."""
    account: Handle | Account | None = None
    """The campaign's own account: it retweets."""
    accounts: tuple[Handle | Account, ...] = ()
    """Followed accounts: what they post comes in without the hashtag too."""
    starts: datetime | None = None
    """Nothing published earlier is read; local time of `time_zone` unless it says otherwise.
    Without it the first search begins with the local day: X charges for every post found."""
    until: datetime | None = None
    """The hub stops reading then."""
    record: Record = field(default_factory=Record)
    """Who answers for it; without it the real X is not read."""
    time_zone: str = "Europe/London"
    roster: tuple[Member, ...] = ()
    muted: tuple[NumericId | Muted, ...] = ()
    """Accounts whose posts arrive hidden, unless a sign of danger is in them."""
    actions: Annotated[
        tuple[Action, ...], Meta(max_length=20, description="at most 20 actions")
    ] = ()
    words: Words = field(default_factory=Words)
    rules: RuleChoice = field(default_factory=RuleChoice)
    pre_election: bool = False
    """Whether posts by and about candidates and parties are flagged; on from the notice of an
    election to polling day."""
    candidates: tuple[Text, ...] = ()
    """Names as people write them, and handles such as "@JoFen4Thetford"."""
    reasons: tuple[Text, ...] = ()
    """House rules a post can be hidden by. Criticism is not one."""
    contact: Contact = field(default_factory=Contact)
    wall: Wall = field(default_factory=Wall)
    source: Source = field(default_factory=Source)
    retweet: Retweet = field(default_factory=Retweet)
    budget: Budget = field(default_factory=Budget)
    prices: Prices = field(default_factory=Prices)
    access: Access = field(default_factory=Access)
    retention: Retention = field(default_factory=Retention)
    keys: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Other keys than the README's: an act's name and its key, several in a list or with commas
    between them, none as ""."""

    @property
    def pressed(self) -> dict[str, str]:
        """The keys of the file, by the names that screens have for them."""
        return chosen({act: _each(keys) for act, keys in self.keys.items()})

    @property
    def zone(self) -> ZoneInfo:
        """The campaign's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def own(self) -> Account | None:
        """The campaign's own account; its id is empty where nobody wrote it down."""
        return None if self.account is None else account_of(self.account)

    @property
    def followed(self) -> tuple[Account, ...]:
        """The followed accounts, their ids empty where nobody wrote them down."""
        return tuple(map(account_of, self.accounts))

    @property
    def ours(self) -> tuple[tuple[Account, str], ...]:
        """The campaign's own accounts and what each is to it, the closest last."""
        own = ((self.own, "is the campaign's account"),) if self.own else ()
        return (
            *((one, "is followed") for one in self.followed),
            *own,
            *(
                (Account(it.handle.removeprefix("@"), it.id), "is on the roster")
                for it in self.roster
            ),
        )

    @property
    def muted_ids(self) -> tuple[str, ...]:
        """The numeric ids of the muted accounts."""
        return tuple(map(id_of, self.muted))

    @property
    def tags(self) -> tuple[str, ...]:
        """The hashtags, each with exactly one ``#``."""
        return tuple("#" + tag.removeprefix("#") for tag in self.hashtags)

    def day(self, now: datetime) -> datetime:
        """Return when the campaign's local day began, in UTC."""
        local = now.astimezone(self.zone)
        return datetime.combine(local, time(), self.zone).astimezone(UTC)

    def moment(self, when: datetime | None) -> datetime | None:
        """Return a time of the file in UTC."""
        if when is None:
            return None
        return (when if when.tzinfo else when.replace(tzinfo=self.zone)).astimezone(UTC)


def _each(keys: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that somebody wrote; a comma alone is one of them."""
    if not isinstance(keys, str):
        return keys
    if keys in (",", " "):
        return (keys,)
    return tuple(key.strip() for key in keys.split(",") if key.strip())
