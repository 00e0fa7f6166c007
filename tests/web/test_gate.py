"""Who may ask the page for what: from this machine to look, and through a proxy with the token."""

import pytest

from standup_tui.errors import ConfigError
from standup_tui.web.gate import TOKEN, Gate, Refusal, address, token

SECRET = token("a-token-of-at-least-24-letters")
HERE = Gate(8710)
AWAY = Gate(8710, address("https://wall.example.org"), SECRET)
OWN = "127.0.0.1:8710"


def status(
    gate: Gate, path: str = "/", host: str = OWN, method: str = "GET", **headers: str
) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = gate.asked(method, path, named, [host] if host else [])
    return asked.status if isinstance(asked, Refusal) else 200


@pytest.mark.parametrize("host", [OWN, "localhost:8710", "LOCALHOST:8710"])
def test_this_machine_may_look(host: str) -> None:
    assert status(HERE, host=host) == 200
    assert status(HERE, "/events", host, origin="http://localhost:8710") == 200


@pytest.mark.parametrize(
    "method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", ""]
)
def test_there_is_nothing_to_do_but_look(method: str) -> None:
    assert status(HERE, method=method) == 405
    assert status(AWAY, f"/{SECRET}/", method=method) == 405


@pytest.mark.fault("H1")
@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8710", "127.0.0.1", "127.0.0.1:8711", "127.0.0.1.evil:8710",
     "127.0.0.1:8710@evil.example", "[::1]:8710", "0.0.0.0:8710", "127.0.0.1:8710."],
)  # fmt: skip
def test_another_name_for_this_machine_is_refused(host: str) -> None:
    assert status(HERE, host=host) == 421


def test_two_names_are_refused() -> None:
    asked = HERE.asked("GET", "/", {}, [OWN, OWN])
    assert isinstance(asked, Refusal)


@pytest.mark.fault("H1")
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:8710", ""]
)
def test_another_page_may_not_ask(origin: str) -> None:
    assert status(HERE, "/events", origin=origin) == 403


@pytest.mark.fault("H1")
@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_another_site_may_lead_here_and_nothing_else(site: str) -> None:
    assert status(HERE, "/wall.js", sec_fetch_site=site, sec_fetch_mode="no-cors") == 403
    assert status(HERE, "/", sec_fetch_site=site, sec_fetch_mode="navigate") == 200


@pytest.mark.fault("H1")
@pytest.mark.parametrize("sign", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_a_proxy_that_nobody_spoke_of_is_refused(sign: str) -> None:
    assert status(HERE, **{sign: "203.0.113.9"}) == 403
    assert status(AWAY, f"/{SECRET}/", **{sign: "203.0.113.9"}) == 200


@pytest.mark.fault("H2")
@pytest.mark.parametrize("host", ["wall.example.org", OWN])
@pytest.mark.parametrize(
    "path", ["/", "/events", "/wall.js", f"/{SECRET}", f"/{SECRET[:-1]}/", "//"]
)
def test_behind_a_proxy_nothing_is_there_without_the_token(host: str, path: str) -> None:
    assert status(AWAY, path, host) == 404


@pytest.mark.parametrize("host", ["wall.example.org", OWN])
def test_behind_a_proxy_whoever_has_the_token_may_look(host: str) -> None:
    assert AWAY.root == f"/{SECRET}/"
    assert AWAY.asked("GET", AWAY.root, {}, [host]) == "wall.html"
    assert AWAY.asked("GET", f"{AWAY.root}events", {}, [host]) == "events"
    assert status(AWAY, AWAY.root, "other.example.org") == 421
    assert status(AWAY, f"{AWAY.root}events", host, origin="https://wall.example.org") == 200


@pytest.mark.parametrize(
    ("url", "origin", "host"),
    [
        ("https://wall.example.org", "https://wall.example.org", "wall.example.org"),
        ("https://wall.example.org:443/", "https://wall.example.org", "wall.example.org"),
        ("http://wall:8080", "http://wall:8080", "wall:8080"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443"),
    ],
)
def test_an_address_is_understood(url: str, origin: str, host: str) -> None:
    read = address(url)
    assert (read.origin, read.host) == (origin, host)


@pytest.mark.parametrize(
    "url",
    ["", "wall.example.org", "ftp://wall.example.org", "https://", "https://wall.example.org/path",
     "https://user@wall.example.org", "https://wall.example.org:99999", "https://[::1",
     "https://wall.example.org?x=1"],
)  # fmt: skip
def test_a_bad_address_is_one_sentence_with_the_way_out(url: str) -> None:
    with pytest.raises(ConfigError, match=r"^--address .* such as https://wall\.example\.org"):
        address(url)


def test_a_token_is_made_up_where_none_is_kept() -> None:
    assert token("") != token("")
    assert len(token("")) >= 24
    assert token(SECRET) == SECRET


@pytest.mark.parametrize("given", ["short", "x" * 23, "x" * 200, "a/b" * 20, "ü" * 30, " " * 30])
def test_a_token_that_is_none_is_one_sentence_with_the_way_out(given: str) -> None:
    with pytest.raises(ConfigError, match=f"^{TOKEN} must be 24 to 128 letters"):
        token(given)
