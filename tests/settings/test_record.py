"""Nobody reads the real X before somebody has said what for and who answers for it."""

from pathlib import Path

import pytest

from standup_tui.settings import campaign_file, record
from standup_tui.settings.campaign import Campaign

WHOLE = """
starts = 2027-02-01T08:00:00
until = 2027-02-01T18:00:00
[record]
purpose = "To show what social workers do."
owner = "Jo Fen, communications"
authoriser = "Sam Reed, director"
assessment = "DPIA 2027-14"
"""


def campaign(text: str) -> Campaign:
    return campaign_file.parse(
        f'name = "A day"\nhashtags = ["StandUp4SW"]\n{text}', Path("a.toml")
    )


def test_with_all_of_it_the_real_x_may_be_read() -> None:
    assert record.is_live(campaign(WHOLE))
    assert record.why_not_live(campaign(WHOLE)) == ""


def test_without_it_one_sentence_says_what_to_write_and_where() -> None:
    assert record.why_not_live(campaign("")) == (
        "nothing is read from X before campaign.toml says purpose, owner, authoriser and "
        "assessment under [record] and starts and until at the top: fill them in and start the "
        "hub again; `standup doctor --live` lists all that a day needs."
    )


@pytest.mark.parametrize("line", [one for one in WHOLE.splitlines() if "=" in one])
def test_each_of_it_is_needed(line: str) -> None:
    name = line.partition(" ")[0]
    lacking = campaign(WHOLE.replace(line, ""))

    assert record.missing(lacking) == (name,)
    assert f"says {name} " in record.why_not_live(lacking)


def test_spaces_say_nothing() -> None:
    assert record.missing(campaign(WHOLE.replace("DPIA 2027-14", "  "))) == ("assessment",)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8090",
        "http://localhost:1",
        "http://[::1]:1",
        "https://x.simulator.invalid",
    ],
)
def test_the_simulator_needs_none_of_it(address: str) -> None:
    made_up = campaign(f'[source]\nbase_url = "{address}"')

    assert not record.is_live(made_up)
    assert record.why_not_live(made_up) == ""


def test_an_address_that_only_looks_like_this_machine_is_the_real_thing() -> None:
    assert record.is_live(campaign('[source]\nbase_url = "https://127.0.0.1.example.org"'))
