"""Writing text into a TOML file; ``tomllib`` only reads."""

import json
from collections.abc import Iterable

from standup_tui.errors import ConfigError


def quoted(text: str) -> str:
    """Return a text as a TOML string on one line."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ConfigError(f"{text!a} is not UTF-8 text.") from None
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """Return texts as a TOML list on one line."""
    return f"[{', '.join(map(quoted, texts))}]"
