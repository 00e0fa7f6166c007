"""A frame leaves in one piece."""

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.drivers.linux_driver import LinuxDriver


class WholeFrames(LinuxDriver):
    """Textual's driver, which hands a frame on when it is whole.

    Textual hands over the marks before and after a frame by themselves, to a thread that then
    contends with the drawing of the frame (8.2). A terminal waits for the last mark anyway.
    """

    _frame: list[str] | None = None

    def write(self, data: str) -> None:
        """Write, or keep what belongs to a frame until its end."""
        if data == SYNC_START:
            self._frame = [data]
        elif self._frame is None:
            super().write(data)
        else:
            self._frame.append(data)
            if data == SYNC_END:
                whole, self._frame = "".join(self._frame), None
                super().write(whole)
