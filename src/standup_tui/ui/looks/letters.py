"""Which letters a terminal understands, by what its person's environment says."""

import codecs
import os
import sys
from collections.abc import Mapping

_COERCED = ("c.utf-8", "c.utf8", "utf-8")
"""What Python itself puts into LC_CTYPE where the locale is C (PEP 538)."""


def speaks_utf8(environ: Mapping[str, str], encoding: str, *, mended: bool) -> bool:
    """Tell whether more than ASCII may be sent to the terminal.

    A locale that is named decides: C, POSIX and those with another encoding get ASCII. Where
    none is named at all, as in many containers, UTF-8 is what terminals speak today.

    Args:
        environ: Where LC_ALL, LC_CTYPE and LANG are looked up.
        encoding: What this Python would send.
        mended: Whether Python changed to UTF-8 because the locale was C, or not installed.
    """
    try:
        if codecs.lookup(encoding).name != "utf-8":
            return False
    except LookupError:
        return False
    named = environ.get("LC_ALL") or environ.get("LC_CTYPE") or ""
    if not named or (mended and not environ.get("LC_ALL") and named.lower() in _COERCED):
        named = environ.get("LANG") or ""
    name, _, charset = named.partition("@")[0].partition(".")
    if charset:
        return charset.lower().replace("-", "") == "utf8"
    return name not in ("C", "POSIX")


def terminal_speaks_utf8() -> bool:
    """Tell whether more than ASCII may be sent to the terminal this process runs on."""
    stream = sys.__stderr__  # where Textual draws
    mended = bool(sys.flags.utf8_mode) and "PYTHONUTF8" not in os.environ
    encoding = "utf-8" if stream is None else stream.encoding
    return speaks_utf8(os.environ, encoding, mended=mended)
