"""A flood is flagged from the fourth copy on; hundreds of people who say the same are not."""

import random
from datetime import timedelta
from functools import partial

import pytest

from making import NOW, author, post
from standup_tui.model.flag import Kind, Severity
from standup_tui.model.post import Author, Post, PostId, Reference, ReferenceKind
from standup_tui.rules.engine import Rules, RuleSettings
from standup_tui.rules.history import BURST, WINDOW, History, NewAccounts
from timing import within

RULES = Rules()
GREETINGS = [
    "A happy day of social work to all!",
    "Proud of every one of us this morning x",
    "Well done team",
    "Thanks to everybody out on visits 💚",
    "Have a good #StandUp4SW, all of you!",
    "Congratulations",
]
ADVERT = "Who wants to see the final? Best seats in town, ask for Gary"


def flood(posts: list[Post], rules: Rules = RULES) -> list[bool]:
    """Return for each post whether it was taken for a part of a flood."""
    history = History()
    found = []
    for one in posts:
        flags = rules.judge(one, history)
        history.add(one)
        found.append(any(flag.rule == "spam.flood" for flag in flags))
    return found


def said(*texts: str, by: list[int] | None = None) -> list[Post]:
    authors = by or [1] * len(texts)
    return [
        post(number, text, author=author(who))
        for number, (text, who) in enumerate(zip(texts, authors, strict=True))
    ]


def test_three_copies_pass_and_every_later_one_is_flagged() -> None:
    assert flood(said(*[ADVERT] * 6)) == [False] * 3 + [True] * 3


def test_a_flag_says_how_often_how_fast_and_by_how_many() -> None:
    history = History()
    for number in range(3):
        history.add(post(number * 120, ADVERT, author=author(number % 2)))
    (flag,) = RULES.judge(post(360, ADVERT, author=author(1)), history)

    assert (flag.kind, flag.severity, flag.spans) == (Kind.SPAM, Severity.LOOK, ())
    assert flag.reason == "nearly the same text for the 4th time in 6 minutes, by 2 accounts"


@pytest.mark.parametrize(
    "disguised",
    [
        ADVERT.upper(),
        f"@asw @basw {ADVERT}",
        f"{ADVERT} #StandUp4SW 4711",
        f"🔥🔥 {ADVERT}!!!",
        ADVERT.replace("a", "а"),  # Cyrillic
        ADVERT.replace("seats", "se\u200bats"),
        ADVERT.replace("town", "towns").replace("?", " ..."),
        ADVERT.replace("Gary", "Barry"),
        f"{ADVERT} https://t.co/x1y2z3",
    ],
)
def test_a_copy_that_was_changed_a_little_is_a_copy(disguised: str) -> None:
    assert flood(said(ADVERT, ADVERT, ADVERT, disguised))[-1]


@pytest.mark.uncounted
def test_hundreds_of_equal_greetings_by_different_people_pass() -> None:
    chosen = random.Random(1)
    texts = [chosen.choice(GREETINGS) for _ in range(600)]

    assert not any(flood(said(*texts, by=list(range(600)))))


def test_a_shared_text_about_the_day_passes_when_everybody_says_it_once() -> None:
    text = "I stand up for social workers because they stood up for my family when nobody else did"

    assert not any(flood(said(*[text] * 50, by=list(range(50)))))


def test_many_accounts_with_one_link_are_a_flood_unless_the_campaign_asked_for_it() -> None:
    shared = said(*["Read it and pass it on https://example.org/stand-up"] * 9, by=list(range(9)))
    own = Rules(RuleSettings(own_links=("example.org/stand-up",)))

    assert flood(shared) == [False] * 3 + [True] * 6
    assert not any(flood(shared, own))


def test_few_accounts_that_take_turns_are_a_flood() -> None:
    text = "Social work services must be closed and every one of the staff sent home without pay"

    assert flood(said(*[text] * 8, by=[1, 2, 3, 1, 2, 3, 1, 2]))[3:] == [True] * 5


def test_off_topic_copies_are_a_flood_whoever_says_them() -> None:
    assert flood(said(*[ADVERT] * 5, by=[1, 2, 3, 4, 5]))[3:] == [True, True]


def test_what_was_said_long_ago_is_forgotten() -> None:
    early = [post(number, ADVERT, author=author(1)) for number in range(3)]
    hours = int(WINDOW.total_seconds())

    assert not flood([*early, post(hours + 10, ADVERT, author=author(1))])[-1]
    assert flood([*early, post(hours - 10, ADVERT, author=author(1))])[-1]


