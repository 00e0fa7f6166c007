"""One registry of what a moderator can press: footer, help, palette, prompt and README use it.

Keys are those of a campaign that changed none; `model.keys` has the ones in force.

Lower case is local and undoable. Public acts take two steps. Nothing lies on Ctrl-S, Ctrl-Q,
Ctrl-Z, Ctrl-C, Ctrl-A, Ctrl-B, Alt or a bare F-key, which terminals and tmux keep for themselves.
"""

from dataclasses import dataclass
from enum import StrEnum

from standup_tui.model.entry import Entry
from standup_tui.model.lifecycle import Standing, Status, Verb, refusal


class Group(StrEnum):
    """The chapters of the help screen, in its order."""

    MOVE = "Move"
    DECIDE = "Decide"
    PUBLIC = "In public"
    WALLS = "The walls"
    SCREEN = "Screen"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a moderator can do, by key or from the palette."""

    name: str
    key: str
    """Textual's names of its keys, with commas between them; empty for no key."""
    title: str
    says: str
    """A sentence for the help screen, the palette and the README; acts in ‹ › are keys."""
    group: Group
    runs: str
    """What a screen does: the name of one of its `action_` methods, with arguments."""
    label: str = ""
    """How people write the key, where that is not `key` itself."""
    brief: str = ""
    """A shorter title, for a bottom line without room for the whole one."""
    footer: bool = False
    """Whether the bottom line offers it."""
    opened: bool = False
    """Whether it works on an opened post as well as in the panes."""

    @property
    def shown(self) -> str:
        """The key as it is written for people."""
        return self.label or self.key


_MOVE, _DECIDE, _PUBLIC, _WALLS, _SCREEN = Group

