"""What holds for every test."""

import gc
import os
import signal
from collections.abc import Generator

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, is_hypothesis_test, settings

from counts import FULL
from ui.ptys import COUNTING

pytest_plugins = ["faults.table"]

# Seconds on a shared machine say nothing of what is tried; tests/timing.py measures where they do.
# What the checks say of a change is about the change: full counts look for new examples.
settings.register_profile(
    "shared machine",
    deadline=None,
    derandomize=not FULL,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("shared machine")

# Who starts the checks with nohup, or with & from a script, has them ignore these, and whatever
# they start ignores them too; a handler is not inherited.
for number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)


WHOLE_DAYS = {"faults", "process"}
"""Folders of tests that run everything there is, for long."""


def pytest_collection_finish() -> None:
    """Put the thousands of tests, which stay to the end, where no collection looks at them."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test that repeats itself without counting lines, which takes half of its time.

    Such tests go over the same lines thousands of times, and others, or their first case, go
    over them once. So coverage never says more than is true, and at most a little less.
    """
    counting = Coverage.current()
    if counting is None or not repeats_itself(item):
        return (yield)
    kept = {name: os.environ.pop(name) for name in COUNTING & os.environ.keys()}
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()
        os.environ.update(kept)


def repeats_itself(item: pytest.Item) -> bool:
    """Tell whether a test goes over the same lines again and again."""
    return (
        item.get_closest_marker("uncounted") is not None
        or item.path.parent.name in WHOLE_DAYS
        or (isinstance(item, pytest.Function) and is_hypothesis_test(item.function))
        or not first_case(item)
    )


def first_case(item: pytest.Item) -> bool:
    """Tell whether a test is the first of its cases, or has none."""
    case = getattr(item, "callspec", None)
    return case is None or not any(case.indices.values())


@pytest.fixture(autouse=True)
def hubs_may_be_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody give up a hub that is silent for seconds: a busy machine needs longer."""
    monkeypatch.setattr("standup_tui.protocol.client._SILENCE", 600.0)
    monkeypatch.setattr("standup_tui.protocol.client.WELCOME", 600.0)
