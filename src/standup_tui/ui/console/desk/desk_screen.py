"""A screen at the desk: the lines above and below, and the way of a command to the hub."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.cache import LRUCache
from textual.events import Paste
from textual.geometry import Region
from textual.screen import Screen

from standup_tui.model.acts import BY_NAME, Action, impossible, title_for
from standup_tui.model.command import Command, Decide, OpId
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import ReadOn, StopHub
from standup_tui.ui.console.desk.desk import Desk
from standup_tui.ui.console.desk.reasons import strip_line, strip_rows
from standup_tui.ui.console.over.confirm import Question
from standup_tui.ui.console.over.help_screen import HelpScreen
from standup_tui.ui.console.over.palette import Palette
from standup_tui.ui.console.over.theme_screen import ThemeScreen
from standup_tui.ui.console.state.status_lines import top_line
from standup_tui.ui.console.state.wall_words import as_it_is_now
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.hurry import why_not
from standup_tui.ui.widgets.ink import Line, Role
from standup_tui.ui.widgets.key_bar import key_line
from standup_tui.ui.widgets.toasts import Toasts
from standup_tui.ui.widgets.wording import clip, count

_SAID_FOR = 8.0
_WARNED_FOR = 1.5
_CRAMPED = 8
_ABOVE, _BELOW = 2, 4
"""Rows that messages leave alone: the top line and the panes' upper border, and the lines below.
"""
_PASTED = "Pasted text does nothing here, nor do more keys at once than hands type."
_CHANGED = "the post under the cursor changed just now; look, and press again"
_PRESSING = (Role.WARN, Role.BAD)


def op() -> OpId:
    """Return a new command's name."""
    return OpId(uuid4().hex)


