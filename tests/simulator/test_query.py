"""The rule language: what is refused, and what matches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clocks import HandClock
from standup_tui.simulator.day.cast import roster
from standup_tui.simulator.matching import Matcher
from standup_tui.simulator.model import Account, Picture
from standup_tui.simulator.query import QueryError, parse, selective
from standup_tui.simulator.world import World, Written

ASHA, RAJ = roster()[1:3]


def matches(rule: str, text: str, author: Account = ASHA, *, accents: bool = True) -> bool:
    world = World(HandClock())
    post = world.publish(Written(author, text))
    return Matcher(world, quoted=True, accents=accents).matches(parse(rule, longest=512), post)


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("#StandUp4SW", "go #standup4sw!", True),
        ("#StandUp4SW", "StandUp4SW without the mark", False),
        ("#StandUp4SW", "#StandUp4SWales", False),
        ("tea", "More TEA, please", True),
        ("tea", "teapot", False),
        ('"more tea"', "Always more tea.", True),
        ('"more tea"', "more of the tea", False),
        ('"more tea"~2', "more of the tea", True),
        ("from:asha_rowe_wv", "anything", True),
        (f"from:{ASHA.id}", "anything", True),
        ("from:rajp_wvale", "anything", False),
        ("cat dog", "a cat and a dog", True),
        ("cat dog", "a cat", False),
        ("cat OR dog", "a dog", True),
        ("cat dog OR fish", "fish", True),
        ("cat (dog OR fish)", "fish", False),
        ("cat -dog", "cat", True),
        ("cat -dog", "cat and dog", False),
        ("#a -is:retweet -is:nullcast", "#a", True),
        ("@WensumValeSW", "hello @wensumvalesw", True),
        ("$GBP", "the $gbp falls", True),
        ("fish", "cat &amp; fish", True),
        ("cat has:links", "cat https://www.wensumvale.example/x", True),
        ("cat has:links", "cat", False),
        ("cat has:hashtags", "cat #x", True),
        ("cat lang:en", "cat", True),
        ("cat lang:cy", "cat", False),
        ('url:"wensumvale.example"', "see https://www.wensumvale.example/x", True),
        ("💚", "green 💚 heart", True),
        ("café", "cafe", False),
    ],
)
def test_a_rule_matches(rule: str, text: str, *, expected: bool) -> None:
    assert expected is matches(rule, text)


def test_search_does_not_mind_accents() -> None:
    assert matches("cafe", "the café", accents=False)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("-is:retweet", "non-negation term"),
        ("-cat -dog", "non-negation term"),
        ("is:quote", "standalone operator"),
        ("lang:en has:links", "standalone operator"),
        ("cat OR is:quote", "standalone operator"),
        ("the", "non-stopword clause"),
        ("cat and dog", "Ambiguous use of and"),
        ("cat AND dog", "Ambiguous use of and"),
        ("is:funny cat", "Reference to invalid operator 'is:funny'"),
        ("colour:red", "Reference to invalid operator 'colour:red'"),
        ("(cat", "no viable alternative"),
        ("cat)", "missing EOF at ')' (at position 4)"),
        ("cat OR", "no viable alternative"),
        ("-(cat dog)", "no viable alternative"),
        ('"cat', "no viable alternative"),
        ("()", "no viable alternative"),
        ("", "no viable alternative"),
    ],
)
def test_a_faulty_rule_is_refused_with_a_reason(rule: str, reason: str) -> None:
    with pytest.raises(QueryError, match=r".") as refused:
        parse(rule, longest=512)
    assert reason in str(refused.value)


def test_a_quote_matches_on_the_stream_by_what_it_quotes() -> None:
    world = World(HandClock())
    quoted = world.publish(Written(ASHA, "Visit done #StandUp4SW"))
    quote = world.publish(Written(RAJ, "This.", quotes=quoted.id))
    rule = parse("#StandUp4SW is:quote", longest=512)

    assert Matcher(world, quoted=True, accents=True).matches(rule, quote)
    assert not Matcher(world, quoted=False, accents=False).matches(rule, quote)


def test_kinds_of_posts_are_told_apart() -> None:
    world = World(HandClock())
    root = world.publish(Written(ASHA, "root #a", pictures=[Picture()]))
    reply = world.publish(Written(RAJ, "reply #a", reply_to=root.id))
    retweet = world.publish(Written(RAJ, "", retweets=root.id))
    matcher = Matcher(world, quoted=True, accents=True)

    def found(rule: str) -> list[str]:
        query = parse(rule, longest=512)
        return [it.id for it in (root, reply, retweet) if matcher.matches(query, it)]

    assert [root.id, reply.id] == found("#a -is:retweet")
    assert [reply.id] == found("#a is:reply")
    assert [reply.id] == found(f"to:{ASHA.handle}")
    assert [root.id, reply.id] == found(f"conversation_id:{root.id}")
    assert [root.id] == found("#a has:images")
    assert [retweet.id] == found(f"retweets_of:{ASHA.handle}")


words = st.sampled_from(["#a", "cat", '"two words"', "from:me", "@you", "is:reply", "lang:cy"])
terms = st.builds(lambda minus, word: minus + word, st.sampled_from(["", "-"]), words)
rules = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map(lambda it: f"({it})"),
    ),
    max_leaves=8,
)


@given(rules)
def test_every_well_formed_rule_is_read_or_refused_for_selecting_nothing(rule: str) -> None:
    reason = refusal(rule)

    assert "viable" not in reason
    assert "EOF" not in reason
    assert reason or selective(parse(rule, longest=512))


@given(rules, rules, st.sampled_from(["cat #a", "two words @you", "dog"]))
def test_or_means_either_and_space_means_both(one: str, two: str, text: str) -> None:
    try:
        left, right = matches(one, text), matches(two, text)
    except QueryError:
        return

    assert (left or right) is matches(f"({one}) OR ({two})", text)
    assert (left and right) is matches(f"({one}) ({two})", text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(rule: str) -> None:
    assert refusal(rule) or selective(parse(rule, longest=512))


def refusal(rule: str) -> str:
    """The reason why a rule is refused; empty if it is not."""
    try:
        parse(rule, longest=512)
    except QueryError as refused:
        return str(refused)
    return ""
