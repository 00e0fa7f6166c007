"""How a post's public acts stand, in words."""

from collections.abc import Sequence
from datetime import datetime

from standup_tui.model.entry import Entry, PublicAct, Stage
from standup_tui.model.lifecycle import Verb
from standup_tui.ui.widgets.wording import count, span

BAD = frozenset({Stage.FAILED, Stage.IN_DOUBT})

_CALLED = {
    Verb.RETWEET: "retweet",
    Verb.UNRETWEET: "undo of the retweet",
    Verb.HIDE_REPLY: "hiding on X",
    Verb.UNHIDE_REPLY: "showing again on X",
}
_DONE = {
    Verb.RETWEET: "retweeted",
    Verb.UNRETWEET: "retweet undone",
    Verb.HIDE_REPLY: "hidden on X",
    Verb.UNHIDE_REPLY: "shown again on X",
}
_COUNTED = {
    Verb.RETWEET: ("retweet", "retweets"),
    Verb.UNRETWEET: ("undone retweet", "undone retweets"),
    Verb.HIDE_REPLY: ("reply to hide on X", "replies to hide on X"),
    Verb.UNHIDE_REPLY: ("reply to show again on X", "replies to show again on X"),
}


def acts_in_words(entry: Entry, now: datetime) -> str:
    """Return where a post's public acts stand, the newest first; empty if none does."""
    return " · ".join(said for act in entry.acts if (said := act_in_words(act, now)))


def act_in_words(act: PublicAct, now: datetime) -> str:
    """Return where a public act stands, with what is left of its wait."""
    what = f"dry run: {_CALLED[act.verb]}" if act.dry else _CALLED[act.verb]
    seconds = (act.due - now).total_seconds()
    match act.stage:
        case Stage.STOPPED:
            # What was to be taken back is out as before.
            return "hidden on X" if act.verb is Verb.UNHIDE_REPLY else ""
        case Stage.DUE if seconds >= 1:
            limit = ": X's limit" if act.problem else ""
            return f"{what} in {span(seconds)}{limit}"
        case Stage.DUE | Stage.SENDING:
            return f"{what} on its way"
        case Stage.DONE:
            return _DONE[act.verb]
        case Stage.DRY_RUN:
            return f"{what} not sent"
        case stage:
            return f"{what} {stage}"


def waiting(due: Sequence[PublicAct], now: datetime) -> str:
    """Return what waits to go out in public, and when the next of it goes; keys in ‹ ›."""
    first = min(due, key=lambda act: act.due)
    if all(act.dry for act in due):
        nouns = ("dry run", "dry runs")
    elif len({act.verb for act in due}) > 1:
        nouns = ("public act", "public acts")
    else:
        nouns = _COUNTED[first.verb]
    what = count(len(due), *nouns)
    wait = (first.due - now).total_seconds()
    if wait < 1:
        return f"{what} on its way"
    if first.problem:
        return f"{what} in {span(wait)}: X's limit; ‹undo› stops it"
    return f"{what} in {span(wait)} (‹undo› stops)"
