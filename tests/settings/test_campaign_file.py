"""A campaign file: what is read from it, and what a person is told about a slip in it."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standup_tui.errors import ConfigError
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Adjustable, Campaign, Switchable
from standup_tui.settings.campaign_file import parse, read

FILE = Path("campaign.toml")
TOP = 'name = "A day"\nhashtags = ["StandUp4SW"]\n'


def refusal(text: str) -> str:
    """Return what is said about a file, without the file's name."""
    with pytest.raises(ConfigError) as caught:
        parse(text, FILE)
    said = str(caught.value)
    assert said.startswith("campaign.toml, ")
    assert "\n" not in said
    return said.removeprefix("campaign.toml, ")


def test_a_name_and_a_hashtag_are_a_campaign() -> None:
    campaign = parse(TOP, FILE)

    assert Campaign("A day", ("StandUp4SW",)) == campaign
    assert campaign.wall.holding
    assert not campaign.retweet.enabled


def test_hashtags_carry_one_mark_however_they_were_written() -> None:
    tags = parse('name = "x"\nhashtags = ["#One", "Two"]', FILE).tags

    assert tags == ("#One", "#Two")


def test_times_without_a_zone_are_times_of_the_campaign() -> None:
    campaign = parse(TOP + "starts = 2026-06-01T09:00:00\nuntil = 2026-06-01T09:30:00Z", FILE)

    assert datetime(2026, 6, 1, 8, tzinfo=UTC) == campaign.moment(campaign.starts)
    assert datetime(2026, 6, 1, 9, 30, tzinfo=UTC) == campaign.moment(campaign.until)
    assert campaign.moment(None) is None


TIME = "expected a time such as 2026-11-22T09:00:00"
NUMERIC_ID = 'the account\'s numeric id, such as "4217"'
HANDLE = 'a handle such as "WensumValeSW"'
ZONE = 'a time zone such as "Europe/London"'
ADDRESS = "expected an https address, or http on 127.0.0.1 for the simulator"
KINDS = " or ".join(f'"{kind}"' for kind in get_args(Switchable))
MILDER = " or ".join(f'"{kind}"' for kind in get_args(Adjustable))
ROSTER = '[[roster]]\nid = "1"\nhandle = "a"\n\n[[roster]]\nid = "2"\nhandle = "b"\n\n[[roster]]\n'

