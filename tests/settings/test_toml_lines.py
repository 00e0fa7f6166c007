"""The line of every key: held against files whose lines are known because they were drawn."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from standup_tui.settings.toml_lines import line_at, lines_of

EVERY_SHAPE = '''\
# a comment = 1
top = 1.5
"quoted key" = [ 1, [2,
  3], # ]
  "]", {in = 1, deep.er = [
  2026-01-01 09:00:00.5, 4]} ]
many = """
fake = 1
[fake]
"""" # an end of four
raw = \'\'\'
x = """\'\'\'

[a.b]
c.d = "\\""
[[list]]
one = 1
[[list.inner]]
two = 2
[[list]]
[[list.inner]]
[[list.inner]]
two = 3
'''


def test_every_shape_of_toml_is_found_on_its_line() -> None:
    expected: dict[tuple[str | int, ...], int] = {
        ("top",): 2,
        ("quoted key",): 3,
        ("quoted key", 0): 3,
        ("quoted key", 1, 0): 3,
        ("quoted key", 1, 1): 4,
        ("quoted key", 2): 5,
        ("quoted key", 3, "in"): 5,
        ("quoted key", 3, "deep", "er", 0): 6,
        ("quoted key", 3, "deep", "er", 1): 6,
        ("many",): 7,
        ("raw",): 11,
        ("a", "b"): 14,
        ("a", "b", "c", "d"): 15,
        ("list", 0, "one"): 17,
        ("list", 0, "inner", 0, "two"): 19,
        ("list", 1): 20,
        ("list", 1, "inner", 0): 21,
        ("list", 1, "inner", 1, "two"): 23,
    }
    found = lines_of(EVERY_SHAPE)

    assert expected == {path: found.get(path) for path in expected}
    assert ("fake",) not in found


def test_what_is_missing_is_where_its_table_is() -> None:
    lines = lines_of("a = 1\n[b]\nc = 1")

    assert line_at(lines, ("b", "d", 3)) == 2
    assert line_at(lines, ("e",)) == 1


_TEXTS = st.text(st.characters(exclude_categories=["C"], exclude_characters="'"), max_size=5)
_TREES: st.SearchStrategy[Any] = st.recursive(
    st.integers() | _TEXTS, lambda trees: st.lists(trees, max_size=4), max_leaves=12
)


@given(st.lists(_TREES, max_size=5), st.data())
def test_drawn_lists_are_found_where_they_were_drawn(
    trees: list[Any], data: st.DataObject
) -> None:
    text = ""
    expected: dict[tuple[str | int, ...], int] = {}

    def write(tree: Any, path: tuple[str | int, ...]) -> None:
        nonlocal text
        expected[path] = text.count("\n") + 1
        if not isinstance(tree, list):
            text += f"'{tree}'" if isinstance(tree, str) else str(tree)
            return
        text += "["
        for place, inner in enumerate(tree):
            text += data.draw(st.sampled_from(["", " ", "\n", "# ]\n"]))
            write(inner, (*path, place))
            text += ","
        text += "]"

    for number, tree in enumerate(trees):
        text += f"k{number} = "
        write(tree, (f"k{number}",))
        text += "\n"

    assert expected == dict(lines_of(text))
