"""The daemon of one campaign: sessions of consoles and walls, supervision, start and stop.

The only process with credentials, network and a store. May be imported by ``wiring`` and,
for starting one, by ``cli``.
"""
