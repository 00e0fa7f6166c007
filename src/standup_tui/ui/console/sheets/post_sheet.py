"""Everything about one post, as lines in roles; needs no screen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import overload

from standup_tui.model.action import Tag
from standup_tui.model.deeds import past
from standup_tui.model.entry import Decision, Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import COUNTED, TAGGINGS, Standing, Verb
from standup_tui.model.post import Post
from standup_tui.model.votes import Report
from standup_tui.model.wrapping import wrap, wrap_spans
from standup_tui.protocol.messages import Opened
from standup_tui.ui.console.sheets.around import author_today, thread_lines, to_whom
from standup_tui.ui.console.sheets.contact import whom_to_call
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.act_words import BAD, act_in_words
from standup_tui.ui.widgets.card import kind_of, mark
from standup_tui.ui.widgets.found import found_in, marked
from standup_tui.ui.widgets.ink import EMPTY, Line, Role, both_ends
from standup_tui.ui.widgets.wording import age, clip, count

_WIDEST = 100
"""Columns of text; longer lines are hard to read on a wide screen."""

_LONG = 2000

_BY_ITSELF = (Verb.ARRIVE, Verb.DELAYED)
"""What the product decides, and says why."""


class Lines(Sequence[Line]):
    """An indented text between what stands above and below it, each line made when asked for.

    A post of 24,000 lines would hold up the keys for a tenth of a second otherwise.
    """

    def __init__(
        self, above: list[Line], text: Callable[[int], Line], size: int, below: list[Line]
    ) -> None:
        self._above, self._text, self._size, self._below = above, text, size, below

    def __len__(self) -> int:
        return len(self._above) + self._size + len(self._below)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return (("  ", Role.TEXT), *self._line(at))

    def _line(self, at: int) -> Line:
        if at < len(self._above):
            return self._above[at]
        at -= len(self._above)
        return self._text(at) if at < self._size else self._below[at - self._size]


def sheet(entry: Entry, opened: Opened | None, board: Board, width: int) -> Lines:
    """Return an opened post's lines.

    Args:
        entry: The post and where it stands.
        opened: Its past and its surroundings, once the hub has told them.
        board: For the clock and for who else has it open.
        width: Columns.
    """
    inner = max(8, min(width - 4, _WIDEST))
    entry = board.whole(entry)
    above = [*_head(entry, board, inner), EMPTY, *_reasons(entry, board, inner)]
    above += _actions(entry, board, inner)
    text = entry.post.text or f"There is no text any more: it was {entry.why_gone or 'erased'}."
    found = found_in(entry, actions=True) if entry.post.text else ()
    spans = _spans(text, inner)
    lines: list[Line] = [EMPTY, *_surroundings(entry.post, inner)]
    lines += _facts(entry.post, board, inner)
    if opened is not None:
        lines += _decisions(opened.decisions, board, inner)
        lines += _notes(opened.decisions, board, inner)
        lines += thread_lines(opened.thread, entry, board, inner)
        lines += author_today(opened.by_author, entry, board, inner)
    return Lines(above, lambda at: marked(text, *spans[at], found), len(spans), [*lines, EMPTY])


def standing_in_words(standing: Standing) -> str:
    """Return where a post stands: ``shown · pinned 1``."""
    said = [str(standing.status)]
    if standing.pin:
        said.append(f"pinned {standing.pin}")
    if standing.starred:
        said.append("starred")
    if standing.escalated:
        said.append("escalated")
    return " · ".join(said)


def _head(entry: Entry, board: Board, width: int) -> Iterator[Line]:
    author = entry.post.author
    when = f"{board.local(entry.post.at):%H:%M} · {age(entry.post.at, board.now)}"
    name = clip(author.name, max(4, width - len(when) - 2))
    yield both_ends(((name, Role.STRONG),), ((when, Role.MUTED),), width)
    facts = [f"@{author.handle}"]
    if author.followers is not None:
        facts.append(count(author.followers, "follower"))
    if author.since is not None:
        facts.append(f"since {author.since:%B %Y}")
    if entry.roster:
        facts.append("one of our own people")
    yield from _wrapped(" · ".join(facts), width, Role.MUTED)
    sign, role = mark(entry.standing)
    said = standing_in_words(entry.standing)
    if entry.last is not None and entry.last.verb in _BY_ITSELF and entry.last.reason:
        said += f": {entry.last.reason}"
    elif shows := board.shows_in(entry.post.id):
        said += f", {shows} unless somebody acts"
    line: Line = ((f"{sign} ", role), (clip(said, width - 2), role))
    if readers := board.readers(entry.post.id):
        line += ((f"   {readers} has it open too", Role.ACCENT),)
    yield line
    for act in entry.acts:
        if said := act_in_words(act, board.now):
            yield from _wrapped(said, width, Role.BAD if act.stage in BAD else Role.ACCENT)
            yield from _wrapped(
                board.keys.say(act.problem), width, Role.BAD if act.stage in BAD else Role.WARN
            )


def _reasons(entry: Entry, board: Board, width: int) -> Iterator[Line]:
    safeguarding = [flag for flag in entry.flags if flag.kind is Kind.SAFEGUARDING]
    for flag in (*safeguarding, *(flag for flag in entry.flags if flag not in safeguarding)):
        role = Role.BAD if flag.severity is Severity.STOP else Role.WARN
        first, *rest = wrap(f"{flag.kind}: {flag.reason}", max(4, width - 2))
        yield (("▲ ", role), (first, role))
        for line in rest:
            yield (("  ", role), (line, role))
        for said in complaints(flag, entry, board.report):
            for line in wrap(
                f"{said}: {board.keys.of('rules')} says what could be done", max(4, width - 2)
            ):
                yield (("  ", role), (line, Role.ACCENT))
        if safeguarding and flag is safeguarding[-1]:
            yield from _whom_to_call(board, width)
    if entry.post.oddities:
        said = f"{count(entry.post.oddities, 'hidden character')} made visible"
        yield (("▲ ", Role.WARN), (said, Role.WARN))
    if entry.flags or entry.post.oddities:
        yield EMPTY


def complaints(flag: Flag, entry: Entry, report: Report | None) -> list[str]:
    """Return what is said of a flag whose rule or word is overruled again and again."""
    if report is None:
        return []
    said = []
    rule = report.about(flag.rule)
    if rule is not None and rule.counts.complaint:
        said.append(f"this rule was {rule.counts.complaint}")
    text = entry.post.text
    found = {text[span.start : span.end].casefold() for span in flag.spans}
    said += [
        f"“{word.word}” was {word.counts.complaint}"
        for word in report.words
        if word.counts.complaint and word.word.casefold() in found
    ]
    return said


def _whom_to_call(board: Board, width: int) -> Iterator[Line]:
    """Yield the campaign's contact card, where it cannot be overlooked."""
    title, lines = whom_to_call(board.about)
    inner = max(4, width - 4)
    for said, role in ((title, Role.STRONG), *((line, Role.TEXT) for line in lines)):
        for line in wrap(said, inner):
            yield (("  ", Role.TEXT), ("┃ ", Role.BAD), (line, role))


