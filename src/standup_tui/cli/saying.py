"""How ``doctor``, ``login`` and ``sources`` say what they found: a mark, a topic, a sentence."""

from collections.abc import Sequence

import click

Finding = tuple[str, str, str]
"""A mark, a topic, a sentence."""

MARKS = {"ok": "✓", "note": "!", "wrong": "✗", "missing": "✗"}


def show(found: Sequence[Finding]) -> None:
    """Print findings, one a line, the sentences under each other."""
    from standup_tui.model.text import clean_line

    width = max((len(topic) for _, topic, _ in found), default=0)
    marks = max((5, *(len(mark) for mark, _, _ in found)))
    for mark, topic, said in found:
        click.echo(f"{MARKS[mark]} {mark:{marks}} {topic:{width}}  {clean_line(said)}")
