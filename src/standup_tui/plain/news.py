"""What happened meanwhile, kept until it can be said without getting in anybody's way."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from standup_tui.model.entry import Entry, PublicAct, Stage
from standup_tui.model.lifecycle import Status
from standup_tui.model.post import PostId
from standup_tui.plain.post_words import did, post_line, spoken, standing_spoken
from standup_tui.plain.register import Register
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.act_words import act_in_words
from standup_tui.ui.widgets.wording import count, sentence

AT_ONCE = 6
"""New posts that are said one after the other; of more, only the flagged ones."""

_WORTH_SAYING = frozenset((Status.WAITING, Status.FLAGGED, Status.SHOWN))
_OVER = frozenset((Stage.DONE, Stage.FAILED, Stage.IN_DOUBT, Stage.DRY_RUN))


class Follow(StrEnum):
    """Which new posts are said by themselves."""

    ALL = "all"
    FLAGGED = "flagged"
    NONE = "none"


class News:
    """New posts, what others did to posts that were said, and what happened to everything.

    Args:
        board: The posts.
        register: Their numbers.
        whole: Whether to say everything, however much it is, and times instead of ages: a log
            is read later.
    """

    def __init__(self, board: Board, register: Register, *, whole: bool) -> None:
        self.follow = Follow.ALL
        self._board = board
        self._register = register
        self._whole = whole
        self._notes: list[str] = []
        self._later: list[Callable[[], None]] = []
        self._changed: dict[PostId, None] = {}
        self._unsaid: dict[PostId, bool] = {}
        """New posts, and whether they are to be said by themselves."""
        self._acts: dict[int, Stage] = {}

    # What happened.

    def note(self, said: str) -> None:
        """Keep a sentence about something else than a post."""
        self._notes.append(said)

    def later(self, say: Callable[[], None]) -> None:
        """Keep something that says itself: an answer that came late."""
        self._later.append(say)

    def arrived(self, entry: Entry) -> None:
        """Keep a new post; one of a muted author is nobody's news."""
        if entry.standing.status in _WORTH_SAYING:
            self._unsaid[entry.post.id] = True

    def changed(self, entry: Entry, *, own: bool) -> None:
        """Keep what somebody else did to a post, and how far a public act has come."""
        post = entry.post.id
        if self._register.number(post) is None:
            return
        if not own and self._register.is_stale(entry):
            self._changed[post] = None
        for act in entry.acts:
            self._act(entry, act)

    def known(self, entry: Entry) -> None:
        """Note how far a post's public acts are, so that only what comes later is news."""
        self._acts |= {act.id: act.stage for act in entry.acts}

    def _act(self, entry: Entry, act: PublicAct) -> None:
        before = self._acts.get(act.id)
        self._acts[act.id] = act.stage
        if act.stage in _OVER and before is not act.stage:
            said = spoken(act_in_words(act, self._board.now))
            problem = f": {act.problem}" if act.problem else ""
            number = self._register.number(entry.post.id)
            self._notes.append(sentence(f"{number} @{entry.post.author.handle}: {said}{problem}"))

    # Saying it.

    @property
    def pressing(self) -> bool:
        """Whether there is anything to be said by itself."""
        return bool(self._notes or self._later or self._heard_changes() or any(self._to_say()))

    @property
    def unsaid(self) -> int:
        """How many new posts have not been said."""
        return sum(1 for _ in self._still_new())

    def take(self) -> Iterator[str]:
        """Yield everything that is to be said by itself, and forget it.

        A burst is cut short where somebody listens: the flagged posts of it, and how many more.
        """
        later, self._later = self._later, []
        for say in later:
            say()
        notes, self._notes = self._notes, []
        yield from notes
        changed, self._changed = self._heard_changes(), {}
        for post in changed:
            yield self._change(post)
        some = list(self._to_say())
        if len(some) > AT_ONCE and not self._whole:
            some = [post for post in some if self._is_flagged(post)][:AT_ONCE]
            yield from self._said(some)
            self._unsaid = dict.fromkeys(self._unsaid, False)
            yield f"{count(self.unsaid, 'more new post')}: an empty line says them."
        else:
            yield from self._said(some)

    def some(self, most: int) -> Iterator[str]:
        """Yield new posts that have not been said, the oldest first, and what is left of them."""
        yield from self._said(list(self._still_new())[:most])
        if left := self.unsaid:
            yield f"{count(left, 'more new post')}."

    def _heard_changes(self) -> dict[PostId, None]:
        if self.follow is Follow.NONE:
            return {}
        entries = self._board.entries
        return {one: None for one in self._changed if self._register.is_stale(entries[one])}

    def _still_new(self) -> Iterator[PostId]:
        for post in self._unsaid:
            if self._board.entries[post].standing.status in _WORTH_SAYING:
                yield post

    def _to_say(self) -> Iterator[PostId]:
        if self.follow is not Follow.NONE:
            for post in self._still_new():
                wanted = self.follow is Follow.ALL or self._is_flagged(post)
                if wanted and self._unsaid[post]:
                    yield post

    def _is_flagged(self, post: PostId) -> bool:
        return self._board.entries[post].standing.status is Status.FLAGGED

    def _said(self, posts: list[PostId]) -> Iterator[str]:
        for post in posts:
            self._unsaid.pop(post, None)
            entry = self._board.entries[post]
            yield post_line(self._register.show(entry), entry, self._board, dated=self._whole)

    def _change(self, post: PostId) -> str:
        entry = self._board.entries[post]
        number = self._register.show(entry)
        last = entry.last
        if entry.standing.status is Status.GONE:
            return f"{number} @{entry.post.author.handle} was {entry.why_gone or 'erased'}."
        if last is None or not last.by.login:  # its author did it
            line = post_line(number, entry, self._board, dated=self._whole)
            return f"Changed at its source: {line}"
        what = did(last.by.name, last.verb)
        return f"{number} @{entry.post.author.handle}: {what}; {standing_spoken(entry.standing)}."
