"""What the core asks of the world, as protocols; the adapters stand in ``networks`` and ``store``.

Imports ``model`` and ``errors`` only.
"""
