"""The socket's language: what is said comes back as it was, and nothing else gets in."""

import json
from contextlib import suppress
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from standup_tui.model.command import Blank, Decide, Done, Refused, Superseded, Undo
from standup_tui.model.entry import Changes, Decision, Entry, Moderator, PublicAct, Stage
from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Author, Link, Media, Post, Reference, ReferenceKind
from standup_tui.model.wall import WallState
from standup_tui.protocol import messages
from standup_tui.protocol.messages import BadFrame, down, frame, up

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
number = st.integers(0, 2**62)
small = st.integers(0, 2**31)
when = st.datetimes(timezones=st.just(UTC))
short = st.text("abcxyz:0123", min_size=1, max_size=64)


def some(made: type[Struct], /, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.builds(made, **fields)


def several(one: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(one, max_size=3).map(tuple)


maybe_when = st.none() | when
moderator = some(Moderator, name=text, login=text, declared=st.booleans())
standing = some(
    Standing,
    status=st.sampled_from(Status),
    revision=small,
    pin=small,
    starred=st.booleans(),
    escalated=st.booleans(),
)
author = some(
    Author, id=text, handle=text, name=text, since=maybe_when, followers=st.none() | small
)
reference = some(
    Reference,
    kind=st.sampled_from(ReferenceKind),
    post=text,
    author=st.none() | author,
    text=st.none() | text,
)
post = some(
    Post,
    id=text,
    author=author,
    text=text,
    at=when,
    address=text,
    conversation=st.none() | text,
    references=several(reference),
    media=several(some(Media, kind=text, alt=st.none() | text, url=st.none() | text)),
    links=several(some(Link, shown=text, target=text)),
    edit_of=several(text),
)
span = some(Span, start=small, end=small)
flag = some(
    Flag,
    kind=st.sampled_from(Kind),
    rule=text,
    severity=st.sampled_from(Severity),
    reason=text,
    spans=several(span),
)
decision = some(
    Decision,
    seq=small,
    verb=text,
    by=moderator,
    at=when,
    before=text,
    after=text,
    post=st.none() | text,
    undoes=st.none() | small,
)
act = some(
    PublicAct,
    id=small,
    verb=st.sampled_from(Verb),
    post=text,
    stage=st.sampled_from(Stage),
    due=when,
    by=text,
)
entry = some(
    Entry,
    seq=small,
    post=post,
    standing=standing,
    flags=several(flag),
    roster=st.booleans(),
    last=st.none() | decision,
    act=st.none() | act,
)
wall = some(WallState, seq=small, blank=st.booleans(), by=text, at=maybe_when)
command = (
    some(
        Decide,
        op=short,
        verb=st.sampled_from(Verb),
        post=short,
        revision=number,
        reason=text,
    )
    | some(Undo, op=short, confirmed=st.booleans())
    | some(Blank, op=short, blank=st.booleans())
)
outcome = (
    some(Done, seq=small, said=text, post=st.none() | text, standing=st.none() | standing)
    | some(Superseded, post=text, by=moderator, at=when, verb=text, standing=standing)
    | some(Refused, why=text, confirm=st.booleans())
)
health = some(
    Health,
    liveness=st.sampled_from(Liveness),
    since=maybe_when,
    per_minute=several(small),
)
about = some(
    messages.About,
    **dict.fromkeys(("name", "title", "holding", "zone", "label", "account", "folder"), text),
    **dict.fromkeys(("tags", "reasons", "actions", "contact"), several(text)),
    retweets=st.booleans(),
)
presence = some(messages.Presence, name=text, initials=text, opened=st.none() | text)

UP: st.SearchStrategy[Any] = st.one_of(
    some(
        messages.Hello,
        version=small,
        role=st.sampled_from(messages.Role),
        name=text,
        after=number,
    ),
    some(messages.Ask, command=command),
    some(messages.Open, post=st.none() | short),
    some(messages.StopHub),
    some(messages.Alive, at=number),
)
DOWN: st.SearchStrategy[Any] = st.one_of(
    some(
        messages.Welcome,
        version=small,
        build=text,
        about=about,
        you=moderator,
        owner=st.booleans(),
        now=when,
        seq=small,
        wall=wall,
    ),
    some(
        messages.Pulse,
        now=when,
        health=health,
        wall=wall,
        moderators=several(presence),
        walls=small,
        outbox=several(entry),
    ),
    some(
        messages.Changed,
        changes=some(
            Changes,
            seq=small,
            entries=several(entry),
            wall=st.none() | wall,
            removed=several(text),
            more=st.booleans(),
        ),
    ),
    some(messages.Answer, op=short, outcome=outcome),
    some(messages.Opened, entry=entry, decisions=several(decision), by_author=several(entry)),
    some(messages.Goodbye, why=text, refused=st.booleans()),
)


@given(UP)
def test_what_a_terminal_says_arrives_as_it_was(message: messages.Up) -> None:
    line = frame(message)
    assert line.count(b"\n") == 1
    assert up(line) == message


@given(DOWN)
def test_what_the_hub_says_arrives_as_it_was(message: messages.Down) -> None:
    line = frame(message)
    assert line.count(b"\n") == 1
    assert down(line) == message


json_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
TAGS = ["hello", "ask", "open", "stop-hub", "alive", "decide", "undo", "blank", "changed"]
tagged = st.builds(
    lambda tag, rest: {**(rest if isinstance(rest, dict) else {}), "type": tag},
    st.sampled_from(TAGS),
    json_value,
)


@given(
    st.binary(max_size=200)
    | (json_value | tagged).map(lambda value: json.dumps(value).encode())
    | st.builds(
        lambda line, at, byte: line[:at] + bytes([byte]) + line[at + 1 :],
        UP.map(frame) | DOWN.map(frame),
        st.integers(0, 400),
        st.integers(0, 255),
    )
)
def test_nothing_but_a_bad_frame_comes_of_any_bytes(line: bytes) -> None:
    for read in (up, down):
        with suppress(BadFrame):
            read(line)


HUGE = "9" * 30


@pytest.mark.parametrize(
    "line",
    [
        f'{{"type":"hello","version":1,"role":"wall","after":{HUGE}}}',
        '{"type":"hello","version":1,"role":"wall","after":-1}',
        f'{{"type":"alive","at":{HUGE}}}',
        f'{{"type":"open","post":"{"x" * 200}"}}',
        f'{{"type":"ask","command":{{"type":"undo","op":"{"x" * 200}"}}}}',
        '{"type":"ask","command":{"type":"undo","op":""}}',
        (
            '{"type":"ask","command":{"type":"decide","op":"a","verb":"hide","post":"x:1",'
            f'"revision":{HUGE}}}}}'
        ),
        (
            '{"type":"ask","command":{"type":"decide","op":"a","verb":"hide",'
            f'"post":"{"x" * 200}","revision":1}}}}'
        ),
    ],
)
def test_what_no_terminal_of_ours_says_is_refused_at_the_door(line: str) -> None:
    with pytest.raises(BadFrame):
        up(line.encode())


def test_a_bad_frame_is_not_repeated_at_length() -> None:
    with pytest.raises(BadFrame) as caught:
        up(b'{"type":"' + b"x" * 100_000 + b'"}')
    assert len(str(caught.value)) < 500
