"""Lists of words as they are best read and changed: in plain lines."""


def words_of(lines: str) -> frozenset[str]:
    """Return the words of some lines."""
    return frozenset(lines.split())
