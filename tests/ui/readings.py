"""An invented day of reading, with gaps, counts and a bill."""

from datetime import timedelta

from standup_tui.model.coverage import Coverage, Gap, Hour, Repair
from standup_tui.model.health import Health, Liveness
from standup_tui.model.money import Account, Item, Level, Money, Spent, Usage
from standup_tui.model.text import clean_line
from standup_tui.protocol.messages import Reading
from ui.fake_hub import NOW

HOUR = NOW.replace(minute=0, second=0)
YESTERDAY = NOW - timedelta(days=1)
MONEY = Money(2.41, 25.0, Level.FREE, NOW + timedelta(hours=9))

REPAIRED = Gap(
    2,
    NOW - timedelta(hours=3, minutes=20),
    NOW - timedelta(hours=3, minutes=16, seconds=31),
    clean_line("X went silent, without even its signs of life."),
    Repair.REPAIRED,
    38,
    "retweets",
)
GOES_ON = Gap(3, NOW - timedelta(seconds=89), None, "The connection to X broke.")
LOST = Gap(
    1,
    NOW - timedelta(days=9, hours=4),
    NOW - timedelta(days=8, hours=20),
    "no hub was running",
    Repair.LOST,
    0,
    "what is older than 7 days, which X cannot search",
)


def health(**more: object) -> Health:
    known = {"since": NOW - timedelta(hours=3, minutes=16), "last_post": NOW, "posts": 1284,
             "gaps": 2, "money": MONEY}  # fmt: skip
    return Health(Liveness.LIVE, **(known | more))  # type: ignore[arg-type]  # a test's shorthand


def reading() -> Reading:
    """Return an answer with everything in it."""
    hours = tuple(
        Hour(HOUR - timedelta(hours=back), theirs, ours)
        for back, theirs, ours in ((1, 1204, 1198), (2, 874, 874), (3, 640, 512))
    )
    today, before = NOW.date(), YESTERDAY.date()
    spent = (
        Spent(today, Item.POST, 412, 2.06),
        Spent(today, Item.USER, 9, 0.09),
        Spent(before, Item.POST, 46, 0.23),
        Spent(before, Item.RETWEET, 2, 0.03),
    )
    account = Account(MONEY, spent, Usage(41_201, 2_000_000, NOW, 12),
                      NOW - timedelta(hours=5, minutes=20), 1201, 1240, "2026-04-20")  # fmt: skip
    return Reading(
        Coverage(gaps=(GOES_ON, REPAIRED, LOST), hours=hours, unsearchable="retweets"), account
    )
