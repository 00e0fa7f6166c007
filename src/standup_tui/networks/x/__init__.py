"""X through tweepy, which is imported here and nowhere else.

Reading order: network (both ports), session (where requests go), asking (one answer),
refusal (what a refusal means), rules, stream, search, lookup, publish; payload (the wire) and
mapping (tweet → Post). ``credentials`` imports neither tweepy nor aiohttp, so that ``doctor``
stays light.
"""
