"""Files of posts with what they are: ``label,label | text``, in two halves."""

from pathlib import Path


def read_posts(path: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return (labels, text) of the half that was looked at and of the one that was not."""
    halves: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    half = 0
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("# ----"):
            half = 1
        elif not line.startswith("#"):
            labels, _, text = line.partition(" | ")
            halves[half].append((labels, text))
    return halves
