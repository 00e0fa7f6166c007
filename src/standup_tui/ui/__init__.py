"""Everything Textual: the console for moderators, the wall for everybody.

May be imported by ``cli`` only. Imports ``protocol``, ``core.timeline`` and ``model``; never
``store``, ``networks`` or ``hub``: a terminal holds nothing and only draws what the hub says.
"""
