"""A post together with everything a pane needs to draw it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from standup_tui.model.action import Tag
from standup_tui.model.flag import Flag
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Author, Post, PostId
from standup_tui.model.text import clean
from standup_tui.model.wall import WallState


class Moderator(Struct, frozen=True):
    """Who decided, and how we know."""

    name: str
    login: str = ""
    """The account the kernel vouches for; empty for the product's own acts."""
    declared: bool = False
    """Whether the name was typed by its bearer rather than taken from the account."""

    @property
    def signed(self) -> str:
        """The name, marked where nobody but its bearer vouches for it."""
        return f"{self.name} (says so)" if self.declared else self.name

    @property
    def initials(self) -> str:
        """One or two letters to mark a row with."""
        words = self.name.replace(".", " ").replace("-", " ").split()
        return "".join(word[0] for word in words[:2]).upper()


RULES = Moderator("Standup")
"""The product itself: arrivals, and what its source did to a post."""


class Stage(StrEnum):
    """How far a public act has come."""

    DUE = "due"
    SENDING = "sending"
    DONE = "done"
    FAILED = "failed"
    IN_DOUBT = "in doubt"
    STOPPED = "stopped"
    DRY_RUN = "dry run"
    """It went the whole way, and nothing was sent."""


class PublicAct(Struct, frozen=True):
    """A public act on a post: waiting in the outbox, sent, or failed."""

    id: int
    verb: Verb
    post: PostId
    stage: Stage
    due: datetime
    by: str
    problem: str = ""
    """What went wrong and what to do, when it failed or is in doubt; why it waits longer."""
    dry: bool = False
    """Whether it was asked for while nothing was sent: it never is."""


class Decision(Struct, frozen=True):
    """One act of a moderator (or of the rules) on one post, as the log keeps it."""

    seq: int
    verb: str
    by: Moderator
    at: datetime
    before: str
    after: str
    post: PostId | None = None
    reason: str = ""
    undoes: int | None = None


class Entry(Struct, frozen=True):
    """One post, its flags and where it stands, as of sequence number `seq`."""

    seq: int
    post: Post
    standing: Standing
    flags: tuple[Flag, ...] = ()
    roster: bool = False
    """Whether the author is one of the campaign's own people."""
    last: Decision | None = None
    """The newest decision of a person on it."""
    act: PublicAct | None = None
    """The newest retweet of it, or undoing of one."""
    hiding: PublicAct | None = None
    """The newest hiding of it on its network, or showing again."""
    tags: tuple[Tag, ...] = ()
    """The campaign's actions it reports, and those a person took off it."""
    notes: int = 0
    """How many private notes moderators have written about it."""
    hidden_for: str = ""
    """The house rule a person gave for hiding it, as long as it is hidden."""
    muted: bool = False
    """Whether its author is muted, by campaign.toml or by a moderator."""
    why_gone: str = ""
    """What became of its text, in words for a person, where nothing of it is left."""

    @property
    def counts_for(self) -> tuple[str, ...]:
        """The names of the actions it counts for, as long as it counts at all."""
        return tuple(tag.action for tag in self.tags if tag.counts)

    @property
    def hidden_there(self) -> bool:
        """Whether it counts as hidden on its network, also while that is being taken back."""
        hiding = self.hiding
        if hiding is None or hiding.dry:
            return False
        return (hiding.verb is Verb.HIDE_REPLY) is (hiding.stage is Stage.DONE)

    @property
    def acts(self) -> tuple[PublicAct, ...]:
        """The public acts to tell about, the newest first."""
        known = [act for act in (self.act, self.hiding) if act is not None]
        return tuple(sorted(known, key=lambda act: -act.id))


def gone(entry: Entry, changes: "Changes") -> Entry:
    """Return what is left of an entry whose post is erased: no word of it, and why."""
    was, author = entry.post, entry.post.author
    nothing = clean("")
    post = Post(
        id=was.id,
        author=Author(author.id, author.handle, nothing),
        text=nothing,
        at=was.at,
        address=nothing,
    )
    standing = Standing(Status.GONE, entry.standing.revision + 1)
    return Entry(
        changes.seq,
        post,
        standing,
        roster=entry.roster,
        act=entry.act,
        hiding=entry.hiding,
        why_gone=gone_by(Verb.ERASE if was.id in changes.purged else Verb.DELETE),
    )


def gone_by(verb: str) -> str:
    """Return why nothing of a post is left, by the verb of its last decision.

    What this campaign erased by itself is never laid to its author.
    """
    return _GONE_BY.get(verb, "gone")


_GONE_BY: dict[str, str] = {
    Verb.DELETE: "deleted at its source",
    Verb.EDIT: "edited at its source, and the newer version stands for it",
    Verb.ERASE: "erased here by a purge",
}


class Changes(Struct, frozen=True):
    """Everything that changed after one sequence number, each thing once, as it is now."""

    seq: int
    """The sequence number this brings its reader to."""
    entries: tuple[Entry, ...] = ()
    wall: WallState | None = None
    removed: tuple[PostId, ...] = ()
    """Posts that are gone or, for a wall, that it may not or may no longer show."""
    purged: tuple[PostId, ...] = ()
    """Those of them that a purge erased here; the others went at their source."""
    more: bool = False
    """Whether there is more to fetch at once."""
