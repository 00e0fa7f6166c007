"""Keeps libraries that handle tokens from logging them."""

import logging

_TALKATIVE = ("tweepy", "oauthlib", "requests_oauthlib", "aiohttp")


def hush() -> None:
    """Pin the loggers that write requests with their headers at DEBUG.

    Whatever level the program runs at: tweepy 4.17 logs the bearer token and the signature.
    """
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
