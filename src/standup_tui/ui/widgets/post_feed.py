"""Posts in a pane, one of them under the cursor, drawn line by line: no widget per post."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

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
from standup_tui.ui.widgets.direct import Direct
from standup_tui.ui.widgets.ink import (
    EMPTY,
    Line,
    Role,
    dimmed,
    width_of,
)
from standup_tui.ui.widgets.window import Window

_CARDS, _STRIPS = 512, 2048
_MOST_LINES = 12
_FEWEST_LINES = 3
_PLENTY = 40
"""Rows from which cards stand apart."""
_DOUBLE = 2

Card = tuple[Strip, ...]


class PostFeed(Direct):
    """One pane's posts in a border that says how many there are and how many wait.

    The frame is kept as it was drawn; a change draws only the rows that differ. What a change
    costs depends on the posts that are on the screen, not on those that are kept, and what a
    move of the cursor costs, on the posts that it touches.
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
        self.called = f"{number} {timeline.pane}"
        """What its border calls it, with the key that leads here."""
        self.timeline = timeline
        self.window = Window(timeline, self._height_of)
        self.tabs: Callable[[int], Line] | None = None
        """Gives all panes' titles for so many columns, where this is the only one in sight."""
        self.empty = ""
        """What to say while there is no post."""
        self.marked: Collection[PostId] = ()
        """Posts of this pane that its moderator has marked."""
        self.laid_out = 0
        """How many cards were laid out so far, for those who measure."""
        self._entries = entries
        self._aside = aside
        self._shown = shown
        self._cards: LRUCache[tuple[object, ...], Card] = LRUCache(_CARDS)
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(_STRIPS)
        self._current: dict[tuple[PostId, bool], Card] = {}
        """Cards as they are now, by their posts and whether these are under the cursor."""
        self._frame: list[Strip] = []
        self._slots: list[tuple[int, PostId]] = []
        self._fitted = (0, 0, False)
        # Asked for at every card, and Textual counts anew.
        self._width, self._height, self._most_lines = 1, 0, 1

    # What others may ask of it.

    @property
    def cursor(self) -> PostId | None:
        """The post the next command applies to."""
        return self.window.cursor

    @property
    def title(self) -> str:
        """The pane's name and how many posts it has."""
        return f"{self.called} · {len(self.timeline):,}"

    def under_cursor(self) -> Region | None:
        """Return where the card under the cursor stands on the screen."""
        row = next((row for row, post in self._slots if post == self.cursor), None)
        if row is None or self.cursor is None:
            return None
        edge = 0 if self.single else 1
        card = Region(0, row + edge, self.size.width, self._height_of(self.cursor))
        return card.translate(self.region.offset).intersection(self.region)

    def take(self, entries: Sequence[Entry], own: Collection[PostId] = ()) -> bool:
        """Take in what changed, and return whether the cursor lost its post.

        `redraw` shows it.
        """
        self._current.clear()
        return self.window.take(entries, own)

    def redraw(self) -> None:
        """Draw what differs from the last frame, whatever has changed."""
        self._current.clear()
        self.redraw_moved()

    def redraw_moved(self) -> None:
        """Draw what differs after a move of the cursor: all that is said of the posts stands."""
        old = self._frame
        self._compose_frame()
        if len(old) != len(self._frame):
            self.refresh()
            return
        changed = [row for row, strip in enumerate(self._frame) if strip is not old[row]]
        runs = groupby(enumerate(changed), lambda pair: pair[1] - pair[0])
        rows = [[row for _, row in run] for _, run in runs]
        if rows:
            width = self._frame[0].cell_length
            self.refresh(*(Region(0, run[0], width, len(run)) for run in rows))

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
        if below and 0 <= row < self._height:
            self.post_message(self.Pointed(self, below[-1], event.chain >= _DOUBLE))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Move the cursor with the wheel; the view never leaves the cursor behind."""
        event.stop()
        self.window.move(1)
        self.redraw_moved()

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.window.move(-1)
        self.redraw_moved()

    # Drawing.

    def rows(self, width: int) -> Sequence[Strip]:
        """Return the frame as it was composed; Textual draws before it tells of a new size."""
        del width
        if self._fitted != self._place:
            self._lay_out()
        return self._frame

    @property
    def _place(self) -> tuple[int, int, bool]:
        """Everything round it that a layout depends on."""
        return (*self.size, self.single)

    def _fit(self) -> None:
        if self._fitted != self._place:
            self._lay_out()
            self.refresh()

    def _lay_out(self) -> None:
        self._fitted = self._place
        edges = 0 if self.single else 2
        self._width = max(1, self.size.width - edges)
        self._height = max(0, self.size.height - edges)
        self._most_lines = max(_FEWEST_LINES, min(_MOST_LINES, self._height // 2))
        if self.single:
            self._most_lines = max(1, self._height - 2)
        self._current.clear()
        self.window.resize(self._height, alone=self.single)
        self._compose_frame()

    def _recolour(self) -> None:
        self._cards.clear()  # also out of sight: it may come into sight in its old size
        self._strips.clear()
        self._current.clear()
        if self.is_attached and self.size:
            self._compose_frame()
            self.refresh()

    def _height_of(self, post: PostId) -> int:
        return len(self._card(post))

    def _card(self, post: PostId) -> Card:
        """Return a post's rows as they are now."""
        at = (post, post == self.window.cursor)
        known = self._current.get(at)
        if known is None:
            if len(self._current) > _CARDS:
                self._current.clear()
            known = self._current[at] = self._laid_out(*at)
        return known

    def _laid_out(self, post: PostId, selected: bool) -> Card:  # noqa: FBT001  # one half of a key
        """Return a post's rows, laid out once for everything that they depend on."""
        entry = self._entries[post]
        aside = self._aside(entry)
        if post in self.marked:
            aside = replace(aside, marked=True)
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
            return tuple(self._row(line) for line in lines)
        bar = ("▌", Role.FOCUS) if self.active else ("▏", Role.LINE)
        ground = Role.CURSOR if self.active else None
        body = len(lines) - (1 if lines[-1] else 2)
        barred = [self._row((bar, *line[1:]), ground) for line in lines[:body]]
        return (*barred, *(self._row(line) for line in lines[body:]))

    def _row(self, line: Line, ground: Role | None = None) -> Strip:
        """Return a line between the pane's edges, as a strip: the same one for the same line.

        A card whose age changes is laid out again; only its first row is then another one. And
        a strip remembers what it looks like to the terminal.
        """
        key = (line, self._width, ground)
        strip = self._strips.get(key)
        if strip is None:
            strip = self.paint(line, self._width, ground)
            if not self.single:
                side = self.paint((("│", self._edge),), 1)
                strip = Strip.join((side, strip, side))
            strip = self._strips[key] = self.filtered(strip)
        return strip

    def _border(self, line: Line) -> Strip:
        """Return a line of the border as a strip, the same one for the same line."""
        key = ("border", line, self._width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self.filtered(self.paint(line, self._width + 2))
        return strip

    @property
    def _edge(self) -> Role:
        return Role.FOCUS if self.active else Role.LINE

    def _compose_frame(self) -> None:
        """Put the frame together from the cards on the screen."""
        rows = [self._row(EMPTY)] * self._height
        self._slots = []
        for slot in self.window.slots():
            self._slots.append((slot.row, slot.post))
            for at, strip in enumerate(self._card(slot.post), slot.row):
                if 0 <= at < len(rows):
                    rows[at] = strip
        if not len(self.timeline):
            rows[1 : len(rows) - 1] = self._emptiness(len(rows) - 2)
        if not self.single:
            foot: Line = (("╰" + "─" * self._width + "╯", self._edge),)
            rows = [self._border(self._header()), *rows, self._border(foot)]
        self._frame = rows

    def _emptiness(self, most: int) -> list[Strip]:
        """Return what to show while there is no post, the same strips each time."""
        if most < 1:
            return []
        said = wrap(self.empty, max(1, self._width - 4), most)
        strips = [self._row((("  " + text, Role.MUTED),)) for text in said]
        return strips + [self._row(EMPTY)] * (most - len(strips))

    def _header(self) -> Line:
        """Return the upper border: the pane's name, and the new posts that wait."""
        edge, marks, new = self._edge, self._marks(), self._new()
        room = self._width - width_of(marks) - width_of(new)
        if self.tabs:
            name = self.tabs(room)
        else:
            name = ((f" {self.title} ", Role.HERE if self.active else Role.MUTED),)
        if width_of(name) > room:  # the line below the panes says how many are marked, too
            room, marks = room + width_of(marks), EMPTY
        line: Line = (("─" * max(0, room - width_of(name)), edge),)
        return (("╭", edge), *name, *marks, *line, *new, ("╮", edge))

    def _marks(self) -> Line:
        """Return how many posts are marked, for the border."""
        return ((f" + {len(self.marked)} marked ", Role.KEY),) if self.marked else EMPTY

    def _new(self) -> Line:
        """Return how many new posts wait, for the border."""
        waiting = self.timeline.waiting
        return ((f" {waiting:,} new ↑ ", Role.KEY),) if waiting else EMPTY
