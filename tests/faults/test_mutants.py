"""Whether the tests of this folder see a product that is broken on purpose."""

import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from faults import test_refusals, test_upstream
from standup_tui.core import reading
from standup_tui.model.post import PostId
from standup_tui.networks.x import refusal, stream
from standup_tui.networks.x.mapping import Line, read_line
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Arrived, Batch

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),
]

NOTHING: tuple[Batch, ...] = ()
NUMBERS = itertools.count(10**18)


async def finds_nothing(*_: object) -> AsyncGenerator[Batch, None]:
    """Search, and miss everything."""
    for batch in NOTHING:
        yield batch


def at_once(_: object, now: datetime) -> datetime:
    """Heed no time that X names."""
    return now


def twice(line: bytes) -> Line:
    """Take every post for a new one."""
    read = read_line(line)
    if isinstance(read.item, Arrived):
        post = replace(read.item.post, id=PostId(f"x:{next(NUMBERS)}"))
        return replace(read, item=Arrived(post, read.item.raw))
    return read


@pytest.mark.fault("B1", control=True)
@pytest.mark.fault("B2", control=True)
async def test_a_hub_without_pauses_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_FIRST_PAUSE", 0.0)
    await caught(
        test_upstream.test_a_stream_that_keeps_ending_is_asked_for_eight_times_in_ten_seconds_at_most(
            "close-after=0", tmp_path
        )
    )


@pytest.mark.fault("B4", control=True)
async def test_a_hub_that_heeds_no_limit_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusal, "again_at", at_once)
    await caught(
        test_refusals.test_nothing_is_asked_before_a_limit_ends_and_the_console_counts_down(
            "stream", tmp_path
        )
    )


@pytest.mark.fault("B9", control=True)
async def test_a_hub_that_takes_every_line_for_a_new_post_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "read_line", twice)
    await caught(test_upstream.test_what_comes_again_and_in_any_order_is_stored_once(tmp_path))


@pytest.mark.fault("B11", control=True)
async def test_a_hub_that_searches_in_vain_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(X, "since", finds_nothing)
    await caught(
        test_upstream.test_what_was_published_in_an_outage_is_recovered_and_on_record(tmp_path)
    )


FAILS = (AssertionError, TimeoutError, ValueError, pytest.fail.Exception)
"""How a test says that something is not as it should be; the third, where it unpacks."""


async def caught(test: Awaitable[None]) -> None:
    """Await a test, which has to fail."""
    with pytest.raises(FAILS):
        await test


def caught_at_once(*tests: Callable[[], None]) -> None:
    """Run tests, each of which has to fail."""
    for test in tests:
        with pytest.raises(FAILS):
            test()
