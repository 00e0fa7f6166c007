"""Who is on the network that day."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from standup_tui.simulator.day.data import table
from standup_tui.simulator.model import Account

_WORKERS: Final = 60
_PUBLIC: Final = 160
_HANDLE: Final = 15
"""Characters in a handle at most, as on X."""
_OTHERS_ID: Final = 1_400_000_000_000_000_000
_NEW_ID: Final = 1_990_000_000_000_000_000


@cache
def roster() -> tuple[Account, ...]:
    """Return the campaign's own people; they are the same for every seed.

    The council's account is the first.
    """
    people = table("roster")["account"]
    return tuple(Account(**person, group="roster") for person in people)


def council() -> Account:
    """Return the account that retweets and whose posts are the campaign's own."""
    return roster()[0]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody, by the part they play."""

    workers: tuple[Account, ...]
    public: tuple[Account, ...]
    partners: tuple[Account, ...]
    speakers: dict[str, tuple[Account, ...]]
    """Those who post in another language, by its code."""
    rude: tuple[Account, ...]
    flooders: tuple[Account, ...]
    spammers: tuple[Account, ...]
    hostile: tuple[Account, ...]
    press: tuple[Account, ...]
    troubled: tuple[Account, ...]
    lookalike: Account

    def everybody(self) -> tuple[Account, ...]:
        """Return all accounts, each once."""
        speakers = [account for group in self.speakers.values() for account in group]
        groups = (roster(), self.workers, self.public, self.partners, speakers, self.rude)
        more = (self.flooders, self.spammers, self.hostile, self.press, self.troubled)
        return (*(it for group in (*groups, *more) for it in group), self.lookalike)


def crowd(rng: random.Random) -> Crowd:
    """Invent everybody who is not on the roster."""
    maker = _Maker(rng)
    data = table("people")
    names = [maker.name() for _ in range(_WORKERS + _PUBLIC + 19)]
    take = iter(names)
    workers = [maker.person(next(take), "worker", data["worker_bios"]) for _ in range(_WORKERS)]
    public = [maker.person(next(take), "public", data["public_bios"]) for _ in range(_PUBLIC)]
    return Crowd(
        workers=tuple(workers),
        public=tuple(public),
        partners=tuple(maker.organisation(it) for it in data["partner"]),
        speakers=dict(maker.speakers()),
        rude=tuple(maker.person(next(take), "abuse", [""]) for _ in range(6)),
        flooders=tuple(maker.person(next(take), "flood", [""]) for _ in range(4)),
        troubled=tuple(maker.person(next(take), "despair", [""]) for _ in range(3)),
        press=tuple(maker.person(next(take), "press", ["Reporter."]) for _ in range(2)),
        spammers=tuple(maker.newcomer("hijack", it) for it in _twice(_spam_names())),
        hostile=tuple(maker.newcomer("hostile", it["name"]) for it in table("hostile")["post"]),
        lookalike=_lookalike(maker),
    )


def _spam_names() -> list[str]:
    names: list[str] = table("incidents")["hijack"]["names"]
    return names


def _twice(names: Sequence[str]) -> Iterable[str]:
    return [*names, *(f"{name} {number}" for number, name in enumerate(names, 2))]


def _lookalike(maker: "_Maker") -> Account:
    own = council()
    return replace(
        own,
        id=maker.new_id(),
        handle="WensumValeSVV",  # two v for the w
        group="lookalike",
        verified=False,
        followers=11,
        age_days=2,
    )


class _Maker:
    """Makes accounts with ids and handles of their own."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._data = table("people")
        self._handles = {account.handle.casefold() for account in roster()}
        self._names: set[str] = set()
        self._made = 0

    def name(self) -> str:
        """Return a first and a last name that nobody else has together."""
        while True:
            rng = self._rng
            name = f"{rng.choice(self._data['first'])} {rng.choice(self._data['last'])}"
            if name not in self._names:
                self._names.add(name)
                return name

    def person(
        self, name: str, group: str, bios: Sequence[str], handle: str | None = None
    ) -> Account:
        """Return somebody with an ordinary account."""
        rng = self._rng
        styles = [
            name,
            name,
            name,
            name.lower(),
            name.split(maxsplit=1)[0],
            f"{name} {self._badge()}",
        ]
        return Account(
            id=self._old_id(),
            handle=handle or self.handle(name),
            name=rng.choice(styles),
            description=rng.choice(bios),
            location=rng.choice(self._data["places"]),
            followers=int(rng.lognormvariate(5, 1)),
            age_days=rng.randint(200, 5000),
            group=group,
        )

    def organisation(self, given: dict[str, Any]) -> Account:
        """Return a partner's account."""
        followers = self._rng.randint(400, 9000)
        return Account(id=self._old_id(), **given, followers=followers, group="partner")

    def speakers(self) -> Iterable[tuple[str, tuple[Account, ...]]]:
        """Yield the people of each language."""
        for lang, it in table("languages").items():
            names = zip(it["first"], it["last"], it["handles"], strict=False)
            people = [
                self.person(f"{first} {last}", "public", [""], handle=f"{handle}_wv")
                for first, last, handle in names
            ]
            yield lang, tuple(people)

    def newcomer(self, group: str, name: str) -> Account:
        """Return an account made for the occasion."""
        return Account(
            id=self.new_id(),
            handle=self.handle(f"user {self._rng.randint(10_000, 99_999)}"),
            name=name,
            followers=self._rng.randint(0, 3),
            age_days=self._rng.randint(0, 6),
            group=group,
        )

    def handle(self, name: str) -> str:
        """Return a handle made of a name, in characters that handles may have."""
        first, last = ("".join(filter(str.isalnum, part)).lower() for part in name.split())
        while True:
            suffix = self._rng.choice(self._data["suffixes"])
            stems = (first + last, f"{first}_{last}", first[0] + last, f"{last}_{first}")
            stem = self._rng.choice(stems)[: _HANDLE - len(suffix) - 1]
            number = self._rng.choice(("", str(self._rng.randint(2, 9))))
            handle = f"{stem}{number}{suffix}"
            if handle not in self._handles and handle.isascii():
                self._handles.add(handle)
                return handle

    def new_id(self) -> str:
        """Return an id of a fresh account."""
        self._made += 1
        return str(_NEW_ID + self._made * 1_000_003)

    def _old_id(self) -> str:
        self._made += 1
        return str(_OTHERS_ID + self._made * 1_000_000_007 + self._rng.randint(0, 999_999))

    def _badge(self) -> str:
        return str(self._rng.choice(self._data["badges"]))