ACTIONS = (
    Action("approve", "a", "Approve", "Show the post on every wall.",
           _DECIDE, "decide('approve')", footer=True, opened=True),
    Action("hide", "h", "Hide",
           "Take the post off every wall, at once; 1 to 9 then says by which house rule.",
           _DECIDE, "decide('hide')", footer=True, opened=True),
    Action("pin", "p", "Pin", "Keep a shown post at the top of the wall, or let it go again.",
           _DECIDE, "decide('pin')", footer=True, opened=True),
    Action("star", "*", "Star", "Make a shown post a highlight, or take the star back.",
           _DECIDE, "decide('star')", opened=True),
    Action("flag", "f", "Flag", "Have a post looked at, or clear its flag.",
           _DECIDE, "decide('flag')", footer=True, opened=True),
    Action("hold", "w", "Hold", "Wait with this one: set it aside.",
           _DECIDE, "decide('hold')", footer=True, opened=True),
    Action("escalate", "e", "Escalate",
           "Set it aside for whoever is responsible, and show whom to call; again: return it.",
           _DECIDE, "decide('escalate')", footer=True, opened=True),
    Action("tag", "t", "Tag",
           "For which of the campaign's actions a post counts: a digit sets one or takes it off.",
           _DECIDE, "tag", footer=True, opened=True),
    Action("note", "c", "Note", "Write a private note about the post; no wall shows it.",
           _DECIDE, "note", opened=True),
    Action("mute", "m", "Mute",
           "Keep its author off the walls: says first how many posts that hides; again: unmute.",
           _DECIDE, "mute", opened=True),
    Action("undo", "u", "Undo",
           "Take back my last decision, or stop a public act that still waits. One that was "
           "sent is taken back in public: ‹undo›, then y.",
           _DECIDE, "undo", footer=True, opened=True),
    Action("redo", "U", "Redo", "Do again what I took back last.",
           _DECIDE, "redo", opened=True),
    Action("mark", "v", "Mark",
           "Mark the post or take its mark off, and go on: a decision then applies to all marked.",
           _DECIDE, "mark"),
    Action("mark-range", "V", "Mark up to here",
           "Mark everything from the last marked post to this one; Esc takes all marks off.",
           _DECIDE, "mark_range"),
    Action("retweet", "r", "Retweet",
           "Shows exactly what goes out; y sends it, ten seconds later.",
           _PUBLIC, "retweet", label="r then y", footer=True, opened=True),
    Action("hide-reply", "H", "Hide on X",
           "Hide an opened post that is hidden here (‹hide›) on X too, where X allows it: replies "
           "to our own posts; again: show it there.",
           _PUBLIC, "hide_reply", label="H then y", opened=True),
    Action("blank", "!", "Blank walls",
           "Blank every wall at once; ‹blank› then y brings them back.",
           _WALLS, "blank", brief="Blank", footer=True, opened=True),
    Action("pause", "P", "Pause walls",
           "Have every wall stand still, or go on: what is hidden leaves, nothing new comes.",
           _WALLS, "pause", opened=True),
    Action("wall-back", "[", "Scene before", "Every wall goes back by a scene.",
           _WALLS, "step(-1)", opened=True),
    Action("wall-on", "]", "Next scene", "Every wall goes on by a scene.",
           _WALLS, "step(1)", opened=True),
    Action("spotlight", "S", "Spotlight",
           "Show the post alone and large on every wall until ‹spotlight› lets it go again.",
           _WALLS, "spotlight", opened=True),
    Action("walls", "W", "Walls: which scene",
           "What the walls show now and next, how many there are; a letter has them stay with a "
           "scene.", _WALLS, "walls"),
    Action("delay", "D", "Delay or approve first",
           "Have unflagged posts show by themselves after some seconds, unless somebody acts; "
           "again, at once: approve first.", _WALLS, "delay", label="D then y", opened=True),
    Action("down", "j,down", "Next post", "The post below.", _MOVE, "move(1)", label="j ↓"),
    Action("up", "k,up", "Previous post", "The post above.", _MOVE, "move(-1)", label="k ↑"),
    Action("top", "g", "Newest post", "To the top, with the new posts taken in.",
           _MOVE, "newest"),
    Action("bottom", "G", "Last post", "To the end of the pane.", _MOVE, "last"),
    Action("page-down", "pagedown", "Page down", "One screen down.", _MOVE, "page(1)",
           label="PgDn"),
    Action("page-up", "pageup", "Page up", "One screen up.", _MOVE, "page(-1)", label="PgUp"),
    Action("take-in", ".", "Take in the new posts", "Let the posts in that wait behind “new ↑”.",
           _MOVE, "newest"),
    Action("undecided", "n", "Next undecided",
           "The next post that waits for a decision; where there is none, ‹undecided› again goes "
           "where there is.", _MOVE, "undecided", brief="Next", footer=True),
    Action("next-pane", "tab,right", "Next pane", "To the pane on the right.", _MOVE,
           "pane_by(1)", label="Tab →"),
    Action("previous-pane", "shift+tab,left", "Previous pane", "To the pane on the left.", _MOVE,
           "pane_by(-1)", label="←"),
    Action("live", "1", "Live", "Everything that is not flagged, held or hidden.", _MOVE,
           "pane(0)", opened=True),
    Action("flagged", "2", "Flagged", "What needs a person, most serious first.", _MOVE,
           "pane(1)", opened=True),
    Action("highlights", "3", "Highlights", "Pinned, starred, and our own people.", _MOVE,
           "pane(2)", opened=True),
    Action("held", "4", "Held", "What was set aside, escalated posts first.", _MOVE, "pane(3)",
           opened=True),
    Action("log", "5", "Log", "Every decision: who, when, what and why; / searches it.",
           _SCREEN, "log"),
    Action("search", "/", "Search",
           "Show only posts of this pane with these words, @handle, kind:abuse, tag:…, "
           "is:escalated, reason:… or -without; Esc shows all again.",
           _SCREEN, "search", footer=True),
    Action("find", "F", "Find in everything",
           "Search all that is stored, hidden and held posts too.", _SCREEN, "find"),
    Action("handover", "N", "Note for the next shift",
           "Read the newest note and write one; Ctrl-D leaves it, Esc keeps a draft.",
           _SCREEN, "handover"),
    Action("open", "enter", "Open", "The whole post, its reasons and its past.", _SCREEN,
           "open", label="Enter", footer=True),
    Action("one", "z", "One at a time",
           "One undecided post after the other, the most urgent first, and nothing else.",
           _SCREEN, "one", brief="One", footer=True),
    Action("copy", "Y", "Copy the address",
           "The post's address for the clipboard, through the terminal: over SSH too.",
           _SCREEN, "copy", opened=True),
    Action("beside-next", "J", "Go on", "The next post, opened or not.", _MOVE, "beside(1)",
           brief="Next", opened=True),
    Action("beside-previous", "K", "Go back one", "The post before, opened or not.", _MOVE,
           "beside(-1)", opened=True),
    Action("hidden", "x", "Hidden posts",
           "What is hidden, by whom or why, muted authors' posts too; Enter opens one.",
           _SCREEN, "hidden"),
    Action("reading", "i", "Reading: gaps and cost",
           "How posts come in, what may be missing, and what it costs.", _SCREEN, "reading"),
    Action("rules", "I", "Rules: what they flagged",
           "How often each rule fired, how often people agreed, and what is overruled again and "
           "again.", _SCREEN, "rules"),
    Action("tally", "T", "Tally",
           "How often each of the campaign's actions was done, and how that is counted.",
           _SCREEN, "tally"),
    Action("messages", "M", "Messages", "What came up by itself: nothing that was missed is lost.",
           _SCREEN, "messages"),
    Action("theme", "C", "Colours: the theme",
           "Dark, light, high contrast or colour-safe: try each, Enter keeps it for you.",
           _SCREEN, "theme", opened=True),
    Action("read-on", "R", "Try again now",
           "Have the hub read at once, when what stopped it has been mended.", _SCREEN, "read_on",
           opened=True),
    Action("back", "escape", "Back",
           "Out of a post, a question or a list; in the panes it clears messages away.",
           _SCREEN, "back", label="Esc", opened=True),
    Action("palette", ":,ctrl+p", "Palette", "Every act by its name.", _SCREEN, "palette",
           label=": Ctrl-P", opened=True),
    Action("help", "?", "Keys", "The keys of this screen.", _SCREEN, "help", footer=True,
           opened=True),
    Action("quit", "q", "Quit", "Back; at the top it asks once.", _SCREEN, "quit", footer=True,
           opened=True),
)  # fmt: skip
"""Every act that works now."""

