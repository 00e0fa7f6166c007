"""Hub and screens that talk: everything is logged, and mistakes quote what they had in hand.

Run as a program: some of the words below, joined by commas, then what ``standup`` takes.

* ``leaky``: the mutant, a redactor that does nothing. The tests must catch it.
* ``pinned``: the loggers of tweepy and its like stay pinned, as they are in earnest.
* ``crash``: tweepy breaks while it searches.
* ``widget``: a widget of the console breaks while it draws.
"""

import logging
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

LIBRARIES = ("tweepy", "oauthlib", "requests_oauthlib", "aiohttp")


def ours(name: str) -> Any:
    """Return a module of ours to change."""
    return import_module(f"standup_tui.{name}")


def unpin() -> None:
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)


def leak() -> None:
    ours("redaction").redacted = ours("networks.x.refusal").redacted = str


def log_everything() -> None:
    wiring = ours("wiring")
    log_to = wiring.log_to

    def log_more(*arguments: Any, **named: Any) -> None:
        log_to(*arguments, **named)
        logging.getLogger().setLevel(logging.DEBUG)

    wiring.log_to = log_more


def break_tweepy() -> None:
    from tweepy.asynchronous.client import AsyncBaseClient

    request = AsyncBaseClient.request

    async def broken(self: Any, method: str, route: str, *rest: Any, **named: Any) -> Any:
        if not route.endswith("search/recent"):
            return await request(self, method, route, *rest, **named)
        in_hand = {"Authorization": f"Bearer {self.bearer_token}", "secret": self.consumer_secret}
        raise LookupError(in_hand, self.access_token, self.access_token_secret)

    AsyncBaseClient.request = broken


def break_widget() -> None:
    def broken(_: object, width: int) -> NoReturn:
        raise LookupError(f"{width} columns", dict(os.environ))

    ours("ui.widgets.post_feed").PostFeed.rows = broken


if __name__ == "__main__":
    wanted = sys.argv.pop(1).split(",")
    if "widget" in wanted:
        break_widget()
    else:
        log_everything()
        if "pinned" not in wanted:
            ours("networks.x.session").hush = unpin
    if "crash" in wanted:
        break_tweepy()
    if "leaky" in wanted:
        leak()
    from standup_tui.cli.main import main

    sys.exit(main())
