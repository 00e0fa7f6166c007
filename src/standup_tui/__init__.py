"""Standup: a live hashtag wall and moderation console in the terminal."""

VERSION = "0.1.0"
"""As in pyproject.toml; asking the installed package's metadata takes longer than all else."""
