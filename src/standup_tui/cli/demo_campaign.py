"""The campaign of the demo: the simulator's people and an invented council."""

from datetime import UTC, datetime
from pathlib import Path
from string import Template

from standup_tui.cli.toml import listed, quoted
from standup_tui.settings.campaign_file import FILE

_TEMPLATE = Path(__file__).with_name("demo.toml.in")


def write(folder: Path, base_url: str, mode: str, proxy: str = "") -> None:
    """Write the demo's campaign file.

    Args:
        folder: Where.
        base_url: The simulator's address.
        mode: ``simulated`` or ``recorded``: what screens say, in capitals. Recorded posts are
            old, so nothing bounds when the campaign starts.
        proxy: The way to the simulator, where a fault puts one in it.
    """
    from standup_tui.simulator.day.cast import roster

    people = roster()
    starts = "" if mode == "recorded" else f"starts = {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    text = Template(_TEMPLATE.read_text("utf-8")).substitute(
        account=quoted(people[0].handle),
        accounts=listed([people[0].handle]),
        starts=starts,
        base_url=quoted(base_url),
        label=quoted(mode.upper()),
        proxy=f"proxy = {quoted(proxy)}" if proxy else "",
        roster="".join(
            f"\n[[roster]]\nid = {quoted(one.id)}\nhandle = {quoted(one.handle)}\n"
            f"name = {quoted(one.name)}\n"
            for one in people
        ),
    )
    path = folder / FILE
    path.touch(mode=0o600)
    path.write_text(text, "utf-8")
