"""What is found in a post before it is stored, and what of that any process can find."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from standup_tui.model.action import ActionDone
from standup_tui.model.flag import Flag
from standup_tui.model.post import Post
from standup_tui.rules.actions import ActionRule, actions_of
from standup_tui.rules.wording import Wording
from standup_tui.settings.accounts import Account


class Verdict(NamedTuple):
    """What was found in a post."""

    flags: tuple[Flag, ...] = ()
    actions: tuple[ActionDone, ...] = ()
    """The campaign's actions it reports."""


class Found(Struct, array_like=True, gc=False):
    """What a post says by itself, whatever was said before it."""

    flags: list[Flag]
    wording: Wording
    actions: tuple[ActionDone, ...] | None
    """None: the rules stumbled over it."""


class Recogniser:
    """Recognises what a campaign asks people to do, wherever posts are judged."""

    def __init__(self, rules: Sequence[ActionRule] = (), own: Account | None = None) -> None:
        self.rules = tuple(rules)
        self.own = own

    def actions(self, post: Post) -> tuple[ActionDone, ...]:
        """Return which actions a post reports.

        What the campaign's own account says is a call to action, no report of one.
        """
        if self.own is not None and _is_by(self.own, post):
            return ()
        return actions_of(post, self.rules)


def _is_by(account: Account, post: Post) -> bool:
    """Tell whether an account wrote a post: by its id, or by its handle where none is known."""
    if account.id:
        return post.author.id.partition(":")[2] == account.id
    return post.author.handle.lower() == account.handle.lower()
