"""From a tweet on the wire to a post, complete and clean."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, TypeGuard

from msgspec import Raw, Struct

from standup_tui.model.money import Charge, Item
from standup_tui.model.post import (
    Author,
    AuthorId,
    Link,
    Media,
    Post,
    PostId,
    Reference,
    ReferenceKind,
)
from standup_tui.model.text import Clean, clean, clean_line, oddities
from standup_tui.networks.x.billing import charge_of, charge_of_unreadable
from standup_tui.networks.x.lines import TooLong
from standup_tui.networks.x.payload import (
    Answer,
    Included,
    Match,
    Problem,
    Tweet,
    Unfit,
    Url,
    User,
    opened,
    tweet_of,
)
from standup_tui.networks.x.refusal import in_short
from standup_tui.networks.x.whole import Whole, whole
from standup_tui.ports.source import Arrived, Unreadable

NETWORK: Final = "x"
PREFIX: Final = f"{NETWORK}:"
"""What ids begin with."""
KEPT: Final = 4096
"""Characters kept of something unreadable."""

_EPOCH: Final = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
"""The first millisecond of X's ids, which carry their time above 22 bits."""
_LONGEST_ID: Final = 19
_NOBODY: Final = "0"
"""An account id that X never gave, for a post that names no author."""
_UNKNOWN_HANDLE: Final = Clean("(unknown)")  # no handle may have brackets, so it is nobody's
_UNKNOWN_NAME: Final = Clean("(author not sent)")
_HANDLE = re.compile(r"\w{1,20}", re.ASCII)
_REPOST = re.compile(r"RT @\w{1,20}: ", re.ASCII)
_KINDS: Final = {
    "replied_to": ReferenceKind.REPLY,
    "quoted": ReferenceKind.QUOTE,
    "retweeted": ReferenceKind.REPOST,
}
_MEDIA_KINDS: Final = {"3": "photo", "7": "video", "13": "video", "16": "animated_gif"}
"""By the number before the underscore of a media key, for media that were not sent along."""


class Page(Struct, frozen=True):
    """One answer with posts, in the order they came."""

    items: tuple[Arrived | Unreadable, ...]
    problems: tuple[Problem, ...]
    """What X could not send, which is no reason to distrust the rest."""
    next_token: str | None
    charge: Charge


class Line(Struct, frozen=True, gc=False):
    """One line of the stream: a post, or a word about the stream."""

    item: Arrived | Unreadable | None
    matched: tuple[Match, ...] = ()
    farewell: str = ""
    """Why X is about to close the stream; empty when it is not."""
    charge: Charge = Charge(Item.POST, ())
    """What X charges for it."""


def read_page(body: bytes) -> Page:
    """Read a search page or a look-up.

    Raises:
        Unfit: The answer as a whole cannot be read.
    """
    answer = opened(body)
    items = tuple(_item(raw, answer.included) for raw in answer.posts)
    return Page(items, tuple(answer.problems), answer.meta.next_token, charge_of(answer))


def read_line(line: bytes) -> Line:
    """Read one line of the stream. Never raises."""
    if isinstance(line, TooLong):
        why = f"a line of {line.size:,} bytes is far too long for a post; its beginning is kept"
        return Line(unreadable(line, why), charge=charge_of_unreadable(line))
    if (found := whole(line)) is not None:
        return _posted(line, found)
    return _read_with_care(line)


def _read_with_care(line: bytes) -> Line:
    """Read a line that is no post, or one that is not quite as X describes it."""
    try:
        answer = opened(line)
    except Unfit as error:
        return Line(unreadable(line, str(error)), charge=charge_of_unreadable(line))
    if not answer.posts:
        return _word(line, answer)
    matched, charge = tuple(answer.matched), charge_of(answer)
    if len(answer.posts) > 1:
        return Line(unreadable(line, "several posts in one line"), matched, charge=charge)
    try:
        tweet = tweet_of(answer.posts[0])
    except Unfit as error:
        return Line(unreadable(line, str(error)), matched, charge=charge)
    raw = line.decode("utf-8", "backslashreplace")
    return _posted(line, Whole(tweet, answer.included, matched, raw, charge))


def _posted(line: bytes, found: Whole) -> Line:
    """Return what a line says that holds one post."""
    try:
        item: Arrived | Unreadable = Arrived(post_of(found.tweet, found.included), found.raw)
    except Unfit as error:
        item = unreadable(line, str(error))
    return Line(item, found.matched, charge=found.charge)