SLIPS = {
    "nothing at all": ("", "line 1: name: expected text that is not empty, but it is missing."),
    "no name": (
        'hashtags = ["a"]',
        "line 1: name: expected text that is not empty, but it is missing.",
    ),
    "a name of the wrong type": (
        'hashtags = ["a"]\nname = 1',
        "line 2: name: expected text that is not empty, got a number.",
    ),
    "a blank name": (
        'hashtags = ["a"]\nname = " "',
        "line 2: name: expected text that is not empty, got ' '.",
    ),
    "no hashtags": (
        'name = "x"\nhashtags = []',
        "line 2: hashtags: expected at least one entry, got [].",
    ),
    "a hashtag with a space, in a list over several lines": (
        'name = "x"\nhashtags = [\n  "One",  # first\n  "T w o",\n]',
        "line 4: hashtags entry 2: expected a hashtag such as \"StandUp4SW\", got 'T w o'.",
    ),
    "a hashtag of digits, which X does not have": (
        'name = "x"\nhashtags = ["123"]',
        "line 2: hashtags entry 1: expected a hashtag such as \"StandUp4SW\", got '123'.",
    ),
    "a hashtag with an escape": (
        'name = "x"\nhashtags = ["\\u001b[2J"]',
        "line 2: hashtags entry 1: expected a hashtag such as \"StandUp4SW\", got '\\x1b[2J'.",
    ),
    "a hashtag twice": (
        'name = "x"\nhashtags = ["One", "#one"]',
        "line 2: hashtags entry 2: expected another one than in entry 1, got '#one'.",
    ),
    "a third person without an id": (
        TOP + ROSTER + 'handle = "c"',
        f"line 11: roster entry 3, id: expected {NUMERIC_ID}, but it is missing.",
    ),
    "a third person with a number for an id": (
        TOP + ROSTER + 'handle = "c"\nid = 3',
        f"line 13: roster entry 3, id: expected {NUMERIC_ID}, got a number.",
    ),
    "a kind of flag that does not exist": (
        TOP + '[rules]\noff = ["spam", "rudeness"]',
        f"line 4: rules.off entry 2: expected {KINDS}, got 'rudeness'.",
    ),
    "personal data made milder": (
        TOP + '[rules]\nlook = ["personal-data"]',
        f"line 4: rules.look entry 1: expected {MILDER}, got 'personal-data'.",
    ),
    "a house rule against criticism": (
        TOP + 'reasons = ["Abuse of a person", "Criticism of our service"]',
        (
            "line 3: reasons entry 2: expected a house rule that a post can break: criticism is "
            "none, and nothing is hidden for being negative, got 'Criticism of our service'."
        ),
    ),
    "a kind that stops and does not": (
        TOP + '[rules]\nstop = ["spam"]\nlook = ["press", "spam"]',
        "line 5: rules.look entry 2: expected a kind that does not stand in stop, got 'spam'.",
    ),
    "a person twice": (
        TOP + ROSTER + 'id = "1"\nhandle = "c"',
        "line 12: roster entry 3, id: expected another one than in entry 1, got '1'.",
    ),
    "people in one line, the second without a handle": (
        TOP + 'roster = [\n{ id = "1", handle = "a" },\n{ id = "2" },\n]',
        f"line 5: roster entry 2, handle: expected {HANDLE}, but it is missing.",
    ),
    "a table where a list of tables belongs": (
        TOP + '[roster]\nid = "1"',
        "line 3: roster: expected a list in [ ], got a table.",
    ),
    "somebody of the roster who is muted": (
        TOP + 'roster = [{ id = "1", handle = "@asha" }]\n[[muted]]\nid = "1"',
        (
            "line 5: muted entry 1, id: expected an account that is not one of ours (@asha is on "
            "the roster), got '1'."
        ),
    ),
    "a followed account that is muted": (
        TOP + 'accounts = [{ handle = "kin", id = "7" }]\nmuted = ["6", "7"]',
        (
            "line 4: muted entry 2: expected an account that is not one of ours (@kin is "
            "followed), got '7'."
        ),
    ),
    "the campaign's own account muted": (
        TOP + 'account = { handle = "us", id = "7" }\nmuted = ["7"]',
        (
            "line 4: muted entry 1: expected an account that is not one of ours (@us is the "
            "campaign's account), got '7'."
        ),
    ),
    "a muted account twice": (
        TOP + 'muted = ["7", { id = "7", handle = "x" }]',
        (
            "line 3: muted entry 2: expected another one than in entry 1, got {'id': '7', "
            "'handle': 'x'}."
        ),
    ),
    "a muted account by its handle alone": (
        TOP + 'muted = ["@deals"]',
        f"line 3: muted entry 1: expected {NUMERIC_ID}, got '@deals'.",
    ),
    "an account with an id and no handle": (
        TOP + 'accounts = [{ id = "7" }]',
        f"line 3: accounts entry 1, handle: expected {HANDLE}, but it is missing.",
    ),
    "a handle followed twice, once with its id": (
        TOP + 'accounts = ["Kin", { handle = "@kin", id = "7" }]',
        (
            "line 3: accounts entry 2: expected another one than in entry 1, got {'handle': "
            "'@kin', 'id': '7'}."
        ),
    ),
    "two actions that read the same": (
        TOP + '[[actions]]\nname = "My  MP"\n[[actions]]\nname = "my mp "',
        "line 6: actions entry 2, name: expected another one than in entry 1, got 'my mp '.",
    ),
    "more actions than keys": (
        TOP + "\n".join(f'[[actions]]\nname = "{n}"' for n in range(21)),
        "line 3: actions: expected at most 20 actions, got 21 of them.",
    ),
    "slowing before warning": (
        TOP + "[budget]\nusd = 25\nwarn = 0.95",
        "line 5: budget.warn: expected at most slow, which is 0.9, got 0.95.",
    ),
    "stopping before slowing": (
        TOP + "[budget]\nstop = 0.5\nslow = 0.8",
        "line 5: budget.slow: expected at most stop, which is 0.5, got 0.8.",
    ),
    "stopping before the usual slowing": (
        TOP + "[budget]\nstop = 0.5",
        "line 4: budget.stop: expected at least slow, which is 0.9, got 0.5.",
    ),
    "a log that is forgotten before its texts": (
        TOP + "[retention]\nlog = 60",
        "line 4: retention.log: expected at least shown, which is 90, got 60.",
    ),
    "texts that outlive the usual log": (
        TOP + "[retention]\nundecided = 500",
        "line 4: retention.undecided: expected at most log, which is 400, got 500.",
    ),
    "no clock at all": (
        TOP + "[retention]\nshown = -1",
        "line 4: retention.shown: expected days, from 0 to 3650, got -1.",
    ),
    "no budget at all": (
        TOP + "[budget]\nusd = 0",
        "line 4: budget.usd: expected US dollars, more than 0, got 0.",
    ),
    "a proxy with a password": (
        TOP + '[source]\nproxy = "http://me:secret@proxy:3128"',
        "line 4: source.proxy: expected such as \"http://proxy:3128\", got 'http://…@proxy:3128'.",
    ),
    "an unknown key": (
        TOP + "colour = 1",
        "line 3: colour: no such setting; expected one of "
        + ", ".join(Campaign.__struct_fields__)
        + ".",
    ),
    "a slip in a key": (
        TOP + '[wall]\nholding = "x"\ntitel = "x"',
        "line 5: wall.titel: no such setting; did you mean title?",
    ),
    "a key of the top below a table": (
        TOP + '[wall]\ntitle = "x"\nname = "x"',
        "line 5: wall.name: no such setting in [wall]; name belongs above the first [table].",
    ),
    "a key of a table at the top": (
        TOP + "delay = 1",
        "line 3: delay: no such setting here; it belongs in [retweet].",
    ),
    "a number in quotes": (
        TOP + '[retweet]\nenabled = true\ndelay = "10"',
        "line 5: retweet.delay: expected seconds, from 0 to 3600, got text in quotes.",
    ),
    "a number out of range": (
        TOP + "[retweet]\ndelay = 3601",
        "line 4: retweet.delay: expected seconds, from 0 to 3600, got 3601.",
    ),
    "a word in quotes where true or false belongs": (
        TOP + '[retweet]\nenabled = "yes"',
        "line 4: retweet.enabled: expected true or false, got text in quotes.",
    ),
    "a dotted key": (
        TOP + "\nretweet.enabled = 1",
        "line 4: retweet.enabled: expected true or false, got a number.",
    ),
    "a choice that does not exist": (
        TOP + '[source]\nlabel = "REAL"',
        'line 4: source.label: expected "" or "SIMULATED" or "RECORDED", got \'REAL\'.',
    ),
    "an empty word, which every post has": (
        TOP + '[words]\nflag = ["a",\n"",\n]',
        "line 5: words.flag entry 2: expected text that is not empty, got ''.",
    ),
    "a time in words": (TOP + 'starts = "noon"', f"line 3: starts: {TIME}, got 'noon'."),
    "a day without a time": (
        TOP + "until = 2026-11-22",
        f"line 3: until: {TIME}, got a date without a time.",
    ),
    "a time without a day": (
        TOP + "until = 09:00:00",
        f"line 3: until: {TIME}, got a time without a date.",
    ),
    "a time at the end of the calendar": (
        TOP + "until = 9999-12-31T23:59:59-10:00",
        "line 3: until: expected a year from 2006 to 2100, got 9999-12-31T23:59:59-10:00.",
    ),
    "an end before the start, in another zone": (
        TOP + "starts = 2026-06-01T10:00:00\nuntil = 2026-06-01T08:30:00Z",
        "line 4: until: expected a time after starts, got 2026-06-01T08:30:00+00:00.",
    ),
    "a zone that does not exist": (
        TOP + 'time_zone = "Europe/Norwich"',
        f"line 3: time_zone: expected {ZONE}, got 'Europe/Norwich'.",
    ),
    "a zone that is a path": (
        TOP + 'time_zone = "../../etc/passwd"',
        f"line 3: time_zone: expected {ZONE}, got '../../etc/passwd'.",
    ),
    "an equals sign forgotten": (
        'name = "x"\nhashtags ["a"]',
        "line 2: hashtags: expected = between the setting and its value.",
    ),
    "a bracket forgotten": (
        'name = "x"\nhashtags = [\n"a",\n',
        "line 3: hashtags: expected a ] at the end of the list, which begins on line 2.",
    ),
    "quotes forgotten": (
        "name = Stand up",
        "line 1: name: expected text that is not empty, in quotes, got Stand up.",
    ),
    "quotes of a word processor": (
        "name = “Stand up”",
        'line 1: name: expected straight quotes, " and ", around the text, got “.',
    ),
    "a value forgotten": (
        TOP + "[wall]\nquiet =",
        "line 4: wall.quiet: expected minutes, from 1 to 1440, got nothing.",
    ),
    "yes for true": (
        TOP + "[retweet]\nenabled = yes  # we want them",
        "line 4: retweet.enabled: expected true or false, got yes.",
    ),
    "a quote forgotten at the end": (
        'name = "Stand up\nhashtags = ["a"]',
        'line 1: name: expected a " at the end of the text.',
    ),
    "another quote than at the beginning": (
        "name = 'Stand up\"",
        "line 1: name: expected a ' at the end of the text.",
    ),
    "a path of another system": (
        'name = "C:\\campaigns"',
        "line 1: name: expected each \\ written twice, or text between ' and '.",
    ),
    "a comma forgotten in a list": (
        'name = "x"\nhashtags = [\n  "a"\n  "b"\n]',
        "line 4: hashtags: expected a comma between entries, or a ] at the end of the list.",
    ),
    "a bracket forgotten before another setting": (
        'name = "x"\nhashtags = [\n  "a",\naccount = "b"\n',
        "line 4: hashtags: expected a ] at the end of the list, which begins on line 2.",
    ),
    "a list of bare words": (
        'name = "x"\nhashtags = [standup]',
        "line 2: hashtags: expected text in quotes, got standup.",
    ),
    "a comma forgotten in braces": (
        TOP + 'accounts = [{ handle = "a" id = "1" }]',
        "line 3: accounts: expected a comma between entries, or a } at the end.",
    ),
    "a setting twice": (
        TOP + "[wall]\nquiet = 1\ntheme = 'dark'\nquiet = 2",
        "line 6: wall.quiet: expected once, but line 4 has it too.",
    ),
    "a table twice": (
        TOP + "[wall]\nquiet = 1\n[source]\n[wall]\n",
        "line 6: wall: expected one such table, but line 3 begins it too: put these lines there.",
    ),
    "a table's bracket forgotten": (
        TOP + "[wall\nquiet = 1",
        "line 3: wall: expected a ] at the end of the table's name.",
    ),
    "two settings in a line": (
        'name = "x" hashtags = ["a"]',
        "line 1: name: expected nothing more in the line after the value.",
    ),
    "a day that does not exist": (
        TOP + "starts = 2027-02-31T08:00:00",
        "line 3: starts: expected a day and a time that exist, such as 2026-11-22T09:00:00.",
    ),
    "an id without quotes in the second of a table": (
        TOP + '[[roster]]\nid = "1"\nhandle = "a"\nname = "A"\n[[roster]]\nid = x2',
        f"line 8: roster entry 2, id: expected {NUMERIC_ID}, in quotes, got x2.",
    ),
    "a sentence": (
        TOP + "please read this tag",
        "line 3: please: expected = between the setting and its value.",
    ),
    "a sign where a setting begins": (
        '= "x"',
        'line 1: expected a setting such as name = "…", or a table such as [wall].',
    ),
    "a number beyond all measure": (
        "name = " + "9" * 5000,
        "line 1: expected a number with fewer than thousands of digits.",
    ),
    "brackets beyond all measure": (
        "name = " + "[" * 5000,
        "line 1: expected fewer brackets inside each other.",
    ),
}


