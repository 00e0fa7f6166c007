"""What must not be written anywhere: every credential this process has seen, in every spelling.

One list for the whole process, so that no log line, no crash report and no word of X's that is
passed on can be forgotten. Values get here when they are read, see `networks.x.credentials`.
"""

import logging
import os
import re
import sys
import threading
import traceback
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

PREFIX: Final = "STANDUP_X_"
"""What the environment variables with credentials begin with."""
_WALL: Final = "STANDUP_WALL_TOKEN"
"""The variable with the token of the wall's page behind a proxy."""
_SHORTEST: Final = 8
"""Characters; anything shorter is no token, and blanking it would blank words."""
_BEGINNING: Final = 12
"""Characters that betray a token when the rest was cut off."""
_REST: Final = r"[\w.~%+/=-]*"

_known: dict[str, tuple[re.Pattern[str], str]] = {}
"""By secret: what finds it, and what stands in its place."""


def learn(name: str, value: str) -> None:
    """Keep a credential out of everything that is written from now on.

    Args:
        name: Stands in its place.
        value: The secret. Of an access token it is what follows the hyphen: the number in
            front is the account's public id.
    """
    number, hyphen, rest = value.partition("-")
    secret = rest if hyphen and number.isdecimal() else value
    if len(secret) >= _SHORTEST and secret not in _known:
        spelled = sorted({*_spellings(secret)}, key=len, reverse=True)
        beginnings = {re.escape(one[:_BEGINNING]) + _REST for one in spelled}
        whole = map(re.escape, spelled)
        _known[secret] = re.compile("|".join((*whole, *sorted(beginnings)))), f"<{name}>"


def learn_environment(environ: Mapping[str, str] | None = None) -> None:
    """Learn the credentials of the environment, also in a process that does not use them."""
    for name, value in (os.environ if environ is None else environ).items():
        if name.startswith(PREFIX):
            learn(name, value.strip())
        elif name.lower().endswith("_proxy"):
            _, _, password = value.rpartition("@")[0].rpartition(":")
            learn(f"password in {name}", password)


def bare(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment for a program of somebody else's: without our credentials."""
    return {name: it for name, it in environ.items() if not name.startswith((PREFIX, _WALL))}


def bare_ourselves() -> None:
    """Take our credentials out of the environment of this process, which needs them no more.

    For the last thing that it does: to start a program of somebody else's that inherits it.
    """
    learn_environment()
    for name in os.environ.keys() - bare(os.environ).keys():
        del os.environ[name]


def redacted(text: str) -> str:
    """Return a text without any credential, however it is spelled."""
    for secret in sorted(_known, key=len, reverse=True):  # one may be the beginning of another
        pattern, name = _known[secret]
        text = pattern.sub(name, text)
    return text


def guard_log() -> None:
    """Have every log record of this process redacted as it is made.

    Not by a filter: a logger's does not see what its children log, and a handler's not what
    another handler writes, be it the one of last resort.
    """
    learn_environment()
    logging.setLogRecordFactory(_Record)


def guard_hooks() -> None:
    """Log what Python would print by itself: errors of threads, and those nobody can catch."""
    log = logging.getLogger(__name__)
    threading.excepthook = lambda it: log.error("a thread broke", exc_info=it.exc_value)
    sys.unraisablehook = lambda it: log.error("ignored in %r", it.object, exc_info=it.exc_value)


def traced(error: BaseException) -> str:
    """Return an error's traceback, without local variables and without credentials."""
    return redacted("".join(traceback.TracebackException.from_exception(error).format()))


class _Record(logging.LogRecord):
    """A log record that is complete and redacted before any handler sees it."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        try:
            message = self.getMessage()
        except Exception as error:  # noqa: BLE001, a line that cannot be made must not end the program
            message = f"{self.msg!r} and its arguments do not fit: {type(error).__name__}"
        self.msg, self.args = redacted(message), None
        if self.exc_info and self.exc_info[1] is not None:
            self.exc_text = traced(self.exc_info[1]).rstrip("\n")
        if self.stack_info:
            self.stack_info = redacted(self.stack_info)


def _spellings(secret: str) -> Iterator[str]:
    """Yield how a secret may be written: plainly, in an address, signed twice over, in base64."""
    once = quote(secret, safe="")
    for text in (secret, unquote(secret), once, quote(once, safe="")):
        yield text
        yield re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), text)
        yield repr(text)[1:-1]
    for before in range(3):
        yield from _in_base64(secret.encode(), before)


def _in_base64(secret: bytes, before: int) -> Iterator[str]:
    """Yield the characters that are the secret's alone, wherever it begins in what is encoded.

    Args:
        secret: What is encoded, among other things.
        before: How many bytes of its group of three come before it.
    """
    encoded = b64encode(bytes(before) + secret).decode()
    own = encoded[(before * 8 + 5) // 6 : (before + len(secret)) * 8 // 6]
    yield own
    yield own.translate(str.maketrans("+/", "-_"))
