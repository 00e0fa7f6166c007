"""How the rules fare, as lines in roles: doubts first, then by kind, by rule and by word."""

from collections.abc import Callable, Iterable, Iterator

from standup_tui.model.votes import (
    MOST,
    OFTEN,
    Advice,
    KindCount,
    Report,
    VoteCounts,
    Votes,
    WordCount,
)
from standup_tui.model.wrapping import cells, wrap
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.wording import count, sentence

_WIDEST = 108
_ROOMY = 66
"""Columns from which figures stand in a table."""
_COLUMNS = (("fired", 6), ("undecided", 11), ("agreed", 10), ("overruled", 11))
_FIGURES = sum(wide for _, wide in _COLUMNS)
_BAR = 12
_BARRED = 84
"""Columns from which there is room for bars."""
_NAME = 44

_VOTES = (
    "Agreed: a person hid, held, escalated or flagged the post. Overruled: a person approved it "
    "or cleared its flag, which overrules every rule that flagged it. The last decision that "
    "stands counts; undoing it takes it back. A post is counted on the day it arrived. “Stop or "
    "look” leaves it to each rule how sure it is."
)
_NOTHING_CHANGES = (
    f"What is overruled at least {OFTEN} times, and {MOST * 10:.0f} times in 10, is pointed at. "
    "Nothing changes by itself: the lines go into campaign.toml, and hold when the hub has been "
    "started again."
)

_When = Callable[[VoteCounts], Votes]
"""Chooses today's figures or the campaign's."""


def rules_lines(report: Report | None, board: Board, width: int) -> list[Line]:
    """Return the lines of the screen.

    Args:
        report: What the hub last said; None before its first answer.
        board: For whether there is a hub.
        width: Columns.
    """
    inner = max(8, min(width - 4, _WIDEST))
    lines: list[Line] = []
    if board.lost:
        lines += _wrapped(f"{sentence(board.lost)} What follows is what the hub last said.",
                          inner, Role.WARN)  # fmt: skip
    if report is None:
        lines += [(("Asking the hub …", Role.MUTED),)]
    else:
        lines += _told(report, inner)
    return [(("  ", Role.TEXT), *line) if line else EMPTY for line in (*lines, EMPTY)]


def _told(report: Report, width: int) -> Iterator[Line]:
    yield from _wrapped(summary(report.posts.today), width, Role.STRONG)
    yield EMPTY
    yield from _doubts(report, width)
    yield EMPTY
    yield from _table("Today", report, lambda counts: counts.today, width)
    if report.posts.campaign != report.posts.today:
        yield EMPTY
        yield from _table("The whole campaign", report, lambda counts: counts.campaign, width)
    yield EMPTY
    yield (("Beside the rules", Role.FOCUS),)
    alarm = report.newcomers
    yield from _wrapped(
        f"▲ {alarm}." if alarm else "No alarm about new accounts.",
        width,
        Role.WARN if alarm else Role.TEXT,
    )
    yield from _wrapped(roster_in_words(report.roster), width)
    for said in (_VOTES, _NOTHING_CHANGES):
        yield EMPTY
        yield from _wrapped(said, width, Role.MUTED)


def summary(today: Votes) -> str:
    """Return how many posts rules have flagged today."""
    if not today.fired:
        return "No rule has fired today."
    left = f"{today.undecided:,} not decided" if today.undecided else "all decided"
    if today.fired > today.decided + today.undecided and not today.undecided:
        left = "none waits for a decision"
    return f"{count(today.fired, 'post')} flagged today, {left}."


def roster_in_words(size: int) -> str:
    """Return how many people's posts need no approval."""
    if not size:
        return "The roster is empty: every post waits for a person."
    return (
        f"{count(size, 'account')} on the roster: without any flag their posts need no approval."
    )


# What people overrule.


def doubts(report: Report) -> list[tuple[str, Advice | None]]:
    """Return what is overruled again and again, in sentences, and what to do about each."""
    known = [(f"{one.kind}, {one.name}", one.counts.complaint, one.advice) for one in report.rules]
    known += [
        (f"the {_whose(one)}word “{one.word}”", one.counts.complaint, one.advice)
        for one in report.words
    ]
    return [
        (_sentence_case(f"{name}: {complaint}."), advice)
        for name, complaint, advice in known
        if complaint
    ]


def _whose(word: WordCount) -> str:
    return "campaign’s own " if word.own else ""  # noqa: RUF001  # a typographic apostrophe


def _doubts(report: Report, width: int) -> Iterator[Line]:
    known = doubts(report)
    if not known:
        yield from _wrapped("Nothing is overruled again and again.", width, Role.MUTED)
        return
    yield from _wrapped("Overruled again and again", width, Role.FOCUS)
    for said, advice in known:
        yield from _doubt(said, advice, width)


def _doubt(said: str, advice: Advice | None, width: int) -> Iterator[Line]:
    first, *more = wrap(said, width - 2)
    yield (("▲ ", Role.WARN), (first, Role.WARN))
    yield from _indented(more, 2, Role.WARN)
    if advice is not None:
        yield from _indented(wrap(f"Consider: {_lower(advice.says)}", width - 2), 2)
        for line in advice.lines:
            yield from _indented(wrap(line, max(4, width - 6)), 6, Role.ACCENT)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# Figures.