@pytest.mark.parametrize(("text", "said"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_with_its_line_its_key_and_what_was_expected(text: str, said: str) -> None:
    assert said == refusal(text)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.x.com",
        "http://127.0.0.1.evil.example",
        "http://evil.example#127.0.0.1",
        "https://user@evil.example",
        "https://",
        "https://api.x.com/2",
        "https://api.x.com:port",
        "https://[::1",
        "https://api.x.com\\@evil.example",
        "ftp://127.0.0.1",
        "api.x.com",
        "",
    ],
)
def test_credentials_are_sent_nowhere_but_over_https_or_to_this_machine(url: str) -> None:
    said = refusal(f"{TOP}[source]\nbase_url = '{url}'")

    assert f"line 4: source.base_url: {ADDRESS}, got {url!r}." == said


@pytest.mark.parametrize(
    "url",
    ["https://api.x.com", "https://api.x.com:8443/", "http://127.0.0.1:1", "http://[::1]:8080"],
)
def test_https_and_the_simulator_are_addresses(url: str) -> None:
    assert url == parse(f"{TOP}[source]\nbase_url = '{url}'", FILE).source.base_url


def test_a_folder_without_a_campaign_offers_new_and_demo(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ConfigError, match=r"no campaign\.toml.*`standup new.*`standup demo`"):
            read(folder)


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / campaign_file.FILE).write_bytes(
        b"\xef\xbb\xbf" + TOP.replace("\n", "\r\n").encode()
    )

    assert read(tmp_path).name == "A day"


