"""What a console knows of the decision log, page by page; needs no screen."""

from bisect import bisect_left

from standup_tui.protocol.messages import Log, LogLine

PAGE_AHEAD = 30
"""Lines below the last one in sight, with fewer of which the next page is asked for."""


class LogBook:
    """Decisions that match some words, the newest first, as far back as somebody has looked."""

    def __init__(self, words: str = "") -> None:
        self.words = words
        """What all lines have; empty for all decisions."""
        self.lines: list[LogLine] = []
        self.more = True
        """Whether there are older ones that the hub was not asked for."""
        self.why = ""
        """What is wrong with the words."""
        self.answered = False
        """Whether the hub has said anything yet."""

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def oldest(self) -> int:
        """The number of the oldest line that is here; 0 where there is none."""
        return self.lines[-1].decision.seq if self.lines else 0

    def place(self, seq: int) -> int:
        """Return where a decision stands, or the next older one: 0 is the newest."""
        return bisect_left(self.lines, -seq, key=lambda line: -line.decision.seq)

    def take(self, log: Log) -> None:
        """Take in a page, if it is one of these: newer lines, the same anew, or older ones."""
        if log.words != self.words:
            return
        self.answered, self.why = True, log.why
        if log.before:
            if log.before == self.oldest:
                self.lines += log.lines
                self.more = log.more
            return
        kept = self._older_than(log)
        self.lines = [*log.lines, *kept]
        if not kept:
            self.more = log.more

    def _older_than(self, newest: Log) -> list[LogLine]:
        """Return the lines that go on where the newest page ends; none where some are missing."""
        if not newest.lines or not newest.more:
            return []
        last = newest.lines[-1].decision.seq
        at = self.place(last)
        joins = at < len(self.lines) and self.lines[at].decision.seq == last
        return self.lines[at + 1 :] if joins else []
