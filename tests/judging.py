"""Texts in, flags out: what the tests of the rules share."""

from dataclasses import dataclass
from pathlib import Path

from making import author, post
from standup_tui.model.flag import Flag, Kind
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


POSTS = Path(__file__).parent / "rules" / "posts"


@dataclass(frozen=True)
class Score:
    """How often the rules are right about posts whose kind is known."""

    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    found: int
    clean: int

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.wrong))


def labelled(name: str) -> list[tuple[str, str]]:
    """Return a file's posts, each with the label before it."""
    lines = (POSTS / f"{name}.txt").read_text("utf-8").splitlines()
    posts = [line.split(" ", 1) for line in lines if line and not line.startswith("# ")]
    return [(label, text) for label, text in posts]


def halves(name: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the posts that rules were written with, and those held out."""
    posts = labelled(name)
    return posts[::2], posts[1::2]


def score(kind: Kind, label: str, posts: list[tuple[str, str]]) -> Score:
    """Judge posts; those with `label` should be flagged with `kind`, all others should not."""
    missed, wrong, found, clean = [], [], 0, 0
    for want, text in posts:
        got = any(flag.kind is kind for flag in judged(text))
        if want == label:
            found += got
            missed += [] if got else [text]
        else:
            clean += not got
            wrong += [text] if got else []
    return Score(tuple(missed), tuple(wrong), found, clean)
