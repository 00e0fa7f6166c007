"""The whole way of a post into the store, beside a bare decoder with a bulk insert.

Programs run in turns, each in a process of its own, on the same lines from the same server; what
a busy machine does to one it does to the others.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.conftest import Figure, median
from benchmarks.filling import fill
from benchmarks.lines_of_x import lines

HERE = Path(__file__).parent
MANY = 20_000
ROUNDS = 3
KINDS = ("plain", "raw", "flags", "decode")
STORED = (1_000, 100_000, 1_000_000)
_SAMPLE = 10_000


def _python(*words: str | Path) -> list[str]:
    return [sys.executable, *map(str, words)]


def _env() -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(HERE.parent), os.environ.get("PYTHONPATH"))))
    kept = {name: it for name, it in os.environ.items() if not name.startswith("COVERAGE")}
    return {**kept, "PYTHONPATH": path}


@contextmanager
def spout(home: Path, many: int, first: int = 1) -> Iterator[str]:
    """Serve so many lines, and give the address."""
    served = home / f"lines-{first}"
    served.write_bytes(b"".join(lines(many, first)))
    words = _python(HERE / "spout.py", served)
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=_env()) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def run(kind: str, url: str, many: int, path: Path, beside: Path) -> dict[str, float]:
    """Run one of the programs and return what it cost."""
    words = _python(HERE / "ingesting.py", kind, url, str(many), path, beside)
    ran = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True, env=_env())
    figures: dict[str, float] = json.loads(ran.stdout)
    return figures


@pytest.mark.bench
def test_the_whole_way_into_the_store(tmp_path: Path, figures: list[Figure]) -> None:
    rounds: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    with spout(tmp_path, MANY) as url:
        for number in range(ROUNDS):
            stored = tmp_path / f"plain-{number}.db"
            for kind in KINDS:
                path = tmp_path / f"{kind}-{number}.db"
                rounds[kind].append(run(kind, url, MANY, path, stored))
                if kind != "plain":
                    path.unlink(missing_ok=True)
            stored.unlink()

    def speeds(kind: str) -> list[float]:
        return [MANY / one["seconds"] for one in rounds[kind]]

    def costs(kind: str) -> list[float]:
        return [one["cpu"] / MANY * 1e6 for one in rounds[kind]]

    bare = statistics.median(speeds("raw"))
    what = "from X's lines to the disk"
    for kind, name, least in (("flags", "all flags on", 0.04), ("plain", "flags off", 0.60)):
        figures += [
            median(what, f"{name}, beside decoding and a bulk insert", speeds(kind), "posts/s",
                   least=least, against=bare),
            median(what, f"{name}, processor time", costs(kind), "µs/post"),
        ]  # fmt: skip
    figures += [
        median(what, "all flags on", speeds("flags"), "posts/s", least=2_500),
        median(what, "decoding and a bulk insert, processor time", costs("raw"), "µs/post"),
        median(
            what,
            "how late the loop is, p99, beside reading and decoding alone",
            [one["lag"] * 1000 for one in rounds["flags"]],
            "ms",
            most=3,
            against=statistics.median(one["lag"] for one in rounds["decode"]) * 1000,
        ),
    ]


@pytest.mark.bench
async def test_speed_cost_and_memory_with_what_is_stored(
    tmp_path: Path, figures: list[Figure]
) -> None:
    path = tmp_path / "standup.db"
    costs: dict[int, list[float]] = {}
    memory: dict[int, float] = {}
    first = 1
    for stored in STORED:
        await fill(path, stored)
        costs[stored] = []
        speeds: dict[str, list[float]] = {kind: [] for kind in ("plain", "flags", "raw")}
        for _ in range(2):
            for kind in ("plain", "flags"):
                with spout(tmp_path, _SAMPLE, first) as url:
                    one = run(kind, url, _SAMPLE, path, path)
                    speeds[kind].append(_SAMPLE / one["seconds"])
                    if kind == "plain":
                        costs[stored].append(one["cpu"] / _SAMPLE * 1e6)
                        memory[stored] = one["memory"]
                        bare = run("raw", url, _SAMPLE, tmp_path / "raw.db", path)
                        speeds["raw"].append(_SAMPLE / bare["seconds"])
                        (tmp_path / "raw.db").unlink()
                first += _SAMPLE
        for kind, name, least in (("flags", "all flags on", 0.04), ("plain", "flags off", 0.60)):
            figures.append(
                median("from X's lines to the disk, beside decoding and a bulk insert into none",
                       f"{name}, on top of {stored:,}", speeds[kind], "posts/s", least=least,
                       against=statistics.median(speeds["raw"]))
            )  # fmt: skip
    what = "a post more, flags off"
    few, some, most = STORED
    figures += [
        *(median(what, f"on top of {stored:,}", costs[stored], "µs/post") for stored in STORED),
        median(what, f"on top of {most:,}, beside {few:,}", costs[most], "µs/post", most=1.3,
               against=statistics.median(costs[few])),
        Figure(what, f"memory at {most:,} above {some:,}", memory[most] - memory[some], "MB", 20),
        Figure(what, f"memory at {most:,}", memory[most], "MB", 200),
    ]  # fmt: skip
