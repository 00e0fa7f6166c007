"""How often the campaign's actions were done, as lines in roles; needs no screen."""

from collections.abc import Iterator

from standup_tui.model.action import ActionCount
from standup_tui.model.wrapping import cells, wrap
from standup_tui.ui.console.state.board import Board
from standup_tui.ui.widgets.ink import EMPTY, Line, Role
from standup_tui.ui.widgets.wording import clip, count

_WIDEST = 100
_NAME = 28
"""Columns for an action's name at most."""
_BAR = 12
"""Columns from which a bar says something."""

NO_ACTIONS = (
    "This campaign asks for no actions yet.",
    (
        "Write one [[actions]] into campaign.toml for each thing that people are asked to do, "
        "with a name, what the campaign asks for, and words or links of those who did it. Then "
        "stop the hub and start it again."
    ),
    "Posts that are here already are looked at again and count too.",
)
HOW = (
    (
        "Counted: posts that are shown, and posts that wait for a decision, by the words and "
        "links in campaign.toml or, where it has none, by built-in patterns; reposts never."
    ),
    (
        "Not counted: what is flagged or held, until somebody approves it, and whatever is "
        "hidden or gone."
    ),
    "t on a post puts right what was counted wrongly; that beats the rules and is on record.",
    "In public only what is shown may be said: the number after “on the wall”.",
)


def tally_lines(board: Board, width: int) -> list[Line]:
    """Return the lines of the screen.

    Args:
        board: With what the hub last counted; None before its first answer.
        width: Columns.
    """
    inner = max(8, min(width - 4, _WIDEST))
    lines: list[Line] = [EMPTY]
    if not board.about.actions:
        first, *rest = NO_ACTIONS
        lines += _wrapped(first, inner, Role.STRONG)
        for text in rest:
            lines += [EMPTY, *_wrapped(text, inner, Role.MUTED)]
    elif board.counts is None:
        lines += [(("Asking the hub …", Role.MUTED),)]
    else:
        lines += _counted(board, inner)
    return [(("  ", Role.TEXT), *line) if line else EMPTY for line in (*lines, EMPTY)]


def _counted(board: Board, width: int) -> Iterator[Line]:
    counts = board.counts
    if counts is None:
        return
    tally = counts.tally
    posts, people = count(tally.total.posts, "post"), count(tally.total.people, "person", "people")
    said = f"{posts} by {people}, as of {board.moment(counts.at, seconds=True)}"
    yield from _wrapped(said, width, Role.STRONG)
    if board.lost:
        yield from _wrapped("There is no hub: this is what it last counted.", width, Role.WARN)
    if tally.looking_back:
        said = "Earlier posts are still being looked at again: the numbers will change."
        yield from _wrapped(said, width, Role.WARN)
    yield EMPTY
    most = max((it.number for it in tally.actions), default=0)
    digits = len(f"{most:,}")
    longest = max((cells(it.action) for it in tally.actions), default=0)
    name = max(4, min(_NAME, longest, width - digits - 4))
    for one in tally.actions:
        yield from _action(one, most, name, digits, width)
        yield EMPTY
    if width - name - digits - 4 >= _BAR:
        yield (("█", Role.GOOD), (" on the wall   ", Role.MUTED), ("▒", Role.ACCENT),
               (" waits for a decision", Role.MUTED))  # fmt: skip
        yield EMPTY
    for text in HOW:
        yield from _wrapped(text, width, Role.MUTED)


def _action(one: ActionCount, most: int, name: int, digits: int, width: int) -> Iterator[Line]:
    """Yield an action's number with its bar, and what it is made of."""
    named = clip(one.action, name)
    head: Line = (
        (named + " " * (name - cells(named) + 2), Role.STRONG),
        (f"{one.number:>{digits},}  ", Role.TEXT),
    )
    room = width - name - digits - 4
    if room >= _BAR and most:
        full = -(-one.number * room // most)
        shown = min(full, -(-one.in_public * room // most))
        head += (("█" * shown, Role.GOOD), ("▒" * (full - shown), Role.ACCENT))
    yield head
    indent = 2 if width < name * 3 else name + 2
    for line in wrap(made_of(one), max(4, width - indent)):
        yield ((" " * indent, Role.TEXT), (line, Role.MUTED))


def made_of(one: ActionCount) -> str:
    """Return of what an action's number is made."""
    people = count(one.all.people, "person", "people")
    posts = count(one.all.posts, "post")
    said = [f"{people}, each counted once, in {posts}" if one.once else f"{posts} by {people}"]
    said.append(f"{one.in_public:,} on the wall")
    if one.waiting:
        said.append(f"{one.waiting:,} {'waits' if one.waiting == 1 else 'wait'} for a decision")
    if one.by_hand:
        said.append(f"{one.by_hand:,} by hand")
    if one.kept_back:
        said.append(f"{one.kept_back:,} more flagged or held, not counted")
    return " · ".join(said)


def _wrapped(text: str, width: int, role: Role) -> list[Line]:
    return [((line, role),) for line in wrap(text, width)]
