"""Where the links of a post lead, as far as their addresses say it."""

import re
from collections.abc import Iterator
from typing import Final

from standup_tui.model.post import Post
from standup_tui.rules.expression import Expression

_ADDRESS: Final = Expression(r"https?://[^\s<>\"]+|www\.[^\s<>\"]+")
_DOT: Final = Expression(r"\.[a-z]")  # most dots end a sentence
_BARE: Final = Expression(
    r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|info|biz|shop|store|site|online|top|xyz"
    r"|club|live|bet|win|vip|tv|app|pro|me|ly|cc|io|co|uk|gl|ru|cn|link|click|fun|loan|cash)"
    r"(?![\w-])(?:/[^\s<>\"]*)?"
)

# Public services, universities, charities of the field and the press: people share what they say.
_TRUSTED: Final = (
    *("gov.uk", "nhs.uk", "ac.uk", "sch.uk", "police.uk", "parliament.uk", "gov.scot"),
    *("gov.wales", "hscni.net", "mod.uk"),
    *("basw.co.uk", "socialworkengland.org.uk", "communitycare.co.uk", "scie.org.uk"),
    *("socialcare.wales", "sssc.uk.com", "niscc.info", "ifsw.org", "unison.org.uk"),
    *("bbc.co.uk", "bbc.com", "theguardian.com", "independent.co.uk", "itv.com", "sky.com"),
    *("channel4.com", "thetimes.co.uk", "telegraph.co.uk", "mirror.co.uk", "ft.com"),
    *("theyworkforyou.com", "writetothem.com", "change.org", "38degrees.org.uk"),
    *("org.uk", "cymru", "scot", "wales"),
    *("twitter.com", "x.com", "youtube.com", "eventbrite.co.uk", "linkedin.com"),
)


def addresses(post: Post) -> Iterator[str]:
    """Yield where the links of a post lead, without ``http://``: resolved where that is known."""
    if post.links:
        for link in post.links:
            yield bare_address(link.target)
        return
    text = post.text.lower()
    if "://" in text or "www." in text:
        for found in _ADDRESS.finditer(text):
            yield bare_address(found[0])
    elif _DOT.search(text):
        for found in _BARE.finditer(text):
            yield found[0]


def leads_astray(post: Post, trusted: tuple[str, ...] = ()) -> bool:
    """Tell whether a post has a link that is neither of the public services nor of the press.

    Args:
        post: The post.
        trusted: Beginnings of addresses that are the campaign's own.
    """
    return any(
        not address.startswith(trusted) and not is_trusted(address) for address in addresses(post)
    )


def bare_address(address: str) -> str:
    """Return an address as it is compared: in small letters, without ``https://`` and ``www.``."""
    address = address.lower()
    bare = address.partition("://")[2] or address
    return bare.removeprefix("www.")


def is_trusted(address: str) -> bool:
    """Tell whether an address, without ``http://``, is the field's, a charity's or the press's."""
    host = re.split(r"[/:?#]", address, maxsplit=1)[0]
    return any(host == name or host.endswith(f".{name}") for name in _TRUSTED)
