"""Which posts are shown to somebody who was not there, and whether anybody is named by that."""

import pytest
from msgspec.structs import replace

from making import post
from report.kit import campaign, facts, report
from standup_tui.model.entry import Entry
from standup_tui.model.facts import Echo
from standup_tui.model.lifecycle import Standing, Status
from standup_tui.model.text import clean_line
from standup_tui.report.compose import compose
from standup_tui.report.data import json
from standup_tui.report.highlights import nameless
from standup_tui.report.mail import markdown
from standup_tui.report.page import html


def echo(number: int, text: str = "A good day.", *, pin: int = 0, replies: int = 0) -> Echo:
    made = post(number, text, lang=clean_line("en"))
    return Echo(Entry(number, made, Standing(Status.SHOWN, pin=pin)), replies=replies)


def test_pins_lead_and_leave_room_for_what_was_taken_up() -> None:
    pinned = tuple(echo(number, pin=number) for number in range(1, 7))
    loud = tuple(echo(number, replies=30 - number) for number in range(11, 15))
    made = report(pinned=pinned, loudest=loud).highlights

    assert [it.why for it in made] == ["pinned"] * 4 + ["19 answers", "18 answers"]
    assert len(report(pinned=pinned).highlights) == 6
    assert len(report(pinned=pinned[:1], loudest=loud).highlights) == 5
    assert report().highlights == ()


def test_nobody_is_named_unless_that_was_chosen() -> None:
    text = "Thank you @asha_rowe and @x! https://x.com/asha_rowe/status/12 mail a@b.example"
    plain = report(pinned=(echo(1, text, pin=1),)).highlights[0]
    named = report(pinned=(echo(1, text, pin=1),), handles=True).highlights[0]

    assert plain.text == "Thank you @… and @…! https://x.com/i/status/12 mail a@b.example"
    assert plain.who == "the public"
    assert plain.link == "https://x.com/i/status/1000001"
    assert named.text == text
    assert named.who == "@person_1"


@pytest.mark.parametrize("text", ["no one here", "a@b.example", "@", "price @ 5"])
def test_what_is_no_handle_stays(text: str) -> None:
    assert nameless(text) == text


def test_staff_and_the_own_account_are_told_from_the_public() -> None:
    ours, theirs = echo(1, pin=1), echo(2, pin=2)
    staff = replace(theirs, entry=replace(theirs.entry, roster=True))
    made = report('account = "PERSON_1"\n', pinned=(ours, staff)).highlights

    assert [it.who for it in made] == ["our own account", "our staff"]


@pytest.mark.parametrize(("lang", "kept"), [("cy", "cy"), ("und", ""), ('en" onload="x', "")])
def test_a_language_is_said_where_one_is_known(lang: str, kept: str) -> None:
    one = echo(1, pin=1)
    entry = replace(one.entry, post=replace(one.entry.post, lang=clean_line(lang)))
    assert report(pinned=(replace(one, entry=entry),)).highlights[0].lang == kept


def test_a_long_post_is_cut_and_its_link_leads_to_all_of_it() -> None:
    made = report(pinned=(echo(1, "word " * 400, pin=1),)).highlights[0]
    assert len(made.text) <= 280
    assert made.text.endswith("…")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://x.com/asha_rowe/status/12", "https://x.com/asha_rowe/status/12"),
        ("https://x.com.evil.example/a/status/12", "https://x.com/i/status/1000001"),
        ("https://x.com/a/status/12#<script>", "https://x.com/i/status/1000001"),
        ("javascript:alert(1)", "https://x.com/i/status/1000001"),
    ],
)
def test_a_link_leads_to_a_post_on_x_or_nowhere(address: str, link: str) -> None:
    one = echo(1, pin=1)
    entry = replace(one.entry, post=replace(one.entry.post, address=clean_line(address)))
    made = report(pinned=(replace(one, entry=entry),), handles=True)
    assert made.highlights[0].link == link


def test_a_report_without_quotes_says_so_in_every_form_and_names_no_post() -> None:
    told = compose(facts(pinned=(echo(1, pin=1),)), campaign(), quotes=False)

    for said in (html(told), markdown(told), json(told)):
        assert "quotes no post" in said
        assert "/status/" not in said
