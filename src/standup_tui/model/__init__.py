"""Nouns and verbs: what a post is, where it stands, and what may be done to it.

Everything here is frozen and free of input and output. Every other package may import it;
it imports nothing of ours but ``errors``.
"""