def test_the_same_post_again_is_no_copy() -> None:
    one = post(1, ADVERT, author=author(1))
    edited = post(9, ADVERT, author=author(1), edit_of=(one.id,))

    assert not any(flood([one] * 6))
    assert not any(flood([one, edited, edited, edited, edited]))


def test_reposts_are_no_copies() -> None:
    repost = Reference(ReferenceKind.REPOST, PostId("x:1"))
    posts = [post(number, ADVERT, references=(repost,)) for number in range(8)]

    assert not any(flood(posts))
    assert not any(flood(said(*[f"RT @gary: {ADVERT}"] * 8)))


def test_short_words_and_bare_tags_are_no_copies_but_bare_links_are() -> None:
    assert not any(flood(said(*["Yes! #StandUp4SW"] * 8)))
    assert not any(flood(said(*["#StandUp4SW"] * 8)))
    assert flood(said(*["https://example.com/win"] * 4))[-1]


def test_other_texts_of_one_author_are_no_flood() -> None:
    texts = [f"Visit {name} done, now for the kettle" for name in ("one", "two", "three")]
    others = ["Off to court", "Back from court, and it went well", "Notes typed, home now"]

    assert not any(flood(said(*texts, *others)))


def test_floods_are_off_with_spam() -> None:
    rules = Rules(RuleSettings(kinds_off=frozenset({Kind.SPAM})))

    assert not any(flood(said(*[ADVERT] * 6), rules))


def test_asking_changes_nothing() -> None:
    history = History()
    one = post(1, ADVERT, author=author(1))
    for number in range(3):
        history.add(post(10 + number, ADVERT, author=author(1)))

    assert history.copies(one) == history.copies(one)
    assert history.copies(one).earlier == 3


@pytest.mark.uncounted
def test_memory_is_bounded_and_a_flood_is_found_among_many_other_posts() -> None:
    words = [f"{a}{b}" for a in "bdfghklm" for b in ("anda", "orin", "ulat", "ebost")]
    chosen = random.Random(2)
    history = History()
    for number in range(11_000):
        text = " ".join(chosen.choices(words, k=12))
        history.add(post(number % 3_000, text, author=author(number)))
    assert len(history._texts) <= 10_000
    assert len(history._index) <= 12 * len(history._texts)
    for number in range(3):
        history.add(post(3_000 + number, ADVERT, author=author(5)))
        history.add(post(3_000 + number, " ".join(chosen.choices(words, k=12)), author=author(6)))

    assert history.copies(post(3_100, ADVERT, author=author(5))).own == 3


def test_no_post_keeps_the_history_busy() -> None:
    history = History()
    for text in ("a b " * 6_000, "@" * 25_000, "#a" * 12_000, "x" * 25_000, "'" * 25_000):
        assert within(0.1, partial(history.add, post(1, text)))


def newcomer(number: int, days: int | None) -> Post:
    made = None if days is None else NOW - timedelta(days=days)
    somebody = author(number)
    told = Author(somebody.id, somebody.handle, somebody.name, since=made)
    return post(number, f"Number {number} says hello to you", author=told)


def test_a_burst_of_new_accounts_raises_an_alarm_that_can_be_read_out() -> None:
    history = History()
    for number in range(20):
        history.add(newcomer(number, 3))
        history.add(newcomer(100 + number, 900))
    alarm = history.new_accounts(NOW + timedelta(minutes=5))

    assert alarm == NewAccounts(20, 40)
    assert alarm.said == "20 of 40 accounts in the last 10 minutes are younger than 14 days"
    assert history.new_accounts(NOW + timedelta(minutes=5) + BURST) is None


@pytest.mark.parametrize(("new", "old"), [(11, 0), (20, 60)])
def test_a_few_new_accounts_or_a_small_share_are_no_alarm(new: int, old: int) -> None:
    history = History()
    for number in range(new):
        history.add(newcomer(number, 3))
    for number in range(old):
        history.add(newcomer(100 + number, None if number % 2 else 900))

    assert history.new_accounts(NOW + timedelta(minutes=5)) is None


def test_one_new_account_that_posts_all_the_time_is_one_account() -> None:
    history = History()
    for _ in range(50):
        history.add(newcomer(1, 1))

    assert history.new_accounts(NOW + timedelta(minutes=5)) is None
