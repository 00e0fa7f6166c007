"""The console: an app that listens to its hub and passes on what it hears."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from textual.events import Key

from standup_tui import personal
from standup_tui.model.command import Command
from standup_tui.model.post import PostId
from standup_tui.personal import Personal
from standup_tui.protocol.client import Client
from standup_tui.protocol.messages import Role as Terminal
from standup_tui.protocol.messages import Up
from standup_tui.ui import guard, terminal
from standup_tui.ui.actions import typed_keys
from standup_tui.ui.console.desk.acting import ActingScreen
from standup_tui.ui.console.desk.desk_screen import op
from standup_tui.ui.console.desk.messages import HubSaid, Late, Settled
from standup_tui.ui.console.desk.reasons import Reasons
from standup_tui.ui.console.over.tagging import TagScreen
from standup_tui.ui.console.panes.main_screen import MainScreen
from standup_tui.ui.console.screens.asking_screen import SheetScreen
from standup_tui.ui.console.screens.log_screen import LogScreen
from standup_tui.ui.console.screens.one_screen import OneScreen
from standup_tui.ui.console.screens.post_screen import PostScreen
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.driver import PromptDriver
from standup_tui.ui.looks.dressed import Dressed
from standup_tui.ui.looks.themes import THEMES, wear
from standup_tui.ui.looks.wished import Looks, looks
from standup_tui.ui.pasting import Pasting
from standup_tui.ui.textual_gaps import hear_pasting
from standup_tui.ui.widgets.ink import Role

RING_AGAIN = 10.0
"""Seconds between two rings of the bell."""

LATE = 1.0
"""Seconds after which a command without an answer is called not yet confirmed."""


_RENEWED = MainScreen | PostScreen | OneScreen | SheetScreen | LogScreen | TagScreen
"""Screens that say what changes by itself."""


class ConsoleApp(Dressed, inherit_bindings=False):
    """The moderator's terminal."""

    TITLE = "Standup"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(
        self,
        place: Path,
        name: str = "",
        *,
        background: bool = False,
        looks: Looks | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        looks = looks or Looks()
        super().__init__(looks, THEMES[looks.theme], PromptDriver)
        self._rang = -RING_AGAIN
        self.background = background
        """Whether this console started the hub."""
        self.client = Client(place, Terminal.CONSOLE, name)
        self.worn = self.looks.theme
        """The name of the theme that is worn."""
        self.complaint = self.looks.complaint
        """What is wrong with the moderator's own settings; empty if nothing is."""
        self.board = Board(clock, self.looks.spelling)
        self.reasons = Reasons(op)
        self.drafts: dict[PostId, str] = {}
        self.main = MainScreen(self)

    def get_default_screen(self) -> MainScreen:
        """Start with the panes."""
        return self.main

    def on_mount(self) -> None:
        """Listen."""
        self.run_worker(self._listen(), group="link")

    def on_key(self, event: Key) -> None:
        """Let the strip of reasons have a key before the bindings.

        Here rather than on a screen: in a burst of keys the screen hears a digit before the
        hiding that it follows is done.
        """
        screen = self.screen
        self.board.drawn.pressed_at = event.time
        if isinstance(screen, OneScreen):
            screen.press()
        if isinstance(screen, ActingScreen) and screen.take_key(event.key):
            event.prevent_default()

    async def _listen(self) -> None:
        async for said in self.client.events():
            self.main.post_message(HubSaid(said))

    def ask(self, command: Command) -> None:
        """Have the hub do something; its answer comes to the main screen."""
        self.run_worker(self._ask(command), group="commands")

    async def _ask(self, command: Command) -> None:
        asking = asyncio.create_task(self.client.ask(command))
        await asyncio.wait({asking}, timeout=LATE)
        if not asking.done():
            self.main.post_message(Late(command))
        self.main.post_message(Settled(command, await asking))

    def tell(self, message: Up) -> bool:
        """Send something that needs no answer; return whether anybody is there."""
        return self.client.send(message)

    def say(self, text: str, role: Role = Role.TEXT) -> None:
        """Say something in the status line of every screen; acts in ‹ › become their keys."""
        said = self.board.keys.say(text)
        for screen in self.screen_stack:
            if isinstance(screen, ActingScreen | TagScreen):
                screen.say(said, role)

    def ring(self) -> None:
        """Ring the terminal's bell, unless it rang just now."""
        now = self.board.clock()
        if self.looks.bell and now - self._rang >= RING_AGAIN:
            self._rang = now
            self.bell()

    def renew(self) -> None:
        """Draw again what has changed, on every screen."""
        for screen in self.screen_stack:
            if isinstance(screen, _RENEWED):
                screen.renew()

    def keep_theme(self, name: str) -> None:
        """Wear a theme from now on, here and the next time."""
        self.worn = name
        wear(self, THEMES[name])
        problem = personal.keep(Personal(theme=name))
        if problem:
            self.say(problem, Role.WARN)
        else:
            self.say(f"Colours: {name}, kept for you.")

    def to_pane(self, number: int) -> None:
        """Leave every screen over the panes and give the keys to one of these."""
        while self.screen is not self.main:
            self.pop_screen()
        self.main.action_pane(number)

    def leave(self) -> None:
        """End the app."""
        self.exit(0)


def run(
    place: Path, name: str = "", *, background: bool = False, wishes: Personal | None = None
) -> int:
    """Run a console on a campaign's hub until its moderator quits; return the exit code.

    Args:
        place: The campaign's folder, or a hub's socket.
        name: The moderator's name; empty takes the account's.
        background: Whether the caller started the hub, so that quitting offers to stop it.
        wishes: How it should look this time, over what is kept for this person.
    """
    guard.install()
    app = ConsoleApp(place, name, background=background, looks=looks(wishes))
    hear_pasting(Pasting(lambda: typed_keys(app.board.keys)).is_paste)
    return terminal.guarded(app)
