"""Whom to call: the campaign's card, for escalated posts and for those about somebody's safety."""

from standup_tui.protocol.messages import About

_NOBODY = (
    'Nobody is named yet. Write names and numbers into campaign.toml: lines = ["…"] under '
    "[contact]; then start the hub again."
)


def whom_to_call(about: About) -> tuple[str, tuple[str, ...]]:
    """Return the card's title and its lines, which are never none."""
    title, *lines = about.contact or ("",)
    return title or "Who to call", tuple(lines) or (_NOBODY,)
