"""The posts a wall holds and what may be counted of them: all of it in public already."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from standup_tui.model.entry import Entry
from standup_tui.model.post import AuthorId, PostId

_HOUR = timedelta(hours=1)

FEWEST_HOURS = 6
"""Hours that are drawn at least, those before the first post as well: a day is not three bars."""

Key = TypeVar("Key")


class Crowd:
    """Posts that may be shown, and nothing else: whoever puts in one that may not gets none."""

    def __init__(self) -> None:
        self._entries: dict[PostId, Entry] = {}
        self._people: Counter[AuthorId] = Counter()
        self._hours: Counter[datetime] = Counter()
        self.edits = 0
        """Raised by every change."""
        self.losses = 0
        """Raised whenever a post leaves, or becomes another."""

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, post: PostId) -> Entry:
        return self._entries[post]

    def get(self, post: PostId | None) -> Entry | None:
        """Return a post, if it may be shown."""
        return None if post is None else self._entries.get(post)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    @property
    def people(self) -> int:
        """How many accounts wrote the posts."""
        return len(self._people)

    def hours(self, upto: datetime, most: int, least: int = 1) -> list[tuple[datetime, int]]:
        """Return how many posts there are of each hour, from the first to now.

        Args:
            upto: The time, in the campaign's zone.
            most: How many hours at most, the last ones.
            least: How many at least, though there was nothing yet, unless that is too many.
        """
        last = _hour(upto)
        first = min([*self._hours, last - (least - 1) * _HOUR])
        first = max(first, last - (most - 1) * _HOUR)
        count = round((last - first) / _HOUR) + 1
        hours = (first + number * _HOUR for number in range(count))
        return [(hour.astimezone(upto.tzinfo), self._hours[hour]) for hour in hours]

    def put(self, entry: Entry) -> None:
        """Take in a post as it is now, or let go of one that may not be shown."""
        self.drop(entry.post.id)
        if entry.standing.on_wall:
            self.edits += 1
            self._entries[entry.post.id] = entry
            self._people[entry.post.author.id] += 1
            self._hours[_hour(entry.post.at)] += 1

    def drop(self, post: PostId) -> None:
        """Let go of a post."""
        if (old := self._entries.pop(post, None)) is None:
            return
        self.edits += 1
        self.losses += 1
        _one_less(self._people, old.post.author.id)
        _one_less(self._hours, _hour(old.post.at))

    def clear(self) -> None:
        """Let go of everything."""
        self._entries.clear()
        self._people.clear()
        self._hours.clear()


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _one_less(counts: Counter[Key], key: Key) -> None:
    counts[key] -= 1
    if not counts[key]:
        del counts[key]
