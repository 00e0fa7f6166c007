"""Reading a file of patterns: definitions, heads, and patterns under them, one a line.

name = pattern          may stand as {name} in what follows
## head
pattern
"""

from collections.abc import Iterator

from standup_tui.rules.files import lines_of


def sections(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the heads of a file under ``data/`` with their patterns, definitions filled in."""
    defined: dict[str, str] = {}
    head, patterns = "", list[str]()
    for line in lines_of(name):
        if line.startswith("## "):
            if head:
                yield head, patterns
            head, patterns = line[3:], []
        elif line.strip() and not line.startswith("# ") and line != "#":
            if head:
                patterns.append(_filled(line, defined))
            else:
                key, _, pattern = line.partition(" = ")
                defined[key] = _filled(pattern, defined)
    if head:
        yield head, patterns


def _filled(line: str, defined: dict[str, str]) -> str:
    """Put definitions in the place of their names."""
    for name, pattern in defined.items():
        line = line.replace(f"{{{name}}}", pattern)
    return line
