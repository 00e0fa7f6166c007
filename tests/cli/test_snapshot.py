"""The panes as text: complete, harmless, and the same words as on a screen."""

import asyncio
import json
import socket
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from cli.commands import STANDUP, clean_environment, standup
from halls import ABOUT, hall
from hostile import HOSTILE
from making import ASHA, LOOK, NOW, decide, post
from standup_tui.cli import snapshot, stopping
from standup_tui.cli.snapshot import Snapshot, Wanted, draw
from standup_tui.errors import HubAbsent, HubRefused
from standup_tui.model.entry import Changes, Entry
from standup_tui.model.flag import Flag, Kind, Severity
from standup_tui.model.health import Health, Liveness
from standup_tui.model.lifecycle import Standing, Status, Verb
from standup_tui.model.post import Media, Reference, ReferenceKind
from standup_tui.model.text import Clean, clean, is_safe
from standup_tui.model.wall import WallState
from standup_tui.model.wrapping import cells
from standup_tui.protocol import client
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import VERSION, About, Changed, Pulse, Welcome


def entry(number: int, status: Status, text: str = "A good day.", **more: Any) -> Entry:
    kept = {key: more.pop(key) for key in ("flags", "roster") if key in more}
    return Entry(number, post(number, text, **more), Standing(status), **kept)


def taken(*entries: Entry, about: About = ABOUT) -> Snapshot:
    now = NOW + timedelta(minutes=5)
    health = Health(Liveness.LIVE, NOW, posts=1234, per_minute=(3, 12))
    snapshot = Snapshot()
    snapshot.take(Welcome(VERSION, "0", about, ASHA, owner=True, now=now, seq=7, wall=WallState()))
    snapshot.take(Pulse(now, health, WallState()))
    snapshot.take(Changed(Changes(7, entries)))
    return snapshot


def test_it_draws_the_three_panes_with_marks_reasons_and_whole_texts() -> None:
    court = Flag(Kind.IDENTIFIABLE, "court", Severity.STOP, "says where: “in court tomorrow”")
    picture = Media(clean("photo"), alt=clean("A cake"))
    reply = Reference(ReferenceKind.REPLY, post(1).id, post(1).author)
    text = draw(
        taken(
            entry(2, Status.SHOWN, "Everyone's on a visit. " * 9, roster=True),
            entry(3, Status.WAITING, "Cake!", media=(picture,), references=(reply,)),
            entry(4, Status.FLAGGED, "In court tomorrow.", flags=(court,)),
            entry(5, Status.HIDDEN, "not to be seen"),
        ),
        width=60,
    )

    assert text.splitlines() == [
        "SIMULATED  Standup  Stand up for social work  #StandUp4SW",
        "live for 5 min · 1,234 posts · 12 a minute · wall on · 09:35",
        "",
        "── Live · 2 ────────────────────────────────────────────────",
        "○ Sam Carter @person_3 · 4 min",
        "  in reply to @person_1",
        "  Cake!",
        "  [photo: A cake]",
        "● Sam Carter @person_2 · 4 min",
        "  Everyone's on a visit. Everyone's on a visit. Everyone's",
        "  on a visit. Everyone's on a visit. Everyone's on a visit.",
        "  Everyone's on a visit. Everyone's on a visit. Everyone's",
        "  on a visit. Everyone's on a visit.",
        "",
        "── Flagged · 1 ─────────────────────────────────────────────",
        "    identifiable: says where: “in court tomorrow”",
        "▲ Sam Carter @person_4 · 4 min",
        "  In court tomorrow.",
        "",
        "── Highlights · 1 ──────────────────────────────────────────",
        "● Sam Carter @person_2 · 4 min",
        "  Everyone's on a visit. Everyone's on a visit. Everyone's",
        "  on a visit. Everyone's on a visit. Everyone's on a visit.",
        "  Everyone's on a visit. Everyone's on a visit. Everyone's",
        "  on a visit. Everyone's on a visit.",
    ]


def test_a_very_long_post_says_how_much_is_left_and_a_full_pane_too() -> None:
    entries = [entry(number, Status.WAITING, "line\n" * 50) for number in range(1, 8)]
    text = draw(taken(*entries), width=40, posts=3)

    assert text.count("… 39 more lines") == 3
    assert "  … and 4 more" in text


@pytest.mark.parametrize("group", sorted({group for group, _ in HOSTILE}))
def test_hostile_text_is_harmless_wherever_it_stands(group: str) -> None:
    for text in (text for one, text in HOSTILE if one == group):
        raw = Clean(text)  # as if the door had been forgotten
        author = structs.replace(post(1).author, name=raw, handle=raw)
        pictures = (Media(raw, alt=raw),)
        reply = (Reference(ReferenceKind.REPLY, post(1).id, author),)
        flag = Flag(Kind.HOSTILE, "hostile", Severity.LOOK, text)
        hostile = structs.replace(
            post(1), author=author, text=raw, media=pictures, references=reply
        )
        about = structs.replace(ABOUT, name=text, tags=(text,))
        drawn = draw(taken(Entry(1, hostile, Standing(Status.FLAGGED), (flag,)), about=about), 60)

        for line in drawn.split("\n"):
            assert is_safe(line)
            assert cells(line) <= 60