def test_a_file_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / campaign_file.FILE
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(ConfigError, match="byte 8 is not UTF-8"):
        read(tmp_path)

    path.unlink()
    path.mkdir()
    with pytest.raises(ConfigError, match="is a folder"):
        read(tmp_path)


_SCALARS = st.one_of(
    st.text(max_size=8).map(lambda text: f"'{text}'"),
    st.text(max_size=8).map(lambda text: f'"""{text}"""'),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["true", "2026-01-01", "0001-01-01T00:00:00+23:00", "09:00:00", "[]", "{}"]),
)
_VALUES = st.recursive(
    _SCALARS,
    lambda values: (
        st.lists(values, max_size=3).map(lambda items: f"[\n{', '.join(items)}]")
        | values.map(lambda value: f"{{ id = {value}, title = {value} }}")
    ),
    max_leaves=4,
)
_KEYS = st.sampled_from([*Campaign.__struct_fields__, "id", "title", "flag", "kind", "a.b", "'k'"])
_LINES = st.one_of(
    st.tuples(_KEYS, _VALUES).map(" = ".join),
    _KEYS.map("[{}]".format),
    _KEYS.map("[[{}]]".format),
    st.text(max_size=10),
)


@given(st.text() | st.lists(_LINES).map("\n".join) | st.lists(_LINES).map(TOP.__add__("\n").join))
def test_whatever_a_file_says_it_is_a_campaign_or_one_sentence(text: str) -> None:
    with suppress(ConfigError):
        parse(text, FILE)


WHOLE = (
    TOP
    + """accounts = [{ handle = "a", id = "1" }, 'b']
starts = 2026-06-01T09:00:00
[[roster]]
id = "2"
handle = "c"
[wall]
title = "Zoë's \\"day\\""
quiet = 5
"""
)


def test_whichever_sign_is_forgotten_the_line_is_told() -> None:
    parse(WHOLE, FILE)
    for at in range(len(WHOLE)):
        with suppress(ConfigError):
            parse(WHOLE[:at] + WHOLE[at + 1 :], FILE)
            continue
        # A quote or a bracket may be missed a line later than it was forgotten, not a page.
        line = int(refusal(WHOLE[:at] + WHOLE[at + 1 :]).split(":")[0].removeprefix("line "))
        assert abs(line - 1 - WHOLE[:at].count("\n")) <= 1
