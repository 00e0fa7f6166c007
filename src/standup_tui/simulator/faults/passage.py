"""The lines of one connection on their way through the faults."""

from collections.abc import Callable, Sequence

from standup_tui.simulator.faults.fault import END_OF_LINE, Body, End, Fault, Line, Move, Track
from standup_tui.simulator.source import whole
from standup_tui.simulator.wire import encode


class Passage:
    """What happens to one connection of the stream.

    Args:
        due: Returns the faults that can strike now, in their order.
    """

    def __init__(self, due: Callable[[], Sequence[Fault]]) -> None:
        self._due = due
        self._track = Track()

    @property
    def drip(self) -> float | None:
        """Bytes a second, None for no limit."""
        rates = [it.drip for it in self._due() if it.drip is not None]
        return min(rates, default=None)

    @property
    def flushes(self) -> bool:
        """Whether a compressed line can be read at once."""
        return all(it.flushes for it in self._due())

    def opening(self) -> list[Move]:
        """Return what to do right after the headers."""
        return _to_the_end([move for fault in self._due() for move in fault.opening(self._track)])

    def carry(self, body: Body) -> list[Move]:
        """Return what to send for one line."""
        faults = self._due()
        bodies = [body]
        for fault in faults:
            bodies = fault.posts(bodies, self._track)
        return self._sent([*self._freed(faults), *bodies], faults)

    def idle(self) -> list[Move]:
        """Return what to send after some silence."""
        faults = self._due()
        return self._sent(self._freed(()), faults, [Line(END_OF_LINE)])

    def _freed(self, faults: Sequence[Fault]) -> list[Body]:
        """Return what is kept back by faults that are none of these."""
        over = [fault for fault in self._track.held if fault not in faults]
        return [body for fault in over for body in fault.released(self._track.held.pop(fault))]

    def _sent(
        self, bodies: list[Body], faults: Sequence[Fault], otherwise: Sequence[Line] = ()
    ) -> list[Move]:
        if self._track.muted:
            return []
        over = [self._track.first.pop(it) for it in tuple(self._track.first) if it not in faults]
        lines = [Line(encode(it) + END_OF_LINE, whole(it)) for it in bodies]
        moves: list[Move] = [*over, *(lines or otherwise)]
        for fault in faults:
            moves = fault.moves(moves, self._track)
        return _to_the_end(moves)


def _to_the_end(moves: list[Move]) -> list[Move]:
    """Drop what would come after the connection is closed."""
    for number, move in enumerate(moves):
        if isinstance(move, End):
            return moves[: number + 1]
    return moves
