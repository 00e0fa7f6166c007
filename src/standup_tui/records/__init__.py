"""After the day: exports, purges, backups and the audit of a campaign's records.

Reading goes past the hub, at one moment of its store; what changes the store is asked of a
running hub, and done here under the campaign's lock where none runs.
"""
