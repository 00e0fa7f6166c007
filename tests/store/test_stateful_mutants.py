"""Whether the day of three moderators sees a store that is broken on purpose."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from standup_tui.store import log
from store.test_stateful import Day


@pytest.mark.soak
@pytest.mark.fault("fuzz", control=True)
def test_a_store_that_does_what_it_is_asked_twice_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object) -> None:
        """Know no command."""

    monkeypatch.setattr(log, "known", never)
    once = settings(
        max_examples=50,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    with pytest.raises(Exception, match=r"decision\.op|UNIQUE|assert"):
        run_state_machine_as_test(Day, settings=once)
