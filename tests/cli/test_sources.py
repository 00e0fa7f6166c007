"""What `standup sources` says of the money; what X says is in test_login.py."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from halls import hall
from standup_tui.cli.sources import _hub, money_line
from standup_tui.model.money import Level, Money

SUMMER = datetime(2026, 6, 22, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("money", "mark", "said"),
    [
        (Money(2.41), "ok", "$2.41 spent, and there is no budget."),
        (Money(2.41, 25), "ok", "$2.41 of $25.00 spent."),
        (
            Money(17.5, 25, Level.WARN, SUMMER + timedelta(minutes=110)),
            "note",
            "$17.50 of $25.00 spent; at this rate gone at 14:20.",
        ),
        (
            Money(1017.5, 2500, Level.FREE, SUMMER + timedelta(days=1)),
            "ok",
            "$1,017.50 of $2,500.00 spent; at this rate gone at 12:30 on 23 Jun.",
        ),
        (
            Money(24.5, 25, Level.STOP, SUMMER),
            "note",
            "$24.50 of $25.00 spent; nothing more is read.",
        ),
    ],
)
def test_what_was_spent_and_until_when_it_lasts(money: Money, mark: str, said: str) -> None:
    london = SUMMER.astimezone(ZoneInfo("Europe/London"))

    assert money_line(money, london) == (mark, "money", said)


async def test_a_running_hub_says_what_was_spent(tmp_path: Path) -> None:
    async with hall(tmp_path) as here:
        unmetered = await asyncio.to_thread(_hub, tmp_path)
        here.hub._vitals.money = lambda: Money(2.41, 25)
        metered = await asyncio.to_thread(_hub, tmp_path)

    assert (unmetered.spent, unmetered.money) == ((), None)
    assert [said for _, _, said in metered.spent] == ["$2.41 of $25.00 spent."]
    assert metered.money == {"spent": 2.41, "budget": 25, "level": "free", "gone_at": None}
