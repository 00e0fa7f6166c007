"""One undecided post at a time: decide and go on, and nothing else on the screen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.geometry import Region

from standup_tui.core.timeline import UNDECIDED
from standup_tui.model.acts import ACTIONS, Action
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.protocol.messages import Open
from standup_tui.ui.actions import bound
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.sheets.one_sheet import nothing_waits, one_sheet
from standup_tui.ui.console.state.undecided import undecided
from standup_tui.ui.textual_gaps import while_it_stands
from standup_tui.ui.widgets.ink import Line
from standup_tui.ui.widgets.sheet import Sheet

_MOVES = ("down", "up", "page-down", "page-up", "undecided", "open", "one")
"""The acts of moving and opening that mean something here, besides those on an opened post."""

_BOTTOM = frozenset(
    {"approve", "hide", "flag", "hold", "escalate", "tag", "note", "undo", "blank", "down",
     "open", "back", "help"}
)  # fmt: skip
"""What the bottom line offers; to pin or to retweet a post, it has to be shown first."""

_SKIP = ("Skip", "Leave the post undecided for now: it comes again after all others.")
_RETURN = ("Go back one", "The post before, if it still waits.")

_HERE = frozenset({*_MOVES, *(action.name for action in ACTIONS if action.opened)})


class OneScreen(ActingScreen, inherit_bindings=False):
    """The most urgent undecided post, whole; a decision or a skip brings the next.

    The post on the screen stays until its moderator presses a key: neither a more urgent one nor
    a rival's decision takes its place. What was skipped comes again after all others. The other
    moderators see which post is open here, and who does the same gets another one.
    """

    DEFAULT_CSS = """
    OneScreen Sheet { scrollbar-gutter: stable; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bound(_HERE)
    OPENED = True
    MEANT: ClassVar[Mapping[str, tuple[str, str]]] = {
        **dict.fromkeys(("down", "undecided", "beside-next"), _SKIP),
        **dict.fromkeys(("up", "beside-previous"), _RETURN),
        "page-down": ("Scroll down", "A screenful of a long post."),
        "page-up": ("Scroll up", "A screenful back."),
        "one": ("Back to the panes", "What was left undecided here still waits there."),
    }

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: PostId | None = None
        self._skipped: dict[PostId, None] = {}
        self._before: list[PostId] = []
        self._awaited: PostId | None = None
        self._undoing = False
        self._drawn: object = None

    def compose(self) -> ComposeResult:
        """Lay the post between the lines above and below."""
        yield from self.compose_top()
        sheet = Sheet(self._lines)
        sheet.can_focus = False  # j and k skip here; they must not scroll
        yield sheet
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        """Begin with the most urgent post."""
        self._show(self._next())

    def on_unmount(self) -> None:
        """Tell the others that nothing is open here any more."""
        self.board.opened = None
        self.desk.tell(Open(None))

    def on_resize(self, event: Resize) -> None:
        """Lay out for another size."""
        del event
        self._drawn = None
        self.renew()

    def subject(self) -> Entry | None:
        """Return the post on the screen."""
        return None if self._shown is None else self.board.entries[self._shown]

    def no_post(self) -> str:
        """Say why there is nothing to act on."""
        return "Nothing waits for a decision."

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here."""
        return [action for action in self.board.keys.actions if action.name in _HERE]

    def bottom(self) -> Sequence[Action]:
        """Return what is done to the post here, and the ways on and back."""
        return [one for one in self.explained() if one.name in _BOTTOM]

    def under_cursor(self) -> Region | None:
        """Return where the post stands: messages must not cover what is read."""
        return self.query_one(Sheet).written()

    # Going on.

    def went_on(self, entry: Entry) -> None:
        """Go on after a decision."""
        self._leave(entry.post.id)
        self._show(self._next())

    def action_move(self, by: int) -> None:
        """Skip the post until all others are decided, or return to the one before."""
        if by < 0:
            self._go_back()
            return
        if self._shown is not None:
            self._leave(self._shown)
            if self._waits(self._shown):
                self._skipped[self._shown] = None
        following = self._next()
        if following is None and (following := self._first_skipped()) is not None:
            only = following == self._shown
            self.desk.say("This is the only one left." if only else
                          "That was the last: from here on what was skipped.")  # fmt: skip
        self._show(following)

    def action_beside(self, by: int) -> None:
        """Go on or back, as on an opened post."""
        self.action_move(by)

    def action_undecided(self) -> None:
        """Go on to the next, as in the panes."""
        self.action_move(1)

    def _go_back(self) -> None:
        """Return to the last post that was left undecided here and still is."""
        while self._before:
            post = self._before.pop()
            if post != self._shown and self._waits(post):
                self._skipped.pop(post, None)
                self._show(post)
                return
        self.desk.say("There is none before this one.")

    def bring_back(self, post: PostId) -> None:
        """Show a post that an undo has brought back, unless its moderator went on meanwhile."""
        if self._undoing:
            self._awaited = post
            self._welcome_back()

    def action_undo(self) -> None:
        """Take back my last decision, and its post onto the screen."""
        super().action_undo()
        self._undoing = True

    def _welcome_back(self) -> None:
        post = self._awaited
        if post is None or not self._waits(post):
            return
        self._awaited = None
        if post != self._shown:
            if self._shown is not None:
                self._before.append(self._shown)
            self._skipped.pop(post, None)
            self.board.shake()
            self._show(post)

    def press(self) -> None:
        """Take note of a key: what is awaited from an undo must not come under the next one."""
        self._awaited, self._undoing = None, False

    def _leave(self, post: PostId) -> None:
        if not self._before or self._before[-1] != post:
            self._before.append(post)

    def _waits(self, post: PostId) -> bool:
        entry = self.board.entries[post]
        return entry.standing.status in UNDECIDED and not self.board.mine.unconfirmed(entry)

    def _next(self) -> PostId | None:
        """Return the most urgent post that was not skipped, one that nobody else has open."""
        queue, others = self.board.queue, None
        for post in map(queue.at, range(len(queue))):
            if post in self._skipped or not self._waits(post):
                continue
            if post == self._shown or not self.board.readers(post):
                return post
            others = others or post
        return others

    def _first_skipped(self) -> PostId | None:
        """Begin again with what was skipped."""
        self._skipped = {post: None for post in self._skipped if self._waits(post)}
        first = next(iter(self._skipped), None)
        self._skipped.clear()
        return first

    def _show(self, post: PostId | None) -> None:
        self._shown = post if post is not None else self._first_skipped()
        self._drawn = None
        with while_it_stands():
            self.query_one(Sheet).scroll_to(y=0, animate=False, immediate=True)
        self.renew()

    # Other keys.

    def action_page(self, by: int) -> None:
        """Scroll a long post."""
        sheet = self.query_one(Sheet)
        sheet.scroll_relative(y=by * max(1, sheet.size.height - 1), animate=False, immediate=True)

    def action_open(self) -> None:
        """Open the post with its past and its author's other posts."""
        entry = self.subject()
        if entry is None:
            self.desk.say(self.no_post())
        else:
            self.app.push_screen(PostScreen(self.desk, entry))

    def action_one(self) -> None:
        """Return to the panes with the key that came from there."""
        self.action_back()

    def action_back(self) -> None:
        """Return to the panes."""
        if self.is_current:
            self.dismiss()

    def action_quit(self) -> None:
        """Return to the panes: one goes back before one quits."""
        self.action_back()

    # The screen.

    def renew(self) -> None:
        """Draw what has changed; an empty screen takes the first post that comes."""
        if not self.whole:
            return
        self._welcome_back()
        if self.board.opened != self._shown and self.app.screen is self:
            self.board.opened = self._shown
            self.desk.tell(Open(self._shown))
        if self._shown is None and (came := self._next()) is not None:
            self.board.shake()
            self._show(came)
            return
        entry, left = self.subject(), undecided(self.board)
        drawn = (entry, entry and self.board.aside(entry), left, self.size)
        if drawn != self._drawn:
            self._drawn = drawn
            with while_it_stands():
                self.query_one(Sheet).renew()
        self.renew_lines()

    def _lines(self, width: int) -> Sequence[Line]:
        entry = self.subject()
        height = max(1, self.query_one(Sheet).size.height)
        left = undecided(self.board)
        if entry is None:
            return nothing_waits(width, height)
        return one_sheet(self.board.whole(entry), self.board, left, width, height)
