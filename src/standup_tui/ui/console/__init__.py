"""The moderator's app: three panes of posts, what may be done to them, and what came of it.

May be imported by ``cli``; imports ``protocol``, ``core.timeline``, ``model`` and ``ui.widgets``.
"""
