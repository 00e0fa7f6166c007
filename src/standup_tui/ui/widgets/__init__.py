"""Widgets of both apps: they draw lines of their own and never have a child per post.

May be imported by ``ui.console`` and ``ui.wall``.
"""
