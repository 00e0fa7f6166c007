"""What a post says that its author did, of the things a campaign asks for, and how it adds up."""

from msgspec import Struct

from standup_tui.model.flag import Span


class ActionDone(Struct, frozen=True):
    """One of the campaign's actions that a post reports. No reason to hold a post back."""

    action: str
    """Its name, as the campaign file has it."""
    spans: tuple[Span, ...] = ()
    """Where the text says so; none if it is a link that is known only from where it leads."""


class Tag(Struct, frozen=True):
    """Whether a post counts for one of the campaign's actions, and who says so."""

    action: str
    counts: bool = True
    rule: bool = False
    """Whether the rules recognise the action in the post."""
    spans: tuple[Span, ...] = ()
    """Where, in the post's text."""
    by: str = ""
    """Whoever said so by hand, which beats the rules; empty: nobody did."""


class Figure(Struct, frozen=True):
    """A number of posts, and how many people wrote them."""

    posts: int = 0
    people: int = 0


class ActionCount(Struct, frozen=True):
    """How often one of the campaign's actions was done, by posts of different standing."""

    action: str
    once: bool = False
    """Whether a person is counted once, however often they do it."""
    all: Figure = Figure()
    """Posts that count: shown ones, and those that wait for a decision."""
    shown: Figure = Figure()
    """Those of them that walls show: what may be said in public."""
    waiting: int = 0
    """Posts that count and wait for a decision."""
    kept_back: int = 0
    """Posts that report it and do not count as long as they are flagged or held."""
    by_hand: int = 0
    """Posts that count because a person said so."""

    @property
    def number(self) -> int:
        """How often it was done, as a console says it."""
        return self.all.people if self.once else self.all.posts

    @property
    def in_public(self) -> int:
        """How often it was done, as may be said where everybody sees it."""
        return self.shown.people if self.once else self.shown.posts


class Tally(Struct, frozen=True):
    """How often each of the campaign's actions was done."""

    actions: tuple[ActionCount, ...] = ()
    """In the order of the campaign's file."""
    total: Figure = Figure()
    """Posts that count for any of them, and their authors, each once."""
    looking_back: bool = False
    """Whether posts from before are still being gone through, so that numbers will grow."""