def _actions(entry: Entry, board: Board, width: int) -> Iterator[Line]:
    """Yield for which actions it counts, and who says so; and what a person took off."""
    asked = {action: place for place, action in enumerate(board.about.actions)}
    for tag in sorted(entry.tags, key=lambda it: asked.get(it.action, len(asked))):
        sign, role = ("✓", Role.ACCENT) if tag.counts else ("-", Role.MUTED)
        known = "" if tag.action in asked else ", no longer in campaign.toml"
        first, *rest = wrap(f"{tag.action}: {tag_in_words(tag)}{known}", max(4, width - 2))
        yield ((f"{sign} ", role), (first, role))
        for line in rest:
            yield (("  ", role), (line, role))
    if entry.tags and entry.standing.status not in COUNTED:
        said = f"Not counted while it is {entry.standing.status}."
        yield from _wrapped(said, width, Role.MUTED)
    if entry.tags:
        yield EMPTY


def tag_in_words(tag: Tag) -> str:
    """Return who says that a post counts for an action, or does not."""
    if not tag.by:
        where = "by the words underlined" if tag.spans else "by where its link leads"
        return f"recognised {where}"
    if tag.counts:
        return f"set by {tag.by}"
    return f"taken off by {tag.by}" + (", though the rules recognise it" if tag.rule else "")


