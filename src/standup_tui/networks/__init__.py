"""The networks Standup reads and acts on, one folder each; only ``wiring`` may import them.

``x`` is X (Twitter). Each implements the ports of ``ports.source``. Imports ``ports``,
``settings``, ``model`` and ``errors``.
"""
