"""The wire format of the X API v2, decoded with types, one post at a time.

An answer is cut into posts before any post is decoded, so that a bad one spoils nothing but
itself. The fields are those of X's OpenAPI description 2.167 that the model keeps; whatever
else an answer carries is kept as evidence and not looked at.
"""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Raw, Struct

FIELDS: Final = {
    "tweet_fields": [
        "attachments",
        "author_id",
        "conversation_id",
        "created_at",
        "edit_history_tweet_ids",
        "entities",
        "in_reply_to_user_id",
        "lang",
        "note_tweet",
        "possibly_sensitive",
        "referenced_tweets",
        "withheld",
    ],
    "user_fields": ["created_at", "name", "public_metrics", "username"],
    "media_fields": ["alt_text", "preview_image_url", "type", "url"],
    "expansions": [
        "attachments.media_keys",
        "author_id",
        "in_reply_to_user_id",
        "referenced_tweets.id",
        "referenced_tweets.id.attachments.media_keys",
        "referenced_tweets.id.author_id",
    ],
}
"""What is asked for with every post; without it X sends id and text only."""


T = TypeVar("T")


class Unfit(ValueError):
    """Something that cannot be read, and why, in words for a person."""


class Url(Struct, gc=False):
    """A link of a text."""

    url: str | None = None
    expanded_url: str | None = None
    display_url: str | None = None


class Entities(Struct, gc=False):
    """What X found in a text."""

    urls: list[Url] | None = None


class Note(Struct, gc=False):
    """The full text of a post that is longer than 280 characters."""

    text: str
    entities: Entities | None = None


class Referenced(Struct, gc=False):
    """A post that another one answers, quotes or reposts."""

    type: str
    id: str


class Attachments(Struct, gc=False):
    """What is attached to a post."""

    media_keys: list[str] | None = None


class Withheld(Struct, gc=False):
    """Where X does not show a post."""

    country_codes: list[str] | None = None


class Tweet(Struct, gc=False):
    """A post."""

    id: str
    text: str | None = None
    note_tweet: Note | None = None
    author_id: str | None = None
    created_at: datetime | None = None
    conversation_id: str | None = None
    in_reply_to_user_id: str | None = None
    referenced_tweets: list[Referenced] | None = None
    attachments: Attachments | None = None
    entities: Entities | None = None
    edit_history_tweet_ids: list[str] | None = None
    lang: str | None = None
    possibly_sensitive: bool | None = None
    withheld: Withheld | None = None


class Metrics(Struct, gc=False):
    """Counts of an account."""

    followers_count: int | None = None


class User(Struct, gc=False):
    """An account."""

    id: str
    username: str
    name: str
    created_at: datetime | None = None
    public_metrics: Metrics | None = None


class MediaItem(Struct, gc=False):
    """A picture, an animation or a film."""

    media_key: str
    type: str | None = None
    alt_text: str | None = None
    url: str | None = None
    preview_image_url: str | None = None


class Problem(Struct, gc=False):
    """One entry of `errors`. Every field may be anything, for X has several shapes."""

    title: Any = None
    detail: Any = None
    details: Any = None
    message: Any = None
    type: Any = None
    value: Any = None
    id: Any = None
    parameter: Any = None
    resource_type: Any = None
    resource_id: Any = None
    disconnect_type: Any = None
    connection_issue: Any = None


class Match(Struct, gc=False):
    """A rule of the stream that a post satisfied."""

    id: Any = None
    tag: Any = None


class Meta(Struct, gc=False):
    """What an answer says about itself."""

    next_token: str | None = None


class _Envelope(Struct):
    data: Raw = Raw()
    includes: Raw = Raw()
    errors: Raw = Raw()
    meta: Raw = Raw()
    matching_rules: Raw = Raw()


class _Includes(Struct):
    users: list[Raw] | None = None
    tweets: list[Raw] | None = None
    media: list[Raw] | None = None


_ENVELOPE = msgspec.json.Decoder(_Envelope)
_INCLUDES = msgspec.json.Decoder(_Includes)
_RAWS = msgspec.json.Decoder(list[Raw])
_TWEET = msgspec.json.Decoder(Tweet)
_USER = msgspec.json.Decoder(User)
_MEDIA = msgspec.json.Decoder(MediaItem)
_PROBLEM = msgspec.json.Decoder(Problem)
_MATCHES = msgspec.json.Decoder(list[Match])
_META = msgspec.json.Decoder(Meta)

_ESSENTIAL = frozenset(
    {"id", "text", "note_tweet", "author_id", "referenced_tweets", "username", "name", "media_key"}
)
"""Without these a post would say something else, or somebody else would say it."""
_PLACE = re.compile(r"`\$\.(\w+)")
_ESCAPE = re.compile(
    r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|(\\.)"
)


