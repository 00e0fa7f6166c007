"""A post as it is drawn: its words spelled, and what was found in them at its place."""

from msgspec.structs import replace

from standup_tui.model.entry import Entry
from standup_tui.model.flag import Span
from standup_tui.model.post import Post
from standup_tui.model.text import Clean
from standup_tui.ui.looks.spelling import AS_WRITTEN, Spelled, Spelling, spelled


def as_shown(entry: Entry, spelling: Spelling) -> Entry:
    """Return an entry with its author's words as they may be drawn; the same if they may."""
    if spelling == AS_WRITTEN:
        return entry
    post = post_as_shown(entry.post, spelling)
    text = spelled(entry.post.text, spelling)
    if post is entry.post:
        return entry
    flags = (
        replace(flag, reason=_said(flag.reason, spelling), spans=_moved(flag.spans, text))
        for flag in entry.flags
    )
    tags = (replace(tag, spans=_moved(tag.spans, text)) for tag in entry.tags)
    return replace(entry, post=post, flags=tuple(flags), tags=tuple(tags))


def post_as_shown(post: Post, spelling: Spelling) -> Post:
    """Return a post with its words as they may be drawn; the same if they may."""
    words = (
        post.text,
        post.author.name,
        *(media.alt or "" for media in post.media),
        *(reference.text or "" for reference in post.references),
    )
    if spelling == AS_WRITTEN or all(word.isascii() for word in words):
        return post
    author = replace(post.author, name=_said(post.author.name, spelling))
    media = (replace(one, alt=one.alt and _said(one.alt, spelling)) for one in post.media)
    references = (
        replace(one, text=one.text and _said(one.text, spelling)) for one in post.references
    )
    return replace(
        post,
        text=_said(post.text, spelling),
        author=author,
        media=tuple(media),
        references=tuple(references),
    )


def _said(text: str, spelling: Spelling) -> Clean:
    """Return a text as it may be drawn; what is put into it is ours and harmless."""
    return Clean(spelled(text, spelling).text)


def _moved(spans: tuple[Span, ...], text: Spelled) -> tuple[Span, ...]:
    return tuple(Span(text.start(span.start), text.end(span.end)) for span in spans)
