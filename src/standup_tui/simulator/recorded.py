"""Recorded answers of the real API, served again.

A recording is a file of JSON lines as collectors keep them: whole pages of a search, lines
of the filtered stream, answers of a look-up. What the recording has is served unchanged:
neither rules nor times nor field parameters take anything away. Only what belongs to a
session is made anew: page tokens, the ids of rules.
"""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from standup_tui.simulator.clock import Clock
from standup_tui.simulator.model import Account
from standup_tui.simulator.problems import invalid, not_found, not_permitted
from standup_tui.simulator.render import user
from standup_tui.simulator.rules import RuleBook
from standup_tui.simulator.search import PARAMETERS
from standup_tui.simulator.selection import Selection, selection
from standup_tui.simulator.source import Body, Feed

_ID = re.compile(r"(?:.*_)?ids?")
_TOKEN = re.compile(r"page-(\d+)")


class RecordingError(ValueError):
    """A file is not a recording; the message names file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What the files hold, in their order."""

    pages: list[Body] = field(default_factory=list)
    """Answers whose `data` is a list."""
    lines: list[Body] = field(default_factory=list)
    """Lines of a stream: posts with `matching_rules`, and messages about disconnection."""


def load(paths: Iterable[Path]) -> Recording:
    """Read recordings.

    Half a line at the end of one is left out: whoever recorded it was cut off there.

    Raises:
        RecordingError: A line is not an answer of the API.
        UnicodeDecodeError: A line is not UTF-8.
        OSError: A file cannot be read.
    """
    recording = Recording()
    for path in paths:
        # Not splitlines(): a text may hold signs that it takes for the end of a line.
        *lines, rest = path.read_bytes().split(b"\n")
        for number, line in enumerate(lines, 1):
            if line.strip():
                _sort(recording, _decoded(line.decode(), f"{path}, line {number}"))
        if rest.strip() and not (_is_cut_off(rest) and any(map(bytes.strip, lines))):
            _sort(recording, _decoded(rest.decode(), f"{path}, line {len(lines) + 1}"))
    return recording


def _is_cut_off(rest: bytes) -> bool:
    """Tell whether what stands behind the last end of a line is half an answer."""
    try:
        json.loads(rest)
    except ValueError:
        return True
    return False


def _decoded(line: str, where: str) -> Body:
    try:
        body = json.loads(line)
    except ValueError as error:
        raise RecordingError(f"{where}: expected one JSON object per line: {error}") from error
    if not isinstance(body, dict) or not body.keys() & {"data", "errors", "meta"}:
        raise RecordingError(f"{where}: expected an answer of the X API, with `data`")
    body.pop("__twarc", None)
    for post in _posts(body):
        if not isinstance(post, dict) or not {"id", "text"} <= post.keys():
            raise RecordingError(f"{where}: expected posts with `id` and `text` in `data`")
    texted: Body = _ids_as_text(body)
    return texted


def _posts(body: Body) -> list[Any]:
    data = body.get("data", [])
    return data if isinstance(data, list) else [data]


def _sort(recording: Recording, body: Body) -> None:
    if "matching_rules" in body or _is_disconnect(body):
        recording.lines.append(body)
    elif posts := _posts(body):
        recording.pages.append(body | {"data": posts})


def _is_disconnect(body: Body) -> bool:
    return "data" not in body and any(
        "disconnect" in str(error.get("type")) for error in body.get("errors", ())
    )


def _ids_as_text(value: Any, *, is_id: bool = False) -> Any:
    """Give ids back the type they have on the wire; some collectors keep them as numbers."""
    match value:
        case dict():
            return {
                key: _ids_as_text(it, is_id=bool(_ID.fullmatch(key))) for key, it in value.items()
            }
        case list():
            return [_ids_as_text(it, is_id=is_id) for it in value]
        case int() if is_id and not isinstance(value, bool):
            return str(value)
    return value


