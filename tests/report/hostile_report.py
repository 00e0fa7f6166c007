"""A report in which every text that anybody could have written tries something."""

from typing import Any

from msgspec.structs import replace

from making import post
from report.kit import report
from standup_tui.model.coverage import Gap, Repair
from standup_tui.model.entry import Entry
from standup_tui.model.facts import Echo, HideCount, ReadingFacts
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.text import clean, clean_line
from standup_tui.report.contents import Report

HTML = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "</svg></desc><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "<!-- --><iframe src=//evil.example>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "&lt;b&gt; &amp;",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "]]><x",
    "javascript:alert(1)",
]
MARKDOWN = [
    "# heading",
    "## heading",
    "**bold** __under__ ~~gone~~ `code` ``two``",
    "[council.example](https://evil.example)",
    "[a]: https://evil.example",
    "![picture](file:///etc/passwd)",
    "<https://evil.example>",
    "https://evil.example www.evil.example evil@evil.example",
    "HTTPS://EVIL.EXAMPLE ftp://evil.example mailto:a@b.example",
    "> quoted",
    "- a list",
    "+ a list",
    "* a list",
    "1. a list",
    "12) a list",
    "```fence",
    "~~~fence",
    "| a | b |",
    "a | b",
    "---",
    "===",
    "***",
    "    code",
    "&lt;b&gt; &#60;b&#62;",
    "\\\\ \\* \\[ ends with \\",
    "@somebody #12 owner/name#12",
    "$x^2$ H~2~O",
    "<script>alert(1)</script>",
    "[^1]: a note[^1]",
    "- [x] done",
]


def with_text(text: str, **more: Any) -> Report:
    """Return a report in which a text stands everywhere it can."""
    author = replace(post(1).author, handle=clean_line(text), name=clean_line(text))
    made = replace(post(1), author=author, text=clean(text), address=clean_line(text))
    gap = Gap(1, made.at, made.at, text, Repair.REPAIRED, 1, text)
    known = report(
        more.pop("more", ""),
        handles=True,
        pinned=(Echo(Entry(1, made, Standing(Status.SHOWN, pin=1)), replies=1),),
        hides=(HideCount(text, muted=False, press=True, posts=1),),
        reading=ReadingFacts(gaps=(replace(gap, began=made.at, ended=made.at.replace(hour=10)),)),
        **more,
    )
    line = clean_line(text)
    return replace(known, campaign=line, aim=f"To {line}", tags=(line,))
