"""The day of three moderators with kills in it; and whether it sees a store that is broken."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from counts import FULL
from faults.table import Row
from standup_tui.ports.store import ActRules
from standup_tui.store import log
from standup_tui.store.store import SqliteStore
from store.standing import left_by_a_kill
from store.test_stateful import MOST, Day

DAYS = 500 if FULL else 20


class DeadlyDay(Day):
    """A day on which the hub is killed, too."""

    @rule(torn=st.binary(max_size=300))
    def kill(self, torn: bytes) -> None:
        """What was answered is there after a kill, and nothing else."""
        before = self.all()
        left = left_by_a_kill(self.path, torn, self.folder)
        self.run_(self.store.close())
        self.path = left
        self.store = self.run_(SqliteStore.open(left, ActRules(most=MOST, dry=self.dry)))
        assert self.all() == before


def lived(days: int, *phases: Phase) -> None:
    """Live through days, and fail where one of them ends badly."""
    how = settings(
        max_examples=days,
        stateful_step_count=40,
        deadline=None,
        phases=phases,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(DeadlyDay, settings=how)


@pytest.mark.soak
@pytest.mark.fault("fuzz")
def test_days_of_decisions_edits_and_kills_end_well(row: Row) -> None:
    lived(DAYS, Phase.generate, Phase.shrink)
    row.measured(DAYS, f"{DAYS} days of up to 40 steps")


@pytest.mark.soak
@pytest.mark.fault("fuzz", control=True)
def test_a_store_that_does_what_it_is_asked_twice_is_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object) -> None:
        """Know no command."""

    monkeypatch.setattr(log, "known", never)
    with pytest.raises(Exception, match=r"decision\.op|UNIQUE|assert"):
        lived(50, Phase.generate)
