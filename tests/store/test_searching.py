"""Searching everything that is stored."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from making import ASHA, NOW, RAJ, author, decide, judged, post, some, tag
from standup_tui.model.action import ActionDone
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Verb
from standup_tui.model.post import Media, PostId, Reference, ReferenceKind
from standup_tui.model.search import KEYS, STANDINGS, parse
from standup_tui.model.text import clean, clean_line
from standup_tui.store import searching
from standup_tui.store.check import check
from standup_tui.store.store import SqliteStore
from store.indexing import index_all, numbers


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await SqliteStore.open(tmp_path / "standup.db")
    yield opened
    await opened.close()
    assert (await check(tmp_path / "standup.db")).problems == ()


async def test_posts_are_found_by_their_words_the_newest_first(store: SqliteStore) -> None:
    texts = ["A bus fare for mum", "The bus was late", "Café Straße today", "No fare, no bus-pass"]
    await store.add([judged(n, text) for n, text in enumerate(texts, 1)], [], NOW)
    await index_all(store)

    assert await numbers(store, "bus fare ") == [4, 1]
    assert await numbers(store, '"bus fare"') == [1]
    assert await numbers(store, "bus -fare ") == [2]
    assert await numbers(store, "-bus ") == [3]
    assert await numbers(store, "CAFE strass") == [3]  # the last word may be only begun
    assert await numbers(store, "CAFE strass ") == []
    assert await numbers(store, '"pass a"') == []


async def test_a_name_a_handle_a_quoted_post_and_a_picture_are_found_too(
    store: SqliteStore,
) -> None:
    quoted = Reference(ReferenceKind.QUOTE, PostId("x:5"), author(9), clean("Rivers in flood"))
    picture = Media(clean_line("photo"), clean_line("A whiteboard: ask, listen, act"))
    await store.add(
        [
            judged(1, author=author(41, "Zoë Brackwater")),
            judged(2, references=(quoted,), author=author(4)),
            judged(3, media=(picture,), author=author(410)),
        ],
        [],
        NOW,
    )
    await index_all(store)

    assert await numbers(store, "zoe brackwater ") == [1]
    assert await numbers(store, '"rivers in flood"') == [2]
    assert await numbers(store, "whiteboard ask ") == [3]
    assert await numbers(store, "@person_4 ") == [2]  # a whole handle, once it is typed
    assert await numbers(store, "@person_4") == [3, 2, 1]
    assert await numbers(store, "from:PERSON_41 ") == [1]


async def test_a_gone_post_is_not_found_and_neither_is_one_that_was_edited(
    store: SqliteStore,
) -> None:
    await store.add([judged(1, "Bridge street"), judged(2, "Bridge closed")], [], NOW)
    await index_all(store)
    await store.remove([post(1).id], NOW)
    edited = judged(3, "Bridge open again", edit_of=(post(2).id,))
    await store.add([edited], [], NOW)
    await index_all(store)

    assert await numbers(store, "bridge ") == [3]


async def test_only_the_newest_come_along_but_all_are_counted(store: SqliteStore) -> None:
    await store.add(some(searching.MOST + 30), [], NOW)
    await index_all(store)

    found = await store.find(parse("day "))

    assert (len(found.entries), found.total) == (searching.MOST, searching.MOST + 30)
    assert found.entries[0].post.id == post(searching.MOST + 30).id


FLAGS = [
    Flag(Kind.ABUSE, "abuse.words", Severity.LOOK, "a word"),
    Flag(Kind.PERSONAL, "postcode", Severity.STOP, "a postcode"),
    Flag(Kind.SPAM, "Élan.links", Severity.LOOK, "many links"),
]
SAID = ["bus", "Bus-fare", "café", "fare", "straße 漢字", "don't", "🙏", 'a "quoted" word', "-no"]
_word = st.sampled_from(
    [*SAID, "ca", "b", "person", "NEAR", "OR", "*", '"', "漢", "x:y", "(", "^a"]
)
_key = st.sampled_from([*KEYS, "@", "-", ""])
_value = st.sampled_from(
    [*STANDINGS, *SAID, "per", "data", "abuse", "elan", "wrote", "person_2", "famil", "roster"]
)
_asked = st.lists(
    st.one_of(
        _word,
        st.builds(lambda word: f'"{word}"', _word),
        st.builds(lambda word: f"-{word}", _word),
        st.builds(lambda key, value: f"{key}:{value}" if key.isalpha() else key + value,
                  _key, _value),
        st.builds(lambda key, value: f'-{key}:"{value}"', st.sampled_from(KEYS), _value),
    ),
    max_size=4,
).map(" ".join)  # fmt: skip
_posts = st.lists(
    st.tuples(
        st.lists(st.sampled_from(SAID), max_size=4).map(" ".join),
        st.lists(st.sampled_from(FLAGS), max_size=2, unique=True),
        st.booleans(),
        st.sampled_from(
            [(), (Verb.APPROVE,), (Verb.HIDE,), (Verb.HOLD,), (Verb.ESCALATE,),
             (Verb.APPROVE, Verb.PIN), (Verb.APPROVE, Verb.STAR), (Verb.TAG,), (Verb.FLAG,)]
        ),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


async def _filled(
    path: Path, posts: list[tuple[str, list[Flag], bool, tuple[Verb, ...]]]
) -> SqliteStore:
    store = await SqliteStore.open(path)
    actions = (ActionDone("Wrote to my MP"),)
    await store.add(
        [
            judged(n, text, flags=tuple(flags), roster=roster, actions=actions if roster else ())
            for n, (text, flags, roster, _) in enumerate(posts, 1)
        ],
        [],
        NOW,
    )
    for number, (_, _, _, verbs) in enumerate(posts, 1):
        for revision, verb in enumerate(verbs, 1):
            if verb is Verb.TAG:
                await store.apply(tag("Wrote to my MP", number), ASHA, NOW)
            else:
                await store.apply(decide(verb, number, revision, "a family’s name"), RAJ, NOW)
    await index_all(store)
    return store


@settings(max_examples=60)
@given(posts=_posts, asked=st.lists(_asked, min_size=4, max_size=4))
async def test_a_pane_and_the_store_find_the_same(
    posts: list[tuple[str, list[Flag], bool, tuple[Verb, ...]]],
    asked: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = await _filled(tmp_path_factory.mktemp("s") / "standup.db", posts)
    try:
        everything = (await store.changes(0, 1000)).entries
        for words in asked:
            query = parse(words)
            found = await store.find(query) if not query.why else None
            here = {entry.post.id for entry in everything if query.matches(entry)}
            there = {entry.post.id for entry in found.entries} if found else set()
            assert there == here, words
    finally:
        await store.close()


@pytest.mark.fault("G9")
@given(words=st.text(max_size=60))
@settings(max_examples=200)
async def test_no_words_are_ever_syntax(
    words: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "syntax.db"  # one for all examples
    store = await SqliteStore.open(path)
    try:
        if not (await store.totals()).posts:
            await store.add(some(3), [], NOW)
            await index_all(store)
        query = parse(words)
        assert (await store.find(query)).why == ""
        assert (await store.log(query, 0)).lines == ()
    finally:
        await store.close()


async def test_the_log_is_found_by_who_what_whose_and_why(store: SqliteStore) -> None:
    await store.add(some(6), [], NOW)
    await store.apply(decide(Verb.APPROVE, 1), ASHA, NOW)
    await store.apply(decide(Verb.HIDE, 2, reason="names a family"), RAJ, NOW)
    await store.apply(decide(Verb.HOLD, 3), RAJ, NOW + timedelta(seconds=9))
    await index_all(store)

    async def found(words: str) -> list[tuple[str, str, str]]:
        page = await store.log(parse(words), 0)
        assert page.why == ""
        return [(one.decision.verb, one.decision.by.name, one.handle) for one in page.lines]

    held, hidden, approved = (
        ("hold", RAJ.name, "person_3"),
        ("hide", RAJ.name, "person_2"),
        ("approve", ASHA.name, "person_1"),
    )
    assert await found("") == [held, hidden, approved]
    assert await found("raj ") == [held, hidden]
    assert await found("approved ") == [approved]
    assert await found("@person_2 ") == [hidden]
    assert await found("famil") == [hidden]
    assert await found("raj -hid ") == [held]
    assert (await store.log(parse("is:held"), 0)).why == searching.ONLY_WORDS
    assert (await store.log(parse(""), 3)).lines[0].decision.verb == "hide"


async def test_a_decision_on_a_post_that_is_gone_keeps_no_word_of_it(store: SqliteStore) -> None:
    await store.add(some(2), [], NOW)
    await store.apply(decide(Verb.HIDE, 1, reason="names a family"), RAJ, NOW)
    await index_all(store)
    await store.remove([post(1).id], NOW)
    await index_all(store)

    assert (await store.log(parse("family "), 0)).lines == ()
    assert (await store.log(parse("@person_1 "), 0)).lines == ()
    (line,) = (await store.log(parse("raj "), 0)).lines
    assert (line.decision.verb, line.handle, line.excerpt) == ("hide", "", "")


async def test_a_page_of_the_log_and_the_newest_note_are_looked_up_by_an_index(
    store: SqliteStore,
) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    async def overheard(db: aiosqlite.Connection) -> list[str]:
        real = db.execute_fetchall

        async def noting(sql: str, values: tuple[object, ...] = ()) -> object:
            asked.append((sql, values))
            return await real(sql, values)

        db.execute_fetchall = noting  # type: ignore[method-assign, assignment]
        try:
            await searching.decisions(db, parse(""), 500)
            await searching.decisions(db, parse("asha hid"), 500)
            await searching.handover(db)
        finally:
            del db.execute_fetchall
        plans = [await real(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
        return [row[3] for plan in plans for row in plan]

    steps = await store._db.read(overheard)
    assert len(asked) == 3
    assert not [step for step in steps if step in ("SCAN d", "SCAN decision")]
    assert any("decision_handover" in step for step in steps)