def unreadable(raw: bytes | Raw, reason: str) -> Unreadable:
    """Set something aside with its reason, shortened and harmless."""
    text = bytes(raw)[: 4 * KEPT].decode("utf-8", "backslashreplace")
    return Unreadable(text[:KEPT], clean_line(reason))


def published(number: str) -> datetime:
    """Return when the post with a numeric id was made, from the id itself."""
    return _EPOCH + timedelta(milliseconds=int(number) >> 22)


def post_of(tweet: Tweet, included: Included) -> Post:
    """Turn a tweet into a post.

    Raises:
        Unfit: It has no text, or no id that X could have given.
    """
    if not _is_id(tweet.id):
        raise Unfit("its id is not one of X's")
    references = tuple(_references(tweet, included)) if tweet.referenced_tweets else ()
    original = _original(tweet, included)
    text, links = _whole(tweet) if original is None else _reposted(tweet, original)
    author = _author(tweet.author_id, included)
    media = tuple(_media(tweet, included)) or (
        tuple(_media(original, included)) if original is not None else ()
    )
    return Post(
        id=PostId(PREFIX + tweet.id),
        author=author,
        text=clean(text),
        at=_utc(tweet.created_at) or published(tweet.id),
        address=_address(tweet, included),
        lang=clean_line(tweet.lang or ""),
        conversation=_post_id(tweet.conversation_id),
        references=references,
        media=media,
        links=tuple(_links(links)),
        edit_of=_earlier(tweet),
        possibly_sensitive=bool(tweet.possibly_sensitive),
        oddities=oddities(text) + _oddities(tweet, original, included),
        withheld=withheld_of(tweet),
    )


def _item(raw: Raw, included: Included) -> Arrived | Unreadable:
    try:
        tweet = tweet_of(raw)
        return Arrived(post_of(tweet, included), _evidence(raw, tweet, included))
    except Unfit as error:
        return unreadable(raw, str(error))


def _word(line: bytes, answer: Answer) -> Line:
    """Read a line without a post: a farewell, or nothing we know."""
    for problem in answer.problems:
        kind = f"{problem.title} {problem.type}".lower()
        if problem.disconnect_type or problem.connection_issue or "disconnect" in kind:
            return Line(None, farewell=in_short(str(problem.detail or problem.title)))
    titles = in_short(", ".join(str(problem.title) for problem in answer.problems))
    return Line(
        unreadable(line, f"no post, but a problem: {titles}" if titles else "no post in it")
    )


def _whole(tweet: Tweet) -> tuple[str, Iterable[Url]]:
    """Return the full text, which for a long post is not in `text`, and its links."""
    if tweet.note_tweet is not None and (tweet.note_tweet.text or tweet.text is None):
        found = tweet.note_tweet.entities or tweet.entities
        text = tweet.note_tweet.text
    elif tweet.text is not None:
        found, text = tweet.entities, tweet.text
    else:
        raise Unfit("it has no text")
    return _unescaped(text), (found and found.urls) or ()


def _reposted(tweet: Tweet, original: Tweet) -> tuple[str, Iterable[Url]]:
    """Return a repost's text in full: X cuts it, but sends the original along."""
    text, links = _whole(original)
    prefix = _REPOST.match(tweet.text or "")
    return (prefix[0] if prefix else "") + text, links


def _unescaped(text: str) -> str:
    """Undo X's escaping of three characters, each once.

    Of 264 recorded posts none has another entity, while names and links come with a bare `&`:
    only texts are escaped.
    """
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _original(tweet: Tweet, included: Included) -> Tweet | None:
    for reference in tweet.referenced_tweets or ():
        if reference.type == "retweeted":
            original = included.tweets.get(reference.id)
            has_text = original and (original.text or original.note_tweet)
            return original if has_text else None
    return None


def _references(tweet: Tweet, included: Included) -> Iterator[Reference]:
    for reference in tweet.referenced_tweets or ():
        kind = _KINDS.get(reference.type)
        post = _post_id(reference.id)
        if kind is None or post is None:
            continue
        other = included.tweets.get(reference.id)
        author = other.author_id if other else None
        if kind is ReferenceKind.REPLY:
            author = author or tweet.in_reply_to_user_id
        known = author is not None and author in included.users
        yield Reference(
            kind,
            post,
            _author(author, included) if known else None,
            _text_of(other) if other else None,
        )


