"""The acts that the public sees: said in full first, done after a question."""

from standup_tui.model.acts import hiding_verb
from standup_tui.model.command import Decide, Outcome, Refused
from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import HIDINGS, Verb, refusal
from standup_tui.plain.deciding import Deciding, op
from standup_tui.plain.desk import ASKS_X, Desk
from standup_tui.plain.opened_words import text_lines
from standup_tui.plain.post_words import spoken
from standup_tui.plain.vocabulary import Typed
from standup_tui.ui.console.over.evidence import Evidence, about_hiding, about_retweet

_HIDINGS = {False: Verb.HIDE_REPLY, True: Verb.UNHIDE_REPLY}


class Publishing:
    """Retweets, and replies hidden on X."""

    def __init__(self, desk: Desk, deciding: Deciding) -> None:
        self._desk = desk
        self._deciding = deciding

    async def retweet(self, typed: Typed) -> None:
        """Say what would go out, and ask."""
        desk, found = self._desk, self._desk.single(typed.rest, "retweet")
        entry = found and self._deciding.ready(found[0])
        if not entry:
            return
        if why := refusal(entry.standing, Verb.RETWEET):
            desk.refuse(entry.post.id, why)
        elif desk.board.lost:
            desk.fail("Retweet: there is no hub, so nothing is sent.")
        else:
            self._confirm(about_retweet(entry, desk.board), entry, Verb.RETWEET)

    async def hide_there(self, typed: Typed) -> None:
        """Ask the hub whether a reply can be hidden on X, or shown there again; then ask."""
        desk, found = self._desk, self._desk.single(typed.rest, typed.word.forms[0])
        entry = found and self._deciding.ready(found[0])
        if not entry:
            return
        shows = typed.word.name == "show-reply"
        verb = hiding_verb(entry) if typed.by_key else _HIDINGS[shows]
        if why := refusal(entry.standing, verb):
            desk.refuse(entry.post.id, why)
            return
        if desk.board.lost:
            desk.fail("Hide on X: there is no hub, so nothing is sent.")
            return
        command = Decide(op(), verb, entry.post.id, entry.standing.revision)

        def settle(outcome: Outcome) -> None:
            if isinstance(outcome, Refused) and outcome.confirm:
                self._confirm(about_hiding(entry, verb, outcome.why, desk.board), entry, verb)
            else:
                self._deciding.settle(command, outcome)

        await desk.send(command, self._deciding.in_words(command), settle, ASKS_X)

    def _confirm(self, evidence: Evidence, entry: Entry, verb: Verb) -> None:
        """Say everything one has to know before it is public, and ask."""
        desk = self._desk
        desk.say(evidence.title, *text_lines(entry.post), *map(spoken, evidence.facts))

        async def sends() -> None:
            post, revision = entry.post.id, entry.standing.revision
            confirmed = verb in HIDINGS
            await self._deciding.send(Decide(op(), verb, post, revision, confirmed=confirmed))

        desk.ask(f"y {evidence.yes}, anything else leaves it: ", "Nothing was sent.", y=sends)
