"""The made-up day as a source of answers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Literal

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.day.player import Player
from standup_tui.simulator.matching import Matcher
from standup_tui.simulator.model import Account, Post
from standup_tui.simulator.problems import not_authorized, not_found, not_permitted
from standup_tui.simulator.render import answer, user
from standup_tui.simulator.rules import RuleBook
from standup_tui.simulator.search import counted, recent
from standup_tui.simulator.selection import Selection
from standup_tui.simulator.source import Body, Feed
from standup_tui.simulator.timeline import timeline
from standup_tui.simulator.world import World, Written


class LiveSource:
    """Serves a world that grows.

    Args:
        world: What has been posted.
        rules: Decide what the stream carries.
        clock: For the reach of search.
        own: The campaign's account.
        player: Posts the day; None leaves that to whoever holds the simulator.
        search_lag: Returns how long a new post stays out of search.
        backlog: Lines that wait for a client that reads slowly.
    """

    mode: Literal["simulated", "recorded"] = "simulated"

    def __init__(  # noqa: PLR0913, it is put together in one place
        self,
        *,
        world: World,
        rules: RuleBook,
        clock: Clock,
        own: Account,
        player: Player | None,
        search_lag: Callable[[], timedelta],
        backlog: int,
    ) -> None:
        self._world = world
        self._rules = rules
        self._clock = clock
        self._own = own
        self._player = player
        self._lag = search_lag
        self._backlog = backlog
        self._matcher = Matcher(world, quoted=True, accents=True)
        self._feeds: dict[Feed, tuple[Selection, float]] = {}
        self._retweets: dict[str, str] = {}
        world.listeners.append(self._on_post)

    def search(self, parameters: Mapping[str, str]) -> Body:
        """Answer a recent search."""
        return recent(self._world, parameters, self._clock.now(), self._lag())

    def counts(self, parameters: Mapping[str, str]) -> Body:
        """Answer how many posts a recent search would find."""
        return counted(self._world, parameters, self._clock.now(), self._lag())

    def timeline(self, user_id: str, parameters: Mapping[str, str]) -> Body:
        """Return what an account posted and retweeted."""
        return timeline(self._world, user_id, parameters, self._clock.now())

    def look_up(self, ids: Sequence[str], chosen: Selection) -> Body:
        """Return posts by id."""
        found = [post for it in dict.fromkeys(ids) if (post := self._world.get(it))]
        missing = [
            not_authorized(it, "ids") if self._world.is_protected(it) else not_found(it, "ids")
            for it in ids
            if not self.holds(it)
        ]
        body = answer(self._world, found, chosen)
        if missing:
            body["errors"] = missing + body.get("errors", [])
        return body

    def holds(self, post_id: str) -> bool:
        """Tell whether a post is there."""
        return self._world.get(post_id) is not None

    def open_feed(self, chosen: Selection) -> Feed:
        """Start with what is posted from now on."""
        feed = Feed(lambda it: self._feeds.pop(it, None), self._backlog)
        self._feeds[feed] = (chosen, self._clock.monotonic())
        return feed

    def me(self, chosen: Selection) -> Body:
        """Return the campaign's own account."""
        return user(self._own, self._world.began, chosen)

    def retweet(self, post_id: str) -> None:
        """Post a retweet from the campaign's account; again does nothing."""
        if post_id not in self._retweets:
            post = self._world.publish(Written(self._own, "", retweets=post_id))
            self._retweets[post_id] = post.id

    def undo_retweet(self, post_id: str) -> None:
        """Delete the retweet; again does nothing."""
        if retweet := self._retweets.pop(post_id, None):
            self._world.delete(retweet)

    def hide(self, post_id: str, *, hidden: bool) -> None:
        """Check that a post is a reply in one of the campaign's own conversations.

        Nothing else changes: a hidden reply is found and looked up as before.
        """
        del hidden
        post = self._world.post(post_id)
        began = self._world.get(post.conversation_id)
        if not post.refers("replied_to") or not began or began.author.id != self._own.id:
            raise not_permitted()

    async def run(self) -> None:
        """Play the day."""
        if self._player:
            await self._player.play()

    def _on_post(self, post: Post) -> None:
        if not self._feeds:
            return
        subject = self._matcher.subject(post)
        for feed, (chosen, opened) in self._feeds.items():
            rules = self._rules.standing(opened)
            matched = [it.match() for it in rules if self._matcher.holds(it.query, subject)]
            if matched:
                body = answer(self._world, [post], chosen)
                feed.put(body | {"data": body["data"][0], "matching_rules": matched})
