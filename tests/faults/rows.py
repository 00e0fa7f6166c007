"""The fault list: what may go wrong, and when we say that it was withstood."""

from typing import NamedTuple


class Told(NamedTuple):
    """One row."""

    fault: str
    mark: str


ROWS = {
    "A1": Told(
        "kill -9 of hub and consoles under load",
        "nothing acknowledged lost, doubled or invented; the store is sound",
    ),
    "A2": Told("kill -9 of a console just after a key", "done once or not at all, never half"),
    "A3": Told(
        "kill -9 of the hub while it retweets", "sent once at most; doubts are asked about"
    ),
    "A4": Told(
        "kill -9 at each statement of a migration",
        "the next start completes it; the copy from before is kept",
    ),
    "A5": Told(
        "kill -9 while a purge, export, report, backup or restoring runs",
        "files are old or complete",
    ),
    "A6": Told("power loss", "a sync of the write-ahead log before each acknowledgement"),
    "A7": Told("SIGTERM, SIGINT, SIGHUP", "143, 130, 129; the terminal is as it was"),
    "A8": Told("a hub that dies over and over", "12 connections in 60 s at most"),
    "A9": Told(
        "300 MB of address space and many posts", "it works or ends in a sentence; sound store"
    ),
    "C1": Told(
        "the disk is full",
        "paused and said; nothing acknowledged that is not stored; decisions get the reserve; "
        "goes on by itself",
    ),
    "C2": Told(
        "read-only store, folder or mount", "refused in a sentence with the chmod, or the remount"
    ),
    "C3": Told(
        "another program locks the store",
        "walls, screens and blank go on; a short lock is waited for; a long one is named, and the "
        "key can be pressed again",
    ),
    "C4": Told(
        "a damaged store or write-ahead log",
        "refused with 65, untouched; the last backup is offered and restored on request",
    ),
    "C5": Told("a store of a newer version", "refused with 65; not a byte changed"),
    "C6": Told("stores of every older version", "as many posts after; the copy is for 0600"),
    "C7": Told("the clock goes back", "order by number; no negative time; read within the pause"),
    "C8": Told("time zones, the day of 25 hours", "stored in UTC; hours add up"),
    "C9": Told("callers cancelled at random", "no transaction left open, no lock"),
    "C10": Told("a wall that reads nothing while posts arrive", "the log stays below 64 MB"),
    "C11": Told("a network file system", "doctor and hub refuse it unless forced"),
    "C12": Told("SQLite before 3.51.3", "said once; nobody but the hub writes or checkpoints"),
    "C13": Told("backups while all is killed", "each passes the check, with what was seen before"),
    "C14": Told("a start that fails half-way", "the process ends with an error"),
    "B1": Told("the stream ends cleanly, over and over", "8 connections in 10 s at most; said"),
    "B2": Told("the stream is reset", "8 connections in 10 s at most; said"),
    "B3": Told("a connection falls silent", "given up in time; the gap is filled"),
    "B4": Told("429, also across a restart", "nothing asked before the limit ends; counted down"),
    "B5": Told("502, 503, 504", "the pause that is asked for is kept; no HTML shown"),
    "B6": Told("401, 402, 403", "three tries, then stopped with the way out"),
    "B7": Told("lines that are no posts", "put aside; the next post is stored"),
    "B8": Told("a line of 64 MB", "counted, memory stays; the stream goes on"),
    "B9": Told("posts again and in any order", "each stored once"),
    "B10": Told("bytes in any portions", "all stored"),
    "B11": Told("an outage; one with search failing", "recovered, or a gap on record"),
    "B12": Told("a post is deleted at X", "off the wall, text erased"),
    "B13": Told("a burst", "all stored, moderators answered"),
    "B14": Told("X says goodbye in the stream", "a disconnection, named"),
    "B15": Told("no DNS, TLS or proxy", "plain words, slower and slower"),
    "B": Told("hours of all of these, mixed", "every post once, every gap on record"),
    "D1": Told(
        "the terminal closes, also without a controlling one, under nohup, as a pane of tmux",
        "the screen is gone, with 129, and used no processor; the hub is untouched",
    ),
    "D2": Told(
        "the terminal is not read any more",
        "the hub and the others go on; whole frames when it reads again; SIGTERM ends it with 143",
    ),
    "D3": Told("500 sizes in a moment, from 1x1 to 500x200", "no crash; usable from 20x5 on"),
    "D4": Told(
        "TERM: ten kinds, dumb, unknown, none",
        "screens work; where none can be: lines without an escape byte, or a sentence",
    ),
    "D5": Told("locales without UTF-8", "ASCII only, emoji and other scripts in words; no \\u"),
    "D6": Told("NO_COLOR, few colours, colour blindness", "states told apart without colour"),
    "D7": Told(
        "stopped and continued, tmux left and entered at other sizes, by two",
        "the terminal is left whole and drawn anew; nothing blocks",
    ),
    "D8": Told("streams closed, piped, or to a file", "a snapshot, or a sentence and 2"),
    "D9": Told(
        "pasted text, marked or not, a megabyte of it; a mouse gone wild; unknown sequences",
        "never a key; the screen goes on",
    ),
    "D10": Told(
        "a burst of keys on a list that moves",
        "each acts on the post it was pressed on, or not at all",
    ),
    "E1": Told("several decide on a post at once", "one wins, the others are told by whom"),
    "E2": Told("a decision on an old list", "refused, refreshed, and possible on purpose"),
    "E3": Told("undo of what somebody has decided on since", "refused with the reason"),
    "E4": Told("hidden while the wall's process stands still", "gone when it goes on"),
    "E5": Told("a second hub", "refused with the first one's number; a dead one is taken over"),
    "E6": Told("20 idle consoles and 3 at work", "less than 30 % of a core; nothing lost"),
    "E7": Told("a terminal of another version", "told to restart; nothing is done for it"),
    "F1": Told(
        "credentials, through a day of every fault and everything made of it",
        "in no file, output, log, screen, environment or command line, however spelled",
    ),
    "F2": Told("files made under any umask", "nobody else may read them; only a group the socket"),
    "F3": Told("a credentials file that others can read, or own", "refused with the chmod, chown"),
    "F4": Told("credentials on the command line", "there is no option that takes one"),
    "F5": Told("tracebacks, and words of X in errors", "no local variable, no secret, clean text"),
    "F6": Told("programs that we start", "tmux and the browser inherit no credential"),
    "G1": Told(
        "every hostile text in every field, on every screen",
        "no foreign byte at the terminal; nothing is done",
    ),
    "G2": Told(
        "the same in terminals that answer: tmux and xterm",
        "no key typed; title, buffers and modes as they were",
    ),
    "G3": Told("a click on every cell of them", "no act, no link opened, no program started"),
    "G4": Told("signs of doubtful width, in tmux", "with simple emoji no border moves"),
    "G5": Told("posts made to keep us busy", "no screen is held up for 0.1 s of its own time"),
    "G6": Told("the world's scripts and emoji", "readable, and as they were written"),
    "G7": Told("doubtful links", "never a link, never copied; true ones shown in full"),
    "G8": Told("hostile texts in exports and reports", "text: no formula, no markup, no script"),
    "G9": Told("anything typed into a search", "understood or explained; never syntax"),
    "G10": Told("look-alikes of an official account", "flagged with the reason; others pass"),
    "G11": Told("clean() on anything", "harmless, and the same when cleaned again"),
    "G12": Told("text that nobody cleaned", "held back by the guard before the terminal"),
    "H1": Told("the page asked by another site, name or proxy", "refused"),
    "H2": Told("where the page is served", "on this machine; else only with the token"),
    "H3": Told(
        "nonsense, a crowd, browsers that do not read", "answered or dropped; the others go on"
    ),
    "H4": Told("what the page may load and run", "its own files; the strictest policy"),
    "I1": Told("purge, one person, export", "not a byte left in store, log, index and log files"),
    "I2": Told("posts deleted at X", "every stored post is looked up within 24 hours"),
    "P1": Told(
        "another account at the hub's socket",
        "without the group refused, by the kernel and by the hub; the owner's acts stay theirs",
    ),
    "P2": Told(
        "random, truncated, foreign and huge frames",
        "an answer or a goodbye; the hub and everybody else go on; memory stays",
    ),
    "P3": Told(
        "a terminal that reads nothing, or talks without end",
        "nobody else waits for it; what it is to be told stays below 2 MB and one answer",
    ),
    "P4": Told("200 terminals at once", "all are let in and told alike; the next is refused"),
    "P5": Told("half-open connections", "ended in time; nothing is kept for them"),
    "U1": Told("any text at all", "cleaned: harmless, as readable, and so again"),
    "U2": Told("campaign.toml with any slips", "a campaign, or one sentence with the line"),
    "U3": Told(
        "answers of X spoilt in any place",
        "stored or put aside, or one sentence; never a crash, never an act sent twice",
    ),
    "fuzz": Told(
        "three moderators, edits, purges, kills, in any order",
        "terminals follow, nothing doubled, the store is sound",
    ),
}
