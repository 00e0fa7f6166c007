"""The acts that are not about one post's status: tags, undoing, authors, the next shift."""

from standup_tui.model.command import Handover, Mute, Outcome, Redo, Refused, Undo
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import COUNTED, Verb, refusal
from standup_tui.plain.deciding import Deciding, op
from standup_tui.plain.desk import Desk
from standup_tui.plain.opened_words import why_tagged
from standup_tui.plain.post_words import spoken
from standup_tui.plain.vocabulary import Typed
from standup_tui.protocol.messages import ReadOn
from standup_tui.ui.console.sheets.reading_sheet import as_sentence
from standup_tui.ui.console.state.open_here import open_here
from standup_tui.ui.widgets.hurry import why_not
from standup_tui.ui.widgets.open_words import open_in_words
from standup_tui.ui.widgets.wording import sentence

NO_ACTIONS = "This campaign asks for no actions: [[actions]] in campaign.toml defines them."


class Acting:
    """What a moderator does besides deciding."""

    def __init__(self, desk: Desk, deciding: Deciding) -> None:
        self._desk = desk
        self._deciding = deciding

    # Tags.

    async def tag(self, typed: Typed) -> None:
        """Have posts count for an action or take it off; without one, list them."""
        desk = self._desk
        if not desk.board.about.actions:
            desk.fail(NO_ACTIONS)
            return
        words = typed.rest.split()
        if len(words) > 1 and all(word.isdecimal() for word in words):
            words.insert(-1, ":")  # the last of several numbers is that of an action
        found = desk.named(" ".join(words), typed.word.forms[0])
        if found is None:
            return
        posts, rest = found
        if not rest:
            for post in posts:
                self._list_actions(desk.entry(post))
            return
        if (action := self._action(rest)) is None:
            return
        await self._deciding.on_all(posts, typed, action=action)

    def _action(self, typed: str) -> str | None:
        known = self._desk.board.about.actions
        if typed.isdecimal() and 0 < int(typed) <= len(known):
            return known[int(typed) - 1]
        near = [one for one in known if one.casefold() == typed.casefold()]
        near = near or [one for one in known if one.casefold().startswith(typed.casefold())]
        if len(near) == 1:
            return near[0]
        numbered = "; ".join(f"{number} {one}" for number, one in enumerate(known, 1))
        self._desk.fail(sentence(f"“{typed}” is no action of the campaign. They are: {numbered}"))
        return None

    def _list_actions(self, entry: Entry) -> None:
        desk = self._desk
        label = desk.label(entry.post.id)
        if why := refusal(entry.standing, Verb.TAG):
            desk.refuse(entry.post.id, why)
            return
        desk.say(f"{label} counts for:")
        tags = {tag.action: tag for tag in entry.tags}
        for number, action in enumerate(desk.board.about.actions, 1):
            tag = tags.get(action)
            counts = "yes" if tag is not None and tag.counts else "no"
            said = f", {why_tagged(tag, entry)}" if tag is not None else ""
            desk.say(f"Action {number}, {action}: {counts}{said}.")
        if entry.standing.status not in COUNTED:
            desk.say(f"Not counted while it is {entry.standing.status}.")

    # Taking back.

    async def undo(self, typed: Typed) -> None:
        """Take back my last decision; in public only after a question."""
        del typed
        await self._undo(Undo(op()))

    async def _undo(self, command: Undo) -> None:
        def settle(outcome: Outcome) -> None:
            if not (isinstance(outcome, Refused) and outcome.confirm):
                self._deciding.settle(command, outcome)
                return

            async def undoes() -> None:
                await self._undo(Undo(op(), confirmed=True))

            self._desk.say(as_sentence(spoken(outcome.why)))
            asks = "y undoes it in public, anything else leaves it: "
            self._desk.ask(asks, "Nothing was undone.", y=undoes)

        await self._desk.send(command, "undo", settle)

    async def redo(self, typed: Typed) -> None:
        """Do again what I took back last."""
        del typed
        await self._deciding.send(Redo(op()))

    # Authors.

    async def mute(self, typed: Typed) -> None:
        """Keep an author off the walls, having said what that hides; or let them back."""
        desk = self._desk
        found = desk.single(typed.rest, typed.word.forms[0])
        if found is None:
            return
        entry = desk.entry(found[0])
        muted = typed.word.name == "mute" and not (typed.by_key and entry.muted)
        await self._mute(entry, Mute(op(), entry.post.author.id, muted))

    async def _mute(self, entry: Entry, command: Mute) -> None:
        def settle(outcome: Outcome) -> None:
            if not (isinstance(outcome, Refused) and outcome.confirm):
                self._deciding.settle(command, outcome)
                return

            async def does() -> None:
                again = Mute(op(), command.author, command.muted, confirmed=True)
                await self._mute(entry, again)

            self._desk.say(as_sentence(spoken(outcome.why)))
            what = "mutes" if command.muted else "lets be shown"
            asks = f"y {what} @{entry.post.author.handle}, anything else leaves it: "
            self._desk.ask(asks, "Nobody was muted." if command.muted else "Left muted.", y=does)

        await self._desk.send(command, "mute" if command.muted else "unmute", settle)

    # The hub, the next shift.

    async def read_on(self, typed: Typed) -> None:
        """Have the hub try to read again at once, or say why that would be of no use."""
        del typed
        board = self._desk.board
        if not board.lost and (why := why_not(board.health, board.now, board.moment)):
            self._desk.say(why)
        elif self._desk.link.tell(ReadOn()):
            self._desk.say("Asked the hub to try again.")
        else:
            self._desk.fail("Not asked: there is no hub.")

    async def handover(self, typed: Typed) -> None:
        """Leave a note for whoever comes next, or say the last one and what is open."""
        if typed.rest:
            await self._deciding.send(Handover(op(), typed.rest))
            return
        note = self._desk.link.handover
        if note is None:
            self._desk.say("There is no note. handover with a text leaves one.")
        else:
            at = self._desk.board.moment(note.at)
            self._desk.say(f"Note by {note.by.signed}, {at}: {note.reason}")
        board = self._desk.board
        lines = open_in_words(open_here(board), board.now, board.moment)
        self._desk.say("Open now:", *(spoken(line.strip()) for line in lines))
