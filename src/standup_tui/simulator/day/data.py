"""Reads the texts and names a day is made of."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return one file of `simulator/data`, by its name without the ending."""
    file = files("standup_tui.simulator").joinpath("data", f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))
