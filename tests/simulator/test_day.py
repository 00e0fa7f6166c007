"""The made-up day: what is in it, and how it is played."""

import re
from collections import Counter
from datetime import time
from typing import Final

import pytest

from simulator.clocks import HandClock
from standup_tui.simulator.day.cast import council, roster
from standup_tui.simulator.day.incidents import KINDS
from standup_tui.simulator.day.plan import campaign_day
from standup_tui.simulator.day.player import Player
from standup_tui.simulator.day.script import Day, Planned
from standup_tui.simulator.world import World

ACTIONS: Final = {
    "one_action",
    "share_article",
    "made_a_difference",
    "write_to_mp",
    "profile_picture",
}
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9]{1,2} ?[0-9][A-Z]{2}\b", re.IGNORECASE)
TELEPHONE = re.compile(r"\b0[0-9 ]{9,12}\b")


@pytest.fixture(scope="module", params=[1, 2, 2026])
def day(request: pytest.FixtureRequest) -> Day:
    return campaign_day(request.param)


def posts(day: Day) -> list[Planned]:
    return [it for it in day.planned if it.act == "post"]


def test_the_same_seed_is_the_same_day_and_another_seed_another() -> None:
    assert campaign_day(7) == campaign_day(7)
    assert campaign_day(7) != campaign_day(8)


def test_about_1400_posts_by_about_300_people(day: Day) -> None:
    assert 1_350 <= len(posts(day)) <= 1_450
    assert 285 <= len({it.author.id for it in day.planned}) <= 315


