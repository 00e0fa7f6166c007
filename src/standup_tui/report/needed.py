"""What somebody still has to decide, each with where that is done."""

from collections.abc import Iterator

from standup_tui.model.coverage import Repair
from standup_tui.model.entry import Stage
from standup_tui.model.facts import Facts
from standup_tui.model.lifecycle import Status
from standup_tui.report.coverage import within
from standup_tui.settings.campaign import Campaign
from standup_tui.ui.widgets.wording import count, dollars


def decisions_needed(facts: Facts, campaign: Campaign) -> Iterator[str]:
    """Yield the decisions that are left, the most urgent first."""
    yield from _about_posts(facts)
    yield from _about_acts(facts)
    gaps = [gap for gap in facts.reading.gaps if within(gap, facts, campaign)]
    open_ = sum(gap.repair is Repair.OPEN for gap in gaps)
    if open_:
        yield (
            f"{count(open_, 'gap')} {_is(open_)} not searched yet: start the hub within seven "
            "days of it, for X's search reaches no further back."
        )
    spent = sum(it.dollars for it in facts.spent)
    budget = campaign.budget.usd
    if budget is not None and spent > budget * campaign.budget.warn:
        yield (
            f"{dollars(spent)} of {dollars(budget)} {_is(1)} spent: raise usd under [budget] in "
            "campaign.toml before another such day, or read by search."
        )


def _about_posts(facts: Facts) -> Iterator[str]:
    standings = facts.standings
    if escalated := standings.escalated:
        yield (
            f"{count(escalated, 'escalated post')} {_waits(escalated)} for whoever is responsible "
            "(console: Held)."
        )
    if flagged := standings.of(Status.FLAGGED):
        posts = count(flagged, "flagged post")
        yield f"{posts} {_waits(flagged)} for a decision (console: Flagged)."
    if waiting := standings.of(Status.WAITING):
        posts, them = count(waiting, "unflagged post"), _them(waiting)
        yield (
            f"{posts} {_is(waiting)} undecided (console: Live): show or hide {them}, or let "
            f"{them} lapse."
        )
    if held := standings.of(Status.HELD) - standings.escalated:
        posts = count(held, "post")
        yield f"{posts} {_is(held)} set aside and {_is(held)} still held (console: Held)."
    without = sum(one.posts for one in facts.hides if not one.reason and not one.muted)
    if without:
        yield (
            f"{count(without, 'hidden post')} {_has(without)} no house rule on record: give one "
            "(console: Hidden posts), as long as somebody remembers why."
        )


def _about_acts(facts: Facts) -> Iterator[str]:
    stages = dict.fromkeys(Stage, 0)
    for act in facts.work.acts:
        stages[act.stage] += 0 if act.dry else act.acts
    if doubt := stages[Stage.IN_DOUBT] + stages[Stage.SENDING]:
        yield (
            f"{count(doubt, 'public act')} (a retweet, or hiding on X) may or may not have "
            "happened: look on X."
        )
    if failed := stages[Stage.FAILED]:
        yield f"{count(failed, 'public act')} failed: do {_them(failed)} on X by hand, or let go."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"
