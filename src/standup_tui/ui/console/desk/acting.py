"""Everything that a screen with a post can do: what is decided here, and what the public sees."""

from functools import partial

from standup_tui.model.acts import BY_NAME, hiding_verb
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import PostId
from standup_tui.ui.console.desk.copying import address_of, copied_in_words
from standup_tui.ui.console.desk.steering import SteeringScreen
from standup_tui.ui.console.over.confirm import about_hiding, about_retweet
from standup_tui.ui.widgets.ink import Role


class ActingScreen(SteeringScreen, inherit_bindings=False):
    """A screen with a post to decide on, and with the public acts, which take two steps."""

    def reached(self, act: str) -> bool:
        """Tell whether there is a hub for what the public would see; if not, say so.

        The hub may have gone while the question stood there. What is decided here waits until it
        is back; what the public sees must not go out later than its moderator thinks.
        """
        if self.board.lost:
            self.desk.say(f"{act}: there is no hub, so nothing is sent.", Role.WARN)
        return not self.board.lost

    def action_retweet(self) -> None:
        """Show what would go out; y sends it."""
        entry = self.subject()
        if not self.may(BY_NAME["retweet"], entry) or entry is None or not self.reached("Retweet"):
            return
        question = about_retweet(entry, self.board)
        self.app.push_screen(question, partial(self._retweet_answered, entry))

    def _retweet_answered(self, entry: Entry, key: str | None) -> None:
        if key != "y":
            self.desk.say("Nothing was sent.")
        elif self.reached("Retweet"):
            self.send(Verb.RETWEET, entry)

    def action_hide_reply(self) -> None:
        """Ask the hub whether a reply can be hidden on X, or shown there again."""
        entry = self.subject()
        if not self.may(BY_NAME["hide-reply"], entry) or entry is None:
            return
        if not self.reached("Hide on X"):
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
        if key != "y":
            self.desk.say("Nothing was sent.")
        elif self.reached("Hide on X"):
            self.send(verb, entry, confirmed=True)

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
