"""Counts from a real store: by kind, by rule and by word, with what the campaign chose."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from halls import StoppedClock
from judging import said
from making import ASHA, NOW, decide, judged
from standup_tui.core.voting import FRESH, Voting
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Verb
from standup_tui.model.votes import JUDGED, Report, Votes
from standup_tui.rules.chosen import rule_settings
from standup_tui.rules.engine import Rules
from standup_tui.settings.accounts import Member
from standup_tui.settings.campaign import Campaign, RuleChoice, Words
from standup_tui.store.store import SqliteStore

CAMPAIGN = Campaign(
    "A day",
    ("#A",),
    words=Words(flag=("Ribble Lane", "scandal")),
    rules=RuleChoice(off=("press",), stop=("spam",), look=("duty",)),
    roster=(Member("1", "one"),),
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()


def voting(
    store: SqliteStore, campaign: Campaign = CAMPAIGN, alarm: str = ""
) -> tuple[Voting, StoppedClock]:
    clock = StoppedClock()
    return Voting(store, campaign, clock, lambda: alarm), clock


async def have(store: SqliteStore, *texts: str) -> None:
    """Have posts judged and stored as a hub does."""
    judge = Rules(rule_settings(CAMPAIGN)).judge
    posts = [judged(n, text, flags=judge(said(text))) for n, text in enumerate(texts, 1)]
    await store.add(posts, [], NOW)


def words(report: Report) -> dict[tuple[str, bool], Votes]:
    return {(one.word, one.own): one.counts.today for one in report.words}


async def test_a_day_on_which_nothing_fired_tells_of_every_kind_and_own_word(
    store: SqliteStore,
) -> None:
    report = await voting(store, alarm="15 of 15 accounts")[0].report()

    assert [kind.kind for kind in report.kinds] == list(JUDGED)
    chosen = {kind.kind: kind.severity for kind in report.kinds}
    assert chosen[Kind.SAFEGUARDING] == "always stop"
    assert (chosen[Kind.SPAM], chosen[Kind.DUTY]) == ("stop, chosen", "look, chosen")
    assert [kind.kind for kind in report.kinds if not kind.on] == [Kind.PRESS]
    assert words(report) == {("Ribble Lane", True): Votes(), ("scandal", True): Votes()}
    assert (report.roster, report.newcomers) == (1, "15 of 15 accounts")
    assert report.posts.today == Votes()


async def test_own_words_are_told_as_the_file_has_them_in_any_disguise(
    store: SqliteStore,
) -> None:
    await have(store, "What a SCANDAL on ribble lane", "s.c.a.n.d.a.l", "you bastard, Bastard!")
    report = await voting(store)[0].report()

    assert words(report) == {
        ("Ribble Lane", True): Votes(1, 0, 0, 1),
        ("scandal", True): Votes(2, 0, 0, 2),
        ("bastard", False): Votes(1, 0, 0, 1),
    }


async def test_a_post_counts_once_for_its_kind_however_many_rules_fired(
    store: SqliteStore,
) -> None:
    await have(store, "This scandal, you bastard")
    report = await voting(store)[0].report()

    (abuse,) = [kind for kind in report.kinds if kind.kind is Kind.ABUSE]
    assert len([one for one in report.rules if one.kind is Kind.ABUSE]) >= 2
    assert abuse.counts.today == report.posts.today == Votes(1, 0, 0, 1)


async def test_a_word_overruled_again_and_again_is_told_with_the_line_that_allows_it(
    store: SqliteStore,
) -> None:
    await have(store, *[f"bastard number {n}" for n in range(6)])
    for number in range(1, 6):
        await store.apply(decide(Verb.APPROVE, number), ASHA, NOW)
    report = await voting(store)[0].report()

    (word,) = [one for one in report.words if not one.own]
    assert word.counts.complaint == "overruled 5 of 5 times today"
    assert word.advice is not None
    assert word.advice.lines == ("[words]", 'allow = ["bastard"]')
    rule = report.about("abuse.word")
    assert rule is not None
    assert rule.advice is not None


async def test_an_answer_is_good_for_a_while_and_then_counted_again(store: SqliteStore) -> None:
    counting, clock = voting(store)
    assert (await counting.report()).posts.today.fired == 0
    await have(store, "a scandal")

    clock.pass_(FRESH / 2)
    assert (await counting.report()).posts.today.fired == 0
    clock.pass_(FRESH)
    both = await asyncio.gather(counting.report(), counting.report())
    assert [one.posts.today.fired for one in both] == [1, 1]
    assert both[0] is both[1]