def _table(title: str, report: Report, when: _When, width: int) -> Iterator[Line]:
    name = min(_NAME, width - _FIGURES - (_BAR if width >= _BARRED else 0))
    if width >= _ROOMY:
        heads = "".join(head.rjust(wide) for head, wide in _COLUMNS)
        yield ((title.ljust(name), Role.FOCUS), (heads, Role.MUTED))
    else:
        yield from _wrapped(title, width, Role.FOCUS)
    for kind in report.kinds:
        yield from _kind(kind, when(kind.counts), width)
        for rule in report.rules:
            votes = when(rule.counts)
            if rule.kind is kind.kind and votes.fired:
                yield from _row(f"  {rule.name}", Role.TEXT, votes, width)
    yield EMPTY
    yield from _words(report, when, width)


def _kind(kind: KindCount, votes: Votes, width: int) -> Iterator[Line]:
    name = _sentence_case(kind.kind)
    if not kind.on:
        said = f"{name} · off: somebody has to look instead"
        yield from _wrapped(said, width, Role.WARN)
        if not votes.fired:
            return
        yield from _row("  before it was off", Role.TEXT, votes, width)
        return
    yield from _row(f"{name} · {kind.severity}", Role.STRONG, votes, width)


def _words(report: Report, when: _When, width: int) -> Iterator[Line]:
    own = [word for word in report.words if word.own]
    if own:
        yield from _wrapped("Words on the campaign's list", width, Role.ACCENT)
    else:
        said = (
            "The campaign has no words of its own: flag under [words] in campaign.toml adds some."
        )
        yield from _wrapped(said, width, Role.MUTED)
    for word in own:
        yield from _row(f"  {word.word}", Role.TEXT, when(word.counts), width)
    found = [word for word in report.words if not word.own and when(word.counts).fired]
    if found:
        yield from _wrapped("Words on the built-in list", width, Role.ACCENT)
    for word in found:
        yield from _row(f"  {word.word}", Role.TEXT, when(word.counts), width)


def _row(name: str, role: Role, votes: Votes, width: int) -> Iterator[Line]:
    indent = len(name) - len(name.lstrip())
    if width < _ROOMY:
        said = f"{name.strip()}: {votes_in_words(votes)}"
        yield from _indented(wrap(said, max(4, width - indent)), indent, role)
        return
    barred = width >= _BARRED
    room = min(_NAME, width - _FIGURES - (_BAR if barred else 0))
    shade = role if votes.fired else Role.MUTED
    first, *more = wrap(name.strip(), room - indent - 1) or [""]
    first = " " * indent + first
    line: Line = ((first + " " * (room - cells(first)), shade), *_figures(votes))
    yield (*line, ("  ", Role.TEXT), *_bar(votes, _BAR - 2)) if barred and votes.fired else line
    yield from _indented(more, indent + 2, shade)


def _figures(votes: Votes) -> Line:
    if not votes.fired:
        return (("0".rjust(_COLUMNS[0][1]), Role.MUTED),)
    agreed = f"{votes.agreed:,} of {votes.decided:,}" if votes.decided else "-"
    said = (f"{votes.fired:,}", f"{votes.undecided:,}", agreed, f"{votes.overruled:,}")
    roles = (
        Role.STRONG,
        Role.TEXT if votes.undecided else Role.MUTED,
        Role.TEXT if votes.decided else Role.MUTED,
        Role.WARN if votes.doubtful else Role.TEXT if votes.overruled else Role.MUTED,
    )
    return tuple(
        (text.rjust(wide), role)
        for text, (_, wide), role in zip(said, _COLUMNS, roles, strict=True)
    )


def votes_in_words(votes: Votes) -> str:
    """Return figures as words."""
    if not votes.fired:
        return "0"
    said = [f"{votes.fired:,} fired", f"{votes.undecided:,} undecided"]
    if votes.decided:
        said.append(f"agreed {votes.agreed:,} of {votes.decided:,}")
        said.append(f"overruled {votes.overruled:,}")
    return ", ".join(said)


def _bar(votes: Votes, wide: int) -> Line:
    """Return how the posts divide: agreed with, overruled, and what is left."""
    agreed = round(votes.agreed * wide / votes.fired) or int(votes.agreed > 0)
    overruled = round(votes.overruled * wide / votes.fired) or int(votes.overruled > 0)
    agreed = min(agreed, wide - overruled)
    left = wide - agreed - overruled
    return (("━" * agreed, Role.GOOD), ("╍" * overruled, Role.WARN), ("─" * left, Role.LINE))


# Text.


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _indented(lines: Iterable[str], by: int, role: Role = Role.TEXT) -> Iterator[Line]:
    for line in lines:
        yield ((" " * by, Role.TEXT), (line, role))


def _wrapped(text: str, width: int, role: Role = Role.TEXT) -> Iterator[Line]:
    yield from (((line, role),) for line in wrap(text, width))
