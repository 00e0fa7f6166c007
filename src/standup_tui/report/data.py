"""The report for a script: every number under its name, in JSON."""

import msgspec

from standup_tui.report.contents import Report


def json(report: Report) -> str:
    """Return the report in JSON, indented; times are UTC."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
