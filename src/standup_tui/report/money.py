"""What a campaign has cost at its network."""

from collections import defaultdict
from collections.abc import Iterator

from standup_tui.model.facts import Facts
from standup_tui.model.money import Item
from standup_tui.report.contents import Cost, CostLine
from standup_tui.settings.campaign import Campaign


def cost_of(facts: Facts, campaign: Campaign) -> Cost:
    """Return what was charged, by what for, and what that number is worth."""
    units: dict[Item, int] = defaultdict(int)
    dollars: dict[Item, float] = defaultdict(float)
    for spent in facts.spent:
        units[spent.item] += spent.units
        dollars[spent.item] += spent.dollars
    return Cost(
        dollars=round(sum(dollars.values()), 6),
        budget=campaign.budget.usd,
        lines=tuple(
            CostLine(str(item), units[item], round(dollars[item], 6))
            for item in Item
            if units[item]
        ),
        notes=tuple(_notes(facts, campaign)),
    )


def items(line: CostLine) -> str:
    """Return how many of what was charged: ``1 retweet``, ``2 retweets undone``."""
    what = line.item.replace("s ", " ", 1).removesuffix("s") if line.units == 1 else line.item
    return f"{line.units:,} {what}"


def _notes(facts: Facts, campaign: Campaign) -> Iterator[str]:
    if campaign.source.label:
        yield f"{campaign.source.label}: nothing was really charged."
    yield (
        f"Counted here at X's prices of {campaign.prices.dated}; what is owed is what X says. "
        "Staff time is not in it."
    )
    if facts.usage is not None and facts.usage[0].at < facts.usage[1].at:
        first, newest = facts.usage
        theirs, ours = newest.used - first.used, newest.ours - first.ours
        yield (
            f"Since it was first asked X has counted {theirs:,} posts read by all apps of the "
            f"project, we have counted {ours:,}."
        )
