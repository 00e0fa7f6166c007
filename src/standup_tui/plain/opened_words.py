"""Everything about one post, line by line; lines of the post itself begin with two blanks."""

from collections.abc import Iterable, Iterator

from standup_tui.model.action import Tag
from standup_tui.model.entry import Entry
from standup_tui.model.flag import Kind, Span
from standup_tui.model.lifecycle import COUNTED, Status
from standup_tui.model.post import Post
from standup_tui.plain.post_words import flat, post_line, reasons, spoken, standing_spoken, who
from standup_tui.plain.register import Register
from standup_tui.protocol.messages import Opened
from standup_tui.ui.console.sheets.contact import whom_to_call
from standup_tui.ui.console.sheets.post_sheet import complaints, decision_in_words, tag_in_words
from standup_tui.ui.console.sheets.reading_sheet import as_sentence
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.act_words import act_in_words
from standup_tui.ui.widgets.card import kind_of
from standup_tui.ui.widgets.wording import ago, count, sentence


def whole_post(opened: Opened, register: Register, board: Board) -> Iterator[str]:
    """Yield the lines of an opened post: it, why it was flagged, and its past.

    The posts beside it get numbers too, for they are said.
    """
    entry = opened.entry
    yield from _head(entry, register.show(entry), board)
    yield from _why_flagged(entry, board)
    yield from text_lines(entry.post)
    yield from _surroundings(entry.post)
    yield from _facts(entry.post)
    yield from _counted(entry)
    yield "Decisions:" if opened.decisions else "Nobody has decided on it yet."
    for one in opened.decisions:
        yield f"{board.moment(one.at, seconds=True)}: {spoken(decision_in_words(one))}."
    yield from _others("In its thread", opened.thread, entry, register, board)
    yield from _others(f"By @{entry.post.author.handle} today", opened.by_author, entry, register,
                       board)  # fmt: skip


def text_lines(post: Post) -> Iterator[str]:
    """Yield a post's text, no line of which can pass for one of ours."""
    if not post.text:
        yield "It has no text."
    for line in post.text.split("\n"):
        yield f"  {line}"


def _head(entry: Entry, number: int, board: Board) -> Iterator[str]:
    author, post = entry.post.author, entry.post
    facts = [f"{number} {standing_spoken(entry.standing)}. {who(post)}"]
    if author.followers is not None:
        facts.append(count(author.followers, "follower"))
    if author.since is not None:
        facts.append(f"since {author.since:%B %Y}")
    if entry.roster:
        facts.append("one of our own people")
    if entry.muted:
        facts.append("muted")
    yield sentence(", ".join(facts))
    when = board.local(post.at)
    edited = f", edited {count(len(post.edit_of), 'time')}" if post.edit_of else ""
    said = f"{when:%A} {when.day} {when:%B %Y, %H:%M:%S %Z}, {ago(post.at, board.now)}{edited}"
    yield f"Published {said}."
    if entry.post.withheld:
        yield f"X does not show it {entry.post.withheld_in}."
    if readers := board.readers(post.id):
        yield f"{readers} has it open too."
    for act in entry.acts:
        if said := act_in_words(act, board.now):
            yield " ".join(filter(None, (as_sentence(spoken(said)), spoken(act.problem))))
    if entry.standing.status is Status.HIDDEN and entry.hidden_for:
        yield sentence(f"Hidden for: {entry.hidden_for}")


def _why_flagged(entry: Entry, board: Board) -> Iterator[str]:
    if entry.standing.status is Status.FLAGGED and not entry.flags:
        yield sentence(f"Flagged {reasons(entry)}")
    for flag in entry.flags:
        words = _quoted(entry, flag.spans)
        marked = f" Words: {words}." if words else ""
        yield f"Flag, {flag.severity}: {sentence(f'{flag.kind}: {flag.reason}')}{marked}"
        for said in complaints(flag, entry, board.report):
            yield f"{said[:1].upper()}{said[1:]}: rules says what could be done."
    if any(flag.kind is Kind.SAFEGUARDING for flag in entry.flags):
        title, lines = whom_to_call(board.about)
        yield f"{title}: {'; '.join(lines)}"
    if entry.post.oddities:
        yield f"{count(entry.post.oddities, 'hidden character')} made visible."


def _surroundings(post: Post) -> Iterator[str]:
    for reference in post.references:
        whose = f" of @{reference.author.handle}" if reference.author else ""
        yield f"{str(reference.kind).capitalize()}{whose}:"
        for line in (reference.text or "It is not in this campaign.").split("\n"):
            yield f"  {line}"
    for number, media in enumerate(post.media, 1):
        what = kind_of(media).capitalize()
        of = f" {number} of {len(post.media)}" if len(post.media) > 1 else ""
        yield f"{what}{of}: {media.alt or 'without a description'}"
        if media.url:
            yield f"  {media.url}"


def _facts(post: Post) -> Iterator[str]:
    for link in post.links:
        yield f"Link: {link.shown} leads to {link.target}"
    yield f"Address: {post.address}"
    number = post.author.id.partition(":")[2]
    if number.isdecimal():  # what a campaign file needs to name its author
        yield f"@{post.author.handle} is account {number}."


def _counted(entry: Entry) -> Iterator[str]:
    for tag in entry.tags:
        said = "Counts for" if tag.counts else "Does not count for"
        yield f"{said} {tag.action}: {why_tagged(tag, entry)}."
    if entry.tags and entry.standing.status not in COUNTED:
        yield f"Not counted while it is {entry.standing.status}."


def why_tagged(tag: Tag, entry: Entry) -> str:
    """Return who says that a post counts for an action; what a screen underlines is quoted."""
    words = _quoted(entry, tag.spans)
    return f"recognised by {words}" if words and not tag.by else tag_in_words(tag)


def _quoted(entry: Entry, spans: Iterable[Span]) -> str:
    return ", ".join(f"“{flat(entry.post.text[span.start : span.end])}”" for span in spans)


def _others(
    title: str, entries: Iterable[Entry], this: Entry, register: Register, board: Board
) -> Iterator[str]:
    others = [entry for entry in entries if entry.post.id != this.post.id]
    if others:
        yield f"{title}, {count(len(others), 'other post')}:"
    for entry in others:
        yield post_line(register.show(entry), entry, board)
