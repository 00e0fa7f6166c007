import re
from pathlib import Path

from standup_tui import VERSION
from standup_tui.model.keys import DEFAULT

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_lists_every_key_as_the_registry_has_it() -> None:
    (table,) = re.findall(r"<!-- keys:.*?-->\n(.*?)\n<!-- /keys -->", README, re.DOTALL)
    assert table.strip() == DEFAULT.table().strip()


def test_every_picture_and_page_the_readme_shows_is_there() -> None:
    linked = re.findall(r"\]\(((?:docs|screenshots|CHANGELOG)[^)]*)\)", README)
    assert len(linked) >= 4
    assert [path for path in linked if not (ROOT / path).exists()] == []


def test_the_changelog_has_this_version() -> None:
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_architecture_page_names_every_package() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = {path.parent.name for path in ROOT.glob("src/standup_tui/*/__init__.py")}
    assert {name for name in packages if f"{name}/" not in page} == set()


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", README))
    assert {name for name in targets if f"\n{name}:" not in makefile} == set()
