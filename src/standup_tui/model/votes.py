"""How often a rule fired, and how often people agreed with it: counted, never acted upon.

A person's decision on a flagged post is a vote on every rule that flagged it. Approving the post
or clearing its flag overrules them all; hiding, holding, escalating or flagging it again agrees
with them all, for a rule asks for no more than that somebody looks, and there was something to
see. Which of several rules was right nobody said, so this errs in favour of the rules.

Only the last decision that still stands counts: an undone one gives its vote back.
"""

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Verb


class Vote(Enum):
    """What a decision says about the rules that flagged its post."""

    AGREED = "agreed"
    OVERRULED = "overruled"


VOTE_OF: Mapping[Verb, Vote] = {
    Verb.APPROVE: Vote.OVERRULED,
    Verb.CLEAR: Vote.OVERRULED,
    Verb.HIDE: Vote.AGREED,
    Verb.HOLD: Vote.AGREED,
    Verb.FLAG: Vote.AGREED,
    Verb.ESCALATE: Vote.AGREED,
}
"""Every other verb says nothing: a post is pinned or returned for other reasons."""

UNJUDGED = (Kind.WITHHELD, Kind.EDITED, Kind.PERSON)
"""Kinds that are not counted: no rule's judgement, but a fact or a person's."""

JUDGED = tuple(kind for kind in Kind if kind not in UNJUDGED)
"""The kinds that are counted, the most serious first."""

OFTEN = 5
"""Overruled fewer times than this, a rule has had bad luck."""

MOST = 0.8
"""The share of decided posts from which a rule counts as overruled again and again."""


class Votes(Struct, frozen=True):
    """Posts that a rule flagged, by what people made of them."""

    fired: int = 0
    agreed: int = 0
    overruled: int = 0
    undecided: int = 0
    """Those that still wait for a person. What is missing from `fired` left without a decision
    of its own: deleted, edited, or hidden by something else than a decision on it."""

    @property
    def decided(self) -> int:
        """How many a person has decided."""
        return self.agreed + self.overruled

    @property
    def doubtful(self) -> bool:
        """Whether people overruled it again and again."""
        return self.overruled >= OFTEN and self.overruled >= MOST * self.decided

    def plus(self, verb: str | None, posts: int, *, open_: bool) -> "Votes":
        """Return it with more posts.

        Args:
            verb: The last decision that stands on them; None where there is none.
            posts: How many.
            open_: Whether they wait for a person.
        """
        vote = VOTE_OF.get(Verb(verb)) if verb is not None else None
        return Votes(
            self.fired + posts,
            self.agreed + posts * (vote is Vote.AGREED),
            self.overruled + posts * (vote is Vote.OVERRULED),
            self.undecided + posts * (vote is None and open_),
        )


NOTHING = Votes()


class VoteCounts(Struct, frozen=True):
    """The same for the campaign's local day and for the whole campaign."""

    today: Votes = NOTHING
    """Of the posts that arrived today, whenever somebody decided."""
    campaign: Votes = NOTHING

    def plus(self, verb: str | None, posts: int, *, open_: bool, today: bool) -> "VoteCounts":
        """Return them with more posts, as `Votes.plus` does."""
        return VoteCounts(
            self.today.plus(verb, posts, open_=open_) if today else self.today,
            self.campaign.plus(verb, posts, open_=open_),
        )

    @property
    def complaint(self) -> str:
        """What is said of something overruled again and again; empty for all else."""
        for votes, when in ((self.today, "today"), (self.campaign, "in this campaign")):
            if votes.doubtful:
                return f"overruled {votes.overruled} of {votes.decided} times {when}"
        return ""


UNCOUNTED = VoteCounts()


class Advice(Struct, frozen=True):
    """What the campaign could do about a rule that is overruled again and again."""

    says: str
    lines: tuple[str, ...] = ()
    """For campaign.toml, as they would stand there; none where nothing can be chosen."""


class RuleCount(Struct, frozen=True):
    """One rule."""

    kind: Kind
    rule: str
    name: str
    """In words an officer understands."""
    counts: VoteCounts = UNCOUNTED
    advice: Advice | None = None


class WordCount(Struct, frozen=True):
    """One listed word that was found as it is, or one of the campaign's own in any disguise."""

    word: str
    own: bool
    """Whether it is on the campaign's own list."""
    counts: VoteCounts = UNCOUNTED
    advice: Advice | None = None


class KindCount(Struct, frozen=True):
    """One kind: what the campaign chose for it, and its posts, each counted once."""

    kind: Kind
    on: bool
    severity: str
    """In words: ``always stop``, ``stop, as chosen``, ``as each rule says``."""
    counts: VoteCounts = UNCOUNTED


class Report(Struct, frozen=True):
    """Everything that is known about how the rules fare."""

    posts: VoteCounts = UNCOUNTED
    """Flagged posts, each counted once."""
    kinds: tuple[KindCount, ...] = ()
    rules: tuple[RuleCount, ...] = ()
    """Those that have fired, the most serious kind first and in it the most frequent."""
    words: tuple[WordCount, ...] = ()
    """The campaign's own, all of them; then the built-in ones that were found."""
    newcomers: str = ""
    """The alarm about new accounts, while it is on."""
    roster: int = 0
    """How many people it names."""

    def about(self, rule: str) -> RuleCount | None:
        """Return what is known about a rule; None if it never fired."""
        return next((count for count in self.rules if count.rule == rule), None)
