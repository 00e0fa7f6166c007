"""The parts of the prompt by themselves: typing, letters, numbers, commands, lines."""

import os
import pty
from pathlib import Path

import pytest
from msgspec.structs import replace

from halls import ABOUT
from hostile import HOSTILE, LEGITIMATE, PATHOLOGICAL
from making import ASHA, NOW, judged
from standup_tui.model.acts import ACTIONS
from standup_tui.model.entry import Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.post import Media, PostId, Reference, ReferenceKind
from standup_tui.model.text import Clean, is_safe
from standup_tui.model.wall import WallState
from standup_tui.plain.console import Console
from standup_tui.plain.editor import Editor
from standup_tui.plain.opened_words import whole_post
from standup_tui.plain.paper import Paper
from standup_tui.plain.pointing import pointed
from standup_tui.plain.post_words import LONGEST, post_line
from standup_tui.plain.register import Register
from standup_tui.plain.spelling import speller
from standup_tui.plain.vocabulary import ON_SCREENS_ONLY, Typed, Vocabulary, called
from standup_tui.protocol.messages import VERSION, Opened, Welcome
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.looks.spelling import AS_WRITTEN, Emoji, Spelling


def board(*entries: Entry) -> Board:
    known = Board()
    known.welcome(Welcome(VERSION, "0", ABOUT, ASHA, owner=True, now=NOW, seq=1, wall=WallState()))
    known.take(entries)
    return known


def entry(number: int, text: str = "A good day.", status: Status = Status.WAITING) -> Entry:
    return Entry(number, judged(number, text).post, Standing(status))


class Typing:
    """An editor and what a terminal would show of it."""

    def __init__(self) -> None:
        self.echoed = ""
        self.editor = Editor(self._echo, str)

    def _echo(self, text: str) -> None:
        self.echoed += text

    @property
    def line(self) -> str:
        """The last line as the terminal shows it: each character one column wide."""
        shown: list[str] = []
        at = 0
        for char in self.echoed.rpartition("\n")[2]:
            if char == "\b":
                at -= 1
            else:
                shown[at : at + 1] = [char]
                at += 1
        return "".join(shown).rstrip()


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (b"approve 12", "approve 12"),
        (b"approx\x7fve 1\x08\x082", "approve2"),
        (b"hide 3 spam\x17", "hide 3"),
        (b"hide  \x17", ""),
        (b"wrong\x15h3", "h3"),
        ("é\u0142".encode() + b"\x7f", "é"),
        (b"a\x1b[A\x1b[1;5D\x1bOP\x1bx\x01\x0012", "a12"),
        (b"a\x1b[20", "a"),
        ("\u202e\x9b31m\u200bx".encode(), "31mx"),
    ],
)
def test_typing_is_edited_as_terminals_do_and_echoed_as_it_stands(keys: bytes, left: str) -> None:
    typing = Typing()
    for key in keys:  # one by one, so that a letter or a sequence comes in pieces
        typing.editor.feed(bytes((key,)))

    assert typing.editor.typed.rstrip() == left
    assert typing.line == left
    assert "\x1b" not in typing.echoed


def test_lines_end_with_enter_and_the_keyboard_with_ctrl_d_on_an_empty_line() -> None:
    typing = Typing()
    assert typing.editor.feed(b"a 12\rn\n\x04q") == ["a 12", "n"]
    assert typing.editor.ended

    typing = Typing()
    typing.editor.feed(b"a\x04")
    assert not typing.editor.ended


