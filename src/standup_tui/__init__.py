"""Standup: a live hashtag wall and moderation console in the terminal."""

VERSION = "0.1.0"
"""As in pyproject.toml; asking the installed package's metadata takes longer than all else."""

CAMPAIGN_FILE = "campaign.toml"
"""What makes a folder a campaign; here, for whoever looks for one need not be able to read it."""
