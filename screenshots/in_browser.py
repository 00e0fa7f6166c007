"""The pictures of the wall's page, where there is a browser to draw it."""

import asyncio
from pathlib import Path

from standup_tui.model.wall import Scene
from standup_tui.ui.wall.wishes import Wishes
from web.chromium import browser, chromium
from web.pages import page

HERE = Path(__file__).parent
PAGES = (
    ("wall-web", Scene.STREAM, "dark", (1280, 720)),
    ("wall-web-spotlight", Scene.SPOTLIGHT, "light", (1280, 720)),
    ("wall-web-tally", Scene.TALLY, "dark", (720, 1280)),
    ("wall-web-slides", Scene.SLIDES, "light", (1280, 720)),
)


async def draw_pages(folder: Path) -> None:
    """Draw the wall in a browser, every scene once."""
    if chromium() is None:
        print("No Chromium here: the pictures of the page stay as they are.")
        return
    async with browser() as running:
        for name, scene, theme, size in PAGES:
            wishes = Wishes(scene=scene, theme=theme)
            async with page(folder, wishes) as served, running.tab(*size) as tab:
                await tab.open(served.url)
                await tab.until("document.querySelector('#page').dataset.phase === 'showing'")
                await asyncio.sleep(9)  # until the tally was counted
                (HERE / f"{name}.png").write_bytes(await tab.picture())
                print(f"screenshots/{name}.png")
