"""The campaign's memory: posts, decisions, outbox. aiosqlite lives here and nowhere else.

One task owns the one connection, so two writers never meet. May be imported by ``wiring``.
"""
