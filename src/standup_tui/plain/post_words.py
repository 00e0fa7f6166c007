"""A post in one line, in the order in which somebody who listens wants to know it."""

from collections.abc import Iterator

from standup_tui.model.deeds import past
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Media, Post, ReferenceKind
from standup_tui.plain.vocabulary import called
from standup_tui.ui.console.sheets.post_sheet import standing_in_words
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.console.state.hidden_posts import hidden_why
from standup_tui.ui.widgets.act_words import acts_in_words
from standup_tui.ui.widgets.card import kind_of
from standup_tui.ui.widgets.wording import ago, count, sentence

LONGEST = 600
"""Characters of a text in a line; what is longer says how much is left."""

_ALT = 200


def post_line(number: int, entry: Entry, board: Board, *, dated: bool = False) -> str:
    """Return a post in one line: number, status, reasons, who, when, all it says and shows.

    Args:
        number: By which it can be referred to.
        entry: The post and where it stands.
        board: For the clock and for who has it open.
        dated: Whether to say the time instead of the age, for a log that is read later.
    """
    post = entry.post
    when = f"at {board.moment(post.at, seconds=True)}" if dated else ago(post.at, board.now)
    head = f"{number} {_status(entry, board)} {who(post)}, {when}"
    if entry.standing.status is Status.GONE:
        return f"{head}."
    return " ".join((f"{head}:", *_content(post), *_open_elsewhere(entry, board)))


def spoken(words: str) -> str:
    """Return words of the screens without the signs that nobody reads aloud, keys as commands."""
    return called(words).replace(" · ", ", ").replace(" → ", " to ")


def standing_spoken(standing: Standing) -> str:
    """Return where a post stands: ``shown, pinned 1``."""
    return spoken(standing_in_words(standing))


def did(by: str, verb: str) -> str:
    """Return what somebody did to a post: ``raj hid it``."""
    return f"{by} {past(verb)} it"


def who(post: Post) -> str:
    """Return whose post it is."""
    name = flat(post.author.name)
    return f"@{post.author.handle} {name}" if name else f"@{post.author.handle}"


def flat(text: str, most: int = LONGEST) -> str:
    """Return a text in one line, and how much is left of a very long one."""
    words = " ".join(text.split())
    left = len(words) - most
    return words if left <= 0 else f"{words[:most]}… ({count(left, 'more character')})"


def reasons(entry: Entry) -> str:
    """Return why a post is flagged, each reason in words."""
    said = []
    for flag in entry.flags:
        reason = flat(flag.reason, _ALT)
        said.append(str(flag.kind) if reason == flag.kind else f"{flag.kind}: {reason}")
    if not said and entry.last is not None:
        said.append(f"by {entry.last.by.name}")
    return "; ".join(said)


def _status(entry: Entry, board: Board) -> str:
    said = standing_spoken(entry.standing)
    match entry.standing.status:
        case Status.FLAGGED:
            said += f", {reasons(entry)}"
        case Status.HIDDEN:
            said += f", {hidden_why(entry)}"
        case Status.HELD if entry.last is not None:
            said += f", by {entry.last.by.name}"
        case _:
            pass
    if shows := board.shows_in(entry.post.id):
        said += f", {shows}"
    if acts := acts_in_words(entry, board.now):
        said += f", {spoken(acts)}"
    if entry.counts_for:
        said += f", counts for {', '.join(entry.counts_for)}"
    if entry.notes:
        said += f", {count(entry.notes, 'note')}"
    return sentence(said)


def _content(post: Post) -> Iterator[str]:
    """Yield what it refers to, says, quotes and shows."""
    if (reply := post.reference(ReferenceKind.REPLY)) is not None:
        yield f"[in reply to {f'@{reply.author.handle}' if reply.author else 'another post'}]"
    yield flat(post.text) or "[no text]"
    if (quote := post.reference(ReferenceKind.QUOTE)) is not None:
        whose = f"@{quote.author.handle}" if quote.author else "another post"
        yield f"[quotes {whose}: {flat(quote.text or 'not in this campaign', _ALT)}]"
    for media in post.media:
        yield f"[{_pictured(media)}]"


def _pictured(media: Media) -> str:
    return f"{kind_of(media)}: {flat(media.alt, _ALT)}" if media.alt else (
        f"{kind_of(media)}, not described")  # fmt: skip


def _open_elsewhere(entry: Entry, board: Board) -> Iterator[str]:
    if readers := board.readers(entry.post.id):
        yield f"[{readers} has it open]"
