"""The app's rules for the filtered stream."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from standup_tui.simulator.clock import Clock, stamp
from standup_tui.simulator.problems import (
    INVALID,
    Refusal,
    duplicate_rule,
    invalid_rule,
    plain,
    rule_cap,
)
from standup_tui.simulator.query import Query, QueryError, parse
from standup_tui.simulator.world import first_id_of

Body = dict[str, Any]
RULE_LENGTH: Final = 1024
"""Characters in one rule (X's page "Rate limits", pay per use, 2026-08)."""
RULE_CAP: Final = 1000
"""Rules of one app (same page)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, read and stored."""

    id: str
    value: str
    tag: str | None
    query: Query
    since: float = 0.0
    """When it was added."""
    seen: float = 0.0
    """When streams that were open then know of it."""

    def body(self) -> Body:
        """Return the rule as the API lists it; a rule without a tag has no such key."""
        return {"value": self.value, "id": self.id} | ({"tag": self.tag} if self.tag else {})

    def match(self) -> Body:
        """Return the rule as a line of the stream names it."""
        return {"id": self.id, "tag": self.tag or ""}


class RuleBook:
    """Stored rules and the answers of the rules endpoint.

    Args:
        clock: Dates them.
        cap: How many there may be.
        lag: Returns the seconds until an open stream knows of a change; on X up to twenty.
    """

    def __init__(
        self, clock: Clock, *, cap: int = RULE_CAP, lag: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._clock = clock
        self._cap = cap
        self._lag = lag
        self._deleted: list[tuple[Rule, float, float]] = []
        self._rules: dict[str, Rule] = {}
        self._last_id = 0

    def __iter__(self) -> Iterator[Rule]:
        return iter(tuple(self._rules.values()))

    def __len__(self) -> int:
        return len(self._rules)

    def standing(self, opened: float) -> list[Rule]:
        """Return the rules that a stream opened at some time works with now."""
        now = self._clock.monotonic()
        late = [it for it, at, seen in self._deleted if it.since <= opened < at and now < seen]
        return late + [it for it in self if it.since <= opened or it.seen <= now]

    def listed(self, ids: Iterable[str] | None = None) -> Body:
        """Answer GET; there is no `data` when there are no rules."""
        wanted = set(ids) if ids is not None else None
        data = [it.body() for it in self._rules.values() if wanted is None or it.id in wanted]
        meta = {"sent": self._sent(), "result_count": len(data)}
        return {"data": data, "meta": meta} if data else {"meta": meta}

    def counts(self) -> Body:
        """Answer GET counts; numbers are strings, as in X's OpenAPI description 2.167."""
        return {
            "data": {
                "cap_per_client_app": str(self._cap),
                "cap_per_project": str(self._cap),
                "client_app_rules_count": {
                    "client_app_id": "1",
                    "rule_count": len(self._rules),
                },
                "project_rules_count": str(len(self._rules)),
            }
        }

    def change(self, body: Any, *, dry_run: bool) -> tuple[int, Body]:
        """Answer POST: status and body.

        Raises:
            Refusal: The request has neither shape, or there are too many rules.
        """
        match body:
            case {"add": [{}, *_] as added}:
                return self._add(added, dry_run=dry_run)
            case {"delete": {"ids": [_, *_] as ids}}:
                return 200, self._delete([str(it) for it in ids], dry_run=dry_run)
            case {"delete": {"values": [_, *_] as values}}:
                known = {it.value: it.id for it in self._rules.values()}
                return 200, self._delete([known.get(it, it) for it in values], dry_run=dry_run)
        error = {"parameters": {}, "message": "JSON doesn't match expected schema"}
        raise Refusal(400, {"errors": [error], **INVALID})

    def _add(self, added: list[Body], *, dry_run: bool) -> tuple[int, Body]:
        created: list[Rule] = []
        errors: list[Body] = []
        refused = False
        for wish in added:
            value = str(wish.get("value", "")).strip()
            twin = next(
                (it for it in (*self._rules.values(), *created) if it.value == value), None
            )
            if twin:
                errors.append(duplicate_rule(value, twin.id))
                continue
            try:
                query = parse(value, longest=RULE_LENGTH)
            except QueryError as error:
                errors.append(invalid_rule(value, error.details))
                refused = True
                continue
            now = self._clock.monotonic()
            seen = now + self._lag()
            created.append(Rule(self._next_id(), value, wish.get("tag"), query, now, seen))
        created = [] if refused else created
        if len(self._rules) + len(created) > self._cap:
            raise rule_cap(self._cap)
        if not dry_run:
            self._rules |= {rule.id: rule for rule in created}
        return 400 if refused else 201, self._added(created, errors, len(added))

    def _added(self, created: list[Rule], errors: list[Body], asked: int) -> Body:
        summary = {
            "created": len(created),
            "not_created": asked - len(created),
            "valid": asked - len(errors),
            "invalid": len(errors),
        }
        body: Body = {"data": [rule.body() for rule in created]} if created else {}
        body["meta"] = {"sent": self._sent(), "summary": summary}
        return body | ({"errors": errors} if errors else {})

    def _delete(self, ids: list[str], *, dry_run: bool) -> Body:
        found = [it for it in ids if it in self._rules]
        if not dry_run:
            now = self._clock.monotonic()
            self._deleted = [it for it in self._deleted if it[2] > now]
            for rule_id in found:
                self._deleted.append((self._rules.pop(rule_id), now, now + self._lag()))
        summary = {"deleted": len(found), "not_deleted": len(ids) - len(found)}
        body: Body = {"meta": {"sent": self._sent(), "summary": summary}}
        missing = [it for it in ids if it not in found]
        if missing:
            title = "Rule does not exist"
            body["errors"] = [
                {"errors": [{"message": title, "parameters": {}}], **INVALID, "value": it}
                for it in missing
            ]
        return body

    def _sent(self) -> str:
        return stamp(self._clock.now())

    def _next_id(self) -> str:
        self._last_id = max(self._last_id + 1, first_id_of(self._clock.now()))
        return str(self._last_id)


def dry_run_of(value: str | None) -> bool:
    """Read the parameter `dry_run`.

    Raises:
        Refusal: 400, it is neither true nor false.
    """
    if value in {None, "true", "false", "True", "False"}:
        return value in {"true", "True"}
    raise plain(400, "Invalid Request", f"dry_run: {value}")
