"""The screen that leads to others: the reading, the rules, the tally, what is hidden."""

from standup_tui.model.post import PostId
from standup_tui.ui.console.acting import ActingScreen
from standup_tui.ui.console.hidden import HiddenList
from standup_tui.ui.console.hidden_posts import hidden_posts
from standup_tui.ui.console.post_screen import PostScreen
from standup_tui.ui.console.reading_screen import ReadingScreen
from standup_tui.ui.console.rules_screen import RulesScreen
from standup_tui.ui.console.tally_screen import TallyScreen


class LeadingScreen(ActingScreen, inherit_bindings=False):
    """A screen with posts from which others are opened; Esc on them comes back to it."""

    def action_reading(self) -> None:
        """Show how the reading goes."""
        self.app.push_screen(ReadingScreen(self.desk))

    def action_rules(self) -> None:
        """Show how the rules fare."""
        self.app.push_screen(RulesScreen(self.desk))

    def action_tally(self) -> None:
        """Show how often the campaign's actions were done."""
        self.app.push_screen(TallyScreen(self.desk))

    def action_hidden(self) -> None:
        """Show what is hidden."""
        if hidden := hidden_posts(self.board):
            self.app.push_screen(HiddenList(hidden, self.board), self._open_hidden)
        else:
            self.desk.say("Nothing is hidden.")

    def _open_hidden(self, post: PostId | None) -> None:
        if post is not None:
            self.app.push_screen(PostScreen(self.desk, self.board.entries[post]))
