"""Posts that their network withholds: whether to show one is for a person to decide."""

from collections.abc import Iterator

from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.post import Post

NAME = "network.withheld"
"""The rule of such a flag."""


def withheld(post: Post) -> Iterator[Flag]:
    """Flag a post that its network does not show in some countries."""
    if where := post.withheld_in:
        reason = f"its network does not show it {where}; look why before you do"
        yield Flag(Kind.WITHHELD, NAME, Severity.LOOK, reason)
