"""What a terminal may ask of everything that is stored: posts by their words, and the log."""

from msgspec.structs import replace

from standup_tui.errors import StoreError
from standup_tui.model.post import PostId
from standup_tui.model.search import parse
from standup_tui.ports.store import PostReader, SearchBook
from standup_tui.protocol.messages import LARGEST, AskLog, Find, Found, Log, LogLine, Opened, frame


async def story(store: PostReader, post: PostId) -> bytes | None:
    """Return a frame with a post and its past, and as much around it as fits."""
    found = await store.story(post)
    if found is None:
        return None
    opened = Opened(found.entry, found.decisions, found.by_author, found.thread)
    while len(encoded := frame(opened)) > LARGEST // 2 and (opened.by_author or opened.thread):
        by_author, thread = opened.by_author, opened.thread
        opened = replace(
            opened,
            by_author=by_author[: len(by_author) // 2],
            thread=thread[: len(thread) // 2],
        )
    return encoded


async def find(store: SearchBook, asked: Find) -> Found:
    """Return what a search finds, as many of the newest posts as fit, or why there is none."""
    query = parse(asked.words)
    if query.why or not query.terms:
        return Found(asked.words, why=query.why)
    try:
        result = await store.find(query)
    except StoreError as error:
        return Found(asked.words, why=str(error))
    found = Found(asked.words, result.entries, result.total, result.why)
    while len(frame(found)) > LARGEST // 2:
        found = replace(found, entries=found.entries[: len(found.entries) // 2])
    return found


async def log(store: SearchBook, asked: AskLog) -> Log:
    """Return a page of the log, or why there is none."""
    query = parse(asked.words)
    if query.why:
        return Log(asked.words, asked.before, why=query.why)
    try:
        page = await store.log(query, asked.before)
    except StoreError as error:
        return Log(asked.words, asked.before, why=str(error))
    lines = tuple(LogLine(*line) for line in page.lines)
    return Log(asked.words, asked.before, lines, page.more, page.why)
