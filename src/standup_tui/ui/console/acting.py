"""What a screen with a post on it can do: the acts, and the lines that say what came of them."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult
from textual.events import Paste
from textual.screen import Screen

from standup_tui.model.acts import (
    ACTIONS,
    BY_NAME,
    Action,
    hiding_verb,
    impossible,
    title_for,
    verb_of,
)
from standup_tui.model.command import Blank, Command, Decide, OpId, Undo
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.model.wrapping import cells
from standup_tui.protocol.messages import ReadOn, StopHub
from standup_tui.ui.console.confirm import Question, about_hiding, about_retweet, contact_card
from standup_tui.ui.console.desk import Desk
from standup_tui.ui.console.help_screen import HelpScreen
from standup_tui.ui.console.palette import Palette
from standup_tui.ui.console.status_lines import top_line
from standup_tui.ui.console.tagging import TagScreen
from standup_tui.ui.console.theme_screen import ThemeScreen
from standup_tui.ui.widgets.bars import Bar
from standup_tui.ui.widgets.ink import Line, Role
from standup_tui.ui.widgets.key_bar import key_line
from standup_tui.ui.widgets.wording import count

_RESOLVING = frozenset({"approve", "hide", "hold", "flag", "escalate"})
_NO_ACTIONS = "This campaign asks for no actions: [[actions]] in campaign.toml defines them."
_SAID_FOR = 8.0
_CRAMPED = 8


def op() -> OpId:
    """Return a new command's name."""
    return OpId(uuid4().hex)


