"""What a moderator decides about the post on the screen, and takes back again."""

from standup_tui.model.acts import BY_NAME, verb_of
from standup_tui.model.command import Mute, OpId, Redo, Undo
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.ui.console.desk.desk_screen import DeskScreen, op
from standup_tui.ui.console.over.confirm import Question, contact_card
from standup_tui.ui.console.over.note_screen import NoteScreen
from standup_tui.ui.console.over.tagging import TagScreen
from standup_tui.ui.widgets.ink import Role

RESOLVING = frozenset({"approve", "hide", "hold", "flag", "escalate"})
"""Acts after which the cursor goes on."""

_NO_ACTIONS = "This campaign asks for no actions: [[actions]] in campaign.toml defines them."


class DecidingScreen(DeskScreen, inherit_bindings=False):
    """A screen with a post to decide on."""

    def action_decide(self, name: str) -> None:
        """Do something to the post on the screen, unless it is impossible: then say why."""
        entry = self.subject()
        if not self.may(BY_NAME[name], entry) or entry is None:
            return
        verb = verb_of(name, entry.standing)
        if verb is None:
            return
        sent = self.send(verb, entry)
        self.offer_reasons(verb, sent, f"@{entry.post.author.handle}")
        if name in RESOLVING:
            self.went_on(entry)
        if verb is Verb.ESCALATE:
            self.app.push_screen(contact_card(self.board))

    # Why it was hidden.

    def offer_reasons(self, verb: Verb, hiding: OpId, whom: str) -> None:
        """Offer the house rules after a hiding, if the campaign has any."""
        if verb is Verb.HIDE and self.board.about.reasons:
            self.desk.reasons.offer(hiding, whom)
            self.desk.renew()

    def take_key(self, key: str) -> bool:
        """Let the strip of reasons have a key first, and return whether it was for the strip.

        Any other key closes the strip and goes on to do its own thing; closing is what Esc does.
        """
        reasons = self.desk.reasons
        if reasons.strip is None:
            return False
        if key.isdecimal() and key != "0":
            self._give_reason(int(key))
            return True
        reasons.close()
        self.desk.renew()
        return key == "escape"

    def _give_reason(self, number: int) -> None:
        rules = self.board.about.reasons
        if number > len(rules):
            self.desk.say(f"There is no reason {number}.", Role.WARN)
            return
        command = self.desk.reasons.give(rules[number - 1])
        if command is not None:
            self.ask(command)
        self.desk.renew()

    # Actions, notes, authors.

    def action_tag(self) -> None:
        """Show for which of the campaign's actions the post counts."""
        entry = self.subject()
        if self.may_tag() and self.may(BY_NAME["tag"], entry) and entry is not None:
            self.app.push_screen(TagScreen(entry, self.board, self._tag, self.action_undo))

    def may_tag(self) -> bool:
        """Tell whether the campaign has actions to tag with; if not, say so."""
        if not self.board.about.actions:
            self.desk.say(_NO_ACTIONS, Role.WARN)
        return bool(self.board.about.actions)

    def _tag(self, verb: Verb, entry: Entry, action: str) -> None:
        if self.may(BY_NAME["tag"], entry):
            self.send(verb, entry, action=action)

    def action_note(self) -> None:
        """Let the moderator write a private note about the post."""
        entry = self.subject()
        if not self.may(BY_NAME["note"], entry) or entry is None:
            return

        def written(text: str | None) -> None:
            self._note(self.board.entries.get(entry.post.id, entry), text)

        self.app.push_screen(NoteScreen(entry.post, self.desk.drafts), written)

    def _note(self, entry: Entry, text: str | None) -> None:
        if text:
            self.send(Verb.NOTE, entry, reason=text)
        elif entry.post.id in self.desk.drafts:
            self.desk.say("Nothing was saved: ‹note› goes on with what you wrote.")

    def action_mute(self) -> None:
        """Ask the hub what muting the post's author, or unmuting, would do."""
        entry = self.subject()
        if not self.may(BY_NAME["mute"], entry) or entry is None:
            return
        if self.board.lost:
            self.desk.say("Mute: there is no hub to ask.", Role.WARN)
            return
        self.ask(Mute(op(), entry.post.author.id, muted=not entry.muted))

    def ask_muting(self, asked: Mute, why: str) -> None:
        """Show what muting or unmuting would do; y does it."""
        entry = self.subject()
        does = "mute" if asked.muted else "unmute"
        if entry is None or entry.post.author.id != asked.author:
            said = f"{why} Nothing was done: go back to a post of theirs and press ‹mute›."
            self.desk.say(said, Role.WARN)
            return
        handle = entry.post.author.handle

        def answered(key: str | None) -> None:
            if key == "y":
                self.ask(Mute(op(), asked.author, asked.muted, confirmed=True))
            else:
                self.desk.say(f"@{handle} stays as before.")

        question = Question(f"{does.capitalize()}? {why}", {"y": f"{does}s"})
        self.app.push_screen(question, answered)

    # Taking back.

    def action_undo(self) -> None:
        """Take back my last decision."""
        self.desk.reasons.take_back()
        self.ask(Undo(op()))

    def action_redo(self) -> None:
        """Do again what I took back last."""
        self.ask(Redo(op()))

    def ask_again(self, why: str) -> None:
        """Ask whether an undo may happen in public."""
        question = Question(self.board.keys.say(why), {"y": "undoes it in public"})
        self.app.push_screen(question, self._undo_answered)

    def _undo_answered(self, key: str | None) -> None:
        if key == "y" and self.board.lost:
            self.desk.say("Undo: there is no hub, so nothing is sent.", Role.WARN)
        elif key == "y":
            self.ask(Undo(op(), confirmed=True))
