"""Lines of the stream that are as X describes them, decoded in one go.

Nearly every line is one. Cutting it into parts that are each decoded for themselves, as
`payload.opened` does, takes four times as long, and says the same of such a line.
"""

import msgspec
from msgspec import Raw, Struct

from standup_tui.model.money import Charge
from standup_tui.networks.x.billing import charge_for
from standup_tui.networks.x.payload import Included, Match, MediaItem, Tweet, User


class _Beside(Struct, gc=False):
    users: list[User] | None = None
    tweets: list[Tweet] | None = None
    media: list[MediaItem] | None = None


class _Post(Struct, gc=False):
    data: Tweet
    includes: _Beside | None = None
    matching_rules: list[Match] | None = None
    errors: Raw = Raw()


class Whole(Struct, frozen=True, gc=False):
    """A line with one post, all of which could be read."""

    tweet: Tweet
    included: Included
    matched: tuple[Match, ...]
    raw: str
    """The line."""
    charge: Charge


_LINE = msgspec.json.Decoder(_Post)


def whole(line: bytes) -> Whole | None:
    """Decode a line; None: something about it is unusual, so it has to be cut up."""
    try:
        raw = line.decode()  # all of it has to be UTF-8, also what nobody decodes
        read = _LINE.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if read.errors or not read.data.id:
        return None
    beside = read.includes or _Beside()
    included = Included(
        {user.id: user for user in beside.users or ()},
        {tweet.id: tweet for tweet in beside.tweets or ()},
        {media.media_key: media for media in beside.media or ()},
    )
    charge = charge_for({read.data.id}, included.tweets)
    return Whole(read.data, included, tuple(read.matching_rules or ()), raw, charge)