def _surroundings(post: Post, width: int) -> Iterator[Line]:
    for reference in post.references:
        said = reference.text or "It is not in this campaign."
        yield from _headed(to_whom(reference), said, width)
    for number, media in enumerate(post.media, 1):
        what = kind_of(media).capitalize()
        title = f"{what} {number} of {len(post.media)}" if len(post.media) > 1 else what
        yield from _headed(title, media.alt or "Without a description.", width)
        if media.url:
            yield from _wrapped(media.url, width, Role.MUTED)
            yield EMPTY


def _headed(title: str, text: str, width: int) -> Iterator[Line]:
    yield from _wrapped(title, width, Role.ACCENT)
    yield from _wrapped(text, width, Role.TEXT)
    yield EMPTY


def _facts(post: Post, board: Board, width: int) -> Iterator[Line]:
    for link in post.links:
        yield from _wrapped(f"{link.shown} leads to {link.target}", width, Role.MUTED)
    yield from _wrapped(post.address, width, Role.MUTED)
    number = post.author.id.partition(":")[2]
    if number.isdecimal():  # what a campaign file needs to name its author
        yield from _wrapped(f"@{post.author.handle} is account {number}", width, Role.MUTED)
    if post.withheld:
        yield from _wrapped(f"X does not show it {post.withheld_in}.", width, Role.WARN)
    when = board.local(post.at)
    times = "once" if len(post.edit_of) == 1 else count(len(post.edit_of), "time")
    edited = f", edited {times}" if post.edit_of else ""
    said = f"{when:%A} {when.day} {when:%B %Y, %H:%M:%S %Z}{edited}"
    yield from _wrapped(said, width, Role.MUTED)
    yield EMPTY


def _decisions(decisions: Iterable[Decision], board: Board, width: int) -> Iterator[Line]:
    yield (("Decisions", Role.ACCENT),)
    none = True
    for one in decisions:
        if one.verb == Verb.NOTE:
            continue
        none = False
        what = decision_in_words(one)
        first, *rest = wrap(what, max(4, width - 9))
        yield ((f"{board.local(one.at):%H:%M:%S} ", Role.MUTED), (first, Role.TEXT))
        for line in rest:
            yield ((" " * 9, Role.TEXT), (line, Role.TEXT))
    if none:
        yield from _wrapped("Nobody has decided on it yet.", width, Role.MUTED)
    yield EMPTY


def _notes(decisions: Iterable[Decision], board: Board, width: int) -> Iterator[Line]:
    """Yield what moderators wrote to each other about it, which no wall and no report shows."""
    notes = [one for one in decisions if one.verb == Verb.NOTE]
    if not notes:
        return
    size = f"  {count(len(notes), 'private note')}"
    yield (("Notes", Role.ACCENT), (size, Role.MUTED))
    for one in notes:
        who = one.by.name + (" (says so)" if one.by.declared else "")
        said = one.reason or "(this note was erased)"
        first, *rest = wrap(f"{who}: {said}", max(4, width - 9))
        yield ((f"{board.local(one.at):%H:%M:%S} ", Role.MUTED), (first, Role.TEXT))
        for line in rest:
            yield ((" " * 9, Role.TEXT), (line, Role.TEXT))
    yield EMPTY


def decision_in_words(one: Decision) -> str:
    """Return a decision as a sentence without its end."""
    why = f": {one.reason}" if one.reason else ""
    if one.verb == Verb.ARRIVE:
        return f"It arrived {one.after}{why}"
    who = one.by.name + (" (says so)" if one.by.declared else "")
    if one.verb in TAGGINGS:
        what = "counted it for" if one.verb == Verb.TAG else "took off"
        return f"{who} {what} {one.reason or 'an action'}"
    if one.verb in (Verb.MUTE, Verb.UNMUTE):
        return f"{who} {past(one.verb)} its author, {one.before} → {one.after}"
    moved = f", {one.before} → {one.after}" if one.before != one.after else ""
    return f"{who} {past(one.verb)} it{moved}{why}"


def _wrapped(text: str, width: int, role: Role) -> Iterator[Line]:
    for start, end in _spans(text, width):
        yield ((text[start:end], role),)


def _spans(text: str, width: int) -> list[tuple[int, int]]:
    """Return where lines begin and end.

    Long ones are remembered: a sheet is laid out again for every decision, and more than once
    while it opens.
    """
    return (_long_spans if len(text) > _LONG else wrap_spans)(text, width)


_long_spans = lru_cache(maxsize=8)(wrap_spans)
