"""The front doors: one file per command; each imports its own world late.

Nothing imports this package but the entry point. Only it imports ``click``; it reaches
``ui``, ``wiring``, ``hub.launch``, ``simulator`` and ``protocol`` from inside its commands,
so that no command pays for another's libraries.
"""
