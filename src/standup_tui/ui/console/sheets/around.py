"""What stands around an opened post: its conversation, and what its author posted today."""

from collections import Counter
from collections.abc import Iterator, Sequence

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import Reference, ReferenceKind
from standup_tui.model.wrapping import wrap
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.card import mark
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, width_of
from standup_tui.ui.widgets.wording import ago, clip, count

_TO = {
    ReferenceKind.REPLY: "Reply to",
    ReferenceKind.QUOTE: "Quotes",
    ReferenceKind.REPOST: "Reposts",
}

MOST = 50
"""Posts that the hub tells about at most, of an author and of a conversation."""

_SHORT = 2


def to_whom(reference: Reference) -> str:
    """Return what a post is to another one: ``Reply to @handle``."""
    whose = f"@{reference.author.handle}" if reference.author else "another post"
    return f"{_TO[reference.kind]} {whose}"


def thread_lines(thread: Sequence[Entry], this: Entry, board: Board, width: int) -> Iterator[Line]:
    """Yield a post's conversation, the oldest first, with the place of the post in it."""
    others = [entry for entry in thread if entry.post.id != this.post.id]
    if not others:
        return
    others.sort(key=_moment)
    before = sum(_moment(entry) < _moment(this) for entry in others)
    more = " or more" if len(others) >= MOST else ""
    place = f"  this one is no. {before + 1} of {len(others) + 1}{more}"
    yield _title("Thread", place, width)
    for entry in map(board.whole, others[:before]):
        yield from _entry(entry, board, width)
    yield (("▸ ", Role.FOCUS), (clip("this post", width - 2), Role.FOCUS))
    for entry in map(board.whole, others[before:]):
        yield from _entry(entry, board, width)
    yield EMPTY


def author_today(
    by_author: Sequence[Entry], this: Entry, board: Board, width: int
) -> Iterator[Line]:
    """Yield what else the author posted today in this campaign, counted by where it stands."""
    others = [entry for entry in by_author if entry.post.id != this.post.id]
    day = board.local(board.now).date()
    today = [entry for entry in others if board.local(entry.post.at).date() == day]
    if not others:
        return
    # The hub tells the newest; where an earlier day is among them, today is complete.
    whole = len(today) < len(others) or len(others) < MOST
    yield _title(f"@{this.post.author.handle} today", f"  {_counted(today, whole=whole)}", width)
    for entry in map(board.whole, today):
        yield from _entry(entry, board, width)
    if earlier := len(others) - len(today):
        more = " or more" if len(others) >= MOST else ""
        said = f"{count(earlier, 'post')}{more} on earlier days"
        yield ((clip(said, width), Role.MUTED),)
    yield EMPTY


def _counted(posts: Sequence[Entry], *, whole: bool) -> str:
    """Return ``5 other posts: 3 shown, 1 hidden, 1 waiting``."""
    if not posts:
        return "no other post"
    what = count(len(posts), "other post") if whole else f"the newest {len(posts)} posts"
    standing = Counter(entry.standing.status for entry in posts)
    return f"{what}: " + ", ".join(f"{standing[one]} {one}" for one in Status if standing[one])


def _moment(entry: Entry) -> tuple[float, str]:
    return (entry.post.at.timestamp(), entry.post.id)


def _title(title: str, size: str, width: int) -> Line:
    line: Line = ((title, Role.ACCENT), (size, Role.MUTED))
    return line if width_of(line) <= width else ((clip(title + size, width), Role.ACCENT),)


def _entry(entry: Entry, board: Board, width: int) -> Iterator[Line]:
    sign, role = mark(entry.standing)
    head = f"@{entry.post.author.handle}, {ago(entry.post.at, board.now)}"
    yield ((f"{sign} ", role), (clip(head, width - 2), Role.MUTED))
    flat = " ".join(entry.post.text[: width * (_SHORT + 2)].split())
    for line in wrap(flat, max(4, width - 2), _SHORT):
        yield (("  ", Role.TEXT), (line, Role.TEXT))
