"""What terminals and the hub say to each other: typed, versioned messages, and one client.

May be imported by ``hub``, ``ui`` and ``cli``; imports ``model`` and ``errors`` only.
"""
