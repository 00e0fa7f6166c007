"""What a terminal answers unasked is no key; every key and all that Textual asked for stays."""

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import SPECIAL_SEQUENCES
from textual.events import Key

from standup_tui.ui import textual_gaps
from standup_tui.ui.replies import Replies
from ui.console_kit import HandClock

ANSWERS = {
    "its kind": "\x1b[?1;2c",
    "its kind, as newer ones tell it": "\x1b[?62;4;22c",
    "its version": "\x1b[>41;379;0c",
    "its name": "\x1bP>|XTerm(379)\x1b\\",
    "its serial number": "\x1bP!|00000000\x1b\\",
    "that it is well": "\x1b[0n",
    "its size in letters": "\x1b[8;24;80t",
    "its size in points": "\x1b[4;480;640t",
    "its title": "\x1b]lready\x1b\\",
    "its background": "\x1b]11;rgb:0000/0000/0000\x07",
    "one of its colours": "\x1b]4;1;rgb:cd00/0000/0000\x1b\\",
    "a setting": "\x1bP1$r0m\x1b\\",
    "a mode that nobody asked for": "\x1b[?2031;0$y",
    "whether it is dark": "\x1b[?997;1n",
    "which keys it tells": "\x1b[?0u",
    "where the cursor is, with the page": "\x1b[?1;1;1R",
    "what is in its clipboard": "\x1b]52;c;aGhoaGhoaA==\x07",
    "that it shows a picture": "\x1b_Gi=31;OK\x1b\\",
}
MEANT = [
    "\x1b", "\x1b\x1b", "a", "\x1bb", "\x1b]", "\x1bP", "\x1b[1;2R", "\x1b[<0;10;5M",
    "\x1b[48;36;120;720;1200t", "\x1b[?2026;2$y", "\x1b[?2048;1$y", "\x1b[97;5u", "\x1b[27u",
    "\x1b[200~a text\x1b[201~", "\x1b[12;40R", "\x1b[M !!",
]  # fmt: skip


def replies() -> tuple[Replies, HandClock]:
    clock = HandClock()
    return Replies(clock), clock


@pytest.mark.fault("D9")
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_no_key_and_takes_none_along(answer: str) -> None:
    took, _ = replies()
    assert took.without(answer) == ""
    assert took.without(f"j{answer}k") == "jk"
    assert took.without(answer * 3 + "\x1b[A") == "\x1b[A"


def test_an_answer_in_two_pieces_is_no_key_either() -> None:
    for answer in ANSWERS.values():
        for cut in range(3, len(answer)):
            took, clock = replies()
            first = took.without(answer[:cut])
            clock.at += 0.02
            assert first + took.without(answer[cut:] + "j") == "j", (answer, cut)


def test_every_key_and_what_textual_asked_for_comes_through() -> None:
    for sequence in {*MEANT, *ANSI_SEQUENCES_KEYS, *SPECIAL_SEQUENCES}:
        took, _ = replies()
        assert took.without(sequence) == sequence


def test_what_never_ends_keeps_no_key_back_for_long() -> None:
    took, clock = replies()
    assert took.without("j\x1bP1$r") == "j"
    heard = []
    for _ in range(5):
        clock.at += 0.05
        heard.append(took.without("k"))
    assert heard[-1] == "k"


def test_reports_of_a_mouse_come_through_wherever_a_flood_is_cut() -> None:
    reports = "\x1b[<35;101;17M" * 20
    for cut in range(64, len(reports)):
        took, clock = replies()
        first = took.without(reports[:cut])
        clock.at += 1.5  # busy with the first ones
        assert first + took.without(reports[cut:]) == reports


def test_a_key_in_two_pieces_is_that_key() -> None:
    took, clock = replies()
    first = took.without("\x1b[1;5")
    clock.at += 0.02
    assert first + took.without("A") == "\x1b[1;5A"


def test_textual_hears_of_no_answer() -> None:
    textual_gaps.hear_pasting(lambda _: False)
    listener = textual_gaps._Listener()
    heard = [one for answer in ANSWERS.values() for one in listener.feed(answer)]
    (key,) = listener.feed("a")
    assert heard == []
    assert isinstance(key, Key)
