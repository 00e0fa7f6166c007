"""Which fields and expansions a request asks for, and the refusal of those that are none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from standup_tui.simulator.problems import INVALID, Refusal, invalid


def _names_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


EXPANSIONS: Final = _names_in(
    "article.cover_media article.media_entities attachments.media_keys "
    "attachments.media_source_tweet attachments.poll_ids author_id edit_history_tweet_ids "
    "entities.mentions.username geo.place_id in_reply_to_user_id "
    "entities.note.mentions.username referenced_tweets.id referenced_tweets.id.author_id "
    "referenced_tweets.id.attachments.media_keys author_screen_name pinned_tweet_id"
)
FIELDS: Final = {
    "tweet.fields": _names_in(
        "article attachments author_id card_uri community_id context_annotations "
        "conversation_id created_at display_text_range edit_controls edit_history_tweet_ids "
        "entities geo id in_reply_to_user_id lang media_metadata non_public_metrics note_tweet "
        "organic_metrics possibly_sensitive promoted_metrics public_metrics referenced_tweets "
        "reply_settings scopes source suggested_source_links text withheld"
    ),
    "user.fields": _names_in(
        "affiliation confirmed_email connection_status created_at description entities id "
        "is_identity_verified location most_recent_tweet_id name parody pinned_tweet_id "
        "profile_banner_url profile_image_url protected public_metrics receives_your_dm "
        "subscription subscription_type url username verified verified_followers_count "
        "verified_type withheld"
    ),
    "media.fields": _names_in(
        "alt_text duration_ms height media_key non_public_metrics organic_metrics "
        "preview_image_url promoted_metrics public_metrics type url variants width"
    ),
    "place.fields": _names_in(
        "contained_within country country_code full_name geo id name place_type"
    ),
    "poll.fields": _names_in("duration_minutes end_datetime id options voting_status"),
}
"""Names that X's OpenAPI description 2.167 allows; a name outside it is refused."""
DEFAULT_TWEET: Final = frozenset({"id", "text", "edit_history_tweet_ids"})
DEFAULT_USER: Final = frozenset({"id", "name", "username"})
DEFAULT_MEDIA: Final = frozenset({"media_key", "type"})
_IMPLIED: Final = {
    "author_id": "author_id",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "attachments.media_keys": "attachments",
    "entities.mentions.username": "entities",
}
"""An expansion brings the field it starts from."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What one answer carries for each object."""

    tweet: Collection[str] = DEFAULT_TWEET
    user: Collection[str] = DEFAULT_USER
    media: Collection[str] = DEFAULT_MEDIA
    expansions: Collection[str] = frozenset()


def selection(query: Mapping[str, str], *, own: Collection[str] = ()) -> Selection:
    """Read the field parameters of a request.

    Args:
        query: All parameters of the request.
        own: The other parameters this endpoint knows.

    Raises:
        Refusal: 400, a parameter or one of its values is unknown.
    """
    for name in query:
        if name not in own and name not in FIELDS and name != "expansions":
            known = sorted({*own, *FIELDS, "expansions"})
            message = f"The query parameter [{name}] is not one of [{','.join(known)}]"
            error = {"parameters": {name: [query[name]]}, "message": message}
            raise Refusal(400, {"errors": [error], **INVALID})
    expansions = _names(query, "expansions", EXPANSIONS)
    asked = {name: _names(query, name, known) for name, known in FIELDS.items()}
    implied = {_IMPLIED[name] for name in expansions if name in _IMPLIED}
    return Selection(
        tweet=DEFAULT_TWEET | asked["tweet.fields"] | implied,
        user=DEFAULT_USER | asked["user.fields"],
        media=DEFAULT_MEDIA | asked["media.fields"],
        expansions=expansions,
    )


def _names(query: Mapping[str, str], parameter: str, known: Collection[str]) -> frozenset[str]:
    if parameter not in query:
        return frozenset()
    names = query[parameter].split(",")
    for name in names:
        if name not in known:
            raise invalid(
                parameter,
                query[parameter],
                f"The `{parameter}` query parameter value [{name}] is not one of "
                f"[{','.join(sorted(known))}]",
            )
    return frozenset(names)
