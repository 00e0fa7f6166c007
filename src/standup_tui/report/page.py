"""The report as one HTML page that loads nothing and runs nothing."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from standup_tui.report.chart import HEIGHT, WIDTH, chart_of
from standup_tui.report.contents import Report
from standup_tui.report.money import items
from standup_tui.report.times import waited
from standup_tui.ui.widgets.wording import dollars

_HERE = Path(__file__).parent
_TEMPLATE, _STYLE = "page.html.jinja", "page.css"


def html(report: Report) -> str:
    """Return the page.

    Whatever stands in a report is escaped, and if anything ever were not, the page's own policy
    lets no script run, nothing be loaded, and no style count but the one whose hash it names.
    """
    style = (_HERE / _STYLE).read_text("utf-8")
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "number": "{:,}".format,
        "waited": waited,
        "dollars": dollars,
        "items": items,
    }
    return environment.get_template(_TEMPLATE).render(
        report=report,
        chart=chart_of(report.course),
        width=WIDTH,
        height=HEIGHT,
        most=max((it.number for it in report.actions), default=0),
        style=Markup(style),  # noqa: S704  # our own file
        policy=f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; "
        "form-action 'none'",
    )


def _hash(style: str) -> str:
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
