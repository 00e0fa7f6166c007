"""Which number each post has, and as what it was last shown."""

from standup_tui.model.entry import Entry
from standup_tui.model.post import PostId
from standup_tui.ui.console.state.board import grounds


class Register:
    """Numbers that stay with their posts, and as what each was last shown.

    An act is about a post as it was last shown; a number is all that has to be kept of that.
    """

    def __init__(self) -> None:
        self._numbers: dict[PostId, int] = {}
        self._posts: list[PostId] = []
        self._shown: dict[PostId, int] = {}

    def __len__(self) -> int:
        return len(self._posts)

    def show(self, entry: Entry) -> int:
        """Return a post's number, a new one if it has none, and note that it is shown as it is."""
        post = entry.post.id
        number = self._numbers.get(post)
        if number is None:
            self._posts.append(post)
            number = self._numbers[post] = len(self._posts)
        self._shown[post] = hash(grounds(entry))
        return number

    def number(self, post: PostId) -> int | None:
        """Return a post's number; None if it was never shown."""
        return self._numbers.get(post)

    def post(self, number: int) -> PostId | None:
        """Return the post with a number; None if there is none."""
        return self._posts[number - 1] if 0 < number <= len(self._posts) else None

    def is_stale(self, entry: Entry) -> bool:
        """Tell whether a post is something else to decide on than what was last shown of it."""
        return self._shown.get(entry.post.id) != hash(grounds(entry))
