"""What went before: texts said again and again, and accounts that are strangely new.

The hub tells a `History` of every post in the order of arrival; rules ask it and change nothing.
Pure and of bounded memory: some 20 MB when everybody writes something different.
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from standup_tui.model.post import AuthorId, Post, PostId
from standup_tui.rules.wording import Wording, wording

WINDOW: Final = timedelta(hours=6)
"""How long a text is remembered; a flood that takes longer is a trickle."""

MOST_TEXTS: Final = 10_000
"""Different texts that are remembered; the one not said for longest goes first."""

_SIGHTINGS: Final = 64  # of one text
_ALIKE: Final = 0.65  # share of the words that two near copies have in common
_COMPARED: Final = 3  # texts, of those that have shingles in common the ones with most

NEW_ACCOUNT: Final = timedelta(days=14)
"""Younger accounts count as new when they post."""

BURST: Final = timedelta(minutes=10)
"""Over what time new accounts are counted."""

_BURST_LEAST: Final = 12  # new accounts
_BURST_SHARE: Final = 1 / 3  # of all accounts
_POSTS_OF_BURST: Final = 5_000


class Copies(NamedTuple):
    """How often a text was said before, nearly the same, within `WINDOW`."""

    earlier: int
    own: int
    """By the same author."""
    authors: int
    """Different ones, with this post's."""
    since: timedelta
    """From the first of them to this post."""


NO_COPIES: Final = Copies(0, 0, 1, timedelta())


class NewAccounts(NamedTuple):
    """Many new accounts at once, which is how a bought crowd looks."""

    new: int
    authors: int
    """All different accounts in the same time."""

    @property
    def said(self) -> str:
        """For the status line."""
        minutes, days = int(BURST.total_seconds() // 60), NEW_ACCOUNT.days
        return (
            f"{self.new} of {self.authors} accounts in the last {minutes} minutes are younger "
            f"than {days} days"
        )


class _Sighting(NamedTuple):
    at: datetime
    author: AuthorId
    post: PostId


class _Said:
    """One text, or several so alike that they are one."""

    __slots__ = ("sightings", "wording")

    def __init__(self, said: Wording) -> None:
        self.wording = said
        self.sightings: list[_Sighting] = []


class _Counted(NamedTuple):
    at: datetime
    author: AuthorId
    new: bool


class History:
    """Recent texts by author and time, and how old the accounts are."""

    def __init__(self) -> None:
        self._texts: OrderedDict[int, _Said] = OrderedDict()
        self._index: dict[int, int] = {}
        self._next = 0
        self._recent: deque[_Counted] = deque(maxlen=_POSTS_OF_BURST)
        self._looked: tuple[Post, Wording, int | None] | None = None

    def meet(self, post: Post, said: Wording) -> None:
        """Take the wording of the post that is judged next, which somebody has read already."""
        self._looked = (post, said, self._alike(said))

    def add(self, post: Post) -> None:
        """Remember a post, after it was judged."""
        since = post.author.since
        new = since is not None and post.at - since < NEW_ACCOUNT
        self._recent.append(_Counted(post.at, post.author.id, new))
        said, number = self._look(post)
        self._looked = None  # it may stand somewhere else from now on
        if not said.keys:
            return
        if number is None:
            number = self._next
            self._next += 1
            self._texts[number] = _Said(said)
            self._index.update(dict.fromkeys(said.keys, number))
            if len(self._texts) > MOST_TEXTS:
                self._forget()
        self._texts.move_to_end(number)
        sightings = self._texts[number].sightings
        if any(sighting.post == post.id for sighting in sightings):
            return  # it came twice: by stream and by search, or again after a restart
        sightings.append(_Sighting(post.at, post.author.id, post.id))
        del sightings[:-_SIGHTINGS]

    def knows(self, post: Post) -> bool:
        """Tell whether nearly the same was said before: nobody need ask more where it was not."""
        return self._look(post)[1] is not None

    def copies(self, post: Post) -> Copies:
        """Return how often nearly the same was said before; reposts are no copies."""
        _, number = self._look(post)
        if number is None:
            return NO_COPIES
        itself = {post.id, *post.edit_of}
        seen = [
            sighting
            for sighting in self._texts[number].sightings
            if abs(post.at - sighting.at) <= WINDOW and sighting.post not in itself
        ]
        if not seen:
            return NO_COPIES
        return Copies(
            earlier=len(seen),
            own=sum(sighting.author == post.author.id for sighting in seen),
            authors=len({post.author.id, *(sighting.author for sighting in seen)}),
            since=max(timedelta(), post.at - min(sighting.at for sighting in seen)),
        )

    def new_accounts(self, now: datetime) -> NewAccounts | None:
        """Return what to raise an alarm about, if there is anything."""
        authors: dict[AuthorId, bool] = {}
        for counted in self._recent:
            if now - BURST <= counted.at <= now:
                authors[counted.author] = counted.new
        new = sum(authors.values())
        if new < _BURST_LEAST or new < len(authors) * _BURST_SHARE:
            return None
        return NewAccounts(new, len(authors))

    def _look(self, post: Post) -> tuple[Wording, int | None]:
        """Return a post's wording, and the text that is nearly the same."""
        looked = self._looked
        if looked is None or looked[0] is not post:
            said = wording(post)
            looked = self._looked = (post, said, self._alike(said))
        return looked[1:]

    def _alike(self, said: Wording) -> int | None:
        """Return the number of the text that is nearly the same, if there is one."""
        if self._index.keys().isdisjoint(said.keys):
            return None  # as nearly always, and far cheaper to tell than to count
        shared: dict[int, int] = {}
        for number in map(self._index.get, said.keys):
            if number is not None:
                shared[number] = shared.get(number, 0) + 1
        words: set[str] = set()
        for number in sorted(shared, key=shared.__getitem__, reverse=True)[:_COMPARED]:
            other = self._texts[number].wording
            fewer, more = sorted((said.different, other.different))
            if fewer < _ALIKE * more:
                continue
            words = words or set(said.words.split(" "))
            both = len(words.intersection(other.words.split(" ")))
            if both >= _ALIKE * (fewer + more - both):
                return number
        return None

    def _forget(self) -> None:
        number, text = self._texts.popitem(last=False)
        for key in text.wording.keys:
            if self._index.get(key) == number:
                del self._index[key]
