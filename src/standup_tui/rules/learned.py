"""The weights that come with the package: one look at the words of a text serves every kind.

Phrases find what somebody thought of; the weights find what resembles hundreds of labelled posts.
`docs/flagging-data.md` says what they were learned from.
"""

from enum import IntEnum
from functools import cache

from standup_tui.rules.files import bytes_of
from standup_tui.rules.linear import Model
from standup_tui.rules.weights import Weights


class Head(IntEnum):
    """What weights were learned for, each from a file of its own under ``data/``."""

    ABUSE = 0
    CONTEMPT = 1
    """Abuse of people at work, and of others, without a swear word."""
    SAFEGUARDING = 2
    SPAM = 3
    PRESS = 4


@cache
def built_in() -> Model:
    """Return the weights by `Head`."""
    contents = (bytes_of(f"{head.name.lower()}.weights") for head in Head)
    return Model(*map(Weights.from_bytes, contents))
