"""Hostile posts by hostile people: every text of `hostile.py` in every field that is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from hostile import HOSTILE
from standup_tui.simulator.model import Account, Picture
from standup_tui.simulator.server import Simulator

TEXTS = [text for _, text in HOSTILE]
LONGEST = 24_950
"""Characters that fit into a post of 25,000 with its hashtag and its mark."""


@dataclass(frozen=True)
class Attack:
    """One post, and the words by which it is found on a screen."""

    mark: str
    author: Account
    text: str
    alt: str

    def launch(self, x: Simulator) -> str:
        """Publish it and return its id."""
        pictures = [Picture(alt_text=self.alt)] if self.alt else []
        return x.publish(self.text, author=self.author, pictures=pictures)


def attacks(texts: Sequence[str], at_once: int = 1) -> list[Attack]:
    """Return posts that hold all texts in text, name, handle and alt text, so many in each.

    Every third author is to be on the roster: whose posts are shown without approval.
    """
    packed = [texts[at : at + at_once] for at in range(0, len(texts), at_once)]
    return [attack(number, together) for number, together in enumerate(packed)]


def attack(number: int, texts: Sequence[str], *, field: str = "") -> Attack:
    """Return one post with all of these in every field, or in one."""
    mark = f"n{number:04d}"
    hostile = " | ".join(texts)

    def of(name: str, otherwise: str) -> str:
        return f"{mark} {hostile}" if field in ("", name) else otherwise

    author = Account(
        id=str(4_000_000 + number), handle=of("handle", "somebody"), name=of("name", "Some Body")
    )
    return Attack(mark, author, f"#StandUp4SW {of('text', mark)}", of("alt", ""))


def roster(posts: Sequence[Attack]) -> list[Account]:
    """Return every third author."""
    return [post.author for post in posts[::3]]
