"""What ``standup doctor`` says of the wall's page for browsers: whether its port is free."""

import socket
from collections.abc import Iterator

from standup_tui.cli.doctor_terminal import Finding
from standup_tui.web.gate import HERE, PORT

_PATIENCE = 0.5


def page(port: int = PORT) -> Iterator[Finding]:
    """Look whether somebody listens already where the page would be served."""
    with socket.socket() as asking:
        asking.settimeout(_PATIENCE)
        taken = asking.connect_ex((HERE, port)) == 0
    if taken:
        said = (
            f"in a browser: something listens at port {port} already, maybe a wall's page; "
            "`standup wall --web --port N` serves another."
        )
        yield Finding("note", "wall", said)
    else:
        yield Finding("ok", "wall", f"in a browser: `standup wall --web`, at port {port}.")
