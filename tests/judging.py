"""Texts in, flags out: what the tests of the rules share."""

from making import author, post
from standup_tui.model.flag import Flag
from standup_tui.model.post import Media, Post
from standup_tui.model.text import clean, clean_line, oddities
from standup_tui.rules.engine import Rules

RULES = Rules()


def said(raw: str, *, name: str = "Jo Fen", alt: str | None = None) -> Post:
    """Return a post as ingest would make it from a stranger's text."""
    media = () if alt is None else (Media(kind=clean_line("photo"), alt=clean(alt)),)
    return post(1, raw, author=author(name=name), media=media, oddities=oddities(raw))


def judged(raw: str, *, name: str = "Jo Fen", alt: str | None = None) -> tuple[Flag, ...]:
    """Judge a text with the built-in rules."""
    return RULES.judge(said(raw, name=name, alt=alt))


def marked(raw: str, flag: Flag) -> list[str]:
    """Return what a flag's spans underline."""
    text = clean(raw)
    return [text[span.start : span.end] for span in flag.spans]