class RecordedSource:
    """Serves a recording.

    Search pages come through search alone, lines of a stream through the stream alone, each
    connection from the beginning. A recorded disconnection happens once, as it did.

    Args:
        recording: What to serve.
        rules: The client's rules, named as those that matched.
        clock: For the pace.
        own: The account that acts.
        pace: Seconds between two lines of the stream.
    """

    mode: Literal["simulated", "recorded"] = "recorded"

    def __init__(
        self, recording: Recording, *, rules: RuleBook, clock: Clock, own: Account, pace: float
    ) -> None:
        self._pages = recording.pages
        self._lines = recording.lines
        self._rules = rules
        self._clock = clock
        self._own = own
        self._pace = pace
        self._disconnected: set[int] = set()
        self._feeding: dict[Feed, asyncio.Task[None]] = {}
        self._home = dict(_homes(recording))

    def search(self, parameters: Mapping[str, str]) -> Body:
        """Return the page that the token names; the first one without a token."""
        selection(parameters, own=PARAMETERS)
        token = parameters.get("next_token") or parameters.get("pagination_token")
        number = self._page(token) if token else 0
        if not self._pages:
            return {"meta": {"result_count": 0}}
        page = self._pages[number]
        ids = [post["id"] for post in page["data"]]
        meta = {
            "newest_id": max(ids, key=int),
            "oldest_id": min(ids, key=int),
            "result_count": len(ids),
        }
        if number + 1 < len(self._pages):
            meta["next_token"] = f"page-{number + 1}"
        return page | {"meta": meta}

    def counts(self, parameters: Mapping[str, str]) -> Body:
        """Return how many posts all pages hold, in one sum: their times are long past."""
        del parameters
        return {"meta": {"total_tweet_count": sum(len(page["data"]) for page in self._pages)}}

    def timeline(self, user_id: str, parameters: Mapping[str, str]) -> Body:
        """Return the recorded posts of an account, all on one page."""
        del parameters
        posts = [it for it, _ in self._home.values() if it.get("author_id") == user_id]
        posts.sort(key=lambda it: int(it["id"]), reverse=True)
        meta: Body = {"result_count": len(posts)}
        return {"data": posts, "meta": meta} if posts else {"meta": meta}

    def look_up(self, ids: Sequence[str], chosen: Selection) -> Body:
        """Return recorded posts by id, those of `includes` too, with what came with them."""
        del chosen
        body: Body = {}
        found = [it for it in dict.fromkeys(ids) if it in self._home]
        if found:
            body["data"] = [self._home[it][0] for it in found]
            body["includes"] = _merged(self._home[it][1] for it in found)
        missing = [not_found(it, "ids") for it in ids if it not in self._home]
        return body | ({"errors": missing} if missing else {})

    def holds(self, post_id: str) -> bool:
        """Tell whether a post is in the recording."""
        return post_id in self._home

    def open_feed(self, chosen: Selection) -> Feed:
        """Start with the first line."""
        del chosen
        feed = Feed(self._stop)
        self._feeding[feed] = asyncio.create_task(self._feed(feed))
        return feed

    def me(self, chosen: Selection) -> Body:
        """Return the account that acts; it is invented here too."""
        return user(self._own, self._clock.now(), chosen)

    def retweet(self, post_id: str) -> None:
        """Change nothing: a recording has no tomorrow."""

    def undo_retweet(self, post_id: str) -> None:
        """Change nothing: a recording has no tomorrow."""

    def hide(self, post_id: str, *, hidden: bool) -> None:
        """Refuse: no recorded conversation is the invented account's own."""
        del post_id, hidden
        raise not_permitted()

    async def run(self) -> None:
        """Do nothing by itself."""

    def _page(self, token: str) -> int:
        match = _TOKEN.fullmatch(token)
        if match and int(match[1]) < len(self._pages):
            return int(match[1])
        message = f"The `next_token` query parameter value [{token}] is not valid"
        raise invalid("next_token", token, message)

    async def _feed(self, feed: Feed) -> None:
        for number, line in enumerate(self._lines):
            await self._clock.sleep(self._pace)
            if "matching_rules" in line:
                feed.put(line | {"matching_rules": self._named(len(line["matching_rules"]))})
            elif number not in self._disconnected:
                self._disconnected.add(number)
                feed.put(line)
                feed.end()
                return

    def _named(self, count: int) -> list[Body]:
        return [rule.match() for rule in self._rules][: max(1, count)]

    def _stop(self, feed: Feed) -> None:
        self._feeding.pop(feed).cancel()


def _homes(recording: Recording) -> Iterator[tuple[str, tuple[Body, Body]]]:
    """Yield every post by id with the includes it came with; posts of `data` come last."""
    answers = [*recording.pages, *recording.lines]
    for body in answers:
        for post in body.get("includes", {}).get("tweets", ()):
            yield post["id"], (post, body["includes"])
    for body in answers:
        for post in _posts(body):
            yield post["id"], (post, body.get("includes", {}))


def _merged(includes: Iterable[Body]) -> Body:
    merged: dict[str, dict[str, Body]] = {}
    for one in includes:
        for name, objects in one.items():
            kept = merged.setdefault(name, {})
            for it in objects:
                kept.setdefault(it.get("id") or it.get("media_key", ""), it)
    return {name: list(kept.values()) for name, kept in merged.items()}
