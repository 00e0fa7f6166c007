"""What was done, in the words that screens say and that a search of the log knows."""

from standup_tui.model.lifecycle import Verb

_PAST = {
    Verb.APPROVE: "approved",
    Verb.HIDE: "hid",
    Verb.HOLD: "held",
    Verb.FLAG: "flagged",
    Verb.CLEAR: "cleared the flag of",
    Verb.PIN: "pinned",
    Verb.UNPIN: "unpinned",
    Verb.STAR: "starred",
    Verb.UNSTAR: "took the star of",
    Verb.ESCALATE: "escalated",
    Verb.RETURN: "returned",
    Verb.RETWEET: "asked to retweet",
    Verb.UNRETWEET: "asked to undo the retweet of",
    Verb.HIDE_REPLY: "asked X to hide",
    Verb.UNHIDE_REPLY: "asked X to show again",
    Verb.TAG: "tagged",
    Verb.UNTAG: "took a tag off",
    Verb.DELAYED: "showed",
    Verb.REASON: "gave a reason for",
    Verb.NOTE: "wrote a note on",
    Verb.MUTE: "muted",
    Verb.UNMUTE: "unmuted",
    Verb.UNDO: "undid a decision on",
    Verb.ARRIVE: "took in",
    Verb.EDIT: "erased as edited",
    Verb.DELETE: "erased as deleted",
    Verb.ERASE: "purged",
}

_NAMED = {Verb.REASON: "the reason"}
"""What was done, where its verb would read like a request."""


def named(verb: str) -> str:
    """Return a verb as what was done, behind a colon: ``undone: hide``."""
    return {str(key): said for key, said in _NAMED.items()}.get(verb, verb)


def past(verb: str) -> str:
    """Return a verb as something that somebody did: ``approved``."""
    known = {str(key): said for key, said in _PAST.items()}
    return known.get(verb, f"did “{verb}” to")
