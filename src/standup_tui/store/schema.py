"""The tables, and how an older store becomes a newer one.

Times are milliseconds since 1970 in UTC. Ids are text, for X's no longer fit everywhere
into an integer. Every row that terminals see carries the sequence number of its last change:
whoever asks for everything after a number gets each thing once, as it is now.
"""

APPLICATION_ID = 0x5D70_0001
"""Marks the file as ours (`PRAGMA application_id`)."""

_FIRST = (
    "CREATE TABLE counter (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL)",
    "INSERT INTO counter VALUES (1, 0)",
    """CREATE TABLE post (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        arrived INTEGER NOT NULL,
        author TEXT NOT NULL,
        conversation TEXT,
        roster INTEGER NOT NULL,
        status TEXT NOT NULL,
        revision INTEGER NOT NULL,
        pin INTEGER NOT NULL,
        starred INTEGER NOT NULL,
        escalated INTEGER NOT NULL,
        arrival TEXT NOT NULL,
        checked INTEGER NOT NULL DEFAULT 0,
        decided INTEGER REFERENCES decision (seq),
        act INTEGER REFERENCES outbox (id),
        body TEXT
    ) WITHOUT ROWID""",
    "CREATE INDEX post_author ON post (author, at)",
    "CREATE INDEX post_conversation ON post (conversation, at) WHERE conversation IS NOT NULL",
    "CREATE INDEX post_shown ON post (checked) WHERE status = 'shown'",
    "CREATE INDEX post_pin ON post (pin) WHERE pin > 0",
    "CREATE TABLE raw (post TEXT PRIMARY KEY REFERENCES post (id), json TEXT NOT NULL)",
    """CREATE TABLE flag (
        post TEXT NOT NULL REFERENCES post (id),
        place INTEGER NOT NULL,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL,
        reason TEXT NOT NULL,
        spans TEXT NOT NULL,
        PRIMARY KEY (post, place)
    ) WITHOUT ROWID""",
    "CREATE TABLE version (older TEXT PRIMARY KEY, newer TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE decision (
        seq INTEGER PRIMARY KEY,
        op TEXT NOT NULL UNIQUE,
        verb TEXT NOT NULL,
        post TEXT,
        name TEXT NOT NULL,
        login TEXT NOT NULL,
        declared INTEGER NOT NULL,
        at INTEGER NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        undoes INTEGER REFERENCES decision (seq),
        digest TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE
    )""",
    "CREATE INDEX decision_post ON decision (post, seq)",
    "CREATE INDEX decision_moderator ON decision (login, name, seq)",
    "CREATE UNIQUE INDEX decision_undoes ON decision (undoes) WHERE undoes IS NOT NULL",
    # What may have to be erased stands apart; the chain holds only its salted digest.
    """CREATE TABLE decision_text (
        seq INTEGER PRIMARY KEY REFERENCES decision (seq),
        salt TEXT NOT NULL,
        text TEXT NOT NULL,
        reason TEXT NOT NULL
    )""",
    "CREATE TABLE anchor (upto INTEGER PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL)",
    """CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
        BEGIN SELECT RAISE(ABORT, 'the decision log is append-only'); END""",
    """CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
        WHEN OLD.seq > coalesce((SELECT max(upto) FROM anchor), 0)
        BEGIN SELECT RAISE(ABORT, 'the decision log is append-only'); END""",
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        decision INTEGER NOT NULL REFERENCES decision (seq),
        verb TEXT NOT NULL,
        post TEXT NOT NULL REFERENCES post (id),
        stage TEXT NOT NULL,
        due INTEGER NOT NULL,
        by TEXT NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        problem TEXT NOT NULL DEFAULT '',
        settled INTEGER
    )""",
    "CREATE INDEX outbox_stage ON outbox (stage, due)",
    """CREATE TABLE quarantine (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        reason TEXT NOT NULL,
        raw TEXT NOT NULL
    )""",
    """CREATE TABLE cursor (
        network TEXT PRIMARY KEY,
        newest TEXT NOT NULL,
        at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE wall (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        seq INTEGER NOT NULL,
        blank INTEGER NOT NULL,
        by TEXT NOT NULL,
        at INTEGER
    )""",
    "INSERT INTO wall VALUES (1, 0, 0, '', NULL)",
)

