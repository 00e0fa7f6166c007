"""A server that speaks as much of Mastodon's API as two terminal clients ask for, to compare with.

Serves HTTP, and with a certificate HTTPS. Invented posts only; nothing leaves this machine.
"""

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ui.invented import PEOPLE, TEXTS

POSTS = 400
PAGE = 40


def _account(number: int) -> dict[str, Any]:
    name, handle = PEOPLE[number % len(PEOPLE)]
    return {
        "id": str(number % len(PEOPLE) + 1),
        "username": handle, "acct": handle, "display_name": name,
        "url": f"https://localhost/@{handle}", "uri": f"https://localhost/@{handle}",
        "note": "", "avatar": "", "avatar_static": "", "header": "", "header_static": "",
        "locked": False, "bot": False, "group": False, "created_at": "2020-01-01T00:00:00Z",
        "statuses_count": 1, "followers_count": 1, "following_count": 1,
        "fields": [], "emojis": [],
    }  # fmt: skip


def _status(number: int) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(minutes=POSTS - number)
    text = f"{TEXTS[number % len(TEXTS)]} {TEXTS[number * 7 % len(TEXTS)]} {number}"
    return {
        "id": str(1_000_000 + number), "account": _account(number), "content": f"<p>{text}</p>",
        "created_at": at.isoformat().replace("+00:00", "Z"), "uri": f"https://localhost/{number}",
        "url": f"https://localhost/{number}", "visibility": "public", "sensitive": False,
        "spoiler_text": "", "media_attachments": [], "mentions": [], "tags": [], "emojis": [],
        "reblogs_count": 0, "favourites_count": 0, "replies_count": 0, "language": "en",
        "in_reply_to_id": None, "in_reply_to_account_id": None, "reblog": None, "poll": None,
        "card": None, "edited_at": None, "application": None, "text": None, "filtered": [],
        "favourited": False, "reblogged": False, "muted": False, "bookmarked": False,
        "pinned": False,
    }  # fmt: skip


_INSTANCE: dict[str, Any] = {
    "uri": "localhost", "domain": "localhost", "title": "Invented", "version": "4.3.0",
    "source_url": "", "description": "", "short_description": "", "email": "",
    "usage": {"users": {"active_month": 1}}, "thumbnail": {"url": ""}, "languages": ["en"],
    "configuration": {
        "urls": {"streaming": ""},
        "accounts": {"max_featured_tags": 1, "max_pinned_statuses": 1},
        "statuses": {"max_characters": 500, "max_media_attachments": 4,
                     "characters_reserved_per_url": 23},
        "media_attachments": {"supported_mime_types": [], "image_size_limit": 1,
                              "image_matrix_limit": 1, "video_size_limit": 1,
                              "video_frame_rate_limit": 1, "video_matrix_limit": 1},
        "polls": {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300,
                  "max_expiration": 3000},
        "translation": {"enabled": False},
    },
    "registrations": {"enabled": False, "approval_required": False, "message": None},
    "contact": {"email": "", "account": _account(1)}, "rules": [],
    "urls": {"streaming_api": ""}, "stats": {"user_count": 1, "status_count": 1,
                                             "domain_count": 1},
    "approval_required": False, "invites_enabled": False, "contact_account": _account(1),
}  # fmt: skip


def _page(query: dict[str, list[str]]) -> list[dict[str, Any]]:
    if "since_id" in query or "min_id" in query:
        return []
    top = int(query["max_id"][0]) - 1_000_000 if "max_id" in query else POSTS
    return [_status(number) for number in range(top - 1, max(0, top - PAGE) - 1, -1)]


_ME = {"privacy": "public", "sensitive": False, "language": "en", "note": "", "fields": []}
_PREFERENCES = {
    "posting:default:visibility": "public",
    "posting:default:sensitive": False,
    "posting:default:language": "en",
    "reading:expand:media": "default",
    "reading:expand:spoilers": False,
}
_ANSWERS: dict[str, Callable[[dict[str, list[str]]], object]] = {
    "/timelines/": _page,
    "/v1/instance": lambda _: {**_INSTANCE, "registrations": False, "thumbnail": ""},
    "/v2/instance": lambda _: _INSTANCE,
    "/verify_credentials": lambda _: {**_account(1), "name": "bench", "source": _ME},
    "/context": lambda _: {"ancestors": [], "descendants": []},
    "/statuses/": lambda _: _status(1),
    "/preferences": lambda _: _PREFERENCES,
}
"""By a part of the path; everything else is an empty list."""


def _answer(path: str, query: dict[str, list[str]]) -> object:
    known = (answer(query) for part, answer in _ANSWERS.items() if part in path)
    return next(known, [])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        streaming = "/streaming" in url.path
        body = json.dumps(_answer(url.path.rstrip("/"), parse_qs(url.query))).encode()
        self.send_response(404 if streaming else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # their name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # their name
        """Say nothing."""


@contextmanager
def mastodon(folder: Path | None = None) -> Iterator[int]:
    """Serve until the block ends, with a certificate made in a folder if one is given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    if folder is not None:
        key, certificate = folder / "key.pem", folder / "cert.pem"
        subprocess.run(
            [shutil.which("openssl") or "openssl", "req", "-x509", "-newkey", "rsa:2048",
             "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
             "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with mastodon() as port:
        print(port, flush=True)
        threading.Event().wait()
