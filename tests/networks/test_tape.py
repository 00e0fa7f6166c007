"""What is recorded can be served again, whatever happened to whoever recorded it."""

import json
import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from standup_tui import redaction
from standup_tui.errors import ConfigError
from standup_tui.networks.x.tape import Tape
from standup_tui.simulator.recorded import load


def line(number: int, text: str = "A good day") -> bytes:
    post = {"id": str(number), "text": text, "author_id": "7"}
    return json.dumps({"data": post, "matching_rules": [{"id": "1"}]}).encode()


def page(*numbers: int) -> bytes:
    posts = [{"id": str(number), "text": f"Found {number}"} for number in numbers]
    return json.dumps({"data": posts, "meta": {"result_count": len(numbers)}}).encode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "day.jsonl"


@pytest.fixture
def taped(path: Path) -> Iterator[Callable[..., Tape]]:
    tapes: list[Tape] = []

    def take(*answers: bytes) -> Tape:
        tape = Tape(path)
        tapes.append(tape)
        for answer in answers:
            tape.keep(answer)
        return tape

    yield take
    for tape in tapes:
        tape.close()


def ids(path: Path) -> list[str]:
    recording = load([path])
    found = [post["id"] for one in recording.pages for post in one["data"]]
    return found + [one["data"]["id"] for one in recording.lines if "data" in one]


def test_lines_and_pages_come_back_as_they_were(taped: Callable[..., Tape], path: Path) -> None:
    tape = taped(page(3, 2), line(4))

    assert tape.posts == 3
    assert ids(path) == ["3", "2", "4"]
    assert json.loads(path.read_bytes().splitlines()[1]) == json.loads(line(4))


def test_it_is_for_its_owner_alone(taped: Callable[..., Tape], path: Path) -> None:
    before = os.umask(0)
    try:
        taped(line(1))
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"no JSON", b"[]", b"{}", b'{"title": "Unauthorized", "status": 401}', b"\xff\xfe",
        b'{"data": {"id": "1"}}', b'{"data": {"id": "x", "text": "a"}}', b'{"data": [null]}',
        b'{"data": {"id": 5, "text": "a"}}', b'{"data": [], "includes": 7}', b"[" * 100_000,
        b'{"data": [], "includes": {"tweets": [{"id": "1"}]}}',
    ],
)  # fmt: skip
def test_what_nothing_could_serve_is_left_out_and_counted(
    answer: bytes, taped: Callable[..., Tape], path: Path
) -> None:
    tape = taped(line(1), answer, line(2))

    assert tape.left_out == 1
    assert ids(path) == ["1", "2"]


def test_an_empty_page_is_not_written_and_not_missed(
    taped: Callable[..., Tape], path: Path
) -> None:
    assert taped(b'{"meta": {"result_count": 0}}').left_out == 0
    assert path.read_bytes() == b""


def test_how_a_connection_was_ended_is_kept(taped: Callable[..., Tape], path: Path) -> None:
    kind = "https://api.twitter.com/2/problems/operational-disconnect"
    taped(json.dumps({"errors": [{"type": kind, "title": "operational-disconnect"}]}).encode())

    assert len(load([path]).lines) == 1


def test_signs_that_end_a_line_elsewhere_do_not_cut_a_post_in_two(
    taped: Callable[..., Tape], path: Path
) -> None:
    odd = "one\u2028two\u0085three\x0bfour"
    body = {"data": {"id": "1", "text": odd}, "matching_rules": [{"id": "1"}]}
    taped(json.dumps(body, ensure_ascii=False).encode().replace(b"\x0b", b"\\u000b"))

    assert load([path]).lines[0]["data"]["text"] == odd


def test_an_answer_over_several_lines_becomes_one(taped: Callable[..., Tape], path: Path) -> None:
    taped(json.dumps(json.loads(line(1)), indent=2).replace("\n", "\r\n").encode(), line(2))

    assert ids(path) == ["1", "2"]


def test_a_token_that_is_repeated_is_blanked(
    taped: Callable[..., Tape], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "_known", {})
    redaction.learn("bearer_token", "canary-canary-canary")
    taped(line(1, "they say canary-canary-canary is it"))

    assert b"canary" not in path.read_bytes()
    assert "<bearer_token>" in load([path]).lines[0]["data"]["text"]


def test_killed_at_any_byte_it_is_served_up_to_the_last_whole_answer(
    taped: Callable[..., Tape], path: Path
) -> None:
    taped(line(1), line(2, "und dann ☕")).close()
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole) + 1):
        path.write_bytes(whole[:cut])
        served = ids(path)
        complete = cut >= len(whole) - 1  # without the end of the line it is whole as well
        assert served == (["1", "2"] if complete else ["1"]), cut


def test_a_killed_recording_is_gone_on_with_behind_its_last_whole_answer(
    taped: Callable[..., Tape], path: Path
) -> None:
    taped(line(1), line(2)).close()
    with path.open("ab") as file:
        file.write(line(3, "long " * 100)[:-5])
    taped(line(4))

    assert ids(path) == ["1", "2", "4"]
    assert path.read_bytes().endswith(b"}\n")


def test_two_do_not_record_to_one_file(taped: Callable[..., Tape], path: Path) -> None:
    taped(line(1))
    with pytest.raises(ConfigError, match="recorded to by another process"):
        Tape(path)


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (b"a diary\n", 0o600, "is no recording: name another file"),
        (b"half an answer", 0o600, "holds no whole answer"),
        (line(1) + b"\n", 0o640, "chmod 600"),
    ],
)
def test_a_file_that_is_something_else_stays_as_it_is(
    content: bytes, mode: int, said: str, path: Path
) -> None:
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(ConfigError, match=said):
        Tape(path)

    assert path.read_bytes() == content


def test_a_place_where_nothing_can_be_recorded_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("link", "pipe", "no/where", ""):
        with pytest.raises(ConfigError):
            Tape(tmp_path / name)
    assert not (tmp_path / "elsewhere").exists()


def test_on_a_full_disk_it_stops_says_so_once_and_keeps_what_it_has(
    taped: Callable[..., Tape], path: Path
) -> None:
    said: list[Any] = []
    tape = taped(line(1))
    tape.on_trouble = said.append
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, limits[1]))
    try:
        tape.keep(line(2))
        tape.keep(line(3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)

    assert len(said) == 1
    assert "nothing more is recorded" in said[0]
    assert "start again" in said[0]
    assert tape.posts == 1
    assert path.read_bytes().endswith(b"\n")
    assert ids(path) == ["1"]
