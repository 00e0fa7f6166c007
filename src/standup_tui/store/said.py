"""What was done, in words for the status line."""

from standup_tui.model.lifecycle import Verb

SAID = {
    Verb.APPROVE: "approved",
    Verb.HIDE: "hidden",
    Verb.HOLD: "held",
    Verb.FLAG: "flagged",
    Verb.CLEAR: "flag cleared",
    Verb.PIN: "pinned",
    Verb.UNPIN: "unpinned",
    Verb.STAR: "starred",
    Verb.UNSTAR: "star taken off",
    Verb.ESCALATE: "escalated",
    Verb.RETURN: "returned from escalation",
    Verb.TAG: "counts for {0}",
    Verb.UNTAG: "no longer counts for {0}",
    Verb.REASON: "hidden for: {1}",
    Verb.NOTE: "note kept",
}
"""By the verbs that a moderator may ask for one post; {0} is an action, {1} a reason."""

_SEVERAL = {
    Verb.CLEAR: "cleared of flags",
    Verb.UNSTAR: "no longer starred",
    Verb.TAG: "counted for {0}",
    Verb.UNTAG: "no longer counted for {0}",
    Verb.REASON: "given the reason “{1}”",
    Verb.NOTE: "given a note",
}
_PASSIVE = {
    Verb.TAG: "tagged",
    Verb.UNTAG: "untagged",
    Verb.REASON: "given a reason",
    Verb.UNDO: "moved back by an undo",
    Verb.MUTE: "muted with its author",
    Verb.UNMUTE: "unmuted with its author",
    Verb.RETWEET: "retweeted",
    Verb.ARRIVE: "placed as it arrived",
    Verb.DELAYED: "shown after the delay",
}


def said_of(verb: Verb, action: str = "", reason: str = "") -> str:
    """Return what was done to one post."""
    if verb is Verb.HIDE and reason:
        return f"hidden ({reason})"
    return SAID[verb].format(action, reason)


def said_of_several(verb: Verb, action: str = "", reason: str = "") -> str:
    """Return what was done to several posts: ``12 posts ...``."""
    return _SEVERAL.get(verb, said_of(verb, action, reason)).format(action, reason)


def passive(verb: str) -> str:
    """Return what was done to a post: ``it was ...``, ``... by Asha Rowe``."""
    known = {str(one): said for one, said in {**SAID, **_SEVERAL, **_PASSIVE}.items()}
    return known.get(verb, f"changed ({verb})")


def posts_said(number: int) -> str:
    """Return how many posts: ``1 post``, ``12 posts``."""
    return f"{number:,} post{'' if number == 1 else 's'}"
