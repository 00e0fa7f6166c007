"""The made-up campaign day: who is there, what they write, when, and what goes wrong.

Pure and decided by a seed, until `player` puts it on the network. Texts and names stand in
`simulator/data`, read when a day is made.
"""
