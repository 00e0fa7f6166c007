"""The use cases: reading, judging, deciding, publishing; async, with no clock of their own.

Imports ``rules``, ``ports``, ``model``, ``settings`` and ``errors``; no third-party package.
"""
