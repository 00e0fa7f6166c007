"""The doctor looks at the wall's page: is its port free?"""

import socket
from pathlib import Path

from cli.commands import standup
from standup_tui.cli.doctor_page import page
from standup_tui.web.gate import PORT


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (told,) = page(port)
        assert told.mark == "note"
        assert told.said.startswith(f"in a browser: something listens at port {port} already")
        assert "--port N" in told.said
    (told,) = page(port)
    assert (told.mark, told.said) == ("ok", f"in a browser: `standup wall --web`, at port {port}.")


def test_it_is_among_what_the_doctor_says(tmp_path: Path) -> None:
    assert f"at port {PORT}" in standup("doctor", home=tmp_path).stdout
