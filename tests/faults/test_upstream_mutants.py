"""Whether the tests of reading see an adapter, or a reader, that is broken on purpose."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from faults import test_refusals, test_upstream, upstream
from faults.test_mutants import at_once, caught, finds_nothing
from standup_tui.core import reading
from standup_tui.core.ingest import Ingest
from standup_tui.errors import SourceDropped
from standup_tui.model.health import Liveness
from standup_tui.networks.x import asking, refusal, stream
from standup_tui.networks.x.lines import Lines
from standup_tui.networks.x.mapping import Line, read_line
from standup_tui.networks.x.network import X
from standup_tui.ports.source import Batch, Seen, Unreadable
from standup_tui.simulator.faults.endings import KINDS_OF_DISCONNECT

# The simulator keeps its notes under plain string keys, which newer aiohttp warns of.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey"),
]

SOON = 12.0
"""Seconds after which what a mutant does not do is believed to be left undone."""

Patch = Callable[..., None]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for what a mutant will never do."""
    real = upstream.eventually

    async def soon(true: Callable[[], object], seconds: float = SOON) -> None:
        await real(true, min(seconds, SOON))

    for module in (upstream, test_upstream, test_refusals):
        monkeypatch.setattr(module, "eventually", soon)
    monkeypatch.setattr(upstream, "PATIENCE", SOON)
    monkeypatch.setattr(test_upstream, "PATIENCE", SOON)


@pytest.fixture
def patch(monkeypatch: pytest.MonkeyPatch) -> Patch:
    """Replace parts of something."""

    def replaced(what: Any, **parts: Any) -> None:
        for name, part in parts.items():
            monkeypatch.setattr(what, name, part)

    return replaced


@pytest.mark.fault("B3", control=True)
async def test_an_adapter_that_waits_for_ever_is_caught(tmp_path: Path, patch: Patch) -> None:
    real = stream.Stream.__init__

    def patient(self: stream.Stream, url: str, token: str, _: float, **more: Any) -> None:
        real(self, url, token, 600.0, **more)

    patch(stream.Stream, __init__=patient)
    patch(reading, _PATIENCE=100.0)
    await caught(
        test_upstream.test_a_connection_that_falls_silent_is_given_up_in_time_and_the_gap_is_filled(
            tmp_path
        )
    )


@pytest.mark.fault("B5", control=True)
async def test_an_adapter_that_keeps_no_pause_is_caught(tmp_path: Path, patch: Patch) -> None:
    patch(refusal, again_at=at_once)
    await caught(
        test_refusals.test_the_pause_that_x_asks_for_is_kept_and_its_page_is_not_shown(
            "503=html,retry=7", tmp_path
        )
    )


@pytest.mark.fault("B6", control=True)
async def test_a_reader_that_never_gives_up_is_caught(tmp_path: Path, patch: Patch) -> None:
    patch(reading, _TRIES=10**6)
    await caught(
        test_refusals.test_a_refusal_is_met_three_times_then_reading_stops_until_somebody_has_mended_it(
            "401-revoked", Liveness.STOPPED, "bearer token", tmp_path
        )
    )


@pytest.mark.fault("B7", control=True)
async def test_an_adapter_that_ends_with_a_bad_line_is_caught(
    tmp_path: Path, patch: Patch
) -> None:
    def strict(line: bytes) -> Line:
        read = read_line(line)
        if isinstance(read.item, Unreadable):
            raise SourceDropped("a bad line")
        return read

    patch(stream, read_line=strict)
    await caught(
        test_upstream.test_no_line_that_is_no_post_costs_the_connection_or_the_next_post(tmp_path)
    )


@pytest.mark.fault("B8", control=True)
async def test_an_adapter_that_ends_with_a_long_line_is_caught(
    tmp_path: Path, patch: Patch
) -> None:
    whole = Lines._whole

    def short(self: Lines) -> bytes:
        if self._size > self._longest:
            raise ValueError("Line is too long")
        return whole(self)

    patch(Lines, _whole=short)
    await caught(
        test_upstream.test_a_line_too_long_for_a_post_is_counted_and_the_stream_goes_on(
            "3M", tmp_path
        )
    )


@pytest.mark.fault("B10", control=True)
async def test_an_adapter_that_takes_one_line_of_each_portion_is_caught(
    tmp_path: Path, patch: Patch
) -> None:
    cut = Lines._cut

    def hasty(self: Lines) -> bytes | None:
        line = cut(self)
        if line is not None:
            self._chunk, self._at = b"", 0
        return line

    patch(Lines, _cut=hasty)
    patch(X, since=finds_nothing)  # which would make up for it
    await caught(test_upstream.test_posts_arrive_however_their_bytes_do("paired", tmp_path))


@pytest.mark.fault("B12", control=True)
async def test_a_hub_that_finds_nothing_deleted_is_caught(tmp_path: Path, patch: Patch) -> None:
    async def none(*_: object) -> Seen:
        return Seen()

    patch(X, look_up=none)
    await caught(test_upstream.test_a_post_that_x_has_deleted_leaves_the_wall(tmp_path))


@pytest.mark.fault("B13", control=True)
async def test_a_hub_that_drops_posts_in_a_burst_is_caught(tmp_path: Path, patch: Patch) -> None:
    take = Ingest.take

    async def leaky(self: Ingest, batch: Batch) -> None:
        await take(self, replace(batch, items=tuple(batch.items)[:3]))

    patch(Ingest, take=leaky)
    await caught(test_upstream.test_a_burst_is_stored_whole_while_moderators_work(tmp_path))


@pytest.mark.fault("B14", control=True)
async def test_an_adapter_that_heeds_no_farewell_is_caught(tmp_path: Path, patch: Patch) -> None:
    def deaf(line: bytes) -> Line:
        return replace(read_line(line), farewell="")

    patch(stream, read_line=deaf)
    kind = next(iter(KINDS_OF_DISCONNECT))
    await caught(test_upstream.test_a_farewell_of_x_is_a_disconnection_and_named(kind, tmp_path))


@pytest.mark.fault("B15", control=True)
async def test_an_adapter_that_repeats_what_a_library_says_is_caught(
    tmp_path: Path,
    patch: Patch,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def raw(error: BaseException) -> SourceDropped:
        return SourceDropped(repr(error))

    for module in (asking, stream):
        patch(module, dropped=raw)
    await caught(
        test_refusals.test_a_way_to_x_that_is_blocked_is_told_in_plain_words_and_tried_more_slowly(
            "unreachable",
            "X cannot be reached: it does not take the connection.",
            tmp_path,
            monkeypatch,
            caplog,
        )
    )
