"""A campaign file: what is read from it, and what a person is told about a slip in it."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.slips import ADDRESS, SLIPS, TOP
from standup_tui.errors import ConfigError
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import parse, read

FILE = Path("campaign.toml")


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