BY_NAME = {action.name: action for action in ACTIONS}

_TOGGLES = {
    "pin": (Verb.PIN, Verb.UNPIN),
    "star": (Verb.STAR, Verb.UNSTAR),
    "flag": (Verb.FLAG, Verb.CLEAR),
    "escalate": (Verb.ESCALATE, Verb.RETURN),
}
BULK = frozenset({"approve", "hide", "pin", "star", "flag", "hold", "escalate", "tag"})
"""Acts that apply to all marked posts where some are marked."""

_ANYWHERE = frozenset({"undo", "redo"})
"""Acts that need no post."""

_ON_A_POST = frozenset({"spotlight"})
"""Acts of the walls that are about a post."""

_UNLIT = "approve it first: only a shown post can be in the spotlight"

_VERBS = {
    "approve": Verb.APPROVE,
    "hide": Verb.HIDE,
    "hold": Verb.HOLD,
    "retweet": Verb.RETWEET,
    "tag": Verb.TAG,
    "note": Verb.NOTE,
}


def verb_of(name: str, standing: Standing) -> Verb | None:
    """Return what an act does to a post that stands so, or None if it does nothing to posts."""
    if name in _TOGGLES:
        there, back = _TOGGLES[name]
        return back if _is_on(name, standing) else there
    return _VERBS.get(name)


def hiding_verb(entry: Entry) -> Verb:
    """Return what H does to a post on its network."""
    return Verb.UNHIDE_REPLY if entry.hidden_there else Verb.HIDE_REPLY


def _is_on(name: str, standing: Standing) -> bool:
    match name:
        case "pin":
            return standing.pin > 0
        case "star":
            return standing.starred
        case "flag":
            return standing.status is Status.FLAGGED
        case _:
            return standing.escalated


def impossible(action: Action, entry: Entry | None) -> str | None:
    """Return why an act cannot be done to a post now, in words for a person."""
    if action.name not in _ON_A_POST and (
        action.name in _ANYWHERE or action.group in (Group.MOVE, Group.WALLS, Group.SCREEN)
    ):
        return None
    if entry is None:
        return "there is no post under the cursor"
    if action.name in _ON_A_POST:
        return None if entry.standing.on_wall else _UNLIT
    hides = action.name == "hide-reply"
    verb = hiding_verb(entry) if hides else verb_of(action.name, entry.standing)
    return None if verb is None else refusal(entry.standing, verb)


def title_for(action: Action, entry: Entry | None) -> str:
    """Return what an act is called for a post: a pinned one is unpinned."""
    if entry is not None and action.name == "hide-reply" and entry.hidden_there:
        return "Show again on X"
    if entry is not None and action.name == "mute" and entry.muted:
        return "Unmute"
    if entry is None or action.name not in _TOGGLES or not _is_on(action.name, entry.standing):
        return action.title
    return {"pin": "Unpin", "star": "Unstar", "flag": "Clear flag", "escalate": "Return"}[
        action.name
    ]
