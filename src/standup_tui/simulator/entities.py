"""From what a person typed to what the API sends: escaping, short links, entities.

Positions count code points of the escaped text, end exclusive, as in the recorded answers.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_HASHTAG = re.compile(r"(?<![\w&])[#\uff03]([\w\u00b7]*[^\W\d_][\w\u00b7]*)")
_MENTION = re.compile(r"(?<![\w@/])@(\w{1,15})\b")
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Za-z]{1,6})\b")
_SHOWN = 26
LIMIT = 280
"""Longer texts become long posts, whose full text travels as ``note_tweet``."""


@dataclass(slots=True)
class Composed:
    """Text on the wire and what stands where in it."""

    text: str
    entities: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def compose(raw: str, *, seed: str) -> Composed:
    """Escape a text, shorten its links and list its entities.

    Args:
        raw: As a person typed it, links in full.
        seed: Makes the short links of this post its own.
    """
    pieces: list[str] = []
    links: list[dict[str, Any]] = []
    done = length = 0
    for found in _LINK.finditer(raw):
        pieces.append(escape(raw[done : found.start()]))
        length += len(pieces[-1])
        link = short_link(f"{seed}/{len(links)}", found.group())
        links.append({"start": length, "end": length + len(link["url"]), **link})
        pieces.append(link["url"])
        length += len(pieces[-1])
        done = found.end()
    pieces.append(escape(raw[done:]))
    text = "".join(pieces)
    return Composed(text, listed(text, links))


def append_link(composed: Composed, link: dict[str, Any]) -> None:
    """Put a link at the end, as X does for pictures and quoted posts."""
    gap = " " if composed.text else ""
    start = len(composed.text) + len(gap)
    composed.text += gap + link["url"]
    composed.entities.setdefault("urls", []).append(
        {"start": start, "end": len(composed.text), **link}
    )


def short_link(seed: str, target: str, shown: str | None = None) -> dict[str, Any]:
    """Return a t.co link to a target: url, expanded_url, display_url."""
    code = hashlib.sha256(f"{seed} {target}".encode(errors="replace")).hexdigest()[:10]
    return {
        "url": f"https://t.co/{code}",
        "expanded_url": target,
        "display_url": shown or _display(target),
    }


def cut(raw: str) -> str:
    """Return the beginning of a long text, ending between words where it has any."""
    head = raw[: LIMIT - 1]
    words = head.rsplit(" ", 1)[0]
    return (words if len(words) > LIMIT // 2 else head).rstrip() + "\u2026"


def escape(text: str) -> str:
    """Escape the three characters that the API escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")


def listed(text: str, links: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """List hashtags, mentions, cashtags and the given links of an escaped text."""
    taken = [range(link["start"], link["end"]) for link in links]
    entities: dict[str, list[dict[str, Any]]] = {}
    for name, key, pattern in (
        ("hashtags", "tag", _HASHTAG),
        ("mentions", "username", _MENTION),
        ("cashtags", "tag", _CASHTAG),
    ):
        found = [
            {"start": hit.start(), "end": hit.end(), key: hit.group(1)}
            for hit in pattern.finditer(text)
            if not any(hit.start() in span for span in taken)
        ]
        if found:
            entities[name] = found
    if links:
        entities["urls"] = links
    return entities


def _display(target: str) -> str:
    bare = re.sub(r"^https?://(www\.)?", "", target)
    return bare if len(bare) <= _SHOWN else bare[:_SHOWN] + "\u2026"
