"""Posts that are sent again, out of order, or spoilt."""

from abc import ABC, abstractmethod

from standup_tui.simulator.faults.fault import Body, Fault, Track, Trait
from standup_tui.simulator.faults.spec import count, one_of
from standup_tui.simulator.render import WITHHELD

_SURVIVABLE = ("includes", "author", "tag", "created_at")
PARTS = ("any", *_SURVIVABLE, "rules", "id", "text")
"""What can be missing; `any` draws for each post among the first four."""


class Duplicates(Fault):
    """Each post n times."""

    rank = 10

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._times = max(1, count(trait.value))

    def posts(self, bodies: list[Body], track: Track) -> list[Body]:
        """Repeat them."""
        del track
        return [it for body in bodies for it in [body] * (self._times if self.strikes() else 1)]


class Shuffle(Fault):
    """Posts in another order, within windows of n lines or up to the next silence."""

    rank = 30

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._window = max(2, count(trait.value))

    def posts(self, bodies: list[Body], track: Track) -> list[Body]:
        """Keep them until the window is full."""
        held = track.held.pop(self, [])
        done: list[Body] = []
        for body in bodies:
            held.append(body)
            if len(held) >= self._window:
                done += self.released(held)
                held = []
        if held:
            track.held[self] = held
        return done

    def released(self, bodies: list[Body]) -> list[Body]:
        """Mix what there is."""
        return self._mixed(list(bodies)) if self.strikes() else bodies

    def _mixed(self, bodies: list[Body]) -> list[Body]:
        self.dice.shuffle(bodies)
        return bodies


class OutOfOrder(Shuffle):
    """The newest of every n posts first."""

    def _mixed(self, bodies: list[Body]) -> list[Body]:
        return bodies[::-1]


class _Spoilt(Fault, ABC):
    """Changes single posts."""

    rank = 20

    def posts(self, bodies: list[Body], track: Track) -> list[Body]:
        """Change those that are struck."""
        del track
        return [
            self.spoil(body | {"data": dict(body["data"])})
            if isinstance(body.get("data"), dict) and self.strikes()
            else body
            for body in bodies
        ]

    @abstractmethod
    def spoil(self, body: Body) -> Body:
        """Change one post; body and its data are a copy."""


class Missing(_Spoilt):
    """A post without something that it should have."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._part = one_of(trait.value, PARTS)

    def spoil(self, body: Body) -> Body:
        """Take it away."""
        part = self.dice.choice(_SURVIVABLE) if self._part == "any" else self._part
        if part == "includes":
            body.pop("includes", None)
        elif part == "author":
            body["data"].pop("author_id", None)
            kept = {name: it for name, it in body.get("includes", {}).items() if name != "users"}
            body["includes"] = kept
        elif part == "tag":
            body["matching_rules"] = [{"id": it["id"]} for it in body.get("matching_rules", ())]
        elif part == "rules":
            body.pop("matching_rules", None)
        else:
            body["data"].pop(part, None)
        return body


class UnknownFields(_Spoilt):
    """Fields from next year."""

    def spoil(self, body: Body) -> Body:
        """Add some at every level."""
        body["data"] |= {"x_future": {"nested": [1, None, {"deep": True}]}, "source_label": "new"}
        return body | {"x_trace": "ab12", "errors_v3": []}


class LongPost(_Spoilt):
    """A text cut short, with the full one in ``note_tweet``."""

    def spoil(self, body: Body) -> Body:
        """Cut the text."""
        text = str(body["data"].get("text", ""))
        body["data"] |= {"text": text[: len(text) // 2] + "\u2026", "note_tweet": {"text": text}}
        return body


class Withheld(_Spoilt):
    """A post that is withheld in a country."""

    def spoil(self, body: Body) -> Body:
        """Say so."""
        body["data"]["withheld"] = WITHHELD
        return body


class Entities(_Spoilt):
    """A text full of HTML entities, also escaped twice."""

    def spoil(self, body: Body) -> Body:
        """Add them at the end, where no position of a link or hashtag moves."""
        more = " &lt;b&gt;tea &amp; cake&lt;/b&gt; &amp;amp; &amp;#39;x&amp;#39;"
        body["data"]["text"] = str(body["data"].get("text", "")) + more
        return body