_SECOND = (
    "CREATE INDEX post_at ON post (at)",
    # How far reading had come, so that a new hub keeps to the pause of the last one.
    """CREATE TABLE progress (
        network TEXT PRIMARY KEY,
        state TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE gap (
        id INTEGER PRIMARY KEY,
        network TEXT NOT NULL,
        began INTEGER NOT NULL,
        ended INTEGER,
        why TEXT NOT NULL,
        repair TEXT NOT NULL DEFAULT 'open',
        recovered INTEGER NOT NULL DEFAULT 0,
        missing TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX gap_open ON gap (network, ended) WHERE repair = 'open'",
    """CREATE TABLE hour (
        network TEXT NOT NULL,
        start INTEGER NOT NULL,
        theirs INTEGER NOT NULL,
        ours INTEGER NOT NULL,
        PRIMARY KEY (network, start)
    ) WITHOUT ROWID""",
    # What was charged lately: the same thing costs nothing again on the same UTC day.
    """CREATE TABLE billed (
        day TEXT NOT NULL,
        item TEXT NOT NULL,
        thing TEXT NOT NULL,
        PRIMARY KEY (day, item, thing)
    ) WITHOUT ROWID""",
    """CREATE TABLE spending (
        day TEXT NOT NULL,
        item TEXT NOT NULL,
        units INTEGER NOT NULL,
        micros INTEGER NOT NULL,
        PRIMARY KEY (day, item)
    ) WITHOUT ROWID""",
    """CREATE TABLE usage (
        which TEXT PRIMARY KEY CHECK (which IN ('first', 'newest')),
        used INTEGER NOT NULL,
        cap INTEGER NOT NULL,
        at INTEGER NOT NULL,
        resets INTEGER,
        ours INTEGER NOT NULL
    ) WITHOUT ROWID""",
    # A post that has just come has just been seen at its source.
    "UPDATE post SET checked = arrived WHERE checked < arrived",
    "CREATE INDEX post_unshown ON post (checked) WHERE status NOT IN ('shown', 'gone')",
    # Whether nothing was ever to be sent, and when it was last on its way.
    "ALTER TABLE outbox ADD COLUMN dry INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN sent INTEGER",
    # post.act is about retweets, this about hiding a reply on its network.
    "ALTER TABLE post ADD COLUMN hiding INTEGER REFERENCES outbox (id)",
    # Until when a network takes no more acts of a kind.
    """CREATE TABLE hold (
        verb TEXT PRIMARY KEY,
        until INTEGER NOT NULL,
        why TEXT NOT NULL
    ) WITHOUT ROWID""",
)

_THIRD = (
    # The campaign's actions. `hand` beats `rule`: what a person said last, and who; NULL: nobody.
    """CREATE TABLE action (
        post TEXT NOT NULL REFERENCES post (id),
        name TEXT NOT NULL,
        rule INTEGER NOT NULL,
        spans TEXT NOT NULL,
        hand INTEGER,
        by TEXT NOT NULL DEFAULT '',
        counts INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(hand, rule)) VIRTUAL,
        PRIMARY KEY (post, name)
    ) WITHOUT ROWID""",
    # What a decision to tag or untag was about, and what its undo brings back.
    """CREATE TABLE tagging (
        decision INTEGER PRIMARY KEY REFERENCES decision (seq),
        name TEXT NOT NULL,
        hand INTEGER NOT NULL,
        was INTEGER,
        was_by TEXT NOT NULL
    )""",
    # All that counting needs of a post, so that its body is not read.
    "CREATE INDEX post_counted ON post (id, status, author)",
    # With which rules every stored post has been looked at.
    "CREATE TABLE recognised (one INTEGER PRIMARY KEY CHECK (one = 1), mark TEXT NOT NULL)",
    "INSERT INTO recognised VALUES (1, '')",
    # The end of what the campaign's actions need.
)

_FOURTH = (
    # What one command did to several posts, which is one thing to take back; `stayed` are the
    # posts it left as they were and why, for whoever asks again. With `author`: a muting.
    """CREATE TABLE bulk (
        id INTEGER PRIMARY KEY,
        op TEXT NOT NULL UNIQUE,
        login TEXT NOT NULL,
        name TEXT NOT NULL,
        verb TEXT NOT NULL,
        author TEXT,
        undoes INTEGER UNIQUE REFERENCES bulk (id),
        last INTEGER NOT NULL REFERENCES decision (seq),
        said TEXT NOT NULL,
        stayed TEXT NOT NULL
    )""",
    "CREATE INDEX bulk_moderator ON bulk (login, name, last)",
    "CREATE INDEX bulk_author ON bulk (author, last) WHERE author IS NOT NULL",
    """CREATE TABLE part (
        decision INTEGER PRIMARY KEY REFERENCES decision (seq),
        bulk INTEGER NOT NULL REFERENCES bulk (id)
    )""",
    "CREATE INDEX part_bulk ON part (bulk, decision)",
    # What a moderator was told cannot be taken back: the next key goes past it.
    """CREATE TABLE passed (
        decision INTEGER PRIMARY KEY REFERENCES decision (seq),
        op TEXT NOT NULL
    )""",
    # Whose posts stay off the walls: by a moderator's decision, by campaign.toml, or by both.
    """CREATE TABLE muted (
        author TEXT PRIMARY KEY,
        handle TEXT NOT NULL,
        decision INTEGER REFERENCES decision (seq),
        file INTEGER NOT NULL,
        CHECK (file OR decision IS NOT NULL)
    ) WITHOUT ROWID""",
    "ALTER TABLE post ADD COLUMN notes INTEGER NOT NULL DEFAULT 0",
    # The house rule in force, and for each decision that changed it the one before.
    "ALTER TABLE post ADD COLUMN hidden_for TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE reasoning (
        decision INTEGER PRIMARY KEY REFERENCES decision (seq),
        was TEXT NOT NULL
    )""",
    """UPDATE post SET hidden_for = coalesce(
        (SELECT t.reason FROM decision d JOIN decision_text t USING (seq)
          WHERE d.post = post.id AND d.verb = 'hide'
            AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.undoes = d.seq)
          ORDER BY d.seq DESC LIMIT 1), '') WHERE status = 'hidden'""",
    # Whose post it reposts: muting an author takes these along.
    "ALTER TABLE post ADD COLUMN repost_of TEXT",
    """UPDATE post SET repost_of = (
        SELECT r.value ->> '$.author.id' FROM json_each(post.body, '$.references') r
         WHERE r.value ->> '$.kind' = 'repost' LIMIT 1) WHERE body LIKE '%"repost"%'""",
    "CREATE INDEX post_repost_of ON post (repost_of) WHERE repost_of IS NOT NULL",
)

