"""The screen that leads to others: the reading, the tally, what came up, what is hidden.

They are imported when they are asked for: the first frame waits for every import before it.
"""

from standup_tui.model.post import PostId
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.screens.post_screen import PostScreen


class LeadingScreen(ActingScreen, inherit_bindings=False):
    """A screen with posts from which others are opened; Esc on them comes back to it."""

    def action_reading(self) -> None:
        """Show how the reading goes."""
        from standup_tui.ui.console.screens.reading_screen import ReadingScreen

        self.app.push_screen(ReadingScreen(self.desk))

    def action_rules(self) -> None:
        """Show how the rules fare."""
        from standup_tui.ui.console.screens.rules_screen import RulesScreen

        self.app.push_screen(RulesScreen(self.desk))

    def action_tally(self) -> None:
        """Show how often the campaign's actions were done."""
        from standup_tui.ui.console.screens.tally_screen import TallyScreen

        self.app.push_screen(TallyScreen(self.desk))

    def action_walls(self) -> None:
        """Show what the walls show, and have them stay with a scene."""
        from standup_tui.ui.console.screens.walls_screen import WallsScreen

        self.app.push_screen(WallsScreen(self.desk))

    def action_log(self) -> None:
        """Show every decision."""
        from standup_tui.ui.console.screens.log_screen import LogScreen

        self.app.push_screen(LogScreen(self.desk))

    def action_handover(self) -> None:
        """Read the newest note for the next shift, and write one."""
        from standup_tui.ui.console.screens.handover import show_note

        show_note(self.app, self.desk)

    def action_messages(self) -> None:
        """Show what came up by itself."""
        self.board.alerts.dismiss()  # who reads the list has seen them
        from standup_tui.ui.console.screens.messages_screen import MessagesScreen

        self.app.push_screen(MessagesScreen(self.desk))

    def action_hidden(self) -> None:
        """Show what is hidden."""
        from standup_tui.ui.console.over.hidden import HiddenList
        from standup_tui.ui.console.state.hidden_posts import hidden_posts

        if hidden_posts(self.board):
            self.app.push_screen(HiddenList(self.board, self._open_hidden))
        else:
            self.desk.say("Nothing is hidden.")

    def _open_hidden(self, post: PostId) -> None:
        self.app.push_screen(PostScreen(self.desk, self.board.entries[post]))
