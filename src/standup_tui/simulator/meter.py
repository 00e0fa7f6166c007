"""What was read, as X bills it: each post once in a UTC day."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any, Final

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.problems import invalid

CAP: Final = 3_000_000
"""Posts a month on pay-per-use (X's page "Post cap", 2026-08)."""
_RESET_DAY: Final = 1
_PROJECT: Final = "1"
_FIELDS: Final = frozenset(
    {"cap_reset_day", "daily_client_app_usage", "daily_project_usage"}
    | {"project_cap", "project_id", "project_usage"}
)
_USUAL: Final = ("cap_reset_day", "project_cap", "project_id", "project_usage")
_LONGEST: Final = 90


class Meter:
    """Counts posts that went out in answers and on the stream.

    Posts in `includes` are not counted: whether X bills them is unknown.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._days: dict[date, set[str]] = {}

    def read(self, post_ids: Iterable[str]) -> None:
        """Count posts; those counted already today are free."""
        self._days.setdefault(self._today(), set()).update(post_ids)

    def per_day(self) -> dict[date, int]:
        """Return how many posts each UTC day was billed."""
        return {day: len(ids) for day, ids in self._days.items() if ids}

    def usage(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Answer GET usage; numbers are strings, as in X's OpenAPI description 2.167.

        Raises:
            Refusal: 400, with the parameter and the reason.
        """
        days = _days(parameters.get("days", "7"))
        wanted = [it for it in parameters.get("usage.fields", "").split(",") if it]
        for name in wanted:
            if name not in _FIELDS:
                raise invalid("usage.fields", name, f"[{name}] is not one of {sorted(_FIELDS)}")
        today = self._today()
        per_day = self.per_day()
        used = sum(n for day, n in per_day.items() if day >= today.replace(day=_RESET_DAY))
        shown = [today - timedelta(days=it) for it in range(days)]
        usage = [
            {"date": f"{day}T00:00:00.000Z", "usage": str(per_day.get(day, 0))} for day in shown
        ]
        data = {
            "cap_reset_day": _RESET_DAY,
            "project_cap": str(CAP),
            "project_id": _PROJECT,
            "project_usage": str(used),
            "daily_project_usage": {"project_id": _PROJECT, "usage": usage},
            "daily_client_app_usage": [
                {"client_app_id": "1", "usage": usage, "usage_result_count": len(usage)}
            ],
        }
        return {"data": {name: data[name] for name in (wanted or _USUAL)}}

    def _today(self) -> date:
        return self._clock.now().astimezone(UTC).date()


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _LONGEST:
        message = f"The `days` query parameter value [{text}] is not between 1 and {_LONGEST}"
        raise invalid("days", text, message)
    return int(text)
