"""When posts were drawn as they are now, against the moment at which a key went down.

Keys that come faster than they are heard wait in a queue. What they were meant for is what was
on the screen when they went down, so a post that others changed after that is not theirs.
"""

from collections.abc import Iterable

from standup_tui.model.post import PostId

_KEPT = 5.0
"""Seconds for which each post's time is known; for longer no key should have to wait."""


class Drawn:
    """The times of what others changed, and of the key that is being heard."""

    def __init__(self) -> None:
        self.pressed_at = 0.0
        """When the key that is being heard went down, by Textual's clock."""
        self._at: dict[PostId, float] = {}
        self._forgotten = 0.0
        self._changed_at = 0.0
        self._stayed: PostId | None = None

    def take(self, posts: Iterable[PostId], at: float) -> None:
        """Remember when posts were drawn as others made them.

        Args:
            posts: New ones, and those that became others to decide on.
            at: By Textual's clock, as for a key.
        """
        for post in posts:
            self._at.pop(post, None)  # so that the oldest stay in front
            self._at[post] = at
        while self._at and next(iter(self._at.values())) < at - _KEPT:
            self._forgotten = self._at.pop(next(iter(self._at)))

    def changed(self, at: float, chosen: PostId | None) -> None:
        """Remember when others decided on posts that were there: some may have left their pane.

        Args:
            at: By Textual's clock.
            chosen: The post that a key would act on after that.
        """
        self._changed_at, self._stayed = at, chosen

    def overtaken(self, post: PostId) -> bool:
        """Tell whether a key that is heard now may have been meant for something else.

        So it is when the post became what it is only after the key went down, and when others
        took posts away meanwhile: a step from one post to the next then ends elsewhere. A key
        that waited for longer than times are kept comes too late for every post.
        """
        if self.pressed_at < self._at.get(post, self._forgotten):
            return True
        return self.pressed_at < self._changed_at and post != self._stayed
