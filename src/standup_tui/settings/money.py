"""What ``campaign.toml`` may say about money: a budget, and what X charges."""

from typing import Annotated

from msgspec import Meta, Struct

from standup_tui.settings.mistakes import Mistake

Dollars = Annotated[float, Meta(ge=0, le=1_000_000, description="US dollars, 0 or more")]
Share = Annotated[float, Meta(gt=0, le=1, description="a share of the budget, up to 1.0")]


class Budget(Struct, frozen=True, forbid_unknown_fields=True):
    """What the campaign may cost. Without `usd` it is metered and nothing is slowed."""

    usd: (
        Annotated[float, Meta(gt=0, le=1_000_000, description="US dollars, more than 0")] | None
    ) = None
    warn: Share = 0.7
    """From this share on every console says so."""
    slow: Share = 0.9
    """From this share on X is searched, in steps that make the rest last."""
    stop: Share = 0.98
    """At this share reading stops, before X's own limit stops it."""


class Prices(Struct, frozen=True, forbid_unknown_fields=True):
    """What X charges, in US dollars (docs.x.com, "Pricing"); change it when X does."""

    dated: str = "2026-04-20"
    """The day from which these are."""
    post: Dollars = 0.005
    own_post: Dollars = 0.001
    user: Dollars = 0.010
    count: Dollars = 0.005
    retweet: Dollars = 0.015
    undo: Dollars = 0.010
    hide: Dollars = 0.005


def check_budget(budget: Budget) -> None:
    """Raise a `Mistake` if warning, slowing and stopping do not follow each other."""
    shares = {"warn": budget.warn, "slow": budget.slow, "stop": budget.stop}
    for earlier, later in (("warn", "slow"), ("slow", "stop")):
        if shares[earlier] > shares[later]:
            if shares[earlier] != getattr(Budget(), earlier):
                raise Mistake(("budget", earlier), f"at most {later}, which is {shares[later]:g}")
            raise Mistake(("budget", later), f"at least {earlier}, which is {shares[earlier]:g}")