_FIFTH = (
    # What is in the full-text index; the index itself is made at start, where SQLite has FTS5.
    """CREATE TABLE worded (
        id INTEGER PRIMARY KEY,
        post TEXT NOT NULL UNIQUE REFERENCES post (id),
        at INTEGER NOT NULL,
        gone INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX worded_gone ON worded (gone) WHERE gone = 1",
    # How far the index has come, and whether erased words may still stand in its corners.
    """CREATE TABLE indexing (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        posts INTEGER NOT NULL,
        decisions INTEGER NOT NULL,
        untidy INTEGER NOT NULL
    )""",
    "INSERT INTO indexing VALUES (1, 0, 0, 0)",
    "CREATE INDEX decision_handover ON decision (seq) WHERE verb = 'handover'",
    # The end of what searching needs.
)

_SIXTH = (
    # What walls do besides being blank; the times are those of the hub's clock.
    "ALTER TABLE wall ADD COLUMN paused INTEGER",
    "ALTER TABLE wall ADD COLUMN fixed TEXT",
    "ALTER TABLE wall ADD COLUMN spotlight TEXT REFERENCES post (id)",
    "ALTER TABLE wall ADD COLUMN turn INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE wall ADD COLUMN since INTEGER",
    # Seconds until unflagged posts show by themselves; 0: a person approves first.
    "ALTER TABLE wall ADD COLUMN delay INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE wall ADD COLUMN delayed INTEGER",
    "ALTER TABLE wall ADD COLUMN delayed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE wall ADD COLUMN unattended TEXT NOT NULL DEFAULT ''",
    """CREATE INDEX post_untouched ON post (arrived)
        WHERE status = 'waiting' AND decided IS NULL""",
    # The end of what the walls' own state needs.
)

_RECORDS = (
    # What was erased under which rule, in numbers: what a certificate is made of.
    """CREATE TABLE purge (
        id INTEGER PRIMARY KEY,
        state TEXT NOT NULL CHECK (state IN ('open', 'ended', 'interrupted')),
        began INTEGER NOT NULL,
        ended INTEGER,
        name TEXT NOT NULL,
        login TEXT NOT NULL,
        declared INTEGER NOT NULL,
        rule TEXT NOT NULL,
        reference TEXT NOT NULL,
        counted TEXT NOT NULL,
        seq INTEGER NOT NULL DEFAULT 0,
        hash TEXT NOT NULL DEFAULT ''
    )""",
    # How many posts with their text each person was given in files on a UTC day.
    """CREATE TABLE full_export (
        day TEXT NOT NULL,
        login TEXT NOT NULL,
        posts INTEGER NOT NULL,
        PRIMARY KEY (day, login)
    ) WITHOUT ROWID""",
    # The end of what keeping records needs.
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _SIXTH,
    _RECORDS,
)
"""One entry a version; `PRAGMA user_version` says how many have been made. Never edited once
released: a new version is a new entry."""
