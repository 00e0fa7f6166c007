"""What a post says that its author did, of the things a campaign asks for."""

from msgspec import Struct

from standup_tui.model.flag import Span


class ActionDone(Struct, frozen=True):
    """One of the campaign's actions that a post reports. No reason to hold a post back."""

    action: str
    """Its name, as the campaign file has it."""
    spans: tuple[Span, ...] = ()
    """Where the text says so; none if it is a link that is known only from where it leads."""