def test_the_day_has_two_peaks_a_dip_at_lunch_and_a_tail(day: Day) -> None:
    hours = Counter(int(it.at // 3600) for it in posts(day))

    assert max(hours[9], hours[10], hours[11]) > 1.3 * hours[12]
    assert max(hours[14], hours[15]) > 1.3 * hours[12]
    assert hours[7] < hours[9] / 2
    assert max(hours[19], hours[20]) < hours[15] / 2
    assert set(range(7, 21)) == set(hours)


def test_there_is_everything_that_a_day_has(day: Day) -> None:
    assert {"en", "cy", "pl", "ur", "ar"} == {it.lang for it in posts(day)}
    assert {it.action for it in posts(day) if it.action} == ACTIONS
    assert set(KINDS) == {it.incident for it in posts(day) if it.incident}
    assert {"post", "edit", "delete"} == {it.act for it in day.planned}
    for feature in (
        lambda it: it.retweets,
        lambda it: it.quotes,
        lambda it: it.reply_to == "launch",
        lambda it: "https://" in it.text,
        lambda it: any(picture.alt_text for picture in it.pictures),
        lambda it: any(not picture.alt_text for picture in it.pictures),
        lambda it: len(it.text) > 280,
        lambda it: "&" in it.text,
    ):
        assert len(list(filter(feature, posts(day)))) >= 2


def test_conversations_go_to_and_fro(day: Day) -> None:
    by_key = {it.key: it for it in day.planned}

    def depth(it: Planned) -> int:
        return 1 + depth(by_key[it.reply_to]) if it.reply_to else 0

    assert max(map(depth, posts(day))) == 3


def test_what_refers_to_something_comes_after_it(day: Day) -> None:
    at = {it.key: it.at for it in day.planned}

    assert [it for it in day.planned if any(at[key] > it.at for key in it.needs())] == []


def test_no_post_is_written_twice_but_those_of_the_flood(day: Day) -> None:
    own = [it for it in posts(day) if not it.needs() and it.incident not in {"flood", "hijack"}]
    again = [text for text, count in Counter(it.text for it in own).items() if count > 1]

    assert again == []


def test_no_slot_is_left_unfilled(day: Day) -> None:
    ordinary = [it.text for it in posts(day) if it.incident != "hostile"]

    assert [text for text in ordinary if re.search(r"[{}]", text)] == []


def test_ids_and_handles_are_unique_and_have_the_form_of_x(day: Day) -> None:
    handles = [account.handle.casefold() for account in day.accounts]

    assert len(handles) == len(set(handles)) == len({account.id for account in day.accounts})
    assert all(re.fullmatch(r"[a-z0-9_]{4,15}", handle) for handle in handles)


def test_postcodes_and_telephones_are_only_where_they_are_planted(day: Day) -> None:
    ordinary = [it.text for it in posts(day) if not it.incident]
    planted = [it.text for it in posts(day) if it.incident == "postcode"]

    assert [text for text in ordinary if POSTCODE.search(text)] == []
    assert all(map(POSTCODE.search, planted))


def test_telephones_are_from_the_range_for_drama(day: Day) -> None:
    numbers = [it for post in posts(day) for it in TELEPHONE.findall(post.text)]

    assert numbers
    assert all(it.startswith(("01632 960", "07700 900")) for it in numbers)


def test_links_lead_nowhere(day: Day) -> None:
    hosts = {host for it in posts(day) for host in re.findall(r"https?://([\w.-]+)", it.text)}

    assert all(host.endswith(".example") for host in hosts)


def test_the_hostile_attack_in_names_too(day: Day) -> None:
    hostile = [it for it in posts(day) if it.incident == "hostile"]
    names, texts = ("".join(getattr(it, part) for it in parts) for part, parts in (
        ("name", [it.author for it in hostile]), ("text", hostile)
    ))  # fmt: skip

    for attack in ("\x1b", "\x9b", "\u202e", "\x00", "\r", "[@click=app.quit]", "\u0336"):
        assert attack in names + texts
    assert "\x1b" in names
    assert "\n" * 3_000 in texts


def test_the_lookalike_has_the_name_of_the_council_and_another_handle(day: Day) -> None:
    (author,) = {it.author for it in posts(day) if it.incident == "lookalike"}

    assert council().name == author.name
    assert council().handle != author.handle
    assert council().id != author.id


def test_the_hijack_is_a_burst_of_new_accounts(day: Day) -> None:
    burst = [it for it in posts(day) if it.incident == "hijack"]

    assert max(it.at for it in burst) - min(it.at for it in burst) < 600
    assert all(it.author.age_days < 7 for it in burst)
    assert len({it.author.id for it in burst}) >= 12


def test_the_roster_is_twelve_people_with_the_council_first() -> None:
    assert len(roster()) == 12
    assert "WensumValeSW" == council().handle == roster()[0].handle


class Played:
    """A day that has been played, and when each post came."""

    def __init__(self, speed: float, start: time, seed: int = 1) -> None:
        self.clock = HandClock()
        self.world = World(self.clock)
        self.posted: list[tuple[float, str]] = []
        self.world.listeners.append(lambda post: self.posted.append((self.clock.elapsed, post.id)))
        self.player = Player(
            campaign_day(seed), world=self.world, clock=self.clock, speed=speed, start=start
        )


@pytest.mark.parametrize("speed", [1, 60, 3600])
@pytest.mark.parametrize("start", [time(7), time(12, 30), time(20, 59)])
async def test_ten_seconds_show_the_roster_and_one_post_to_flag(speed: float, start: time) -> None:
    played = Played(speed, start)
    await played.player.play()
    early = [played.world.get(post_id) for at, post_id in played.posted if at <= 10]
    shown = [it for it in early if it and it.author in roster() and not it.incident]

    assert len(shown) >= 3
    assert "postcode" in {it.incident for it in early if it}


async def test_only_the_spacing_is_compressed() -> None:
    played = Played(60, time(7))
    await played.player.play()
    seconds = played.posted[-1][0]

    assert 13 * 60 < seconds < 14 * 60
    first, last = (played.world.get(it) for it in (played.posted[0][1], played.posted[-1][1]))
    assert first
    assert last
    assert seconds - 1 < (last.created_at - first.created_at).total_seconds() < seconds + 1


async def test_a_late_start_leaves_out_what_was_before() -> None:
    whole, half = Played(600, time(7)), Played(600, time(14))
    await whole.player.play()
    await half.player.play()

    assert len(whole.posted) > 1_350
    assert 300 < len(half.posted) < 800


async def test_deleted_posts_are_gone_and_edited_ones_put_right() -> None:
    played = Played(600, time(7))
    await played.player.play()
    there = list(played.world.newest_first())
    edited = [it for it in there if len(played.world.history(it.id)) == 2]

    assert 10 <= len(edited) <= 14
    assert len(played.posted) - len(there) >= 19
