"""A model is learned from labelled rows, the same from the same rows, and read back as it was."""

import json
from pathlib import Path

import pytest

from standup_tui.rules.linear import Model, words_of
from standup_tui.rules.training import fingerprint, main
from standup_tui.rules.weights import Weights

KIND = ["you are lovely", "lovely cake today", "thank you for the lovely visit", "a kind word"]
RUDE = [
    "you are grotty",
    "grotty cake today",
    "thanks for nothing you grotty lot",
    "a grotty word",
]


def rows(path: Path, label: str = "label") -> Path:
    labelled = [(text, False) for text in KIND * 3] + [(text, True) for text in RUDE * 3]
    lines = [json.dumps({"text": text, label: abuse, "source": "us"}) for text, abuse in labelled]
    path.write_text("\n".join([*lines, "", json.dumps({"text": "no label"})]), "utf-8")
    return path


def trained(tmp_path: Path, *more: str) -> bytes:
    output = tmp_path / "out.weights"
    train = rows(tmp_path / "train.jsonl")
    assert main([str(train), "-o", str(output), "--bits", "12", "--epochs", "8", *more]) == 0
    return output.read_bytes()


def score(content: bytes, text: str) -> float:
    (found,) = Model(Weights.from_bytes(content)).scores(words_of(text))
    return found


def test_words_of_abusive_rows_weigh_more_than_others(tmp_path: Path) -> None:
    content = trained(tmp_path)

    assert score(content, "that grotty man") > 0.5
    assert score(content, "that lovely man") < -0.5
    assert score(content, "grottier than ever") > score(content, "lovelier than ever")


def test_the_same_rows_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    assert trained(tmp_path) == trained(tmp_path)
    assert trained(tmp_path, "--seed", "5") != trained(tmp_path)


def test_rows_may_call_their_label_abuse(tmp_path: Path) -> None:
    output = tmp_path / "out.weights"
    named = rows(tmp_path / "named.jsonl", label="abuse")
    main([str(named), "-o", str(output), "--bits", "12", "--epochs", "8"])

    assert output.read_bytes() == trained(tmp_path)


def test_excluded_rows_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "listed.sha1"
    listed.write_text("\n".join(map(fingerprint, KIND[:2])), "utf-8")
    trained(tmp_path, "--exclude", str(listed))

    assert capsys.readouterr().out.startswith("18 rows, 12 of them to be found; ")


def test_a_source_can_be_made_to_count_less(tmp_path: Path) -> None:
    content = trained(tmp_path, "--weight", "us=0.0")

    assert score(content, "that grotty man") == pytest.approx(score(content, "that lovely man"))


def test_a_fingerprint_passes_over_case_signs_mentions_and_links() -> None:
    assert fingerprint("Hello, @user! https://x.example/1") == fingerprint("  hello ")


def test_broken_weights_are_refused(tmp_path: Path) -> None:
    head, _, body = trained(tmp_path).partition(b"\n")
    told = json.loads(head) | {"bits": 13}

    with pytest.raises(ValueError, match="not whole"):
        Weights.from_bytes(json.dumps(told).encode() + b"\n" + body)
