"""A post's address for the clipboard: through the terminal, so over SSH too, and nothing else."""

import os
import re
from collections.abc import Mapping

from standup_tui.model.post import Post

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~:/?#@%=+,-]*)?")
_LONGEST = 2000


def address_of(post: Post) -> str | None:
    """Return a post's address if it can go to a clipboard.

    What is pasted may be pasted into a shell: there is no quote, no semicolon, no dollar and no
    space in it, whatever the network sent.
    """
    address = post.address
    fits = len(address) <= _LONGEST and _ADDRESS.fullmatch(address)
    return str(address) if fits else None


def copied_in_words(address: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return what was done with an address, and what to do if the terminal does not take it."""
    if "STY" in environment and "TMUX" not in environment:
        return f"GNU screen copies nothing for programs; Shift and the mouse mark {address}"
    where = "tmux" if "TMUX" in environment else "the terminal"
    return f"Given to {where} to copy (not there? `standup doctor`): {address}"
