"""No credential is written, however it is spelled, cut off or hidden in something else."""

import gc
import io
import logging
import re
import sys
import threading
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standup_tui import redaction
from standup_tui.redaction import (
    guard_hooks,
    guard_log,
    learn,
    learn_environment,
    redacted,
    traced,
)

SECRET = "AAAAcanary%2Bsecret/of+X=Zq81"  # noqa: S105, made up
TOKENS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60)


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nothing learned here outlive a test, and nothing from elsewhere come in."""
    monkeypatch.setattr(redaction, "_known", {})
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(made)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "as Python shows it": repr,
    "decoded": unquote,
    "percent-encoded": lambda it: quote(it, safe=""),
    "percent-encoded twice, as it is signed": lambda it: quote(quote(it, safe=""), safe=""),
    "percent-encoded in lower case": lambda it: quote(it, safe="").replace("%2F", "%2f"),
    "base64": lambda it: b64encode(it.encode()).decode(),
    "base64 for addresses": lambda it: urlsafe_b64encode(it.encode()).decode(),
    "base64 behind five bytes": lambda it: b64encode(f"user:{it}".encode()).decode(),
    "base64 between others": lambda it: b64encode(f"users:{it}:more".encode()).decode(),
    "its first twelve characters": lambda it: it[:12],
    "cut off": lambda it: it[:20],
    "base64, cut off": lambda it: b64encode(it.encode()).decode()[:15],
    "in an address": lambda it: f"https://x/?key={it}&other=1",
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
def test_every_spelling_is_blanked(spelled: Callable[[str], str]) -> None:
    learn("bearer_token", SECRET)

    left = redacted(f"said {spelled(SECRET)} twice: {spelled(SECRET)}")

    assert "<bearer_token>" in left
    for part in (SECRET[:12], "secret", "Zq81", b64encode(SECRET.encode()).decode()[8:24]):
        assert part not in left


@given(token=TOKENS, before=st.binary(max_size=9), after=st.binary(max_size=9))
def test_no_part_of_a_token_survives_in_base64(token: str, before: bytes, after: bytes) -> None:
    learn("it", token)
    own = token.partition("-")[2] if re.match(r"\d+-", token) else token

    left = redacted(b64encode(before + token.encode() + after).decode())

    assert len(own) < 8 or "<it>" in left


@given(token=TOKENS, before=st.text(max_size=5), after=st.text(max_size=5))
def test_what_is_left_never_holds_a_token(token: str, before: str, after: str) -> None:
    learn("it", token)
    own = token.partition("-")[2] if re.match(r"\d+-", token) else token

    assert len(own) < 8 or own not in redacted(before + token + after)


def test_a_text_without_secrets_stays_as_it_is() -> None:
    learn("bearer_token", SECRET)

    assert redacted("X answered 401: AAAA") == "X answered 401: AAAA"


def test_what_is_too_short_for_a_token_blanks_no_words() -> None:
    learn("consumer_key", "the")

    assert redacted("the end") == "the end"


def test_the_public_number_of_an_account_is_no_secret() -> None:
    learn("access_token", "1518473219876543210-canaryPartOfIt")

    left = redacted("/2/users/1518473219876543210/retweets 1518473219876543210-canaryPartOfIt")

    assert left == "/2/users/1518473219876543210/retweets 1518473219876543210-<access_token>"


def test_the_environment_is_learned_by_its_prefix() -> None:
    learn_environment({"STANDUP_X_BEARER_TOKEN": f" {SECRET}\n", "HOME": "/home/ada/some/where"})

    assert redacted(f"{SECRET} /home/ada/some/where") == (
        "<STANDUP_X_BEARER_TOKEN> /home/ada/some/where"
    )


def test_the_password_of_a_proxy_is_kept_out_too() -> None:
    learn_environment({"HTTPS_PROXY": "http://council:proxy-pass-4711@proxy.example:3128"})
    assert redacted("cannot reach http://council:proxy-pass-4711@proxy.example:3128") == (
        "cannot reach http://council:<password in HTTPS_PROXY>@proxy.example:3128"
    )


@pytest.mark.fault("F5")
def test_a_traceback_shows_no_secret_of_its_message_or_its_cause() -> None:
    learn("bearer_token", SECRET)
    error = KeyError(f"Bearer {SECRET}")
    error.__cause__ = ValueError(SECRET)

    told = traced(error)

    assert told.count("<bearer_token>") == 2
    assert SECRET[:12] not in told


def test_every_record_is_redacted_whichever_handler_writes_it() -> None:
    learn("bearer_token", SECRET)
    guard_log()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    child = logging.getLogger("a.library.that.talks")
    child.addHandler(handler)
    try:
        child.warning("asked with %s and %r", SECRET, {"Authorization": f"Bearer {SECRET}"})
        child.warning("odd %d", SECRET, stack_info=True)
        child.error("it broke", exc_info=RuntimeError(SECRET))
    finally:
        child.removeHandler(handler)

    said = written.getvalue()
    assert said.count("<bearer_token>") == 3
    assert "do not fit: TypeError" in said
    assert "RuntimeError: <bearer_token>" in said
    assert SECRET[:12] not in said


def test_what_python_would_print_by_itself_is_logged_and_redacted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Fragile:
        def __del__(self) -> None:
            raise RuntimeError(SECRET)

    def broken() -> None:
        raise RuntimeError(SECRET)

    learn("bearer_token", SECRET)
    guard_log()
    guard_hooks()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger("standup_tui.redaction").addHandler(handler)
    try:
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
        Fragile()
        gc.collect()
    finally:
        logging.getLogger("standup_tui.redaction").removeHandler(handler)

    assert written.getvalue().count("RuntimeError: <bearer_token>") == 2
    assert SECRET[:12] not in written.getvalue() + capsys.readouterr().err