class Included:
    """What came along with posts, by id. What cannot be read counts as not sent."""

    __slots__ = ("media", "raw_media", "raw_tweets", "raw_users", "tweets", "users")

    def __init__(self, raw: bytes | Raw = b"") -> None:
        self.users: dict[str, User] = {}
        self.tweets: dict[str, Tweet] = {}
        self.media: dict[str, MediaItem] = {}
        self.raw_users: dict[str, Raw] = {}
        self.raw_tweets: dict[str, Raw] = {}
        self.raw_media: dict[str, Raw] = {}
        parts = _read(_INCLUDES, raw)
        if parts is None:
            return
        for one in parts.users or ():
            with suppress(Unfit):
                user = _object(_USER, one, _ESSENTIAL)
                self.users[user.id] = user
                self.raw_users[user.id] = one
        for one in parts.tweets or ():
            with suppress(Unfit):
                tweet = tweet_of(one)
                self.tweets[tweet.id] = tweet
                self.raw_tweets[tweet.id] = one
        for one in parts.media or ():
            with suppress(Unfit):
                media = _object(_MEDIA, one, _ESSENTIAL)
                self.media[media.media_key] = media
                self.raw_media[media.media_key] = one


class Answer(Struct):
    """One answer of the API, or one line of the stream, cut into its parts."""

    posts: list[Raw]
    """Not yet decoded: each may be bad for itself."""
    included: Included
    problems: list[Problem]
    matched: list[Match]
    meta: Meta


def opened(body: bytes) -> Answer:
    """Cut an answer into its parts.

    Raises:
        Unfit: It is not JSON, or no object.
    """
    envelope = _envelope(body)
    data = bytes(envelope.data)
    if data.startswith(b"["):
        posts = _read(_RAWS, data) or []
    else:
        posts = [] if data in (b"", b"null") else [envelope.data]
    problems = _read(_RAWS, envelope.errors) or []
    return Answer(
        posts,
        Included(envelope.includes),
        [_read(_PROBLEM, one) or Problem() for one in problems],
        _read(_MATCHES, envelope.matching_rules) or [],
        _read(_META, envelope.meta) or Meta(),
    )


def tweet_of(raw: bytes | Raw) -> Tweet:
    """Decode one post.

    Raises:
        Unfit: It has no id, or something that makes it what it is has another type.
    """
    return _object(_TWEET, raw, _ESSENTIAL)


def _object(decoder: msgspec.json.Decoder[T], raw: bytes | Raw, essential: frozenset[str]) -> T:
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError:
        return _forgiving(decoder.type, raw, essential)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unfit(f"not readable as JSON: {error}") from error


def _forgiving(kind: type[T], raw: bytes | Raw, essential: frozenset[str]) -> T:
    """Leave out the optional fields that have an unknown form.

    X changes its answers without notice; a new form of `lang` must not darken a wall.
    """
    fields = msgspec.json.decode(raw)
    while True:
        try:
            return msgspec.convert(fields, kind)
        except msgspec.ValidationError as error:
            place = _PLACE.search(str(error))
            if not isinstance(fields, dict) or place is None or place[1] in essential:
                raise Unfit(f"not as X describes it: {error}") from error
            del fields[place[1]]


def whole(body: bytes | Raw, kind: type[T]) -> T:
    """Read an answer that is one thing and has no posts in it.

    Raises:
        Unfit: It is not what it should be, or nested so deeply that nobody can tell.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unfit(f"not as X describes it: {error}") from error


def _envelope(body: bytes) -> _Envelope:
    try:
        try:
            body.decode()
            return _ENVELOPE.decode(body)
        except msgspec.ValidationError:
            raise
        except (msgspec.DecodeError, UnicodeDecodeError):
            return _ENVELOPE.decode(_repaired(body))
    except msgspec.ValidationError as error:
        raise Unfit(f"not an answer of X: {error}") from error
    except msgspec.DecodeError as error:
        raise Unfit(f"not readable as JSON: {error}") from error
    except RecursionError as error:
        raise Unfit("nested too deeply") from error


def _repaired(body: bytes) -> bytes:
    """Replace bytes that are no UTF-8 and halves of characters; strict JSON has neither."""
    text = body.decode("utf-8", "replace")
    return _ESCAPE.sub(lambda hit: hit[1] or hit[2] or r"\ufffd", text).encode()


def _read(decoder: msgspec.json.Decoder[T], raw: bytes | Raw) -> T | None:
    if not raw:
        return None  # most parts are not there: an exception for each costs more than the post
    try:
        return decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
