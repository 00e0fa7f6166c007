"""What was posted and what was planted, on disk: a drill is scored from it in another process."""

import json
import os
from pathlib import Path

from standup_tui.simulator.clock import stamp
from standup_tui.simulator.model import Post


class Diary:
    """A file with one line of JSON for each post, whole as soon as the post is out.

    Args:
        path: Begun anew, for this account alone.

    Raises:
        OSError: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)

    def note(self, post: Post) -> None:
        """Write a post down."""
        told = {
            "id": post.id,
            "at": stamp(post.created_at),
            "incident": post.incident,
            "author": post.author.handle,
            "text": post.whole,
        }
        os.write(self._file, json.dumps(told).encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
