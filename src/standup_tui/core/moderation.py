"""What moderators may ask for, before the store decides whether it is still possible."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import UTC, tzinfo
from typing import Protocol

from msgspec.structs import replace

from standup_tui.core.allowed import Allowed, cleaned
from standup_tui.errors import StoreError
from standup_tui.model.command import (
    Blank,
    Command,
    Decide,
    Many,
    Mute,
    Outcome,
    Refused,
    Undo,
)
from standup_tui.model.entry import Entry, Moderator
from standup_tui.model.lifecycle import HIDINGS, Verb
from standup_tui.model.wall import WallState
from standup_tui.ports.clock import Clock
from standup_tui.ports.source import Publisher
from standup_tui.ports.store import PostReader, PostWriter, Story

_log = logging.getLogger(__name__)

_OFF_THE_WALL = frozenset({Verb.HIDE, Verb.HOLD, Verb.FLAG, Verb.ESCALATE})

_PATIENCE = 10.0
"""Seconds the network gets to say whether it would hide a reply; a moderator waits for it."""

_NOT_ASKED = "X was not asked: no account tokens. It is hidden on our wall only"
_NO_ANSWER = "X did not say in time whether it lets us hide this: press ‹hide-reply› again"


class _Store(PostReader, PostWriter, Protocol):
    """What is asked of the store."""


class Moderation:
    """Command in, `Done`, `Superseded` or `Refused` out.

    Args:
        store: Which decides whether it is still possible.
        clock: The time.
        publisher: The network, asked whether it would hide a reply; None without one.
        cannot: Why public acts cannot be sent though they should, in a sentence.
        account: The campaign's own, without the @.
        zone: In which people read times.
        actions: The names of what the campaign asks for, by which posts are tagged.
        reasons: The house rules that a post can be hidden by.
        ours: The campaign's own accounts, by id or @handle, and what each is to it.
        public_group: The group whose members may ask for what the public sees; empty: everybody.
    """

    def __init__(  # noqa: PLR0913  # what a moderator is told comes from as many places
        self,
        store: _Store,
        clock: Clock,
        publisher: Publisher | None = None,
        *,
        cannot: str = "",
        account: str = "",
        zone: tzinfo = UTC,
        actions: Collection[str] = (),
        reasons: Collection[str] = (),
        ours: Mapping[str, str] | None = None,
        public_group: str = "",
    ) -> None:
        self._store = store
        self._clock = clock
        self._publisher = publisher
        self._account = account
        self._zone = zone
        self._allowed = Allowed(cannot, actions, reasons, ours or {}, public_group)
        self._unsaved: tuple[Blank, Moderator, WallState] | None = None
        """A blank that the disk has not taken yet: it holds all the same."""
        self._saving = False

    async def do(self, command: Command, by: Moderator, *, may_act: bool = True) -> Outcome:
        """Do what a moderator asks; what is answered with `Done` or `Several` is on disk.

        What goes wrong is an answer too: a terminal that got none would ask again for ever.

        Args:
            command: What is asked for.
            by: Who asks.
            may_act: Whether they may ask for what the public sees.
        """
        command = cleaned(command)
        if why := self._allowed.refusal(command, may_act=may_act):
            return Refused(why)
        if isinstance(command, Blank):
            return await self._blank(command, by)
        try:
            return await self._applied(command, by, may_act=may_act)
        except StoreError as error:
            stuck = isinstance(command, Decide | Many) and command.verb in _OFF_THE_WALL
            way_out = " Meanwhile ! blanks every wall even so." if stuck else ""
            return Refused(f"not saved: {error}{way_out}")
        except Exception as error:  # noqa: BLE001  # logged, and answered
            _log.exception("%s failed", type(command).__name__)
            return Refused(f"not done: a mistake of the hub ({type(error).__name__}), see hub.log")

    async def _applied(self, command: Command, by: Moderator, *, may_act: bool) -> Outcome:
        """Have the store do it, having asked whoever else is to be asked; raises `StoreError`."""
        if isinstance(command, Decide) and command.verb in HIDINGS:
            return await self._hide_there(command, by)
        if isinstance(command, Undo) and not may_act:
            return await self._undo_here(command, by)
        if isinstance(command, Mute) and (why := await self._is_ours(command)):
            return Refused(why)
        return await self._store.apply(command, by, self._clock.now())

    async def _undo_here(self, command: Undo, by: Moderator) -> Outcome:
        """Take a decision back unless everybody would see that; stopping what waits is allowed."""
        unsure = replace(command, confirmed=False)
        outcome = await self._store.apply(unsure, by, self._clock.now())
        if isinstance(outcome, Refused) and outcome.confirm:
            return Refused(self._allowed.not_in_public)
        return outcome

    async def _is_ours(self, command: Mute) -> str:
        """Return why an author cannot be muted, or nothing."""
        author = await self._store.author(command.author) if command.muted else None
        return self._allowed.is_ours(author) if author else ""

    async def _hide_there(self, command: Decide, by: Moderator) -> Outcome:
        """Hide a reply on its network, having asked the network and said what will happen."""
        unsure = replace(command, confirmed=False)
        outcome = await self._store.apply(unsure, by, self._clock.now())
        if not (isinstance(outcome, Refused) and outcome.confirm):
            return outcome
        story = await self._store.story(command.post)
        if story is None:
            return Refused("it is gone, and nothing of it is left")
        if command.verb is Verb.HIDE_REPLY and (why := await self._why_not(story.entry)):
            return Refused(why)
        if command.confirmed:
            return await self._store.apply(command, by, self._clock.now())
        return Refused(self._what_happens(command.verb, story), confirm=True)

    async def _why_not(self, entry: Entry) -> str:
        """Return why the network would not hide a post, or nothing."""
        if self._publisher is None:
            return _NOT_ASKED
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._publisher.why_not_hide(entry.post)
        except TimeoutError:
            return _NO_ANSWER

    def _what_happens(self, verb: Verb, story: Story) -> str:
        post = story.entry.post
        began = next((one.post for one in story.thread if one.post.id == post.conversation), None)
        of = f" of {began.at.astimezone(self._zone):%H:%M}" if began else ""
        whose = f"@{self._account}'s post{of}" if self._account else f"our post{of}"
        if verb is Verb.HIDE_REPLY:
            return (
                f"A reply in the conversation under {whose}. X lets us hide it there; people "
                "can still open hidden replies, and its author is not told."
            )
        return f"A reply in the conversation under {whose}, hidden on X; X will show it again."

    async def _blank(self, command: Blank, by: Moderator) -> Outcome:
        """Blank the walls whatever the store says: it is the last resort of a moderator."""
        at = self._clock.now()
        lifted = self._unsaved is not None and not command.blank
        mine = (command, by, WallState(blank=True, by=by.name, at=at)) if command.blank else None
        self._unsaved = mine  # before the disk has it, which may take long
        try:
            outcome = await self._store.apply(command, by, at)
        except Exception as error:  # noqa: BLE001  # whatever it is, a blank is a blank
            if not isinstance(error, StoreError):
                _log.exception("a blank could not be saved")
            if command.blank:
                return Refused(
                    "not saved, though every wall is blank now; a new hub would not know it: "
                    f"{error}"
                )
            return Refused(f"{'the walls are on, but ' if lifted else ''}not saved: {error}")
        if self._unsaved is mine:  # nobody has pressed the key again meanwhile
            self._unsaved = None
        return outcome

    async def save_blank(self) -> None:
        """Try again to save a blank that the disk did not take."""
        if (unsaved := self._unsaved) is None or self._saving:
            return
        self._saving = True
        try:
            command, by, _ = unsaved
            await self._blank(command, by)
        finally:
            self._saving = False

    def wall(self, stored: WallState) -> WallState:
        """Return what every wall does: what is stored, or a blank that could not be."""
        if self._unsaved is None or stored.blank:
            return stored
        unsaved = self._unsaved[2]
        return replace(stored, blank=True, by=unsaved.by, at=unsaved.at)
