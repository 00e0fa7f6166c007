"""Whether the tests of hostile posts see doors that let something through, or spoil something."""

import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import find, settings
from textual.strip import Strip

from faults.test_mutants import caught_at_once
from hostile import LEGITIMATE, PATHOLOGICAL
from making import NOW, some
from model import test_text
from records import test_tables
from report import test_markdown, test_page
from report.hostile_report import HTML
from report.pages import Page
from rules import test_likeness
from standup_tui.errors import StoreError
from standup_tui.model.search import parse
from standup_tui.model.text import Clean
from standup_tui.records import tables
from standup_tui.report import mail, page
from standup_tui.rules import likeness
from standup_tui.store import searching
from standup_tui.store.store import SqliteStore
from standup_tui.ui import guard
from standup_tui.ui.console.desk import copying
from store.indexing import index_all
from ui import test_copying, test_guard

pytestmark = pytest.mark.soak


def only_escapes(raw: str) -> Clean:
    """Clean as one might at first: without escape characters there are no sequences."""
    return Clean(raw.replace("\x1b", "\u241b"))


def printable(raw: str) -> Clean:
    """Clean as one might next: leave out what Python calls unprintable."""
    return Clean("".join(char for char in raw if char.isprintable() or char == "\n"))


def sign_by_sign(raw: str) -> Clean:
    """Count in all of the text what each sign of it is."""
    known = {char: raw.count(char) for char in raw for _ in range(2) if raw.count(char)}
    return Clean(raw if known else "")


@pytest.mark.fault("G5", control=True)
def test_a_door_that_takes_long_for_a_long_post_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_text, "clean", sign_by_sign)
    caught_at_once(
        partial(
            test_text.test_no_post_takes_longer_than_a_tenth_of_a_second,
            PATHOLOGICAL["wide"][:10_000],
        )
    )


@pytest.mark.fault("G6", control=True)
def test_a_door_that_takes_joined_emoji_apart_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_text, "clean", printable)
    joined = next(text for text in LEGITIMATE if "\u200d" in text)
    caught_at_once(
        partial(test_text.test_every_script_and_every_emoji_comes_through_unchanged, joined)
    )


@pytest.mark.fault("G7", control=True)
def test_a_guard_and_a_clipboard_that_believe_every_link_are_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Strip, "render", guard._guarded_render)
    monkeypatch.setattr(guard, "_HARMLESS_LINK", re.compile(".*", re.DOTALL))
    monkeypatch.setattr(copying, "_ADDRESS", re.compile(".*", re.DOTALL))
    link = "file:///etc/passwd"
    caught_at_once(
        partial(test_guard.test_a_doubtful_link_is_dropped_and_its_text_stays, link),
        partial(test_copying.test_what_is_no_plain_address_is_never_copied, link),
    )


@pytest.mark.fault("G8", control=True)
def test_a_table_that_knows_one_sign_of_a_formula_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "_FORMULA", re.compile("^="))
    caught_at_once(partial(test_tables.test_a_hostile_cell_is_text, "@SUM(A1:A9)"))


@pytest.mark.fault("G8", control=True)
def test_a_page_that_escapes_nothing_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    harmless = Page(page.html(test_page.full()))
    environment = vars(page)["Environment"]
    monkeypatch.setattr(
        page, "Environment", lambda **asked: environment(**asked | {"autoescape": False})
    )
    caught_at_once(
        partial(
            test_page.test_nothing_that_strangers_wrote_is_anything_but_text, HTML[0], harmless
        )
    )


@pytest.mark.fault("G8", control=True)
def test_a_mail_that_escapes_only_stars_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_SIGNS", re.compile(r"([\\*])"))
    text = "[council.example](https://evil.example)"
    caught_at_once(
        partial(
            test_markdown.test_an_escaped_text_says_what_it_says_and_does_nothing,
            test_markdown.PARSERS[0],
            text,
        )
    )


@pytest.mark.fault("G9", control=True)
async def test_a_search_that_hands_words_on_as_they_are_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = 'near("'
    monkeypatch.setattr(searching, "expression", lambda _: typed)
    store = await SqliteStore.open(tmp_path / "standup.db")
    await store.add(some(3), [], NOW)
    await index_all(store)
    try:
        with pytest.raises(StoreError, match="unterminated"):
            await store.find(parse(typed))
    finally:
        await store.close()


@pytest.mark.fault("G10", control=True)
@pytest.mark.parametrize("handle", ["WensurnValeSW", "ᴡᴇɴsᴜᴍᴠᴀʟᴇsᴡ"])
def test_a_rule_that_compares_letters_as_they_are_is_caught(
    monkeypatch: pytest.MonkeyPatch, handle: str
) -> None:
    monkeypatch.setattr(likeness, "_seen", str.lower)
    monkeypatch.setattr(likeness, "_one_apart", lambda *_: False)
    caught_at_once(partial(test_likeness.test_a_handle_like_an_official_one_is_flagged, handle))


@pytest.mark.fault("G11", control=True)
def test_a_door_that_knows_only_escapes_is_found_out_by_chance() -> None:
    assert find(
        test_text.anything,
        lambda raw: not test_text.harmless(only_escapes(raw)),
        settings=settings(database=None, derandomize=True, max_examples=5_000),
    )


@pytest.mark.fault("G11", control=True)
def test_a_door_that_knows_only_escapes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_text, "clean", only_escapes)
    caught_at_once(partial(test_text.test_hostile_text_becomes_harmless, "c1", "\x9bc"))


@pytest.mark.fault("G12", control=True)
def test_without_the_guard_an_escape_sequence_gets_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Strip, "render", test_guard.RAW_RENDER)
    caught_at_once(partial(test_guard.test_no_hostile_text_reaches_the_output, "esc", "\x1b[2J"))
