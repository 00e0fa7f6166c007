"""Everything that a screen with a post can do: what is decided here, and what the public sees."""

from functools import partial

from standup_tui.model.acts import BY_NAME, hiding_verb
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.ui.console.confirm import about_hiding, about_retweet
from standup_tui.ui.console.copying import address_of, copied_in_words
from standup_tui.ui.console.steering import SteeringScreen
from standup_tui.ui.widgets.ink import Role


class ActingScreen(SteeringScreen, inherit_bindings=False):
    """A screen with a post to decide on, and with the public acts, which take two steps."""

    def action_retweet(self) -> None:
        """Show what would go out; y sends it."""
        entry = self.subject()
        if not self.may(BY_NAME["retweet"], entry) or entry is None:
            return
        if self.board.lost:
            self.desk.say("Retweet: there is no hub, so nothing is sent.", Role.WARN)
            return
        question = about_retweet(entry, self.board)
        self.app.push_screen(question, partial(self._retweet_answered, entry))

    def _retweet_answered(self, entry: Entry, key: str | None) -> None:
        if key == "y":
            self.send(Verb.RETWEET, entry)
        else:
            self.desk.say("Nothing was sent.")

    def action_hide_reply(self) -> None:
        """Ask the hub whether a reply can be hidden on X, or shown there again."""
        entry = self.subject()
        if not self.may(BY_NAME["hide-reply"], entry) or entry is None:
            return
        if self.board.lost:
            self.desk.say("Hide on X: there is no hub, so nothing is sent.", Role.WARN)
            return
        self.send(hiding_verb(entry), entry)

    def ask_hiding(self, verb: Verb, post: PostId, why: str) -> None:
        """Show whose reply would be hidden on X or shown again, and what happens; y sends it."""
        entry = self.subject()
        if entry is None or entry.post.id != post or hiding_verb(entry) is not verb:
            self.desk.say(
                f"{why} Another post is chosen now: go back and press ‹hide-reply›.", Role.WARN
            )
            return
        question = about_hiding(entry, verb, why, self.board)
        self.app.push_screen(question, partial(self._hiding_answered, verb, entry))

    def _hiding_answered(self, verb: Verb, entry: Entry, key: str | None) -> None:
        if key == "y":
            self.send(verb, entry, confirmed=True)
        else:
            self.desk.say("Nothing was sent.")

    def action_copy(self) -> None:
        """Have the terminal copy the post's address."""
        entry = self.subject()
        if entry is None:
            self.desk.say(self.no_post(), Role.WARN)
            return
        address = address_of(entry.post)
        if address is None:
            self.desk.say("Not copied: this post has no address that is safe to paste.", Role.WARN)
        else:
            self.app.copy_to_clipboard(address)
            self.desk.say(copied_in_words(address))
