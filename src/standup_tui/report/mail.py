"""The report in Markdown: for an e-mail, from a shell without a screen."""

import re
from collections.abc import Iterable, Iterator

from standup_tui.model.text import clean_line
from standup_tui.report.contents import Concern, Report
from standup_tui.report.money import items
from standup_tui.report.times import waited
from standup_tui.ui.widgets.wording import dollars

_SIGNS = re.compile(r"([\\`*_\[\]<>|~^$@&]|#(?=\d))")
"""What may mean something in the middle of a line, in the Markdown of any mail or forge."""

_LINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)")
"""What some of them make a link of."""

_START = re.compile(r"([-+#=]|\d{1,9}(?=[.)]))")
"""What begins a list or a heading, where it begins a line."""

_BAR = 24
"""Signs of the longest bar of the course."""


def escaped(text: str) -> str:
    """Return a text that says in Markdown what it says, on one line, and does nothing."""
    said = _SIGNS.sub(r"\\\1", " ".join(clean_line(text).split()))
    said = _LINK.sub(lambda found: rf"{found[1] or found[3]}\{found[2] or found[4]}", said)
    if not (start := _START.match(said)):
        return said
    at = start.end() if start[0].isdigit() else 0
    return f"{said[:at]}\\{said[at:]}"


def markdown(report: Report) -> str:
    """Return the report in Markdown."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    label = f"**{escaped(report.label)}** " if report.label else ""
    yield f"# {label}{escaped(report.campaign)}"
    yield ""
    yield f"{escaped(' '.join(report.tags))}, {escaped(report.period)} ({escaped(report.zone)})"
    yield ""
    if report.aim:
        yield from (escaped(report.aim), "")
    for one in report.figures:
        asides = "; ".join(filter(None, (one.aside, one.caveat)))
        yield f"- **{escaped(one.name)}: {one.number:,}**" + _aside(asides)
    yield from ("", escaped(report.coverage.verdict), "")
    yield from _section("Decisions needed", report.needed, "None: nothing waits for anybody.")
    yield from _course(report)
    yield from _actions(report)
    yield from _highlights(report)
    yield from _concerns(report)
    yield from _hides(report)
    yield from _answered(report)
    yield from ("## Criticism", "")
    for said in report.criticism.said:
        yield from (escaped(said), "")
    yield from _coverage(report)
    yield from _cost(report)
    made = f"Made by Standup from its own store, as of {report.made} ({report.zone})."
    yield from ("---", "", escaped(made))


def _aside(text: str) -> str:
    return f" ({escaped(text)})" if text else ""


def _section(title: str, lines: Iterable[str], otherwise: str) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield from [f"- {escaped(line)}" for line in lines] or [escaped(otherwise)]
    yield ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], words: int = 1) -> Iterator[str]:
    """Yield a table; all columns after the first few are numbers."""
    named = list(heads)
    sides = ["---"] * words + ["---:"] * (len(named) - words)
    yield f"| {' | '.join(named)} |"
    yield f"| {' | '.join(sides)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _course(report: Report) -> Iterator[str]:
    unit = report.course.unit
    yield from (f"## {unit.capitalize()} by {unit}", "", escaped(report.course.said), "")
    stretches = report.course.stretches
    most = max((it.posts for it in stretches), default=0)
    wide = max((len(it.label) for it in stretches), default=0)
    if not most:
        return
    yield "```text"
    for it in stretches:
        bar = "#" * -(-it.posts * _BAR // most)
        short = " not all read" if it.in_gap else ""
        yield f"{it.label:{wide}} {it.posts:>7,} {bar}{short}".rstrip()
    yield from ("```", "")


def _actions(report: Report) -> Iterator[str]:
    if not report.actions:
        return
    yield from ("## What people did", "")
    yield from _table(
        ("Action", "How", "Counted", "On the wall",
         "By rule", "By hand", "Taken off", "Held back"),
        (
            (escaped(it.name), escaped(it.how), f"{it.number:,}", f"{it.shown:,}",
             f"{it.by_rule:,}", f"{it.by_hand:,}", f"{it.taken_off:,}", f"{it.kept_back:,}")
            for it in report.actions
        ),
        words=2,
    )  # fmt: skip
    total = report.actions_total
    yield f"{escaped(total.name)}: {total.number:,} {escaped(total.aside)}{_aside(total.caveat)}."
    yield (
        "Counted: posts that are shown, or wait for a decision. By hand: a moderator said so, "
        "which beats the rules. Only what is on the wall may be said in public."
    )
    yield ""


def _highlights(report: Report) -> Iterator[str]:
    yield from ("## Highlights", "")
    for it in report.highlights:
        yield f"> {escaped(it.text)}"
        link = f" <{it.link}>" if it.link else ""
        why = f", {escaped(it.why)}" if it.why else ""
        yield from (">", f"> {escaped(it.who)}, {escaped(it.at)}{why}{link}", "")
    if not report.highlights:
        yield from (escaped(report.no_highlights), "")
    yield "Answers, quotes and reposts are those that came in here, never likes or views."
    yield ""


def _concerns(report: Report) -> Iterator[str]:
    yield from ("## Concerns, and what was done", "")
    if report.concerns:
        yield from _table(
            ("Flagged for", "That is", "Posts", "Shown", "Hidden", "Held", "Undecided", "Gone"),
            map(_concern, (*report.concerns, report.concerns_total)),
            words=2,
        )
        yield "By where they stand now; one post can have several kinds." + _aside(
            report.coverage.short
        )
    else:
        yield "No post was flagged."
    number = report.escalated.number
    posts = "post was" if number == 1 else "posts were"
    yield from ("", f"{number:,} {posts} escalated to whoever is responsible.", "")


def _concern(it: Concern) -> tuple[str, ...]:
    numbers = (it.posts, it.shown, it.hidden, it.held, it.undecided, it.gone)
    return (escaped(it.kind), escaped(it.means), *(f"{number:,}" for number in numbers))


def _hides(report: Report) -> Iterator[str]:
    yield from ("## Hidden, by house rule", "")
    if report.hides:
        yield from _table(
            ("Why", "Posts"),
            ((escaped(it.name) + _aside(it.aside), f"{it.number:,}") for it in report.hides),
        )
    yield from (f"{report.hides_total.number:,} hidden now.", "")


def _answered(report: Report) -> Iterator[str]:
    yield from ("## How long posts waited", "")
    yield from _table(
        ("Posts", "Half within", "Nine in ten within", "Decided", "Not yet"),
        (
            (it.what, waited(it.median), waited(it.p90), f"{it.decided:,}", f"{it.undecided:,}")
            for it in report.answered
        ),
    )
    yield from ("From arrival here to a person's first decision.", "")


def _coverage(report: Report) -> Iterator[str]:
    coverage = report.coverage
    yield from ("## What may be missing", "")
    yield from (escaped(f"{coverage.verdict} {coverage.counted}".strip()), "")
    if coverage.gaps:
        yield from _table(
            ("When", "How long", "Why", "What came of it"),
            (
                (escaped(it.when), it.lasted, escaped(it.why), escaped(it.outcome))
                for it in coverage.gaps
            ),
            words=4,
        )
    yield from [f"- {escaped(note)}" for note in coverage.notes]
    yield ""


def _cost(report: Report) -> Iterator[str]:
    cost = report.cost
    budget = f" of {dollars(cost.budget)}" if cost.budget is not None else ""
    lines = "; ".join(f"{items(it)}, {dollars(it.dollars)}" for it in cost.lines)
    yield from ("## Cost", "", f"{dollars(cost.dollars)}{budget} at X{lines and ': '}{lines}.", "")
    for note in cost.notes:
        yield from (escaped(note), "")
