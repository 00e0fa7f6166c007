"""What a console is told of how the rules fare."""

from pathlib import Path

from halls import Clock, hall, seat
from making import LOOK, decide
from standup_tui.core.voting import Voting
from standup_tui.model.lifecycle import Verb
from standup_tui.model.votes import Report, Votes
from standup_tui.protocol.messages import AskRules, Role, RulesReport
from standup_tui.settings.campaign import Campaign

CAMPAIGN = Campaign("A day", ("#A",))


async def test_figures_follow_what_moderators_decide(tmp_path: Path) -> None:
    async with hall(tmp_path) as here, seat(tmp_path) as asha:
        here.hub.voting = Voting(here.store, CAMPAIGN, Clock(), str)
        await here.add_some(1, 2, flags=(LOOK,))
        await asha.ask(decide(Verb.APPROVE, 1))

        def told() -> bool:
            asha.client.send(AskRules())
            return any(one.report.posts.campaign == Votes(2, 0, 1, 1) for one in asha.reports)

        await asha.until(told)  # looked at with every answer and every heartbeat


async def test_a_hub_that_judges_nothing_says_that_nothing_is_known(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path) as asha:
        asha.client.send(AskRules())
        await asha.until(lambda: asha.reports)

        assert asha.reports == [RulesReport(Report())]


async def test_a_wall_may_not_ask(tmp_path: Path) -> None:
    async with hall(tmp_path), seat(tmp_path, Role.WALL) as wall:
        wall.client.send(AskRules())
        await wall.until(lambda: wall.lost)

        assert wall.reports == []
