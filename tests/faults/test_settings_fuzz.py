"""Whatever stands in campaign.toml: a campaign that can begin, or one sentence with a line."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from string import Template

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cli.test_new import with_examples
from counts import FULL
from faults.spoiling import spoilt_file
from faults.table import Row
from settings.test_campaign_file import WHOLE
from standup_tui import from_settings
from standup_tui.cli import new
from standup_tui.errors import ConfigError
from standup_tui.model.text import is_safe
from standup_tui.networks.x.rules import LONGEST_RULE, prefix_of, values
from standup_tui.settings import campaign_file
from standup_tui.settings.campaign import Campaign
from standup_tui.settings.campaign_file import read

pytestmark = [
    pytest.mark.soak,
    # A file that does harm may be a long one; it is told all the same.
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]

FILES = 50_000 if FULL else 1_000
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVERYTHING = with_examples(
    Template(new._TEMPLATE.read_text("utf-8")).substitute(
        name='"A day"',
        hashtags='["StandUp4SW"]',
        account='account = "WensumValeSW"',
        accounts='accounts = ["NorfolkSW"]',
        time_zone='"Europe/London"',
    )
)
"""The commented file of `standup new`, with every example in it switched on."""

FILES_SAY = st.binary(max_size=200) | st.builds(
    spoilt_file, st.randoms(use_true_random=False), st.sampled_from([EVERYTHING, WHOLE, WHOLE])
)


def began(campaign: Campaign) -> None:
    """Do with a campaign what a hub does with it before it opens its store."""
    from_settings.about(campaign, Path("day"), retweets=False)
    from_settings.period_of(campaign, NOON)
    from_settings.ours(campaign)
    from_settings.act_rules(campaign)
    prefix_of(campaign)
    values(campaign, LONGEST_RULE)


def told(why: str, file: Path, lines: int) -> None:
    """Fail unless this is one sentence about a file, with a line that the file has."""
    assert why.startswith(str(file))
    assert len(why) < len(str(file)) + 600
    assert is_safe(why)
    assert "\n" not in why
    if "not UTF-8" not in why:
        line = re.match(r", line (\d+): ", why.removeprefix(str(file)))
        assert line, why
        assert 1 <= int(line[1]) <= lines


def every_file(folder: Path, files: int, *phases: Phase) -> Counter[str]:
    """Read many files, and count what became of them."""
    found: Counter[str] = Counter()
    file = folder / "campaign.toml"

    @settings(max_examples=files, deadline=None, database=None, phases=phases)
    @given(FILES_SAY)
    def look(said: bytes) -> None:
        file.write_bytes(said)
        try:
            campaign = read(folder)
        except ConfigError as error:
            told(str(error), file, 1 + len(said.decode("utf-8-sig", "replace").splitlines()))
            found["refused"] += 1
        else:
            began(campaign)
            found["taken"] += 1

    look()
    return found


def test_the_files_that_are_spoilt_are_sound_before(tmp_path: Path) -> None:
    for text in (EVERYTHING, WHOLE):
        (tmp_path / "campaign.toml").write_text(text)
        began(read(tmp_path))


@pytest.mark.fault("U2")
def test_whatever_a_file_says_a_campaign_begins_or_one_sentence_names_the_line(
    tmp_path: Path, row: Row
) -> None:
    found = every_file(tmp_path, FILES, Phase.generate, Phase.shrink)
    row.measured(FILES, f"{found['refused']} refused in a sentence, {found['taken']} taken")
    assert min(found["refused"], found["taken"]) > FILES / 100


@pytest.mark.fault("U2", control=True)
def test_a_refusal_in_the_words_of_a_library_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign_file, "explain", lambda error, *_: str(error))
    with pytest.raises((AssertionError, ExceptionGroup)):
        every_file(tmp_path, 200, Phase.generate)
