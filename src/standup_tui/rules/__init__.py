"""Reasons to look at a post: the post and what went before in, flags out.

Pure: no clock, no network, no third-party package; the word list is read once, when an engine
is made. A new rule is a function from `subject.Subject` to flags and one line in `engine`.
May be imported by ``core``, ``wiring`` and ``cli``. Imports ``model`` only.
"""
