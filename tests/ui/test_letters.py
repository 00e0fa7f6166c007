"""ASCII where the locale says so, UTF-8 where it says so or says nothing."""

import pytest

from standup_tui.ui.looks.letters import speaks_utf8


@pytest.mark.parametrize(
    ("environ", "encoding", "mended", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, "utf-8", False, True),
        ({"LANG": "C.utf8"}, "UTF-8", False, True),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8@euro"}, "utf-8", False, True),
        ({"LC_CTYPE": "UTF-8"}, "utf-8", False, True),  # what a Mac sends along over SSH
        ({}, "utf-8", False, True),
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8", True, True),  # Python, where nothing was said
        ({"LANG": "C"}, "utf-8", False, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", True, False),  # Python, over LANG=C
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", False, True),  # the person
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, "utf-8", True, False),
        ({"LC_ALL": "POSIX"}, "utf-8", True, False),
        ({"LC_ALL": "en_GB.ISO-8859-1"}, "utf-8", True, False),
        ({"LANG": "en_GB.UTF-8"}, "iso8859-1", False, False),
        ({"LANG": "en_GB.UTF-8"}, "ANSI_X3.4-1968", False, False),
        ({"LANG": "en_GB.UTF-8"}, "no such encoding", False, False),
    ],
)
def test_the_locale_decides(
    environ: dict[str, str],
    encoding: str,
    mended: bool,  # noqa: FBT001, a case
    expected: bool,  # noqa: FBT001, a case
) -> None:
    assert speaks_utf8(environ, encoding, mended=mended) is expected
