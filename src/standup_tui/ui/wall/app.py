"""The wall's app: it joins the hub, follows it, and lets go when it can no longer be trusted."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from standup_tui.errors import HubRefused
from standup_tui.personal import Personal
from standup_tui.protocol.client import Client, Lost
from standup_tui.protocol.messages import Down, Role
from standup_tui.ui.driver import PromptDriver
from standup_tui.ui.guard import install
from standup_tui.ui.looks.dressed import Dressed
from standup_tui.ui.looks.themes import WALLS, wear
from standup_tui.ui.looks.wished import Looks, looks
from standup_tui.ui.terminal import guarded
from standup_tui.ui.wall.board import Board, steady
from standup_tui.ui.wall.stage import Stage
from standup_tui.ui.wall.wishes import Wishes

OVER_SSH = (
    "This wall is drawn over SSH: if the connection dies, its last frame stays on the screen. "
    "Run it on the projecting machine, with the hub's socket brought there by `ssh -L`."
)

_TICK = 0.1
_NOTE = 10.0


class Wall(Dressed, inherit_bindings=False):
    """The public projection of one campaign."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def __init__(
        self,
        place: Path,
        name: str = "",
        note: str = "",
        looks: Looks | None = None,
        wishes: Wishes | None = None,
    ) -> None:
        theme = WALLS.get((wishes or Wishes()).theme, WALLS["dark"])
        super().__init__(looks or Looks(), theme, PromptDriver)
        self._place = place
        self._who = name
        self._note = note
        spelling = self.looks.spelling
        self._wishes = replace(
            wishes or Wishes(),
            spelling=spelling,
            codes=not (spelling.ascii or self.no_color),  # ink on paper needs blocks and colours
            motion=self.looks.motion,
        )
        self._board = Board(steady(), self._wishes)
        self._stage = Stage(self._board)
        self._client: Client | None = None

    def compose(self) -> ComposeResult:
        """Put the stage up: there is nothing else on a wall."""
        yield self._stage

    def on_mount(self) -> None:
        """Join the hub and begin to watch over it."""
        if self._note:
            self._stage.note = self._note
            self.set_timer(_NOTE, self._drop_note)
        self.set_interval(_TICK, self._tick)
        self._join()

    def _join(self) -> None:
        """Follow the hub over a new connection that asks for everything."""
        self._client = Client(self._place, Role.WALL, self._who, self._wishes.scene)
        self.run_worker(self._follow(self._client), group="hub", exclusive=True)

    async def _follow(self, client: Client) -> None:
        async for event in client.events():
            self._hear(client, event)

    def _hear(self, client: Client, event: Down | Lost) -> None:
        """Take in what the hub says, and let go at once of what may not be shown any more.

        There is no message in between, as there is in the console: a queue could give back
        a post after it was forgotten.
        """
        at = steady()
        if client is not self._client:
            return
        before = self._board.pressing(at)
        if self._board.stale(at):
            self._join()
        else:
            self._board.take(event, at)
            if isinstance(event, Lost):
                client.seq = 0  # what was forgotten is asked for again
        if self._board.refused and self._board.about is None:
            raise HubRefused(self._board.why)
        self._dress()
        if self._board.pressing(at) != before:
            self._stage.look(at)  # what arrives waits for the next tick; in a burst that is a lot

    def _dress(self) -> None:
        """Wear the theme this wall was started with, or else the campaign's."""
        theme = WALLS.get(self._wishes.theme or self._board.plan.theme, WALLS["dark"])
        if self.theme != theme.name:
            wear(self, theme)

    def _tick(self) -> None:
        at = steady()
        if self._board.stale(at):
            self._join()
        self._board.step(at)
        self._stage.look(at)

    def _drop_note(self) -> None:
        self._stage.note = ""


def run(
    place: Path, name: str = "", personal: Personal | None = None, wishes: Wishes | None = None
) -> int:
    """Show the wall of a campaign folder or of a hub's socket until q, and return the exit code.

    Letters, emoji and motion are as whoever starts it likes them; its colours are its own.

    Raises:
        HubRefused: The hub does not let this account in.
    """
    note = OVER_SSH if os.environ.get("SSH_CONNECTION") else ""
    if note:
        sys.stderr.write(f"{note}\n")
    wanted = looks(personal)
    if wanted.complaint:
        sys.stderr.write(f"{wanted.complaint}\n")
    install()
    return guarded(Wall(place, name, note, wanted, wishes), mouse=False)