def _text_of(tweet: Tweet) -> Clean | None:
    try:
        return clean(_whole(tweet)[0])
    except Unfit:
        return None  # it was sent along without a text, which spoils nothing


def _author(number: str | None, included: Included) -> Author:
    """Return an account; one that was not sent gets a name nobody can have."""
    user = included.users.get(number) if number else None
    if user is None:
        known = number if _is_id(number) else _NOBODY
        return Author(AuthorId(f"{PREFIX}{known}"), _UNKNOWN_HANDLE, _UNKNOWN_NAME)
    return Author(
        id=AuthorId(PREFIX + (user.id if _is_id(user.id) else _NOBODY)),
        handle=clean_line(user.username),
        name=clean_line(user.name),
        since=_utc(user.created_at),
        followers=user.public_metrics.followers_count if user.public_metrics else None,
    )


def _media(tweet: Tweet, included: Included) -> Iterator[Media]:
    keys = tweet.attachments.media_keys if tweet.attachments else None
    for key in keys or ():
        item = included.media.get(key)
        if item is None:
            yield Media(Clean(_MEDIA_KINDS.get(key.partition("_")[0], "media")))
            continue
        url = item.url or item.preview_image_url
        yield Media(
            clean_line(item.type or "media"),
            clean(item.alt_text) if item.alt_text else None,
            clean_line(url) if url else None,
        )


def _links(urls: Iterable[Url]) -> Iterator[Link]:
    for url in urls:
        target = url.expanded_url or url.url
        if target:
            yield Link(clean_line(url.display_url or url.url or target), clean_line(target))


def withheld_of(tweet: Tweet) -> tuple[Clean, ...]:
    """Return the countries in which a tweet is withheld, by their codes."""
    return tuple(map(clean_line, (tweet.withheld and tweet.withheld.country_codes) or ()))


def _earlier(tweet: Tweet) -> tuple[PostId, ...]:
    """Return the earlier versions, oldest first: X lists all, this one and later ones too."""
    history = tweet.edit_history_tweet_ids or ()
    if len(history) < 2:  # noqa: PLR2004, one is the post itself
        return ()
    earlier = sorted(int(it) for it in history if _is_id(it) and int(it) < int(tweet.id))
    return tuple(PostId(f"{PREFIX}{it}") for it in earlier)


def _oddities(tweet: Tweet, original: Tweet | None, included: Included) -> int:
    """Count what is odd in the names and descriptions drawn with a post."""
    user: User | None = included.users.get(tweet.author_id or "")
    count = oddities(user.name) + oddities(user.username) if user else 0
    for source in (tweet, original):
        if source is None or source.attachments is None:
            continue
        for key in source.attachments.media_keys or ():
            item = included.media.get(key)
            count += oddities(item.alt_text) if item and item.alt_text else 0
    return count


def _evidence(raw: Raw, tweet: Tweet, included: Included) -> str:
    """Return a post's own part of a page, in the shape of a line of the stream."""
    tweets = [it.id for it in tweet.referenced_tweets or () if it.id in included.tweets]
    users = dict.fromkeys([tweet.author_id, tweet.in_reply_to_user_id])
    users.update(dict.fromkeys(included.tweets[it].author_id for it in tweets))
    shown = [tweet, *(included.tweets[it] for it in tweets)]
    keys = {key: None for it in shown if it.attachments for key in it.attachments.media_keys or ()}
    parts = (
        (b"users", [included.raw_users[it] for it in users if it in included.raw_users]),
        (b"tweets", [included.raw_tweets[it] for it in tweets]),
        (b"media", [included.raw_media[it] for it in keys if it in included.raw_media]),
    )
    listed = b",".join(b'"%b":[%b]' % (name, b",".join(it)) for name, it in parts if it)
    return (b'{"data":%b,"includes":{%b}}' % (raw, listed)).decode("utf-8", "backslashreplace")


def _address(tweet: Tweet, included: Included) -> Clean:
    user = included.users.get(tweet.author_id or "")
    # X finds a post by its number under any name; "i" is its own for "whoever".
    handle = user.username if user and _HANDLE.fullmatch(user.username) else "i"
    return Clean(f"https://x.com/{handle}/status/{tweet.id}")


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # the first or last day there is, in another zone
        return None


def _post_id(number: str | None) -> PostId | None:
    return PostId(PREFIX + number) if _is_id(number) else None


def _is_id(number: str | None) -> TypeGuard[str]:
    return (
        number is not None and number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID
    )
