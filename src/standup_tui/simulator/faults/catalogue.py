"""Every fault there is: its name, its usual value, where it strikes, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from standup_tui.simulator.faults import (
    answers,
    contents,
    crowd,
    endings,
    fates,
    intruders,
    refusals,
    ways,
)
from standup_tui.simulator.faults.fault import Fault, Trait
from standup_tui.simulator.faults.spec import ACTS, EVERYWHERE, STREAM


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the list."""

    name: str
    usual: str
    """Its value where none is given; empty: it has none."""
    does: str
    make: Callable[[Trait], Fault]
    home: frozenset[str] = STREAM

    @property
    def typed(self) -> str:
        """How it is asked for."""
        return f"{self.name}={self.usual}" if self.usual else self.name


_SEARCH: Final = frozenset({"search"})
_STORM: Final = "storm"
KINDS: Final = (
    Kind("close-after", "1", "close cleanly after N posts; 0 at once", endings.Close),
    Kind("reset-after", "1", "reset after N posts; 0 right after the headers", endings.Reset),
    Kind("eof-mid-line", "1", "close cleanly in the middle of the Nth post", endings.CutShort),
    Kind("reset-mid-line", "1", "reset in the middle of the Nth post", endings.ResetMidLine),
    Kind(
        "disconnect-after",
        "1",
        "say operational-disconnect after N posts, then close; N/TYPE for another type",
        endings.Disconnect,
    ),
    Kind("silence-after", "1", "half-open: nothing at all after N posts", endings.Silence),
    Kind("keep-alive-only", "", "signs of life, no posts", endings.KeepAliveOnly),
    Kind("slow-drip", "100", "one byte per write, N a second; 0 unpaced", endings.SlowDrip),
    Kind("paired", "", "two posts in one write", endings.Paired),
    Kind("no-flush", "", "gzip that is not flushed after each line", endings.NoFlush),
    Kind("duplicates", "3", "each post N times", contents.Duplicates),
    Kind("shuffle", "50", "posts shuffled in windows of N lines", contents.Shuffle),
    Kind("out-of-order", "2", "the newest of every N posts first", contents.OutOfOrder),
    Kind(
        "missing",
        "any",
        "posts without includes, author, tag, created_at (any: one of these), rules, id, text",
        contents.Missing,
    ),
    Kind("unknown-fields", "", "fields that no document names", contents.UnknownFields),
    Kind("note-tweet", "", "text cut short, the full one in note_tweet", contents.LongPost),
    Kind("withheld", "", "posts withheld in a country", contents.Withheld),
    Kind("entities", "", "text full of HTML entities, also twice escaped", contents.Entities),
    Kind(
        "garbage",
        "turns",
        "a line that is no post before each post: null, deep, utf8, int-id ..., or all in turn",
        intruders.Garbage,
    ),
    Kind("huge-line", "1M", "a line of so many bytes before each post", intruders.HugeLine),
    Kind("burst", "250", "N posts a second; N/#TAG for another hashtag", crowd.Burst),
    Kind("401-revoked", "", "401, the token was revoked", refusals.Revoked, EVERYWHERE),
    Kind("402-no-credits", "", "402 CreditsDepleted", refusals.NoCredits, EVERYWHERE),
    Kind("403-not-enrolled", "", "403 client-not-enrolled", refusals.NotEnrolled, EVERYWHERE),
    Kind("409-no-rules", "", "409, there are no rules", refusals.NoRules),
    Kind(
        "429-connections",
        "60",
        "429 TooManyConnections for S seconds, or until DELETE /2/connections/all",
        refusals.Taken,
        STREAM | {"connections"},
    ),
    Kind("429-reset", "60", "429 for S seconds, with the reset", refusals.Limited, EVERYWHERE),
    Kind(
        "429-no-reset",
        "60",
        "429 for S seconds, without saying so",
        refusals.LimitedBlind,
        EVERYWHERE,
    ),
    Kind("429-usage-cap", "", "429 UsageCapExceeded", refusals.UsageCap, EVERYWHERE),
    Kind("500", "json", "500 as json, html or empty", refusals.Error500, EVERYWHERE),
    Kind("502", "json", "502 as json, html or empty", refusals.Error502, EVERYWHERE),
    Kind("503", "json", "503 as json, html or empty", refusals.ServerError, EVERYWHERE),
    Kind("504", "json", "504 as json, html or empty", refusals.Error504, EVERYWHERE),
    Kind("slow-headers", "10", "S seconds before anything", answers.SlowHeaders, EVERYWHERE),
    Kind("clock-skew", "120", "X's clock S seconds ahead", answers.ClockSkew, EVERYWHERE),
    Kind("search-fails", "json", "search answers 503", refusals.ServerError, _SEARCH),
    Kind("search-lag", "30", "new posts stay out of search for S", answers.SearchLag, _SEARCH),
    Kind("rule-lag", "20", "an open stream learns of rules S seconds late", answers.RuleLag),
    Kind("slow-acts", "10", "public acts answered S seconds late", answers.SlowAnswer, ACTS),
    Kind("lost-acts", "30", "acts done, nothing comes, cut after S", answers.LostAnswer, ACTS),
    Kind("drop-before", "", "reset before an act is done", answers.DropBefore, ACTS),
    Kind("drop-after", "", "reset after an act is done", answers.DropAfter, ACTS),
    Kind("errors-in-200", "", "200 with errors, act not done", answers.ErrorsInSuccess, ACTS),
    Kind("deleted", "60", "posts deleted S seconds after they came", fates.Deleted),
    Kind("edited", "60", "posts edited S seconds after they came", fates.Edited),
    Kind("protected", "60", "authors protect posts S seconds later", fates.Protected),
    Kind(
        "withheld-later", "60", "posts withheld S seconds later", fates.WithheldLater, EVERYWHERE
    ),
    Kind("unreachable", "", "no connection is taken, open ones break", ways.Unreachable),
    Kind("unknown-name", "", "X's name cannot be found", ways.UnknownName),
    Kind("no-tls", "", "what answers does not speak TLS", ways.NoTls),
    Kind("untrusted", "", "a certificate that nobody trusts", ways.Untrusted),
    Kind("proxy", "refuses", "a proxy that refuses, wants a password, or is dead", ways.BadProxy),
)
"""In the order in which a list shows them; `storm` is made by the board."""
STORM: Final = Kind(
    _STORM, "1", "one fault after the other, with quiet stretches; the value is its seed", Fault
)


def listed() -> list[tuple[str, str]]:
    """Return every fault as it is typed and what it does."""
    return [(it.typed, it.does) for it in (*KINDS, STORM)]