class DeskScreen(Screen[None], inherit_bindings=False):
    """A screen from which a moderator asks the hub for something and is told what came of it."""

    DEFAULT_CSS = "DeskScreen { background: $background; layers: default toasts; }"
    OPENED: ClassVar[bool] = False
    """Whether it is an opened post, where fewer keys mean something."""
    MEANT: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """What keys mean here that mean something else in the panes: a title, and a sentence."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.board = desk.board
        self._said: tuple[str, Role] = ("", Role.TEXT)
        self._said_at = 0.0
        self._footers: LRUCache[object, Line] = LRUCache(32)

    def compose_top(self) -> ComposeResult:
        """Yield the line above."""
        yield Bar(id="top")

    def compose_bottom(self) -> ComposeResult:
        """Yield the lines below."""
        yield Bar(id="say")
        yield Bar(id="keys")
        yield Toasts(id="toasts")

    # What a screen of this kind has to say about itself.

    def subject(self) -> Entry | None:
        """Return the post that acts apply to, as it is on the screen; here there is none."""
        return None

    def went_on(self, entry: Entry) -> None:
        """Do what follows a decision on a post."""

    def no_post(self) -> str:
        """Say why there is nothing to act on, and the way out."""
        return "There is no post under the cursor."

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here."""
        return [one for one in self.board.keys.actions if one.opened or not self.OPENED]

    def explained(self) -> Sequence[Action]:
        """Return the acts that mean something here, as they are meant here."""
        names = {*self.MEANT, *(one.name for one in self.offered())}
        return [self._meant(one) for one in self.board.keys.actions if one.name in names]

    def _meant(self, act: Action) -> Action:
        if act.name not in self.MEANT:
            return as_it_is_now(act, self.board.wall)
        title, says = self.MEANT[act.name]
        return replace(act, title=title, says=says, brief="")

    def bottom(self) -> Sequence[Action]:
        """Return the acts that the bottom line offers."""
        return [one for one in self.explained() if one.footer]

    # What works on every screen.

    def action_read_on(self) -> None:
        """Have the hub try to read again at once, or say why that would be of no use."""
        board = self.board
        if not board.lost and (why := why_not(board.health, board.now, board.moment)):
            self.desk.say(why, Role.WARN)
        elif board.lost or not self.desk.tell(ReadOn()):
            self.desk.say("Not asked: there is no hub.", Role.WARN)
        else:
            self.desk.say("Asked the hub to try again.")

    def action_pane(self, number: int) -> None:
        """Go back to the panes, to one of them."""
        self.desk.to_pane(number)

    def action_theme(self) -> None:
        """Offer the themes."""
        self.app.push_screen(ThemeScreen(self.desk.worn), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.desk.keep_theme(name)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.board.keys, self.explained()))

    def action_palette(self) -> None:
        """Offer every act by its name; the next key already goes there."""
        entry = self.subject()
        acts = map(self._meant, self.offered())
        palette = Palette(acts, entry, self.board.keys)
        self.app.push_screen(palette, partial(self._do_chosen, entry))

    async def _do_chosen(self, entry: Entry | None, chosen: str | None) -> None:
        now = self.subject()
        if chosen is None:
            return
        if entry is not None and (now is None or now.post.id != entry.post.id):
            self.desk.say("The post under the cursor is another one now.", Role.WARN)
            return
        await self.run_action(BY_NAME[chosen].runs)

    def action_back(self) -> None:
        """Go back, where there is somewhere to go; here, clear away what came up by itself."""
        self.board.alerts.dismiss()
        self.renew_lines()

    def action_quit(self) -> None:
        """Ask once, then end."""
        answers = {"y": "quits"}
        if self.desk.background and self.board.owner:
            answers["s"] = "quits and stops the hub too"
        left = self.board.mine.unanswered
        lost = f" No answer yet to {count(left, 'act')} of yours." if left else ""
        stays = " The hub goes on reading." if self.desk.background and not self.board.lost else ""
        self.app.push_screen(Question(f"Quit?{lost}{stays}", answers), self._quit_answered)

    def _quit_answered(self, key: str | None) -> None:
        if key == "s":
            self.desk.tell(StopHub())
        if key:
            self.desk.leave()

    def on_paste(self, event: Paste) -> None:
        """Swallow pasted text: it is never a key."""
        event.stop()
        self.desk.say(_PASTED, Role.WARN)

    # The way to the hub.

    def may(self, action: Action, entry: Entry | None) -> bool:
        """Tell whether an act may be sent; if not, the status line says why."""
        if entry is None:
            self.desk.say(self.no_post(), Role.WARN)
            return False
        why = impossible(action, entry)
        if self.board.drawn.overtaken(entry.post.id):
            self.board.shake()
        if self.board.shaken:
            why = _CHANGED
        elif self.board.mine.unconfirmed(entry):
            why = "the hub has yet to confirm what you did to this post"
        if why is None:
            return True
        self.desk.say(f"{title_for(action, entry)}: {why}.", Role.WARN)
        return False

    def send(
        self,
        verb: Verb,
        entry: Entry,
        *,
        reason: str = "",
        confirmed: bool = False,
        action: str = "",
    ) -> OpId:
        """Send a decision, with the revision that is on the screen; return its name."""
        post, revision = entry.post.id, entry.standing.revision
        decision = Decide(op(), verb, post, revision, reason, confirmed, action)
        self.ask(decision)
        return decision.op

    def ask(self, command: Command) -> None:
        """Send a command and say so until its answer comes."""
        self.board.mine.sent(command)
        self.desk.say("…", Role.MUTED)
        self.desk.ask(command)
        self.desk.renew()

    # The lines above and below.

    def say(self, text: str, role: Role) -> None:
        """Show what came of the last act; what went well hides no fresh warning."""
        warned = self._said[1] in _PRESSING
        if role is Role.GOOD and warned and self.board.clock() - self._said_at < _WARNED_FOR:
            return
        self._said, self._said_at = (text, role), self.board.clock()
        self.renew_lines()

    @property
    def said(self) -> str:
        """What the status line says."""
        return self._said[0]

    def _keys(self, width: int) -> Line:
        """Return the footer, put together once for posts that stand alike.

        Else it would be most of what a move of the cursor costs.
        """
        subject = self.subject()
        at = (subject and _stands(subject), width, self.board.keys, self.board.wall.blank)
        line = self._footers.get(at)
        if line is None:
            line = self._footers[at] = key_line(self.bottom(), subject, width)
        return line

    @property
    def whole(self) -> bool:
        """Whether everything on it is there: an app that ends takes it apart piece by piece."""
        return self.is_mounted and self.display and bool(self.size)

    def renew_lines(self) -> None:
        """Draw the lines above and below again, as far as they changed."""
        if not self.whole:
            return
        self.query_one("#top", Bar).show(top_line(self.board, self.size.width))
        self.renew_keys()

    def renew_keys(self) -> None:
        """Draw the lines below again: what came of the last act, and what can be done now."""
        if not self.whole:
            return
        board, width = self.board, self.size.width
        if board.clock() - self._said_at > _SAID_FOR:
            self._said = ("", Role.TEXT)
        said: Line = ((clip(" " + self._said[0], width), self._said[1]),)
        cramped = self.size.height < _CRAMPED
        self.query_one("#say", Bar).display = not cramped
        instead = cramped and cells(self._said[0]) > 0
        strip, reasons = self.desk.reasons.strip, board.about.reasons
        if strip is None:
            keys = said if instead else self._keys(width)
        elif cramped or self._said[1] in _PRESSING:
            keys = strip_line(reasons, width, strip.whom)
        else:
            said, keys = strip_rows(reasons, strip.whom, width)
        self.query_one("#say", Bar).show(said)
        self.query_one("#keys", Bar).show(keys)
        self._renew_toasts()

    def free(self) -> Region:
        """Return where messages may stand: between the lines, and not on the right border."""
        width, height = self.size
        return Region(0, _ABOVE, width - 1, height - _ABOVE - _BELOW)

    def under_cursor(self) -> Region | None:
        """Return what nothing may cover, in the screen's columns and rows."""
        return None

    def _renew_toasts(self) -> None:
        """Show what needs a person; where there is no room for that, in the status line."""
        messages = [(self.board.keys.say(it.text), it.role) for it in self.board.alerts.standing()]
        shown = self.query_one(Toasts).show(messages, self.free(), self.under_cursor())
        if not shown and not self._said[0] and self.desk.reasons.strip is None:
            self._say_here(*messages[0])

    def _say_here(self, text: str, role: Role) -> None:
        said: Line = ((clip(" " + text, self.size.width), role),)
        cramped = self.size.height < _CRAMPED
        self.query_one("#keys" if cramped else "#say", Bar).show(said)


def _stands(entry: Entry) -> tuple[object, ...]:
    """Return everything about a post that acts and their names depend on."""
    standing = entry.standing
    judged = (standing.status, standing.pin > 0, standing.starred, standing.escalated)
    return (*judged, entry.muted, entry.hidden_there)
