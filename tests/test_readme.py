import re
from pathlib import Path

from faults.rows import ROWS
from standup_tui import VERSION
from standup_tui.model.keys import DEFAULT

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_lists_every_key_as_the_registry_has_it() -> None:
    (table,) = re.findall(r"<!-- keys:.*?-->\n(.*?)\n<!-- /keys -->", README, re.DOTALL)
    assert table.strip() == DEFAULT.table().strip()


def test_every_picture_and_page_the_readme_shows_is_there() -> None:
    linked = re.findall(r"\]\(((?:docs|screenshots|CHANGELOG|SECURITY)[^)]*)\)", README)
    assert len(linked) >= 4
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_what_the_threat_model_rests_on_is_there() -> None:
    model = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    tests = set(re.findall(r"tests/[\w/]+\.py", model))
    rows = set(re.findall(r"\b[A-Z]\d{1,2}\b", model))

    assert (len(tests) >= 10, len(rows) >= 15) == (True, True)
    assert {path for path in tests if not (ROOT / path).exists()} == set()
    assert rows - set(ROWS) == set()


def test_the_changelog_has_this_version() -> None:
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_listing_of_the_architecture_page_is_the_tree() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    (listing,) = re.findall(r"```text\nsrc/standup_tui/\n(.*?)```", page, re.DOTALL)
    source = ROOT / "src" / "standup_tui"
    packages = {f"{path.parent.name}/" for path in source.glob("*/__init__.py")}
    modules = {path.name for path in source.glob("[!_]*.py")}
    named = set(re.findall(r"[a-z_]+(?:/|\.py)", re.sub(r"docs/\S+", "", listing)))

    assert (packages | modules) - named == set()
    assert {name for name in named if not any(source.rglob(name.rstrip("/")))} == set()


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", README))
    assert {name for name in targets if f"\n{name}:" not in makefile} == set()
