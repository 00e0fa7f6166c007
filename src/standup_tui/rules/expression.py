"""Regular expressions that are compiled when a text first needs them.

Compiling every expression of the rules takes longer than the rest of the start of a command, and
most texts need a few of them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

_Found = re.Match[str]


class Expression:
    """What `re.compile` returns, later.

    Each method is the one of the compiled expression, so a second call costs nothing more.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def search(self) -> Callable[..., _Found | None]:
        """As that of `re.Pattern`."""
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[..., _Found | None]:
        """As that of `re.Pattern`."""
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., _Found | None]:
        """As that of `re.Pattern`."""
        return self._compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[_Found]]:
        """As that of `re.Pattern`."""
        return self._compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[str]]:
        """As that of `re.Pattern`, for an expression of one group at most."""
        return self._compiled.findall

    @cached_property
    def sub(self) -> Callable[..., str]:
        """As that of `re.Pattern`."""
        return self._compiled.sub
