"""What X, or the way to X, may say no to: waited for, told in plain words, and not asked again.

Where a test speaks of seconds they are those of the hub's clock, unless it says otherwise.
"""

import logging
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faults.upstream import (
    RECENT,
    STREAM,
    Upstream,
    asked,
    eventually,
    hub_on,
    simulator,
    some_in_soak,
    upstream,
)
from standup_tui.model.health import Health, Liveness, Way
from standup_tui.protocol.messages import ReadOn

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),
]


def troubles(up: Upstream) -> list[Health]:
    """Return what the console was told while nothing was read."""
    told = [pulse.health for pulse in up.asha.pulses]
    return [it for it in told if it.liveness is Liveness.RECONNECTING and it.why]


@pytest.mark.fault("B4")
@pytest.mark.parametrize("place", ["everywhere", "stream"])
async def test_nothing_is_asked_before_a_limit_ends_and_the_console_counts_down(
    place: str, tmp_path: Path
) -> None:
    async with upstream(tmp_path, f"429-reset=20,at={place}", pace=10) as up:
        await eventually(lambda: troubles(up))
        told = troubles(up)[0]
        assert "rate limit" in told.why
        assert told.held
        assert told.again is not None
        await up.live()
        path = STREAM if place == "stream" else ""
        refused, again, *_ = asked(up.x, path)
        assert again >= max(refused + timedelta(seconds=20), told.again - timedelta(seconds=1))


@pytest.mark.fault("B4")
async def test_a_hub_that_starts_anew_asks_nothing_before_the_limit_ends(tmp_path: Path) -> None:
    async with simulator("429-reset=60") as (x, clock):
        async with hub_on(tmp_path, x, clock) as up:
            await eventually(lambda: troubles(up))
        (refused,) = asked(x)
        async with hub_on(tmp_path, x, clock) as up:
            await eventually(lambda: troubles(up))
            clock.shift(30)  # there is a hub again before the limit ends; the rest may go by
            told = troubles(up)[0]
            assert "asked to wait" in told.why
            assert told.again is not None
            await up.live()
            assert asked(x)[1] >= refused + timedelta(seconds=60)
            assert asked(x)[1] >= told.again - timedelta(seconds=1)


@pytest.mark.fault("B4")
async def test_a_limit_without_a_time_is_waited_for_a_minute(tmp_path: Path) -> None:
    async with upstream(tmp_path, "429-no-reset=60") as up:
        await eventually(lambda: troubles(up))
        told = troubles(up)[0]
        assert told.again is not None
        assert told.again - asked(up.x)[0] >= timedelta(seconds=59)
        assert len(asked(up.x)) == 1


@pytest.mark.fault("B5")
@pytest.mark.parametrize(
    "fault",
    some_in_soak(
        1, "500=html,retry=7", "502=empty,retry=7", "503=html,retry=7", "504=html,retry=7"
    ),
)
async def test_the_pause_that_x_asks_for_is_kept_and_its_page_is_not_shown(
    fault: str, tmp_path: Path
) -> None:
    async with upstream(tmp_path, f"{fault},at=stream,times=1", pace=5) as up:
        await eventually(lambda: troubles(up))
        assert fault[:3] in troubles(up)[0].why
        assert not {"<", ">"} & set("".join(it.why for it in troubles(up)))
        await up.live()
        refused, again, *_ = asked(up.x, STREAM)
        assert again - refused >= timedelta(seconds=7)


@pytest.mark.fault("B6")
@pytest.mark.parametrize(
    ("fault", "ending", "words"),
    some_in_soak(
        2,
        ("401-revoked", Liveness.STOPPED, "bearer token"),
        ("402-no-credits", Liveness.OUT_OF_BUDGET, "credits"),
        ("403-not-enrolled", Liveness.STOPPED, "project"),
        ("429-usage-cap", Liveness.OUT_OF_BUDGET, "cap"),
    ),
)
async def test_a_refusal_is_met_three_times_then_reading_stops_until_somebody_has_mended_it(
    fault: str, ending: Liveness, words: str, tmp_path: Path
) -> None:
    async with upstream(tmp_path, pace=20) as up:
        await up.live()
        (post,) = up.publish()
        await up.have(post)
        refusing = up.x.faults.add(f"{fault},at=stream+rules+search")
        up.x.faults.add("close-after=0,times=1")
        await eventually(lambda: up.health.liveness is ending)
        assert up.health.mendable
        assert words in up.health.why
        assert "<" not in up.health.why
        missed = up.publish()
        struck = refusing.struck
        await up.clock.sleep(20)
        assert refusing.struck == struck
        assert len(asked(up.x, f"{STREAM}/rules")) <= 2 + 3
        await up.approve(post)
        up.x.faults.remove(refusing)
        up.asha.client.send(ReadOn())
        await up.have(*missed)
        await up.live()


async def test_an_app_that_may_not_stream_is_read_by_search(tmp_path: Path) -> None:
    async with upstream(tmp_path, "403-not-enrolled,at=stream", pace=20) as up:
        await eventually(lambda: up.health.way is Way.SEARCH)
        await up.have(*up.publish(3))
        await up.live()
        assert up.connects == 3
        assert "reading by search" in up.health.trouble
        assert asked(up.x, RECENT)


def unknown(host: str, *_: Any, **__: Any) -> Any:
    """Answer as a resolver that does not know a name; nothing leaves this machine."""
    raise socket.gaierror(socket.EAI_NONAME, f"{host} is not known")


@pytest.mark.fault("B15")
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("unreachable", "X cannot be reached: it does not take the connection."),
        ("no-tls", "No secure connection to X: something on the way does not speak TLS."),
        ("untrusted", "No secure connection to X: its certificate is not trusted here."),
        ("unknown-name", "X's address cannot be found: no network, or no name server."),
        ("proxy=dead", "The proxy in source.proxy in campaign.toml cannot be reached."),
        ("proxy=refuses", "refuses to connect to X (403). Ask its people"),
        ("proxy=password", "wants a name and a password (407): set HTTPS_PROXY"),
    ],
)
async def test_a_way_to_x_that_is_blocked_is_told_in_plain_words_and_tried_more_slowly(
    fault: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    if fault == "unknown-name":
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with upstream(tmp_path, fault, pace=5) as up:
        await eventually(lambda: len({it.again for it in troubles(up) if words in it.why}) > 3)
        assert all(words in it.why for it in troubles(up)[-3:])
        assert asked(up.x) == []
    assert [it for it in caplog.records if it.exc_info] == []
