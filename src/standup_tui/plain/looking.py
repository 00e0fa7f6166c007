"""What can be looked at: posts one by one and in lists, and the campaign as a whole."""

from collections.abc import Awaitable, Callable, Iterable

from standup_tui.model.post import PostId
from standup_tui.plain import reports
from standup_tui.plain.desk import Desk
from standup_tui.plain.lists import HIDDEN, NAMES
from standup_tui.plain.news import Follow
from standup_tui.plain.opened_words import whole_post
from standup_tui.plain.post_words import spoken
from standup_tui.plain.vocabulary import Typed
from standup_tui.protocol.messages import (
    AskCounts,
    AskLog,
    AskReading,
    AskRules,
    Counts,
    Find,
    Found,
    Log,
    LogLine,
    Open,
    Opened,
    Reading,
    RulesReport,
)
from standup_tui.ui.console.sheets.post_sheet import decision_in_words
from standup_tui.ui.widgets.wording import count, sentence

AT_ONCE = 10
"""Posts of a list that are said at once, where nobody says how many."""

_NO_ANSWER = "The hub does not answer."


class Looking:
    """Everything that changes nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._more: Callable[[], Awaitable[None]] | None = None
        self._opened: PostId | None = None

    # Posts.

    async def next(self, typed: Typed) -> None:
        """Say the next post that waits for a decision, and take it in hand."""
        del typed
        desk = self._desk
        post, anew = desk.lists.next_undecided()
        if post is None:
            desk.say("No post waits for a decision.")
            return
        if anew:
            desk.say("That was the last one; from the beginning:")
        self._take(post)
        desk.say(desk.line(post), f"{desk.lists.waiting().capitalize()}.")

    async def show(self, typed: Typed) -> None:
        """Say posts in a line each."""
        found = self._desk.named(typed.rest, "show")
        if found is not None:
            self._take(found[0][-1])
            self._desk.say(*map(self._desk.line, found[0]))

    async def open(self, typed: Typed) -> None:
        """Say everything about a post, and tell the others that it is open here."""
        desk, found = self._desk, self._desk.single(typed.rest, "open")
        if found is None:
            return
        post = found[0]
        self._opened = desk.board.opened = post
        if desk.entry(post).flags:
            await desk.link.inquire(AskRules(), RulesReport)
        opened = await desk.link.inquire(Open(post), Opened)
        if opened is None or opened.entry.post.id != post:
            desk.fail(_NO_ANSWER if opened is None else "It is gone, and nothing of it is left.")
        else:
            desk.say(*whole_post(opened, desk.register, desk.board))

    async def back(self, typed: Typed) -> None:
        """Close the opened post."""
        del typed
        if self._opened is None:
            self._desk.say("No post is open.")
            return
        self._desk.say(f"{self._desk.label(self._opened)} closed.")
        self._close()

    def _take(self, post: PostId) -> None:
        self._desk.hold(post)
        if self._opened not in (None, post):
            self._close()

    def _close(self) -> None:
        self._opened = self._desk.board.opened = None
        self._desk.link.tell(Open(None))

    async def address(self, typed: Typed) -> None:
        """Say where a post can be read."""
        found = self._desk.single(typed.rest, "address")
        if found is not None:
            self._desk.say(self._desk.entry(found[0]).post.address)

    # Lists.

    async def listed(self, typed: Typed) -> None:
        """Say the posts of a list."""
        words = typed.rest.lower().split()
        most = int(words.pop()) if words and words[-1].isdecimal() else AT_ONCE
        name = words[0] if words else "live"
        near = [one for one in NAMES if one.startswith(name)]
        if len(near) != 1 or len(words) > 1:
            self._desk.fail(f"There is no list “{' '.join(words)}”: say {', '.join(NAMES)}.")
            return
        posts = self._desk.lists.posts(near[0])
        self._desk.say(f"{near[0].capitalize()}, {count(len(posts), 'post')}:" if posts else
                       f"{near[0].capitalize()}: no post.")  # fmt: skip
        self._say_some(posts, max(1, most))

    async def hidden(self, typed: Typed) -> None:
        """Say what is hidden."""
        await self.listed(Typed(typed.word, f"{HIDDEN} {typed.rest}"))

    def _say_some(self, posts: list[PostId], most: int) -> None:
        known = [post for post in posts if post in self._desk.board.entries]
        self._desk.say(*map(self._desk.line, known[:most]))
        self._more = None
        if left := known[most:]:

            async def more() -> None:
                self._say_some(left, most)

            self._offer(more, len(left))

    def _offer(self, more: Callable[[], Awaitable[None]], left: int) -> None:
        self._more = more
        self._desk.say(f"{left:,} more: more says them.")

    async def more(self, typed: Typed) -> None:
        """Go on with the last list."""
        del typed
        more, self._more = self._more, None
        if more is None:
            self._desk.say("There is no more.")
        else:
            await more()

    async def find(self, typed: Typed) -> None:
        """Search everything that the hub has kept."""
        desk = self._desk
        if not typed.rest:
            desk.fail("What should be found? Type words behind it: find court tomorrow.")
            return
        found = await desk.link.inquire(Find(typed.rest), Found)
        if found is None:
            desk.fail(_NO_ANSWER)
        elif found.why:
            desk.fail(sentence(found.why))
        else:
            some = len(found.entries)
            newest = f", the newest {some}" if found.total > some else ""
            desk.say(f"{count(found.total, 'post')} found{newest}.")
            self._say_some([entry.post.id for entry in found.entries], AT_ONCE)

    async def log(self, typed: Typed) -> None:
        """Say what was decided, the newest first."""
        await self._log(typed.rest, 0)

    async def _log(self, words: str, before: int) -> None:
        desk = self._desk
        log = await desk.link.inquire(AskLog(words, before), Log)
        if log is None or log.why:
            desk.fail(_NO_ANSWER if log is None else sentence(log.why))
            return
        if not log.lines:
            desk.say("No decision is on record." if not words else "No such decision.")
        desk.say(*map(self._logged, log.lines))
        self._more = None
        if log.more and log.lines:

            async def more() -> None:
                await self._log(words, log.lines[-1].decision.seq)

            self._more = more
            desk.say("There are older ones: more says them.")

    def _logged(self, line: LogLine) -> str:
        one, board = line.decision, self._desk.board
        number = self._desk.register.number(one.post) if one.post is not None else None
        whose = f" @{line.handle}" if line.handle else ""
        said = f": {line.excerpt}" if line.excerpt else ""
        post = f" [{number or ''}{whose}{said}]" if whose or number else ""
        return f"{board.moment(one.at, seconds=True)} {spoken(decision_in_words(one))}.{post}"

    # New posts.

    async def new(self, typed: Typed) -> None:
        """Say new posts that were not said by themselves."""
        del typed
        if self._desk.news.unsaid:
            self._desk.say(*self._desk.news.some(AT_ONCE))
        else:
            self._desk.say("Nothing new.")

    async def follow(self, typed: Typed) -> None:
        """Choose which new posts are said by themselves."""
        wanted = typed.rest.lower() or Follow.ALL
        if wanted not in (Follow.ALL, Follow.FLAGGED):
            self._desk.fail("follow all or follow flagged; quiet says none by themselves.")
            return
        self._desk.news.follow = Follow(wanted)
        which = "New posts" if wanted == Follow.ALL else "New flagged posts"
        self._desk.say(f"{which} are said as they come.")

    async def quiet(self, typed: Typed) -> None:
        """Have no new posts said by themselves."""
        del typed
        self._desk.news.follow = Follow.NONE
        self._desk.say("New posts are counted at the prompt; an empty line says them.")

    # The whole campaign.

    async def status(self, typed: Typed) -> None:
        """Say what the lines around the panes say."""
        del typed
        self._desk.say(*reports.status(self._desk.board, self._desk.lists.waiting()))

    async def reading(self, typed: Typed) -> None:
        """Say how posts come in."""
        del typed
        said = await self._desk.link.inquire(AskReading(), Reading)
        self._report(None if said is None else reports.reading(said, self._desk.board))

    async def rules(self, typed: Typed) -> None:
        """Say how the rules fare."""
        del typed
        said = await self._desk.link.inquire(AskRules(), RulesReport)
        self._report(None if said is None else reports.rules(said.report))

    async def tally(self, typed: Typed) -> None:
        """Say how often the campaign's actions were done."""
        del typed
        said = await self._desk.link.inquire(AskCounts(), Counts)
        self._report(None if said is None else reports.tally(said, self._desk.board))

    def _report(self, lines: Iterable[str] | None) -> None:
        if lines is None:
            self._desk.fail(_NO_ANSWER)
        else:
            self._desk.say(*lines)

    async def reasons(self, typed: Typed) -> None:
        """Say the campaign's reasons for hiding."""
        del typed
        known = self._desk.board.about.reasons
        if not known:
            self._desk.say("The campaign has chosen no reasons: reasons in campaign.toml does.")
        for number, reason in enumerate(known, 1):
            self._desk.say(f"Reason {number}: {reason}")
