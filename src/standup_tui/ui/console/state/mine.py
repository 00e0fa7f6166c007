"""This console's own acts: which ones the hub has yet to answer, and which changes are theirs."""

from collections.abc import Sequence

from standup_tui.model.command import Command, Decide, Done, Many, Mute, Outcome, Redo, Several
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.lifecycle import Standing, Verb
from standup_tui.model.post import PostId


class Mine:
    """What was sent from here, until its answer and its effect have come."""

    def __init__(self) -> None:
        self.pending: dict[PostId, int] = {}
        """Posts the hub has yet to answer about, and how many acts on each."""
        self.unanswered = 0
        """How many acts of any kind have no answer yet."""
        self._mine: dict[PostId, int] = {}
        self._coming: dict[PostId, int] = {}
        self._sweeping = 0
        self._swept = 0

    def begin_again(self) -> None:
        """Expect no effects any more: the hub was lost and tells everything anew."""
        self._coming.clear()

    def sent(self, command: Command) -> None:
        """Remember that the hub has to answer, and about which posts."""
        self.unanswered += 1
        self._sweeping += isinstance(command, Redo | Mute)
        for post in _posts(command):
            self._ask(post)

    def settled(self, command: Command, outcome: Outcome | None) -> None:
        """Forget it again, once the effect has come too; None is no answer any more."""
        self.unanswered -= 1
        if isinstance(command, Redo | Mute):
            self._sweeping -= 1
            if isinstance(outcome, Done | Several):
                self._swept = max(self._swept, outcome.seq)
        stand = _standings(outcome)
        for post in _posts(command):
            self._answer(post, stand.pop(post, None))
        for post, standing in stand.items():  # an undo's: no command named them
            self._coming[post] = standing.revision

    def _ask(self, post: PostId) -> None:
        """Remember that the hub has to answer about a post."""
        self.pending[post] = self.pending.get(post, 0) + 1
        self._mine[post] = self._mine.get(post, 0) + 1

    def _answer(self, post: PostId, standing: Standing | None) -> None:
        """Forget it again, once the effect has come too.

        Args:
            post: The post that was acted on.
            standing: Where it stands by the answer; None if nothing was done.
        """
        left = self.pending.pop(post, 1) - 1
        if left > 0:
            self.pending[post] = left
        if standing is None:
            self._settle(post)
        else:
            self._coming[post] = standing.revision

    def unconfirmed(self, entry: Entry) -> bool:
        """Tell whether an act on a post has no answer, or an answer and no effect yet."""
        post = entry.post.id
        return post in self.pending or self._coming.get(post, 0) > entry.standing.revision

    def take(self, entry: Entry, you: Moderator) -> bool:
        """Take in a changed post and return whether an act of this console changed it."""
        if not self._did(entry, you):
            return False
        self._settle(entry.post.id)
        return True

    def _did(self, entry: Entry, you: Moderator) -> bool:
        """Tell whether this was done here; some acts learn their posts later."""
        last = entry.last
        if last is None or last.by != you:
            return False
        if entry.post.id in self._mine or last.verb == Verb.UNDO:
            return True
        return self._sweeping > 0 or last.seq <= self._swept

    def _settle(self, post: PostId) -> None:
        left = self._mine.pop(post, 1) - 1
        if left > 0:
            self._mine[post] = left


def _posts(command: Command) -> Sequence[PostId]:
    """Return the posts that a command names."""
    match command:
        case Decide(post=post):
            return (post,)
        case Many(posts=targets):
            return tuple(target.post for target in targets)
    return ()


def _standings(outcome: Outcome | None) -> dict[PostId, Standing]:
    """Return where posts stand by an answer; those it left as they were are not among them."""
    match outcome:
        case Done(post=post, standing=standing) if post is not None and standing is not None:
            return {post: standing}
        case Several(done=done):
            return {one.post: one.standing for one in done}
    return {}
