"""What each stage of the rules makes of one text, for a person."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from standup_tui.cli.rules_campaign import rules_for
from standup_tui.model.flag import Flag, Span
from standup_tui.model.post import Author, AuthorId, Post, PostId
from standup_tui.model.text import clean, clean_line, oddities
from standup_tui.rules.actions import actions_of
from standup_tui.rules.engine import NamedRule
from standup_tui.rules.spam import ENOUGH, Spam, called
from standup_tui.rules.subject import Subject

_UNDER = "^"
_MAX_TOKENS = 40


def explained(raw: str, folder: Path | None) -> Iterator[str]:
    """Yield lines that say what every stage makes of a text; all of them are safe to print.

    Raises:
        ConfigError: The campaign cannot be read.
    """
    rules, actions = rules_for(folder)
    post = _post(raw)
    subject = rules.subject(post)
    passage = subject.passages[0]
    yield from _section("text", post.text.split("\n"))
    if post.oddities:
        yield f"  {post.oddities} control characters were replaced by marks"
    yield from _section("without disguise", passage.folded.text.split("\n"))
    tokens = sorted(passage.words, key=passage.folded.text.find)
    shown = " ".join(tokens[:_MAX_TOKENS]) + (" ..." if len(tokens) > _MAX_TOKENS else "")
    yield from _section("words", [shown or "none"])
    yield ""
    yield "rules"
    for named, flags in rules.each(subject):
        yield from _heard(post.text, named, flags)
        if isinstance(named.rule, Spam):
            yield from _weighed(named.rule, subject)
    yield ""
    yield "actions"
    done = actions_of(post, actions)
    for one in done:
        yield f"  {clean_line(one.action)}"
        yield from _underlined(post.text, one.spans)
    if not done:
        yield "  none"
    yield ""
    yield _verdict(rules.judge(post))


def _post(raw: str) -> Post:
    nothing = clean_line("")
    return Post(
        id=PostId("text:1"),
        author=Author(AuthorId("text:1"), nothing, nothing),
        text=clean(raw),
        at=datetime(2000, 1, 1, tzinfo=UTC),
        address=nothing,
        oddities=oddities(raw),
    )


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a title and indented lines; folding may have made a text unsafe to print."""
    yield title
    for line in lines:
        yield f"  {clean_line(line)}"


def _heard(text: str, named: NamedRule, flags: Sequence[Flag]) -> Iterator[str]:
    """Yield what one rule says."""
    if not flags:
        yield f"  {named.name} ({named.kind}): nothing"
    for flag in flags:
        yield f"  {named.name} ({flag.kind}, {flag.severity}): {clean_line(flag.reason)}"
        yield from _underlined(text, flag.spans)


def _weighed(rule: Spam, subject: Subject) -> Iterator[str]:
    """Yield the signs of spam, of which none may be enough."""
    found = rule.found_in(subject)
    for sign in found:
        yield f"    {sign.weight:+.1f}  {clean_line(called(sign, subject.passages[0]))}"
    if found:
        yield f"    {sum(sign.weight for sign in found):+.1f}  of {ENOUGH:.1f} needed"


def _underlined(text: str, spans: Iterable[Span]) -> Iterator[str]:
    """Yield the lines of a text in which places are, with marks under those places."""
    from wcwidth import wcswidth

    marked = sorted((span.start, span.end) for span in spans)
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in marked]
        inside = [(a, b) for a, b in inside if a < b]
        if inside:
            under, column = "", 0
            for a, b in inside:
                left = max(0, wcswidth(line[:a]))
                right = max(left + 1, wcswidth(line[:b]))
                under += " " * (left - column) + _UNDER * (right - max(left, column))
                column = max(column, right)
            yield f"      {line}"
            yield f"      {under}"
        start = end + 1


def _verdict(flags: Sequence[Flag]) -> str:
    if not flags:
        return "no flag: in approval mode a person decides, else it may be shown."
    worst = flags[0]
    return f"held back for a person: {clean_line(worst.reason)} ({worst.kind}, {worst.severity})"
