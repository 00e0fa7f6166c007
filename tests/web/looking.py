"""What is asked of a page in a real browser, about what can be seen and what is read aloud."""

import asyncio
from typing import Any

from web.chromium import Tab

_TEXTS = """
(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.data.trim();
    const element = walk.currentNode.parentElement;
    const unseen = element.closest(".unseen, noscript, script") || !element.checkVisibility();
    if (!words || unseen) continue;
    const [dark, bright] = [getComputedStyle(element).color, ground(element)]
      .map((one) => light(typeof one === "string" ? parts(one) : one))
      .sort((one, other) => one - other);
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const box = range.getBoundingClientRect();
    texts.push({
      words,
      contrast: (bright + 0.05) / (dark + 0.05),
      size: parseFloat(getComputedStyle(element).fontSize),
      inside:
        box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight,
    });
  }
  return texts;
})()
"""

_CUT = """
[...document.querySelectorAll("#page, #page *")]
  .filter((one) => !one.closest(".unseen, svg") && getComputedStyle(one).overflow !== "visible")
  .filter((one) =>
    one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.outerHTML.slice(0, 200))
"""

_LIVELY = """
[...document.querySelectorAll(
  "a, button, input, select, textarea, form, iframe, object, embed, video, audio, img, link:not(" +
  "[href='wall.css']), [tabindex], [contenteditable], [onclick], marquee, b, script:not([src])",
)].map((one) => one.outerHTML)
"""


async def texts(tab: Tab) -> list[dict[str, Any]]:
    """Return every stretch of text that can be seen: contrast, size, whether it is whole."""
    return list(await tab.value(_TEXTS))


async def faults(tab: Tab, least: float) -> list[object]:
    """Return what cannot be read from across a room: too small, too faint, or not whole.

    Args:
        tab: The page.
        least: The smallest letters, in pixels.
    """
    told = await texts(tab)
    bad = [one for one in told if one["contrast"] < 7 or one["size"] < least or not one["inside"]]
    return [*bad, *await tab.value(_CUT), *([] if told else ["nothing"])]


async def fully_seen(tab: Tab, size: tuple[int, int], least: float) -> None:
    """Give the window a size, and wait until everything in it can be read.

    Args:
        tab: The page.
        size: Width and height, in pixels.
        least: The smallest letters, as a part of the shorter side.
    """
    await tab.size(*size)
    await tab.until(f"innerWidth === {size[0]} && innerHeight === {size[1]}")
    found: list[object] = []
    for _ in range(200):  # the page draws itself again a moment after its window changed
        found = await faults(tab, least * min(size))
        if not found:
            return
        await asyncio.sleep(0.05)
    raise AssertionError((size, found))


async def lively(tab: Tab) -> list[str]:
    """Return the elements that somebody could do something with."""
    return list(await tab.value(_LIVELY))


class Aloud:
    """What a screen reader is told: roles and names."""

    def __init__(self, nodes: list[dict[str, Any]]) -> None:
        self._nodes = [node for node in nodes if not node.get("ignored")]

    def named(self, role: str) -> list[str]:
        """Return the names of all nodes of a role, in their order."""
        return [
            node.get("name", {}).get("value", "")
            for node in self._nodes
            if node["role"]["value"] == role
        ]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and name of every heading."""
        return [
            (self._property(node, "level"), node["name"]["value"])
            for node in self._nodes
            if node["role"]["value"] == "heading"
        ]

    @property
    def live(self) -> list[str]:
        """How urgent each live region is."""
        found = (self._property(n, "live") for n in self._nodes if n["role"]["value"] == "status")
        return [str(one) for one in found]

    @staticmethod
    def _property(node: dict[str, Any], name: str) -> Any:
        return next(one["value"]["value"] for one in node["properties"] if one["name"] == name)


async def aloud(tab: Tab) -> Aloud:
    """Ask the browser for the tree that it gives to screen readers."""
    return Aloud((await tab.ask("Accessibility.getFullAXTree"))["nodes"])
