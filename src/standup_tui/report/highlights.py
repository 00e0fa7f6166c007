"""Three to six posts worth showing: what is pinned, and what others took up most."""

import re
from collections.abc import Iterable, Iterator

from standup_tui.model.facts import Echo, Facts
from standup_tui.model.post import Post
from standup_tui.model.text import clean, clean_line
from standup_tui.report.contents import Highlight
from standup_tui.report.times import moment
from standup_tui.settings.campaign import Campaign
from standup_tui.ui.widgets.wording import clip, count

MOST = 6
_PINS, _LOUD = 4, 2
"""Places that are kept for pins and for what was taken up most, as long as there are any."""

_LONGEST = 280
"""Columns of a text; the link leads to all of it."""

_HANDLE = re.compile(r"(?<![\w@])@\w{1,50}")
_NAMED = re.compile(r"(?<=//x\.com/)[^/]+(?=/status/)|(?<=//twitter\.com/)[^/]+(?=/status/)")
_ADDRESS = re.compile(r"https://x\.com/\w{1,50}/status/[0-9]{1,25}", re.ASCII)
_NUMBER = re.compile(r"x:([0-9]{1,25})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
_NO_LANGUAGE = frozenset({"art", "qam", "qct", "qht", "qme", "qst", "und", "zxx"})
"""What X writes where it knows no language."""


def chosen(facts: Facts, campaign: Campaign, *, handles: bool) -> tuple[Highlight, ...]:
    """Return the highlights, the pinned ones first."""
    ranked = (*facts.pinned, *facts.starred, *facts.loudest)
    kept = _first(facts.pinned, _PINS) | _first(facts.loudest, _LOUD)
    for echo in ranked:
        if len(kept) < MOST:
            kept.add(echo.entry.post.id)
    shown = [echo for echo in ranked if echo.entry.post.id in kept]
    return tuple(_highlight(echo, campaign, handles=handles) for echo in shown)


def _first(echoes: Iterable[Echo], most: int) -> set[str]:
    return {echo.entry.post.id for echo in list(echoes)[:most]}


def _highlight(echo: Echo, campaign: Campaign, *, handles: bool) -> Highlight:
    post = echo.entry.post
    text = clean(post.text) if handles else nameless(post.text)
    return Highlight(
        text=clip(" ".join(text.split()), _LONGEST),
        lang=_language(post.lang),
        link=_link(post, handles=handles),
        who=f"@{clean_line(post.author.handle)}" if handles else _kind_of(echo, campaign),
        at=moment(post.at, campaign.zone),
        why="; ".join(_why(echo)),
    )


def nameless(text: str) -> str:
    """Return a text in which nobody is named by a handle."""
    return clean(_NAMED.sub("i", _HANDLE.sub("@…", text)))


def _language(lang: str) -> str:
    known = _LANGUAGE.fullmatch(lang) and lang not in _NO_LANGUAGE
    return lang if known else ""


def _link(post: Post, *, handles: bool) -> str:
    """Return where a post can be read. X finds it by its number; "i" names nobody."""
    if handles and _ADDRESS.fullmatch(post.address):
        return post.address
    number = _NUMBER.fullmatch(post.id)
    return f"https://x.com/i/status/{number[1]}" if number else ""


def _kind_of(echo: Echo, campaign: Campaign) -> str:
    own, author = campaign.own, echo.entry.post.author
    if own is not None and own.handle.casefold() == author.handle.casefold():
        return "our own account"
    return "our staff" if echo.entry.roster else "the public"


def _why(echo: Echo) -> Iterator[str]:
    if echo.entry.standing.pin:
        yield "pinned"
    elif echo.entry.standing.starred:
        yield "starred"
    if echo.taken_up:
        ways = ((echo.replies, "answer"), (echo.quotes, "quote"), (echo.reposts, "repost"))
        yield ", ".join(count(number, way) for number, way in ways if number)
