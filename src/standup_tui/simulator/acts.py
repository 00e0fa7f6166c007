"""The endpoints that change something in public: retweet, undo it, hide a reply."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from standup_tui.simulator.ledger import HideCall, RetweetCall
from standup_tui.simulator.problems import Refusal, invalid, not_permitted, plain
from standup_tui.simulator.visit import Desk, Visit, is_id

Note = Callable[[int], object]


class Acts:
    """One method for each endpoint; each act is in the ledger, also one that is refused."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledger = desk.ledger

    async def retweet(self, visit: Visit) -> web.Response:
        """Retweet a post."""
        body = await visit.body()
        post_id: Any = body.get("tweet_id") if isinstance(body, dict) else None
        with _noted(lambda status: self._retweeted("retweet", str(post_id), status)):
            self._own_only(visit)
            if not is_id(post_id):
                message = f"The `tweet_id` value [{post_id}] is not valid"
                raise invalid("tweet_id", post_id, message)
            self._there(post_id)
            self._desk.source.retweet(post_id)
        return visit.answer({"data": {"rest_id": post_id, "retweeted": True}})

    async def undo_retweet(self, visit: Visit) -> web.Response:
        """Take a retweet back."""
        post_id = visit.part("tweet_id")
        with _noted(lambda status: self._retweeted("undo", post_id, status)):
            self._own_only(visit)
            self._there(post_id)
            self._desk.source.undo_retweet(post_id)
        return visit.answer({"data": {"retweeted": False}})

    async def hide(self, visit: Visit) -> web.Response:
        """Hide a reply to the campaign's account, or show it again."""
        post_id = visit.part("id")
        body = await visit.body()
        hidden: Any = body.get("hidden") if isinstance(body, dict) else None

        def note(status: int) -> None:
            now = self._desk.clock.now()
            act: Any = "unhide" if hidden is False else "hide"
            self._ledger.hides.append(HideCall(act, post_id, status, now))

        with _noted(note):
            visit.user_only()
            if not isinstance(hidden, bool):
                raise invalid("hidden", hidden, f"The `hidden` value [{hidden}] is not valid")
            self._there(post_id)
            self._desk.source.hide(post_id, hidden=hidden)
        return visit.answer({"data": {"hidden": hidden}})

    def _retweeted(self, act: Any, post_id: str, status: int) -> None:
        now = self._desk.clock.now()
        self._ledger.retweets.append(RetweetCall(act, post_id, status, now))

    def _own_only(self, visit: Visit) -> None:
        visit.user_only()
        if visit.part("id") != self._desk.credentials.user_id:
            raise not_permitted()

    def _there(self, post_id: str) -> None:
        if not self._desk.source.holds(post_id):
            raise plain(404, "Not Found", f"Could not find tweet with id: [{post_id}].")


@contextmanager
def _noted(note: Note) -> Any:
    """Note an act with its status once it is done or refused."""
    try:
        yield
    except Refusal as refusal:
        note(refusal.status)
        raise
    note(200)
