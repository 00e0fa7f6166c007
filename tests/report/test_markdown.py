"""The report in Markdown: for a parser, what strangers wrote is there as text and no more."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hostile import HOSTILE, LEGITIMATE
from report.hostile_report import HTML, MARKDOWN, with_text
from report.kit import report
from standup_tui.model.text import clean_line
from standup_tui.report.mail import escaped, markdown

PARSERS = (MarkdownIt("commonmark"), MarkdownIt("gfm-like"))
NASTY = [*HTML, *MARKDOWN]
EVERYTHING = [*NASTY, *(text for _, text in HOSTILE), *LEGITIMATE]
HARMLESS = {"text", "text_special", "entity", "softbreak"}


def parts(token: Token) -> list[Token]:
    return token.children or []


def said(parser: MarkdownIt, source: str) -> str:
    """Return the text of a paragraph that must be the only thing there."""
    tokens = parser.parse(source)
    assert [it.type for it in tokens] == ["paragraph_open", "inline", "paragraph_close"], source
    assert {it.type for it in parts(tokens[1])} <= HARMLESS, (source, tokens[1].children)
    return "".join(it.content for it in parts(tokens[1]))


def one_line(text: str) -> str:
    return " ".join(clean_line(text).split())


@pytest.mark.fault("G8")
@pytest.mark.uncounted
@pytest.mark.parametrize("parser", PARSERS, ids=["commonmark", "gfm"])
@pytest.mark.parametrize("text", EVERYTHING, ids=range(len(EVERYTHING)))
def test_an_escaped_text_says_what_it_says_and_does_nothing(parser: MarkdownIt, text: str) -> None:
    if one_line(text):
        assert said(parser, escaped(text)) == one_line(text)


@given(st.text(st.sampled_from("ab1. )(*_`[]<>#+-=|~^$@&!\\:/hpwt\n\"'{}%;"), max_size=40))
@example("1)")
@example("www.www.a.bc")
@example("http\\://a.bc")
def test_no_text_at_all_gets_out_of_its_escaping(text: str) -> None:
    if one_line(text):
        for parser in PARSERS:
            assert said(parser, escaped(text)) == one_line(text)


@pytest.mark.fault("G8")
@pytest.mark.uncounted
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_report_has_the_same_shape_whatever_strangers_wrote(text: str) -> None:
    harmless = shape(markdown(with_text("words")))

    assert shape(markdown(with_text(text))) == harmless


def shape(source: str) -> list[str]:
    """Return what a report is made of; texts apart."""
    found = []
    for token in PARSERS[1].parse(source):
        found.append(token.type)
        found += [it.type for it in parts(token) if it.type not in HARMLESS]
    return found


def test_an_ordinary_report_reads_well_as_plain_text() -> None:
    text = markdown(report('aim = "That people see what we do."\n'))

    assert "\\" not in text.replace("\\#", "").replace("\\(", "")
    assert text.startswith("# A day\n")
    assert "- **Posts: 10**" in text
    assert "## Decisions needed\n\n- 10 unflagged posts are undecided (console: Live)" in text


def test_a_number_at_the_start_is_no_list() -> None:
    assert escaped("2027. What a year") == "2027\\. What a year"
    assert escaped("2027 was a year") == "2027 was a year"
