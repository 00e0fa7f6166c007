"""An index that has taken everything in, and what a search finds in it."""

from standup_tui.model.search import parse
from standup_tui.store.store import SqliteStore


async def index_all(store: SqliteStore) -> None:
    while await store.index_on():
        pass


async def numbers(store: SqliteStore, words: str) -> list[int]:
    """Return the numbers of the posts that a search finds, in its order."""
    found = await store.find(parse(words))
    assert found.why == ""
    return [int(entry.post.id[2:]) - 1_000_000 for entry in found.entries]
