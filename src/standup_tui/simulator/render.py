"""From a post to the objects of an answer."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from standup_tui.simulator.clock import stamp
from standup_tui.simulator.model import Account, Media, Post
from standup_tui.simulator.problems import not_found
from standup_tui.simulator.selection import Selection
from standup_tui.simulator.world import World

Body = dict[str, Any]
_EDIT_TIME = timedelta(hours=1)
_EDITS = 5
WITHHELD = {"copyright": False, "country_codes": ["GB"], "scope": "tweet"}
"""What X says of a post that is withheld in a country."""


def answer(world: World, posts: Iterable[Post], chosen: Selection) -> Body:
    """Return `data`, `includes` and `errors` for some posts; absent parts have no key."""
    found = list(posts)
    includes, errors = _Includes(world, chosen).of(found)
    body: Body = {"data": [tweet(world, post, chosen) for post in found]} if found else {}
    if includes:
        body["includes"] = includes
    if errors:
        body["errors"] = errors
    return body


def tweet(world: World, post: Post, chosen: Selection) -> Body:
    """Return a post with the chosen fields; a field without a value has no key."""
    return {
        name: value
        for name, make in _TWEET.items()
        if name in chosen.tweet and (value := make(world, post)) is not None
    }


def user(account: Account, began: datetime, chosen: Selection) -> Body:
    """Return an account with the chosen fields; `began` dates its age."""
    fields = {name: make(account) for name, make in _USER.items() if name in chosen.user}
    if "created_at" in chosen.user:
        fields["created_at"] = stamp(began - timedelta(days=account.age_days))
    return fields


def media(item: Media, chosen: Selection) -> Body:
    """Return a picture with the chosen fields."""
    full = {
        "media_key": item.key,
        "type": "photo",
        "url": item.url,
        "alt_text": item.picture.alt_text,
        "width": item.picture.width,
        "height": item.picture.height,
    }
    return {name: it for name, it in full.items() if name in chosen.media and it is not None}


def _metrics(world: World, post: Post) -> Body:
    names = ("reply_count", "like_count", "quote_count", "bookmark_count", "impression_count")
    return {"retweet_count": world.retweets_of(post.id), **dict.fromkeys(names, 0)}


def _edit_controls(world: World, post: Post) -> Body:
    until = post.created_at + _EDIT_TIME
    return {
        "edits_remaining": _EDITS + 1 - len(world.history(post.id)),
        "is_edit_eligible": not post.references,
        "editable_until": stamp(until),
    }


def _code(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:8]


_TWEET: dict[str, Callable[[World, Post], Any]] = {
    "id": lambda _, post: post.id,
    "text": lambda _, post: post.text,
    "edit_history_tweet_ids": lambda world, post: world.history(post.id),
    "author_id": lambda _, post: post.author.id,
    "created_at": lambda _, post: stamp(post.created_at),
    "conversation_id": lambda _, post: post.conversation_id,
    "in_reply_to_user_id": lambda _, post: post.reply_to.id if post.reply_to else None,
    "referenced_tweets": lambda _, post: (
        [{"type": reference.kind, "id": reference.id} for reference in post.references] or None
    ),
    "attachments": lambda _, post: (
        {"media_keys": [item.key for item in post.media]} if post.media else None
    ),
    "entities": lambda _, post: post.entities or None,
    "lang": lambda _, post: post.lang,
    "note_tweet": lambda _, post: post.note,
    "possibly_sensitive": lambda _, __: False,
    "public_metrics": _metrics,
    "reply_settings": lambda _, __: "everyone",
    "edit_controls": _edit_controls,
    "withheld": lambda world, post: WITHHELD if world.is_withheld(post.id) else None,
}

_USER: dict[str, Callable[[Account], Any]] = {
    "id": lambda it: it.id,
    "name": lambda it: it.name,
    "username": lambda it: it.handle,
    "description": lambda it: it.description,
    "location": lambda it: it.location,
    "profile_image_url": lambda it: (
        f"https://pbs.twimg.com/profile_images/{it.id}/{_code(it.id)}_normal.jpg"
    ),
    "protected": lambda _: False,
    "public_metrics": lambda it: {
        "followers_count": it.followers,
        "following_count": it.followers // 2 + 40,
        "tweet_count": it.followers * 3 + 12,
        "listed_count": it.followers // 90,
    },
    "url": lambda _: "",
    "verified": lambda it: it.verified,
    "verified_type": lambda it: "government" if it.verified else "none",
}


class _Includes:
    """Collects what expansions bring, each object once."""

    def __init__(self, world: World, chosen: Selection) -> None:
        self._world = world
        self._chosen = chosen
        self._objects: dict[str, dict[str, Body]] = {"users": {}, "tweets": {}, "media": {}}
        self._errors: list[Body] = []

    def of(self, posts: list[Post]) -> tuple[Body, list[Body]]:
        """Return includes and errors for the posts of one answer."""
        for post in posts:
            self._add(post)
        filled = {name: list(it.values()) for name, it in self._objects.items() if it}
        return filled, self._errors

    def _add(self, post: Post) -> None:
        wanted = self._chosen.expansions
        if "author_id" in wanted:
            self._user(post.author)
        if "in_reply_to_user_id" in wanted and post.reply_to:
            self._user(post.reply_to)
        if "attachments.media_keys" in wanted:
            for item in post.media:
                self._objects["media"].setdefault(item.key, media(item, self._chosen))
        if "entities.mentions.username" in wanted:
            for mention in post.entities.get("mentions", ()):
                self._user(self._world.account_named(mention["username"]))
        if "edit_history_tweet_ids" in wanted:
            for version in self._world.history(post.id):
                self._tweet(self._world.get(version))
        for reference in post.references:
            self._referenced(reference.id)

    def _referenced(self, post_id: str) -> None:
        names = {name for name in self._chosen.expansions if name.startswith("referenced_tweets")}
        if not names:
            return
        if (post := self._world.get(post_id)) is None:
            self._errors.append(not_found(post_id, "referenced_tweets.id", "includes"))
            return
        self._tweet(post)
        if "referenced_tweets.id.author_id" in names:
            self._user(post.author)
        if "referenced_tweets.id.attachments.media_keys" in names:
            for item in post.media:
                self._objects["media"].setdefault(item.key, media(item, self._chosen))

    def _tweet(self, post: Post | None) -> None:
        if post:
            self._objects["tweets"].setdefault(post.id, tweet(self._world, post, self._chosen))

    def _user(self, account: Account | None) -> None:
        if account:
            self._objects["users"].setdefault(
                account.id, user(account, self._world.began, self._chosen)
            )