class Sheet:
    """A paper on a pipe."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self.paper = Paper(self._writing, str)

    def read(self) -> str:
        return os.read(self._reading, 65536).decode()

    def close(self) -> None:
        os.close(self._reading)
        os.close(self._writing)


def test_a_line_above_what_is_typed_leaves_it_typed() -> None:
    sheet = Sheet()
    sheet.paper.prompt("> ")
    sheet.paper.typed = lambda: "appr"
    sheet.paper.say("x")
    sheet.paper.prompt("1> ")

    assert sheet.read() == "> \rx     \nappr\r    \r1> appr"
    sheet.close()


@pytest.mark.parametrize("group", sorted({group for group, _ in HOSTILE} - {"surrogate"}))
def test_nothing_that_strangers_write_leaves_as_anything_but_a_line_of_text(group: str) -> None:
    for text in [text for one, text in HOSTILE if one == group]:
        raw = Clean(text)  # as if the door had been forgotten; no frame carries lone surrogates
        sheet = Sheet()
        post = judged(1).post
        author = replace(post.author, name=raw, handle=raw)
        reply = Reference(ReferenceKind.QUOTE, post.id, author, raw)
        flag = Flag(Kind.HOSTILE, "hostile", Severity.LOOK, text)
        nasty = replace(post, author=author, text=raw, media=(Media(raw, alt=raw, url=raw),),
                        references=(reply,), address=raw)  # fmt: skip
        one = Entry(1, nasty, Standing(Status.FLAGGED), (flag,))
        known = board(one)
        sheet.paper.say(post_line(1, one, known))
        said = sheet.read()
        assert said.count("\n") == 1
        assert is_safe(said.rstrip("\n"))
        lines = list(whole_post(Opened(one, (), (one,), (one,)), Register(), known))
        sheet.paper.say(*lines)
        said = sheet.read()
        assert said.count("\n") == len(lines)
        assert is_safe(said.rstrip("\n"))
        sheet.close()


def test_a_very_long_text_says_how_much_is_left() -> None:
    one = entry(1, "word " * 1000)
    line = post_line(1, one, board(one))

    assert f"({5000 - LONGEST - 1:,} more characters)" in line
    assert len(line) < LONGEST + 200


ASCII = speller(Spelling(Emoji.TEXT, ascii=True))


@pytest.mark.parametrize("text", [*LEGITIMATE, *PATHOLOGICAL.values()])
def test_ascii_alone_says_every_text(text: str) -> None:
    assert ASCII(text[:2000]).isascii()


def test_letters_lose_their_marks_and_signs_are_named() -> None:
    said = ASCII("Małgorzata\u2019s visit… 12\u201314 • “café” 👏 ☕")

    assert said == 'Malgorzata\'s visit... 12-14 * "cafe" [clapping hands sign] [hot beverage]'
    assert speller(AS_WRITTEN)("visit… 👏") == "visit… 👏"
    assert speller(Spelling(Emoji.SIMPLE))("visit… 👏") == "visit… [clapping hands sign]"


def test_posts_are_named_by_number_by_range_and_by_address() -> None:
    entries = [entry(number) for number in range(1, 10)]
    known, register = board(*entries), Register()
    ids = [one.post.id for one in entries]
    for one in entries:
        register.show(one)

    assert pointed("12 x", register, known) == "There is no post 12: numbers go from 1 to 9."
    assert pointed("3 4 7-9 spam", register, known) == (
        [ids[n - 1] for n in (3, 4, 7, 8, 9)],
        "spam",
    )
    assert pointed("3,4: 7 of them", register, known) == ([ids[2], ids[3]], "7 of them")
    assert pointed("9-8, 8 because 2", register, known) == ([ids[7], ids[8]], "2")
    assert pointed("", register, known) == ([], "")
    assert pointed("5th", register, known) == ([], "5th")
    assert pointed("1-9999999", register, known) == "1-9999999 are too many: at most 500 at once."
    far = replace(entries[0], post=replace(entries[0].post, id=PostId("x:1990000000000000001")))
    known.take([far])
    for named in ("1990000000000000001", "x:1990000000000000001",
                  "https://x.com/i/status/1990000000000000001?s=20"):  # fmt: skip
        assert pointed(f"{named} why", register, known) == ([far.post.id], "why")
    assert "in this campaign" in str(pointed("1990000000000000002", register, known))


def test_every_act_of_the_registry_can_be_typed_or_is_of_a_screen_only(tmp_path: Path) -> None:
    """Who adds an act: give it a `Word` and a method, or name it in `ON_SCREENS_ONLY`."""
    words = {word.name for word in Vocabulary().words}

    assert {action.name for action in ACTIONS} - words <= ON_SCREENS_ONLY
    assert not ON_SCREENS_ONLY & words
    console = Console(tmp_path, "", Paper(1, str), background=False, waits=False)
    assert set(console._obeys) == words


def test_no_two_commands_are_typed_alike_and_each_says_what_it_does() -> None:
    words = Vocabulary().words
    forms = [form for word in words for form in word.forms]

    assert len(forms) == len(set(forms))
    assert all(word.says for word in words)
    for word in words:
        for form in word.forms:
            found = Vocabulary().found(f"{form} 12")
            assert isinstance(found, Typed)
            assert found.word == word
            assert found.rest == "12"


def test_texts_that_name_acts_say_the_command() -> None:
    said = called("‹undo› stops it; ‹hide-reply› asks, ‹one-day› is not known")

    assert said == "undo stops it; hide on x asks, one day is not known"


def test_a_campaign_may_have_other_keys() -> None:
    vocabulary = Vocabulary({"approve": "k", "hide": "f2"})

    found = vocabulary.found("k12")
    assert isinstance(found, Typed)
    assert (found.word.name, found.by_key) == ("approve", True)
    assert "a" not in vocabulary.word("approve").forms
    assert vocabulary.word("hide").forms == ("hide",)


def test_a_terminal_that_is_gone_ends_it() -> None:
    master, slave = pty.openpty()
    os.close(slave)
    os.close(master)
    with pytest.raises(SystemExit):
        Paper(master, str).say("anybody?")
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(SystemExit) as end:
        Paper(writing, str).say("anybody?")
    assert end.value.code == 141
    os.close(writing)
