"""What can be typed: the acts of the registry by name and by key, and what only a prompt has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from standup_tui.model.acts import BY_NAME
from standup_tui.model.typed import written


@dataclass(frozen=True, slots=True)
class Word:
    """One command."""

    name: str
    """Its name in the registry of acts, or one of its own where no key does the same."""
    forms: tuple[str, ...]
    """How it may be typed, the first as the help writes it; its key is the last."""
    follows: str = ""
    """What may follow it."""
    says: str = ""
    """A sentence for the help; empty takes the registry's."""

    @property
    def help(self) -> str:
        """What is said of it: how it is typed, in short too, and what it does."""
        typed = f"{self.forms[0]} {self.follows}".rstrip()
        short = f", or {' or '.join(self.forms[1:])}" if len(self.forms) > 1 else ""
        return f"{typed}{short}: {called(self.says)}"


_POSTS, _POST = "POSTS", "POST"

_TABLE = (
    Word("approve", ("approve",), _POSTS),
    Word("hide", ("hide",), "POSTS [REASON]",
         "Take posts off every wall, at once; the reason is a number of reasons, or words."),
    Word("reason", ("reason",), "[POST] REASON", "Say why a post is hidden, afterwards."),
    Word("reasons", ("reasons",), "", "The campaign's reasons for hiding, by number."),
    Word("hold", ("hold",), _POSTS),
    Word("flag", ("flag",), _POSTS, "Have posts looked at; f on a flagged one clears its flag."),
    Word("clear", ("clear", "clear flag"), _POSTS, "Clear the flag of posts."),
    Word("pin", ("pin",), _POSTS,
         "Keep a shown post at the top of the wall; p on a pinned one lets it go again."),
    Word("unpin", ("unpin",), _POSTS, "Let a pinned post go again."),
    Word("star", ("star",), _POSTS,
         "Make a shown post a highlight; * on a starred one takes the star back."),
    Word("unstar", ("unstar",), _POSTS, "Take the star of a post back."),
    Word("escalate", ("escalate",), _POSTS,
         "Set a post aside for whoever is responsible, and say whom to call; e on an escalated "
         "one returns it."),
    Word("return", ("return",), _POSTS, "Return a post from escalation."),
    Word("tag", ("tag",), "POST [ACTION]",
         "Have a post count for one of the campaign's actions, by number or name; without one, "
         "list them."),
    Word("untag", ("untag",), "POST ACTION", "Take an action off a post."),
    Word("note", ("note",), "POST TEXT", "Write a private note about a post, for moderators."),
    Word("mute", ("mute",), _POST,
         "Keep its author off every wall; says first how many posts that hides."),
    Word("unmute", ("unmute",), _POST, "Let its author's posts be shown again."),
    Word("undo", ("undo",), "",
         "Take back my last decision, or stop a public act that still waits. One that was sent "
         "is taken back in public: y, then."),
    Word("redo", ("redo",), "", "Do again what I took back last."),
    Word("retweet", ("retweet",), _POST, "Says exactly what goes out; y sends it, seconds later."),
    Word("hide-reply", ("hide on x",), _POST,
         "Hide a reply that is hidden here on X too, where X allows it; it asks first."),
    Word("show-reply", ("show on x",), _POST, "Show a reply on X again; it asks first."),
    Word("blank", ("blank",), "", "Blank every wall at once; again, then y, brings them back."),
    Word("pause", ("pause",)),
    Word("wall-on", ("next scene",)),
    Word("wall-back", ("scene before",)),
    Word("spotlight", ("spotlight",), "POST",
         "Show a shown post alone and large on every wall; again, or spotlight off, lets it go."),
    Word("walls", ("walls",), "[stream|spotlight|tally|slides|turns]",
         "What the walls show and how posts get there; with a scene, have them stay with it, "
         "until turns."),
    Word("delay", ("delay",), "[SECONDS|off]",
         "Have unflagged posts show by themselves after some seconds; it asks first. Again, or "
         "off: approve first, at once."),
    Word("undecided", ("next",), "",
         "The next post that waits for a decision, the most urgent first."),
    Word("open", ("open", "o"), _POST, "The whole post, its reasons and its past."),
    Word("back", ("back",), "", "Close the opened post."),
    Word("show", ("show",), _POSTS, "A line about each of these posts; numbers alone do it, too."),
    Word("list", ("list", "l"), "[live|flagged|highlights|undecided|held|hidden] [HOW MANY]",
         "Posts with their numbers; live ones, where you do not say which."),
    Word("hidden", ("hidden",), "", "What is hidden, by whom or why: list hidden."),
    Word("more", ("more",), "", "The rest of the last list."),
    Word("find", ("find", "search", "/"), "WORDS", "Search everything that the hub has kept."),
    Word("log", ("log",), "[WORDS]",
         "What was decided, the newest first; with words, what has them all."),
    Word("new", ("new", "."), "", "New posts that have not been said yet; an empty line, too."),
    Word("follow", ("follow",), "[all|flagged]",
         "Say new posts as they come, or only flagged ones."),
    Word("quiet", ("quiet",), "", "Say no new posts: the prompt counts them."),
    Word("status", ("status", "s"), "",
         "How posts come in and what they cost; who is here, the walls, the outbox."),
    Word("reading", ("reading",)),
    Word("read-on", ("read on",)),
    Word("rules", ("rules",)),
    Word("tally", ("tally",)),
    Word("handover", ("handover",), "[TEXT]",
         "Leave a note for whoever comes next; without a text, say the last one and "
         "what is open."),
    Word("copy", ("address",), _POST, "Where a post can be read on its network."),
    Word("help", ("help",), "[COMMAND]", "Say this; with a command, only what that one does."),
    Word("quit", ("quit",), "", "Leave; Ctrl-D does, too."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as somebody typed it."""

    word: Word
    rest: str
    """What follows it."""
    by_key: bool = False
    """Whether it was typed as a key, which on some posts takes back what it is called."""


_CALLED = {word.name: word.forms[0] for word in _TABLE}
_NAMED = re.compile("\u2039([a-z-]+)\u203a")  # angle quotes


def called(text: str) -> str:
    """Return a text with commands where it names acts in angle quotes; screens put keys there."""
    return _NAMED.sub(lambda found: _CALLED.get(found[1], found[1].replace("-", " ")), text)


ON_SCREENS_ONLY = frozenset((
    "down", "up", "top", "bottom", "page-down", "page-up", "next-pane", "previous-pane", "live",
    "flagged", "highlights", "held", "take-in", "palette", "theme", "one", "mark", "mark-range",
    "search", "beside-next", "beside-previous", "messages",
))  # fmt: skip
"""Acts of the registry that move a cursor or lead to what only a screen has."""


class Vocabulary:
    """What may be typed in one campaign, for a campaign may have chosen other keys.

    Args:
        keys: The names of acts whose keys are others than the registry's, and those.
    """

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        self.words = tuple(_with_key(word, keys or {}) for word in _TABLE)
        """Every command."""
        forms = {form: word for word in self.words for form in word.forms}
        self._keys = {form: word for form, word in forms.items() if len(form) == 1}
        self._names = {form: word for form, word in forms.items() if len(form) > 1}
        self._names |= {word.name: word for word in self.words}

    def word(self, name: str) -> Word:
        """Return a command by its name."""
        return self._names[name]

    def found(self, typed: str) -> Typed | str:
        """Return the command at the start of a line with what follows it, or why there is none."""
        first = typed.split(maxsplit=1)[0]
        if first in self._keys:  # keys first: h is not H, and neither is the start of help
            return Typed(self._keys[first], typed[len(first) :].strip(), by_key=True)
        if first[0] in self._keys and first[1:2].isdecimal():  # a12, typed in haste
            return Typed(self._keys[first[0]], typed[1:].strip(), by_key=True)
        lower = typed.lower()
        for name in sorted(self._names, key=len, reverse=True):
            if lower == name or lower.startswith(f"{name} "):
                return Typed(self._names[name], typed[len(name) :].strip())
        return self._guessed(first, typed[len(first) :].strip())

    def _guessed(self, first: str, rest: str) -> Typed | str:
        """Return the only command that begins so, or what may be meant."""
        begun = {
            word.name: word
            for name, word in self._names.items()
            if name.startswith(first.lower()) and " " not in name.removeprefix(first.lower())
        }
        if len(begun) == 1:
            return Typed(next(iter(begun.values())), rest)
        if begun:
            names = " or ".join(sorted(word.forms[0] for word in begun.values()))
            return f"“{first}” may be {names}: type more of it."
        near = get_close_matches(first.lower(), self._names, 1)
        if near:
            return f"There is no command “{first}”; did you mean {self._names[near[0]].forms[0]}?"
        return f"There is no command “{first}”; help lists them."


def _with_key(word: Word, keys: Mapping[str, str]) -> Word:
    """Return a command with its key as its last form, and with something said about it."""
    action = BY_NAME.get(word.name)
    if action is None:
        return word
    pressed = keys.get(word.name, action.key).split(",")
    single = [key for key in map(written, filter(None, pressed)) if len(key) == 1]
    return replace(word, forms=(*word.forms, *single), says=word.says or action.says)
