"""What the API says when it refuses, as problem documents.

Bodies follow X's OpenAPI description 2.167 and answers of the live API quoted in public.
"""

from collections.abc import Sequence
from typing import Any

_HOME = "https://api.twitter.com/2/problems"
INVALID = {
    "title": "Invalid Request",
    "detail": "One or more parameters to your request was invalid.",
    "type": f"{_HOME}/invalid-request",
}
NO_RULES = (
    "You must define rules using the POST /2/tweets/search/stream/rules endpoint before "
    "connecting to filtered stream."
)
TAKEN = "This stream is currently at the maximum allowed connection limit."


class Refusal(Exception):
    """An answer other than success."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body.get('title')}")
        self.status = status
        self.body = body


def plain(status: int, title: str, detail: str | None = None) -> Refusal:
    """Refuse with the general form of a problem."""
    return Refusal(
        status,
        {"title": title, "type": "about:blank", "status": status, "detail": detail or title},
    )


def not_permitted() -> Refusal:
    """Refuse an act on what is not the campaign's own."""
    return plain(403, "Forbidden", "You are not permitted to perform this action.")


def invalid(parameter: str, value: object, message: str) -> Refusal:
    """Refuse a parameter."""
    error = {"parameters": {parameter: [str(value)]}, "message": message}
    return Refusal(400, {"errors": [error], **INVALID})


def unsupported_authentication(*, user: bool) -> Refusal:
    """Refuse the app's own token where a user has to act, or (`user`) the other way round."""
    used = "OAuth 1.0a User Context" if user else "OAuth 2.0 Application-Only"
    instead = (
        "OAuth 2.0 Application-Only" if user else "OAuth 1.0a User Context, OAuth 2.0 User Context"
    )
    detail = (
        f"Authenticating with {used} is forbidden for this endpoint. "
        f"Supported authentication types are [{instead}]."
    )
    title = "Unsupported Authentication"
    kind = f"{_HOME}/unsupported-authentication"
    return Refusal(403, {"title": title, "detail": detail, "type": kind, "status": 403})


def connection(status: int, detail: str, issue: str) -> Refusal:
    """Refuse a connection to the stream."""
    return Refusal(
        status,
        {
            "title": "ConnectionException",
            "detail": detail,
            "connection_issue": issue,
            "type": f"{_HOME}/streaming-connection",
        },
    )


def not_found(value: str, parameter: str, section: str | None = None) -> dict[str, Any]:
    """Say in `errors` that a post is not there."""
    where = {"section": section} if section else {}
    return {
        "value": value,
        "detail": f"Could not find tweet with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": "tweet",
        "parameter": parameter,
        "resource_id": value,
        "type": f"{_HOME}/resource-not-found",
        **where,
    }


def not_authorized(value: str, parameter: str) -> dict[str, Any]:
    """Say in `errors` that nobody may see a post, as its author protects it."""
    return {
        "value": value,
        "detail": f"Sorry, you are not authorized to see the Tweet with {parameter}: [{value}].",
        "title": "Authorization Error",
        "resource_type": "tweet",
        "parameter": parameter,
        "resource_id": value,
        "type": f"{_HOME}/not-authorized-for-resource",
    }


def duplicate_rule(value: str, rule_id: str) -> dict[str, Any]:
    """Say in `errors` that the app has this rule already."""
    kind = f"{_HOME}/duplicate-rules"
    return {"value": value, "id": rule_id, "title": "DuplicateRule", "type": kind}


def invalid_rule(value: str, details: Sequence[str]) -> dict[str, Any]:
    """Say in `errors` what is wrong with a rule."""
    kind = f"{_HOME}/invalid-rules"
    return {"value": value, "details": list(details), "title": "UnprocessableEntity", "type": kind}


def rule_cap(cap: int) -> Refusal:
    """Refuse more rules than the app may have; its wording is ours, its type is X's."""
    return Refusal(
        422,
        {
            "title": "RulesCapExceeded",
            "detail": f"You have exceeded the maximum number of rules allowed: {cap}.",
            "type": f"{_HOME}/rule-cap",
        },
    )


def disconnected(kind: str, detail: str) -> dict[str, Any]:
    """Say on the stream that it is about to be closed."""
    return {
        "errors": [
            {
                "title": "operational-disconnect",
                "disconnect_type": kind,
                "detail": detail,
                "type": f"{_HOME}/operational-disconnect",
            }
        ]
    }