class ActingScreen(Screen[None], inherit_bindings=False):
    """A screen with a post to decide on."""

    DEFAULT_CSS = "ActingScreen { background: $background; }"
    OPENED: ClassVar[bool] = False
    """Whether it is an opened post, where fewer keys mean something."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.board = desk.board
        self._said: tuple[str, Role] = ("", Role.TEXT)
        self._said_at = 0.0
        self._keyed: tuple[object, Line] = (None, ())

    def compose_top(self) -> ComposeResult:
        """Yield the line above."""
        yield Bar(id="top")

    def compose_bottom(self) -> ComposeResult:
        """Yield the lines below."""
        yield Bar(id="say")
        yield Bar(id="keys")

    # What a screen of this kind has to say about itself.

    def subject(self) -> Entry | None:
        """Return the post that acts apply to, as it is on the screen; here there is none."""
        return None

    def went_on(self, entry: Entry) -> None:
        """Do what follows a decision on a post."""

    # Acts.

    def action_decide(self, name: str) -> None:
        """Do something to the post on the screen, unless it is impossible: then say why."""
        action, entry = BY_NAME[name], self.subject()
        if entry is None or not self._may(action, entry):
            self._refuse_without_post(entry)
            return
        verb = verb_of(name, entry.standing)
        if verb is None:
            return
        self._send(verb, entry)
        if name in _RESOLVING:
            self.went_on(entry)
        if verb is Verb.ESCALATE:
            self.app.push_screen(contact_card(self.board))

    def action_retweet(self) -> None:
        """Show what would go out; y sends it."""
        entry = self.subject()
        if entry is None or not self._may(BY_NAME["retweet"], entry):
            self._refuse_without_post(entry)
        elif self.board.lost:
            self.desk.say("Retweet: there is no hub, so nothing is sent.", Role.WARN)
        else:
            self.app.push_screen(
                about_retweet(entry, self.board), partial(self._retweet_answered, entry)
            )

    def _retweet_answered(self, entry: Entry, key: str | None) -> None:
        if key == "y":
            self._send(Verb.RETWEET, entry)
        else:
            self.desk.say("Nothing was sent.")

    def action_hide_reply(self) -> None:
        """Ask the hub whether a reply can be hidden on X, or shown there again."""
        entry = self.subject()
        if entry is None or not self._may(BY_NAME["hide-reply"], entry):
            self._refuse_without_post(entry)
        elif self.board.lost:
            self.desk.say("Hide on X: there is no hub, so nothing is sent.", Role.WARN)
        else:
            self._send(hiding_verb(entry), entry)

    def ask_hiding(self, verb: Verb, post: PostId, why: str) -> None:
        """Show whose reply would be hidden on X or shown again, and what happens; y sends it."""
        entry = self.subject()
        if entry is None or entry.post.id != post or hiding_verb(entry) is not verb:
            self.desk.say(f"{why} Another post is chosen now: go back and press H.", Role.WARN)
            return
        question = about_hiding(entry, verb, why, self.board)
        self.app.push_screen(question, partial(self._hiding_answered, verb, entry))

    def _hiding_answered(self, verb: Verb, entry: Entry, key: str | None) -> None:
        if key == "y":
            self._send(verb, entry, confirmed=True)
        else:
            self.desk.say("Nothing was sent.")

    def action_tag(self) -> None:
        """Show for which of the campaign's actions the post counts."""
        entry = self.subject()
        if not self.board.about.actions:
            self.desk.say(_NO_ACTIONS, Role.WARN)
        elif entry is None or not self._may(BY_NAME["tag"], entry):
            self._refuse_without_post(entry)
        else:
            self.app.push_screen(TagScreen(entry, self.board, self._tag, self.action_undo))

    def _tag(self, verb: Verb, entry: Entry, action: str) -> None:
        if self._may(BY_NAME["tag"], entry):
            self._send(verb, entry, action=action)

    def action_undo(self) -> None:
        """Take back my last decision."""
        self.ask(Undo(op()))

    def ask_again(self, why: str) -> None:
        """Ask whether an undo may happen in public."""
        question = Question(why, {"y": "undoes it in public"})
        self.app.push_screen(question, self._undo_answered)

    def _undo_answered(self, key: str | None) -> None:
        if key == "y":
            self.ask(Undo(op(), confirmed=True))

    def action_blank(self) -> None:
        """Blank every wall at once, or ask before bringing them back."""
        if not self.board.wall.blank:
            self.ask(Blank(op(), blank=True))
            return
        question = Question("The walls are blank.", {"y": "brings them back"})
        self.app.push_screen(question, self._blank_answered)

    def _blank_answered(self, key: str | None) -> None:
        if key == "y":
            self.ask(Blank(op(), blank=False))

    def action_read_on(self) -> None:
        """Have the hub try to read again at once."""
        if self.board.lost or not self.desk.tell(ReadOn()):
            self.desk.say("Not asked: there is no hub.", Role.WARN)
        else:
            self.desk.say("Asked the hub to try again.")

    def action_theme(self) -> None:
        """Offer the themes."""
        self.app.push_screen(ThemeScreen(self.desk.worn), self._theme_chosen)

    def _theme_chosen(self, name: str | None) -> None:
        if name is not None:
            self.desk.keep_theme(name)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen())

    def action_palette(self) -> None:
        """Offer every act by its name; the next key already goes there."""
        entry = self.subject()
        self.app.push_screen(Palette(self.offered(), entry), partial(self._do_chosen, entry))

    async def _do_chosen(self, entry: Entry | None, chosen: str | None) -> None:
        now = self.subject()
        if chosen is None:
            return
        if entry is not None and (now is None or now.post.id != entry.post.id):
            self.desk.say("The post under the cursor is another one now.", Role.WARN)
            return
        await self.run_action(BY_NAME[chosen].runs)

    def offered(self) -> Iterable[Action]:
        """Return the acts that mean something here."""
        return [action for action in ACTIONS if action.opened or not self.OPENED]

    def action_back(self) -> None:
        """Go back, where there is somewhere to go."""

    def action_quit(self) -> None:
        """Ask once, then end."""
        answers = {"y": "quits"}
        if self.desk.background and self.board.owner:
            answers["s"] = "quits and stops the hub too"
        left = self.board.unanswered
        lost = f" No answer yet to {count(left, 'act')} of yours." if left else ""
        stays = " The hub goes on reading." if self.desk.background and not self.board.lost else ""
        self.app.push_screen(Question(f"Quit?{lost}{stays}", answers), self._quit_answered)

    def _quit_answered(self, key: str | None) -> None:
        if key == "s":
            self.desk.tell(StopHub())
        if key:
            self.desk.leave()

    def _may(self, action: Action, entry: Entry) -> bool:
        """Tell whether an act may be sent; if not, the status line says why."""
        why = impossible(action, entry)
        if self.board.shaken:
            why = "the post under the cursor changed just now; look, and press again"
        elif self.board.unconfirmed(entry):
            why = "the hub has yet to confirm what you did to this post"
        if why is None:
            return True
        self.desk.say(f"{title_for(action, entry)}: {why}.", Role.WARN)
        return False

    def _refuse_without_post(self, entry: Entry | None) -> None:
        if entry is None:
            self.desk.say(self.no_post(), Role.WARN)

    def no_post(self) -> str:
        """Say why there is nothing to act on, and the way out."""
        return "There is no post under the cursor."

    def _send(
        self, verb: Verb, entry: Entry, *, confirmed: bool = False, action: str = ""
    ) -> None:
        """Send a decision, with the revision that is on the screen."""
        self.board.asked(entry.post.id)
        post, revision = entry.post.id, entry.standing.revision
        self.ask(Decide(op(), verb, post, revision, confirmed=confirmed, action=action))

    def ask(self, command: Command) -> None:
        """Send a command and say so until its answer comes."""
        self.board.unanswered += 1
        self.desk.say("…", Role.MUTED)
        self.desk.ask(command)
        self.desk.renew()

    def on_paste(self, event: Paste) -> None:
        """Swallow pasted text: it is never a key."""
        event.stop()
        self.desk.say("Pasted text does nothing here.", Role.WARN)

    # The lines above and below.

    def say(self, text: str, role: Role) -> None:
        """Show what came of the last act."""
        self._said, self._said_at = (text, role), self.board.clock()
        self.renew_lines()

    def _keys(self, width: int) -> Line:
        """Return the footer, put together anew only for another post or width."""
        subject = self.subject()
        at = (subject and (subject.post.id, subject.standing), width)
        if at != self._keyed[0]:
            self._keyed = (at, key_line(list(self.offered()), subject, width))
        return self._keyed[1]

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
        said: Line = ((" " + self._said[0], self._said[1]),)
        keys = self._keys(width)
        cramped = self.size.height < _CRAMPED
        self.query_one("#say", Bar).display = not cramped
        self.query_one("#say", Bar).show(said)
        instead = cramped and cells(self._said[0]) > 0
        self.query_one("#keys", Bar).show(said if instead else keys)