def test_what_to_wait_for_is_counted() -> None:
    snapshot = taken(entry(1, Status.SHOWN), entry(2, Status.FLAGGED, flags=(LOOK,)))

    assert snapshot.complete
    assert snapshot.has(Wanted(shown=1, flagged=1, posts=2))
    assert not snapshot.has(Wanted(shown=2))
    assert not snapshot.has(Wanted(flagged=2))
    assert not snapshot.has(Wanted(posts=3))


def test_a_refusal_is_final() -> None:
    with pytest.raises(HubRefused, match="not you"):
        Snapshot().take(Lost("not you", final=True))


def test_without_a_hub_it_says_so_at_once(tmp_path: Path) -> None:
    with pytest.raises(HubAbsent) as caught:
        snapshot.take(tmp_path, seconds=5)
    place = tmp_path / "hub.sock"
    assert str(caught.value) == (
        f"no hub answers at {place} (No such file or directory); start one with `standup hub`."
    )


def test_a_hub_that_listens_and_never_speaks_is_said_to_be_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "WELCOME", 0.1)
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "hub.sock"))
        mute.listen()
        with pytest.raises(HubAbsent, match="the hub has said nothing for 0 seconds; start one"):
            snapshot.take(tmp_path)


async def test_everything_a_hub_has_is_in_it(tmp_path: Path) -> None:
    async with hall(tmp_path) as running:
        await running.add_some(*range(1, 1500))
        await running.store.apply(decide(Verb.APPROVE, 7), ASHA, NOW)
        seen = await asyncio.to_thread(snapshot.take, tmp_path)

    assert len(seen.entries) == 1499
    assert seen.has(Wanted(shown=1))


async def test_it_waits_for_what_is_wanted(tmp_path: Path) -> None:
    async with hall(tmp_path) as running:
        waiting = asyncio.create_task(
            asyncio.to_thread(snapshot.take, tmp_path, wanted=Wanted(posts=3), seconds=10)
        )
        for number in range(1, 4):
            await asyncio.sleep(0.2)
            await running.add_some(number)
        seen = await asyncio.wait_for(waiting, 20)

    assert len(seen.entries) == 3


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    folder = tmp_path / "day"
    folder.mkdir(mode=0o700)
    (folder / "campaign.toml").write_text('name = "A day"\nhashtags = ["StandUp4SW"]\n')
    return folder


def test_without_a_terminal_the_console_is_text_and_no_hub_is_left(
    campaign: Path, tmp_path: Path
) -> None:
    ran = standup(campaign, home=tmp_path)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("Standup  A day  #StandUp4SW\nstopped")
    assert "Started a hub" in ran.stderr
    assert "Stopped it again." in ran.stderr
    assert not (campaign / "hub.sock").exists()
    checked = standup("check", "--json", campaign, home=tmp_path)
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["ok"] is True


@pytest.mark.soak
def test_a_hub_that_was_there_stays_until_it_is_stopped(campaign: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*STANDUP, "hub", campaign],
        env=clean_environment(tmp_path),
        stderr=subprocess.PIPE,
        text=True,
    ) as hub:
        assert hub.stderr is not None
        assert any("is ready" in line for line in hub.stderr)
        shown = standup(campaign, home=tmp_path)
        again = standup("hub", campaign, home=tmp_path)
        stopped = standup("hub", "--stop", campaign, home=tmp_path)
        code = hub.wait(10)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert again.returncode == 1
    assert "another process works on this campaign" in again.stderr
    assert (stopped.returncode, stopped.stdout) == (0, "The hub has stopped.\n")
    assert code == 0


def test_stopping_where_no_hub_runs_says_so(campaign: Path, tmp_path: Path) -> None:
    ran = standup("hub", "--stop", campaign, home=tmp_path)

    assert ran.returncode == 1
    assert "no hub answers at" in ran.stderr


def test_a_campaign_without_a_store_is_nothing_to_check(campaign: Path, tmp_path: Path) -> None:
    ran = standup("check", campaign, home=tmp_path)

    assert ran.returncode == 2
    assert "has no store yet" in ran.stderr


def test_a_wall_without_a_terminal_is_refused_in_a_sentence(
    campaign: Path, tmp_path: Path
) -> None:
    ran = standup("wall", campaign, home=tmp_path)

    assert ran.returncode == 2
    assert ran.stderr.startswith("standup: This needs a terminal")
    assert ran.stderr.count("\n") == 1


def test_a_lock_is_what_the_kernel_says(tmp_path: Path) -> None:
    assert not stopping.is_locked(tmp_path / "missing")
    (tmp_path / "hub.lock").write_text("process 1 on somewhere")
    assert not stopping.is_locked(tmp_path / "hub.lock")
