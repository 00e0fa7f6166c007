"""What came of our commands: told to the moderator, and what follows from it."""

from collections.abc import Sequence

from textual import on

from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Done,
    Handover,
    Many,
    Mute,
    Outcome,
    Redo,
    Refused,
    Several,
    Steer,
    Superseded,
    Target,
    Undo,
)
from standup_tui.model.deeds import past
from standup_tui.model.lifecycle import Verb
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.desk.messages import Late, Settled
from standup_tui.ui.console.panes.marking import MarkingScreen
from standup_tui.ui.console.screens.one_screen import OneScreen
from standup_tui.ui.console.sheets.post_sheet import standing_in_words
from standup_tui.ui.widgets.ink import Role
from standup_tui.ui.widgets.wording import ago, count


class SettlingScreen(MarkingScreen, inherit_bindings=False):
    """The screen to which all answers of the hub come."""

    @on(Settled)
    def _settle(self, message: Settled) -> None:
        command, outcome = message.command, message.outcome
        self.board.mine.settled(command, outcome)
        self._tell(command, outcome)
        reason = self.desk.reasons.settled(command.op, outcome)
        if reason is not None:
            self.ask(reason)
        self.desk.renew()

    def _tell(self, command: Command, outcome: Outcome) -> None:
        match outcome:
            case Done(said=said):
                left = self.left_of(command.op, (), ())
                self._say_done(said, left)
                self._follow(command, outcome)
            case Several(said=said, left=several):
                self._say_done(said, self.left_of(command.op, several, ()))
            case Superseded(by=by, at=at, verb=verb, standing=standing):
                self.left_of(command.op, (), _posts(command))
                what = f"{by.name} {past(verb)} it {ago(at, self.board.now)}"
                self._say_not_done(command, f"{what}; {standing_in_words(standing)}.")
            case Refused(why, confirm):
                self.left_of(command.op, (), _posts(command))
                if not (confirm and self._ask_first(command, why)):
                    self._say_not_done(command, why)

    def _say_done(self, said: str, left: str) -> None:
        self.desk.say(f"✓ {said}{'. ' if left else ''}{left}", Role.WARN if left else Role.GOOD)

    def _say_not_done(self, command: Command, why: str) -> None:
        kept = ""
        if isinstance(command, Decide) and command.verb is Verb.NOTE:
            kept = " Your words are kept: ‹note› goes on with them."
        self.desk.say(f"Not done: {why}{kept}", Role.WARN)

    def _follow(self, command: Command, done: Done) -> None:
        """Do what follows from what is on disk now."""
        match command:
            case Decide(verb=Verb.NOTE, post=post):
                self.desk.drafts.pop(post, None)
            case Handover():
                self.board.draft = ""
            case Undo() | Redo() if done.post is not None:
                top = self.app.screen
                if isinstance(top, OneScreen):
                    top.bring_back(done.post)

    def _ask_first(self, command: Command, why: str) -> bool:
        """Ask what the hub wants to be sure of; return whether there was anything to ask."""
        match command:
            case Undo():
                self.desk.say(why, Role.WARN)
                self.ask_again(why)
                return True
            case Decide() | Mute():
                self._ask_on_top(command, why)
                return True
        return False

    def _ask_on_top(self, command: Decide | Mute, why: str) -> None:
        """Ask on the screen where the key was pressed, if it is still there."""
        self.desk.say("", Role.TEXT)
        top = self.app.screen
        if not isinstance(top, ActingScreen):
            act = "mute" if isinstance(command, Mute) else "hide-reply"
            self.desk.say(f"{why} Press ‹{act}› again to go on.", Role.WARN)
        elif isinstance(command, Mute):
            top.ask_muting(command, why)
        else:
            top.ask_hiding(command.verb, command.post, why)

    @on(Late)
    def _warn(self, message: Late) -> None:
        self.desk.say(f"Not yet confirmed: {self._in_words(message.command)}.", Role.WARN)

    def _in_words(self, command: Command) -> str:
        if isinstance(command, Decide):
            return f"{command.verb} @{self.board.entries[command.post].post.author.handle}"
        return asked_in_words(command)


def _posts(command: Command) -> Sequence[Target]:
    return command.posts if isinstance(command, Many) else ()


def asked_in_words(command: Many | Undo | Redo | Mute | Handover | Blank | Steer) -> str:
    """Return what was asked for, where no post tells more."""
    match command:
        case Many(verb=verb, posts=posts):
            return f"{verb} {count(len(posts), 'post')}"
        case Mute(muted=muted):
            return "mute an author" if muted else "unmute an author"
        case Handover():
            return "leave a note"
        case Blank(blank=blank):
            return "blank the walls" if blank else "bring the walls back"
        case Steer():
            return "change what the walls show"
        case Undo() | Redo():
            return type(command).__name__.lower()
