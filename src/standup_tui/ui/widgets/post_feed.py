"""Posts in a pane, one of them under the cursor, drawn line by line: no widget per post."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.segment import Segment
from textual.cache import LRUCache
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from standup_tui.core.timeline import Timeline
from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.model.wrapping import wrap
from standup_tui.ui.widgets.card import Aside, card
from standup_tui.ui.widgets.ink import (
    EMPTY,
    Line,
    Role,
    dimmed,
    width_of,
)
from standup_tui.ui.widgets.painted import Painted
from standup_tui.ui.widgets.window import Window

_CARDS, _STRIPS = 512, 2048
_MOST_LINES = 12
_FEWEST_LINES = 3
_PLENTY = 40
"""Rows from which cards stand apart."""
_DOUBLE = 2

Card = tuple[Strip, ...]


class PostFeed(Painted):
    """One pane's posts in a border that says how many there are and how many wait.

    The frame is kept as it was drawn; a change draws only the rows that differ. What a change
    costs depends on the posts that are on the screen, not on those that are kept.
    """

    DEFAULT_CSS = "PostFeed { height: 1fr; width: 1fr; }"
    active: reactive[bool] = reactive(default=False, init=False)
    """Whether the keys go to this pane. Not the focus: a terminal window that loses it must
    not set the cursor free."""
    single: reactive[bool] = reactive(default=False, init=False)
    """Whether there is room for one post only, without a border."""

    @dataclass
    class Pointed(Message):
        """A post was clicked, twice to open it."""

        feed: "PostFeed"
        post: PostId
        twice: bool

    def __init__(
        self,
        number: int,
        timeline: Timeline,
        entries: Mapping[PostId, Entry],
        aside: Callable[[Entry], Aside],
        shown: Callable[[Entry], Entry] = lambda entry: entry,
    ) -> None:
        super().__init__(id=f"feed-{number}")
        self.number = number
        self.timeline = timeline
        self.window = Window(timeline, self._height_of)
        self.tabs: Line = EMPTY
        """All panes' titles, where this is the only one in sight."""
        self.empty = ""
        """What to say while there is no post."""
        self.laid_out = 0
        """How many cards were laid out so far, for those who measure."""
        self._entries = entries
        self._aside = aside
        self._shown = shown
        self._cards: LRUCache[tuple[object, ...], Card] = LRUCache(_CARDS)
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_STRIPS)
        self._blank = Strip([])
        self._rows: list[Strip] = []
        self._slots: list[tuple[int, PostId]] = []
        self._title: Line = EMPTY
        self._width, self._height = 1, 0  # asked for at every card, and Textual counts anew

    # What others may ask of it.

    @property
    def cursor(self) -> PostId | None:
        """The post the next command applies to."""
        return self.window.cursor

    @property
    def title(self) -> str:
        """The pane's name and how many posts it has."""
        return f"{self.number} {self.timeline.pane} · {len(self.timeline):,}"

    def take(self, entries: Sequence[Entry], own: Collection[PostId] = ()) -> bool:
        """Take in what changed, and return whether the cursor lost its post."""
        lost = self.window.take(entries, own)
        self.redraw()
        return lost

    def redraw(self) -> None:
        """Draw what differs from the last frame."""
        old, title = self._rows, self._title
        self._compose_rows()
        edge = 0 if self.single else 1
        if self._title != title and edge:
            self.refresh(Region(0, 0, self.size.width, 1))
        if len(old) != len(self._rows):
            self.refresh()
            return
        changed = [row for row, strip in enumerate(self._rows) if strip is not old[row]]
        for _, run in groupby(enumerate(changed), lambda pair: pair[1] - pair[0]):
            rows = [row for _, row in run]
            self.refresh(Region(0, rows[0] + edge, self.size.width, len(rows)))

    # Events.

    def watch_active(self) -> None:
        """Show which pane has the keys."""
        self._recolour()

    def on_resize(self, event: Resize) -> None:
        """Lay out for another size."""
        del event
        self._fit()

    def watch_single(self) -> None:
        """Lay out with or without a border."""
        self._fit()

    def notify_style_update(self) -> None:
        """Draw in another theme's colours."""
        super().notify_style_update()
        self._recolour()

    def on_click(self, event: Click) -> None:
        """Report which post was clicked."""
        row = event.y - (0 if self.single else 1)
        below = [post for first, post in self._slots if first <= row]
        if below and 0 <= row < len(self._rows):
            self.post_message(self.Pointed(self, below[-1], event.chain >= _DOUBLE))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move the cursor with the wheel; the view never leaves the cursor behind."""
        event.stop()
        self.window.move(1)
        self.redraw()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.window.move(-1)
        self.redraw()

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """Return one line of the frame as it was composed."""
        if self.single:
            return self._rows[y] if y < len(self._rows) else self._blank
        if y == 0:
            return self.paint(self._title, self.size.width)
        role = Role.FOCUS if self.active else Role.LINE
        if y > len(self._rows):
            return self.paint((("╰" + "─" * (self.size.width - 2) + "╯", role),), self.size.width)
        side = Strip([Segment("│", self.ink(role))], 1)
        return Strip.join((side, self._rows[y - 1], side))

    def _fit(self) -> None:
        edges = 0 if self.single else 2
        self._width = max(1, self.size.width - edges)
        self._height = max(0, self.size.height - edges)
        self.window.resize(self._height, alone=self.single)
        self._blank = self.paint(EMPTY, self._width)
        self.redraw()
        self.refresh()

    def _recolour(self) -> None:
        if self.is_attached and self.size:
            self._cards.clear()
            self._strips.clear()
            self._blank = self.paint(EMPTY, self._width)
            self._compose_rows()
            self.refresh()

    @property
    def _most_lines(self) -> int:
        if self.single:
            return max(1, self._height - 2)
        return max(_FEWEST_LINES, min(_MOST_LINES, self._height // 2))

    def _height_of(self, post: PostId) -> int:
        return len(self._card(post))

    def _card(self, post: PostId) -> Card:
        """Return a post's rows, laid out once for everything that they depend on."""
        entry = self._entries[post]
        aside = self._aside(entry)
        selected = post == self.window.cursor
        airy = self._height >= _PLENTY
        key = (post, entry.seq, entry.acts, self._width, self._most_lines, airy, selected, aside)
        known = self._cards.get(key)
        if known is None:
            self.laid_out += 1
            lines = card(self._shown(entry), aside, self._width, self._most_lines, airy=airy)
            if aside.pending:
                lines = [dimmed(line) for line in lines]
            known = self._cards[key] = self._painted(lines, selected=selected)
        return known

    def _painted(self, lines: list[Line], *, selected: bool) -> Card:
        """Paint a card; the one under the cursor has a bar and another ground, the foot not.

        The bar is a thin one in a pane that does not have the keys.
        """
        if not selected:
            return tuple(self._strip(line) for line in lines)
        bar = ("▌", Role.FOCUS) if self.active else ("▏", Role.LINE)
        ground = Role.CURSOR if self.active else None
        body = len(lines) - (1 if lines[-1] else 2)
        barred = [self._strip((bar, *line[1:]), ground) for line in lines[:body]]
        return (*barred, *(self._strip(line) for line in lines[body:]))

    def _strip(self, line: Line, ground: Role | None = None) -> Strip:
        """Return a line as a strip, the same one for the same line.

        A card whose age changes is laid out again; only its first row is then another one.
        """
        key = (line, self._width, ground)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self.paint(line, self._width, ground)
        return strip

    def _compose_rows(self) -> None:
        """Put the frame together from the cards on the screen."""
        self._title = self._header()
        rows = [self._blank] * self._height
        self._slots = []
        for slot in self.window.slots():
            self._slots.append((slot.row, slot.post))
            for at, strip in enumerate(self._card(slot.post), slot.row):
                if 0 <= at < len(rows):
                    rows[at] = strip
        if not len(self.timeline):
            rows[1 : len(rows) - 1] = self._emptiness(len(rows) - 2)
        self._rows = rows

    def _emptiness(self, most: int) -> list[Strip]:
        """Return what to show while there is no post, the same strips each time."""
        key = (self.empty, self._width, most)
        if most < 1:
            return [self._blank] * max(0, most)
        if key not in self._cards:
            said = wrap(self.empty, max(1, self._width - 4), most)
            lines = [(("  " + text, Role.MUTED),) for text in said]
            self._cards[key] = tuple(self.paint(line, self._width) for line in lines)
        strips = list(self._cards[key])
        return strips + [self._blank] * (most - len(strips))

    def _header(self) -> Line:
        """Return the upper border: the pane's name, and the new posts that wait."""
        edge = Role.FOCUS if self.active else Role.LINE
        title: Line = ((f" {self.title} ", Role.HERE if self.active else Role.MUTED),)
        name: Line = (("╭", edge), *(self.tabs or title))
        new: Line = (("╮", edge),)
        if self.timeline.waiting:
            new = ((f" {self.timeline.waiting:,} new ↑", Role.KEY), (" ╮", edge))
        rest = self._width + 2 - width_of(name) - width_of(new)
        return (*name, ("─" * max(0, rest), edge), *new)
