"""The files under ``data/`` that the rules read.

Beside this module, as every installer puts them: importlib.resources would find them in a zip
file too, and takes longer to import than the files take to read.
"""

from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).with_name("data")


def lines_of(name: str) -> list[str]:
    """Return the lines of a text file."""
    return _DATA.joinpath(name).read_text("utf-8").splitlines()


def bytes_of(name: str) -> bytes:
    """Return the content of any other file."""
    return _DATA.joinpath(name).read_bytes()
