"""What somebody has to see before a public act, and what each answer does; needs no screen."""

from dataclasses import dataclass

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.ui.console.sheets.contact import whom_to_call
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.wording import count

_DRY = "DRY RUN: nothing will be sent"
_DRY_RUN = (
    "Public acts are switched off in this campaign: this one goes the whole way and ends as a dry "
    "run. “enabled = true” under [retweet] in campaign.toml switches them on."
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question, and what has to be seen before it is answered."""

    title: str
    facts: tuple[str, ...]
    yes: str = ""
    """What y does, in a word or two; empty where there is nothing to answer."""


def about_retweet(entry: Entry, board: Board) -> Evidence:
    """Return the question before a retweet: what goes out, as whom, and whose it is."""
    author = entry.post.author
    facts = [f"Written by {author.name}, @{author.handle}."]
    if author.followers is not None:
        facts.append(f"{count(author.followers, 'follower')}.")
    if author.since is not None:
        facts.append(f"The account was made on {author.since.day} {author.since:%B %Y}.")
    facts.append(_waits(board))
    if not board.about.retweets:
        return Evidence(_DRY, (" ".join(facts), _DRY_RUN), "tries it")
    account = board.about.account
    who = f"@{account.removeprefix('@')}" if account else "the campaign's account"
    return Evidence(f"Retweet this as {who}?", (" ".join(facts),), "sends it")


def about_hiding(entry: Entry, verb: Verb, why: str, board: Board) -> Evidence:
    """Return the question before a reply is hidden on X or shown again: whose, and its text."""
    author = entry.post.author
    facts = " ".join((f"Written by {author.name}, @{author.handle}.", why, _waits(board)))
    if verb is Verb.UNHIDE_REPLY:
        title = f"Show this reply by @{author.handle} again on X?"
        return Evidence(title, (facts,), "shows it again")
    if not board.about.retweets:
        return Evidence(_DRY, (facts, _DRY_RUN), "tries it")
    return Evidence(f"Hide this reply by @{author.handle} on X?", (facts,), "hides it on X")


def about_escalation(board: Board) -> Evidence:
    """Return the card that says whom to call."""
    title, lines = whom_to_call(board.about)
    after = "The post is off the wall and cannot be retweeted until ‹escalate› returns it."
    return Evidence(f"Escalated · {title}", (*lines, after))


def _waits(board: Board) -> str:
    what = "It waits" if board.about.retweets else "Even so it waits"
    return f"{what} a few seconds in the outbox, where ‹undo› stops it."
