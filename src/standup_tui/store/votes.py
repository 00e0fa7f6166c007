"""What the rules flagged, what people made of it, and what was said before a hub began."""

from datetime import datetime, timedelta

import aiosqlite
import msgspec

from standup_tui.model.post import Post
from standup_tui.model.votes import UNJUDGED, VOTE_OF
from standup_tui.ports.store import Case, Firing
from standup_tui.rules.words import QUOTING
from standup_tui.store.rows import ms

_firings = msgspec.json.Decoder(tuple[Firing, ...])
_post = msgspec.json.Decoder(Post)


def _listed(values: object) -> str:
    return ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]


_CASES = f"""
WITH voted AS MATERIALIZED (
  SELECT f.firings, p.arrived >= ? AS today, p.status IN ('flagged', 'waiting') AS open,
         (SELECT d.verb FROM decision d
           WHERE d.post = f.post AND d.login <> '' AND d.verb IN ({_listed(VOTE_OF)})
             AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq)
           ORDER BY d.seq DESC LIMIT 1) AS verb
    FROM (SELECT post, json_group_array(json_array(
                   kind, rule, severity, iif(rule IN ({_listed(QUOTING)}), reason, ''))) AS firings
            FROM flag WHERE kind NOT IN ({_listed(UNJUDGED)}) GROUP BY post) f
    JOIN post p ON p.id = f.post
)
SELECT firings, today, open, verb, count(*) FROM voted GROUP BY 1, 2, 3, 4
"""
# The product's own acts have no login and are no votes. Posts that were flagged and decided alike
# come as one row: there are far fewer of those than posts.


async def cases(db: aiosqlite.Connection, since: datetime) -> tuple[Case, ...]:
    """Return the flagged posts by what flagged them and what became of them."""
    rows = await db.execute_fetchall(_CASES, (ms(since),))
    return tuple(
        Case(_firings.decode(firings), bool(today), bool(open_), verb, posts)
        for firings, today, open_, verb, posts in rows
    )


async def recent(db: aiosqlite.Connection, window: timedelta, limit: int) -> tuple[Post, ...]:
    """Return the posts published shortly before the newest one, in the order of arrival."""
    rows = await db.execute_fetchall(
        "SELECT body FROM (SELECT body, arrived, at FROM post "
        "WHERE at >= (SELECT max(at) FROM post WHERE body IS NOT NULL) - ? "
        "AND body IS NOT NULL ORDER BY at DESC LIMIT ?) ORDER BY arrived, at",
        (round(window.total_seconds() * 1000), limit),
    )
    return tuple(_post.decode(body) for (body,) in rows)
