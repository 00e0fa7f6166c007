"""A screen over another one, which leaves once."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Result = TypeVar("Result")


class Over(ModalScreen[Result]):
    """A screen over another one; what still reaches it when it has left does nothing.

    Textual takes the uppermost screen away, whichever that is by then: of two quick keys the
    second one closed the screen beneath, or ended the app (8.2).
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result, if this is still the screen on top."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
