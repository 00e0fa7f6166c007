"""How a stream ends, falls silent, or crawls."""

from abc import ABC, abstractmethod

from standup_tui.simulator.faults.fault import END_OF_LINE, End, Fault, Line, Move, Track, Trait
from standup_tui.simulator.faults.spec import count, one_of, seconds
from standup_tui.simulator.problems import disconnected
from standup_tui.simulator.wire import encode

KINDS_OF_DISCONNECT = (
    "OperationalDisconnect",
    "UpstreamOperationalDisconnect",
    "ForceDisconnect",
    "UpstreamUncleanDisconnect",
    "SlowReader",
    "InternalError",
    "ClientApplicationStateDegraded",
    "InvalidRules",
)
"""``disconnect_type`` in X's OpenAPI description 2.153."""


class _Ending(Fault, ABC):
    """Does something to a connection at its nth post; 0 is at once, also without a post."""

    rank = 90

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self._nth = self._read(trait.value)

    def opening(self, track: Track) -> list[Move]:
        """End at once, if so asked."""
        return self.ending(Line(b""), track) if self._nth == 0 and self.strikes() else []

    def moves(self, moves: list[Move], track: Track) -> list[Move]:
        """Let posts by until it is time."""
        done: list[Move] = []
        for move in moves:
            if isinstance(move, End):
                return [*done, move]
            track.tally[self] += len(move.post_ids)
            early = track.tally[self] < self._nth or (self._nth > 0 and not move.post_ids)
            if early or not self.strikes():
                done.append(move)
                continue
            return [*done, *self.ending(Line(b"") if self._nth == 0 else move, track)]
        return done

    @abstractmethod
    def ending(self, last: Line, track: Track) -> list[Move]:
        """Return what happens to the nth post and after it."""

    def _read(self, value: str) -> int:
        return count(value)


class Close(_Ending):
    """A clean end after the nth post."""

    def ending(self, last: Line, track: Track) -> list[Move]:
        """Send the post, then close."""
        del track
        return [last, End()]


class Reset(_Ending):
    """A reset after the nth post."""

    def ending(self, last: Line, track: Track) -> list[Move]:
        """Send the post, then reset."""
        del track
        return [last, End(reset=True)]


class CutShort(_Ending):
    """Half of the nth post, then a clean end."""

    resets = False

    def ending(self, last: Line, track: Track) -> list[Move]:
        """Send half the line."""
        del track
        half = len(last.raw) // 2
        return [Line(last.raw[:half]), End(reset=self.resets)]


class ResetMidLine(CutShort):
    """Half of the nth post, then a reset."""

    resets = True


class Disconnect(_Ending):
    """The nth post, a message that the stream was disconnected, a clean end."""

    def ending(self, last: Line, track: Track) -> list[Move]:
        """Say so, then close."""
        del track
        detail = "This stream has been disconnected upstream for operational reasons."
        message = encode(disconnected(self._kind, detail)) + END_OF_LINE
        return [last, Line(message), End()]

    def _read(self, value: str) -> int:
        number, _, kind = value.partition("/")
        self._kind = one_of(kind, KINDS_OF_DISCONNECT) if kind else KINDS_OF_DISCONNECT[1]
        return count(number)


class Silence(_Ending):
    """Half-open: the nth post, then nothing, not even a keep-alive."""

    def ending(self, last: Line, track: Track) -> list[Move]:
        """Send the post and fall silent."""
        track.muted = True
        return [last]


class KeepAliveOnly(Fault):
    """Signs of life, but no post."""

    rank = 95

    def moves(self, moves: list[Move], track: Track) -> list[Move]:
        """Withhold posts."""
        del track
        return [it for it in moves if isinstance(it, End) or not it.post_ids or not self.strikes()]


class SlowDrip(Fault):
    """One byte per write."""

    def __init__(self, trait: Trait) -> None:
        super().__init__(trait)
        self.drip = seconds(trait.value)


class NoFlush(Fault):
    """A compressed stream that is not flushed after each line."""

    flushes = False


class Paired(Fault):
    """Two posts in one write."""

    rank = 70

    def moves(self, moves: list[Move], track: Track) -> list[Move]:
        """Keep each first post until there is a second, or silence."""
        done: list[Move] = []
        for move in moves:
            first = track.first.pop(self, None)
            if isinstance(move, Line) and move.post_ids and first is None:
                track.first[self] = move
            elif isinstance(move, Line) and move.post_ids and first and self.strikes():
                done.append(Line(first.raw + move.raw, first.post_ids + move.post_ids))
            else:
                done += [it for it in (first, move) if it]
        return done
