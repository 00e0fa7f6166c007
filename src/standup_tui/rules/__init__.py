"""Reasons to look at a post: the post and what went before in, flags out.

Pure: no clock, no network, no third-party package; the word lists are read once, when an engine
is made. What came before is a `history.History` that the caller keeps. A new rule is a function
from `subject.Subject` to flags and one line in `engine`.
May be imported by ``core``, ``wiring`` and ``cli``. Imports ``model`` only; `chosen`, which reads
a campaign's file for the engine, ``settings`` too.
"""
