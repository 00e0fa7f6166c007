"""A post's address goes to the clipboard, and nothing that could hurt where it is pasted."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from standup_tui.model.text import Clean
from standup_tui.ui.console.desk.copying import address_of, copied_in_words
from ui.console_kit import console, some
from ui.fake_hub import NOW
from ui.invented import entry


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/asha_rowe_sw/status/1990000000000000001",
        "https://a.example:8443/@raj/1?l=en",
    ],
)
def test_an_address_is_copied_as_it_is(address: str) -> None:
    assert address_of(replace(entry(1, NOW).post, address=Clean(address))) == address


@pytest.mark.fault("G7")
@pytest.mark.parametrize(
    "address",
    ["", "http://x.com/1", "javascript:alert(1)", "https://x.com/1; rm -rf ~", "https://x.com/$(id)",
     "https://x.com/`id`", "https://x.com/1\nid", "https://x.com/\x1b]52;c;aGk=\x07",
     "https://x.com/1\u202e", "https://evil@x.com/1 ", "https://x.com/'", 'https://x.com/"',
     "https://x.com/1|id", "https://x.com/1&id", "https://x.com/<id", "https://ex\u0430mple.com/1",
     "https://x.com/" + "a" * 2000],
)  # fmt: skip
def test_what_is_no_plain_address_is_never_copied(address: str) -> None:
    assert address_of(replace(entry(1, NOW).post, address=Clean(address))) is None


def test_it_says_through_what_the_address_went() -> None:
    assert "Given to tmux" in copied_in_words("https://a.example/1", {"TMUX": "x"})
    assert "Shift and the mouse" in copied_in_words("https://a.example/1", {"STY": "x"})
    assert "standup doctor" in copied_in_words("https://a.example/1", {})
    for inside in ({}, {"TMUX": "x"}, {"STY": "x"}):
        assert "https://a.example/1" in copied_in_words("https://a.example/1", inside)


async def test_it_is_copied_in_the_panes_and_on_an_opened_post(tmp_path: Path) -> None:
    async with console(tmp_path, some()) as bench:
        await bench.press("Y")
        assert bench.app.clipboard == entry(8, NOW).post.address
        assert str(entry(8, NOW).post.address) in bench.said

        await bench.press("j", "enter", "Y")
        assert bench.app.clipboard == entry(7, NOW).post.address


async def test_an_address_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    one = entry(1, NOW)
    odd = replace(one, post=replace(one.post, address=Clean("https://x.com/$(id)")))
    async with console(tmp_path, [odd]) as bench:
        await bench.press("Y")

        assert bench.app.clipboard == ""
        assert "Not copied" in bench.said
