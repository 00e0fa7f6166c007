"""Counts a day by itself: from the simulator's ledger and network, from what a console was told,
and from what the test wrote down of its own deeds. It shares no line with what it checks.
"""

import statistics
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from report.day import Deed, PlayedDay
from standup_tui.model.entry import Entry
from standup_tui.simulator.model import Post as Published

LONDON = ZoneInfo("Europe/London")
ACTIONS = {"One action": 0, "Shared": 0, "Made a difference": 0, "MP": 1, "Picture": 1}
"""And whether a person counts once."""
LOOKS = {"approve", "hide", "hold", "flag", "clear flag", "escalate"}
PRICE, RETWEET = 0.005, 0.015
KINDS = (
    "safeguarding", "personal data", "identifiable", "abuse", "hostile text", "spam", "press",
    "duty", "edited", "flagged by a person",
)  # fmt: skip
"""The most serious first."""


class Counted:
    """Everything a report of the day has to say."""

    def __init__(self, day: PlayedDay) -> None:
        self._day = day
        ledger = day.x.ledger
        self._ids = ledger.found.keys() | ledger.served.keys()
        self._entries: dict[str, Entry] = day.asha.posts
        self._own = day.x.roster[0].id
        self._staff = {one.id for one in day.x.roster}

    def _published(self) -> Iterator[Published]:
        for post in self._ids:
            found = self._day.x._world.get(post)
            assert found is not None
            yield found

    def _entry(self, post: Published) -> Entry:
        return self._entries[f"x:{post.id}"]

    def _deeds(self, *verbs: str) -> list[Deed]:
        return [it for it in self._day.journal if str(it.verb) in verbs and not it.undone]

    def figures(self) -> dict[str, int]:
        authors = {post.author.id for post in self._published()}
        statuses = Counter(str(it.standing.status) for it in self._entries.values())
        retweets = [it for it in self._day.x.ledger.retweets if it.status == 200]
        return {
            "Posts": len(self._ids),
            "People": len(authors - {self._own}),
            "Staff taking part": len(authors & self._staff - {self._own}),
            "On the wall": statuses["shown"],
            "Retweets": sum(it.act == "retweet" for it in retweets),
            "Decisions": len(self._day.journal),
        }

    def asides(self) -> dict[str, str]:
        posts = list(self._published())
        own = sum(post.author.id == self._own for post in posts)
        staff = sum(post.author.id in self._staff - {self._own} for post in posts)
        alone = sum(
            stands(it) == "shown" and (it.last is None or not it.last.by.login)
            for it in self._entries.values()
        )
        return {
            "On the wall": f"shown now; {alone} by rule alone (roster or delay)",
            "Posts": f"{own} of our own account",
            "Staff taking part": f"of {len(self._staff) - 1} on the roster; {staff} posts",
            "People": "besides our own account",
            "Retweets": "by our account",
            "Decisions": "by 1 moderator",
        }

    def hours(self) -> list[tuple[str, int]]:
        """Count by local hours that follow each other, those without a post too."""
        counts = Counter(_hour(post.created_at) for post in self._published())
        hour, last = min(counts), max(counts)
        found = []
        while hour <= last:
            found.append((f"{hour.astimezone(LONDON):%H:%M}", counts[hour]))
            hour += timedelta(hours=1)
        days = {(h.astimezone(LONDON)).date() for h in counts}
        assert len(days) == 1, "the day of the simulator ends before midnight"
        return found

    def actions(self) -> dict[str, dict[str, int]]:
        return {name: self._action(name, once=bool(once)) for name, once in ACTIONS.items()}

    def _action(self, name: str, *, once: bool) -> dict[str, int]:
        reports = [
            (entry, tag)
            for entry in self._entries.values()
            for tag in entry.tags
            if tag.action == name
        ]
        counted = [
            (entry, tag)
            for entry, tag in reports
            if tag.counts and stands(entry) in ("waiting", "shown")
        ]
        shown = [entry for entry, _ in counted if stands(entry) == "shown"]
        people = {entry.post.author.id for entry, _ in counted}
        on_wall = {entry.post.author.id for entry in shown}
        return {
            "number": len(people) if once else len(counted),
            "shown": len(on_wall) if once else len(shown),
            "posts": len(counted),
            "people": len(people),
            "by_hand": sum(bool(tag.by) for _, tag in counted),
            "by_rule": sum(not tag.by for _, tag in counted),
            "taken_off": sum(tag.rule and not tag.counts for _, tag in reports),
            "waiting": len(counted) - len(shown),
            "kept_back": sum(
                tag.counts and stands(entry) in ("flagged", "held") for entry, tag in reports
            ),
        }

    def did_any(self) -> tuple[int, str]:
        counted = [
            entry
            for entry in self._entries.values()
            if str(entry.standing.status) in ("waiting", "shown")
            and any(tag.counts for tag in entry.tags)
        ]
        return len({it.post.author.id for it in counted}), f"in {len(counted)} posts"

    def taken_up(self) -> dict[str, str]:
        """Return how often others took up each post, as the report says it, by its link."""
        known = {post.id: post for post in self._published()}
        counts: dict[str, Counter[str]] = {}
        for post in known.values():
            if str(self._entry(post).standing.status) == "hidden":
                continue
            for reference in post.references:
                about = self._day.x._world.get(reference.id)
                if about is not None and about.author.id != post.author.id:
                    counts.setdefault(reference.id, Counter())[reference.kind] += 1
        words = {"replied_to": "answer", "quoted": "quote", "retweeted": "repost"}
        return {
            f"https://x.com/i/status/{post}": ", ".join(
                f"{found[kind]} {word}{'' if found[kind] == 1 else 's'}"
                for kind, word in words.items()
                if found[kind]
            )
            for post, found in counts.items()
        }

    def concerns(self) -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {}
        for entry in self._entries.values():
            kinds = {str(flag.kind) for flag in entry.flags}
            for kind in kinds | ({"any kind"} if kinds else set()):
                found.setdefault(kind, Counter())[str(entry.standing.status)] += 1
        return {
            kind: {
                "posts": counts.total(),
                "shown": counts["shown"],
                "hidden": counts["hidden"],
                "held": counts["held"],
                "undecided": counts["flagged"] + counts["waiting"],
                "gone": 0,
            }
            for kind, counts in found.items()
        }

    def hides(self) -> Counter[str]:
        hidden = [it for it in self._entries.values() if str(it.standing.status) == "hidden"]
        asked = {it.post: it.reason for it in self._deeds("hide")}
        assert {it.post.id for it in hidden} == set(asked)
        return Counter(asked[it.post.id] or "No house rule given" for it in hidden)

    def criticism(self) -> dict[str, int]:
        """Count what was flagged for the press, and what is hidden for no house rule."""
        press = [
            stands(it)
            for it in self._entries.values()
            if "press" in {str(flag.kind) for flag in it.flags}
        ]
        return {
            "flagged": len(press),
            "shown": press.count("shown"),
            "hidden": press.count("hidden"),
            "without_rule": self.hides()["No house rule given"],
        }

    def busiest(self) -> str:
        """Say which hour had most posts."""
        hour, posts = max(self.hours(), key=lambda it: it[1])
        return f"The busiest hour was the one from {hour}, with {posts:,} posts."

    def needed(self) -> list[list[int]]:
        """Return the numbers of what waits for somebody, sentence by sentence."""
        stands_ = Counter(map(stands, self._entries.values()))
        open_ = sum(it.standing.escalated for it in self._entries.values())
        without = self.hides()["No house rule given"]
        held = stands_["held"] - open_
        counts = (open_, stands_["flagged"], stands_["waiting"], held, without)
        return [[number] for number in counts if number]

    def highlights(self) -> dict[str, tuple[str, str]]:
        """Return what the page may quote: text and time of each published post, by its link."""
        return {
            f"https://x.com/i/status/{post.id}": (
                " ".join(post.text.split()),
                f"{post.created_at.astimezone(LONDON):%d %b %Y, %H:%M}".lstrip("0"),
            )
            for post in self._published()
        }

    def escalated(self) -> int:
        return len({it.post for it in self._deeds("escalate")})

    def numbers(self) -> dict[str, object]:
        """Return every number of a report where it stands in it, but for what it costs."""
        kinds = self.concerns()
        any_kind = kinds.pop("any kind")
        hides = sorted(self.hides().items(), key=lambda it: (-it[1], it[0]))
        waits = []
        for flagged in (True, False):
            decided, median, within = self.answered(flagged=flagged)
            left = self.undecided()["flagged" if flagged else "waiting"]
            known = {"decided": decided, "undecided": left, "median": median, "p90": within}
            waits.append(known)
        return {
            "figures": [{"number": it} for it in self.figures().values()],
            "course": {"stretches": [{"posts": posts} for _, posts in self.hours()]},
            "actions": list(self.actions().values()),
            "actions_total": {"number": self.did_any()[0]},
            "concerns": [kinds[kind] for kind in KINDS if kind in kinds],
            "concerns_total": any_kind,
            "hides": [{"number": number} for _, number in hides],
            "hides_total": {"number": self.hides().total()},
            "criticism": self.criticism(),
            "escalated": {"number": self.escalated()},
            "answered": waits,
        }

    def answered(self, *, flagged: bool) -> tuple[int, float | None, float | None]:
        first: dict[str, float] = {}
        for (
            deed
        ) in self._day.journal:  # a slip that was undone had its post looked at all the same
            arrived_flagged = bool(self._entries[deed.post].flags)
            if str(deed.verb) in LOOKS and arrived_flagged is flagged:
                waited = (deed.at - self._day.arrived).total_seconds()
                first.setdefault(deed.post, waited)
        waits = sorted(first.values())
        if not waits:
            return 0, None, None
        within = next(it for it in waits if sum(one <= it for one in waits) >= 0.9 * len(waits))
        return len(waits), statistics.median(waits), within

    def undecided(self) -> Counter[str]:
        return Counter(str(it.standing.status) for it in self._entries.values())

    def cost(self) -> dict[str, object]:
        """Return what was charged for posts and for retweets, and both together."""
        sent = [it for it in self._day.x.ledger.retweets if it.status == 200]
        out = sum(it.act == "retweet" for it in sent)
        posts, dollars = self._billed()
        return {
            "dollars": dollars + out * RETWEET,
            "lines": [
                {"units": posts, "dollars": dollars},
                {"units": out, "dollars": out * RETWEET},
            ],
        }

    def _billed(self) -> tuple[int, float]:
        """Count the posts of all answers: those that were found, and those sent along with them.

        Whether X bills the second kind is unknown; they are counted, rather than forgotten.
        """
        along = {reference.id for post in self._published() for reference in post.references}
        there = {post for post in along if self._day.x._world.get(post) is not None}
        assert sum(self._day.x.meter.per_day().values()) == len(self._ids)
        return len(self._ids | there), len(self._ids | there) * PRICE


def stands(entry: Entry) -> str:
    return str(entry.standing.status)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
