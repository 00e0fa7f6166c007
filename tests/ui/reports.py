"""An invented day of rules: some fare well, some are overruled again and again."""

from standup_tui.model.flag import Kind
from standup_tui.model.votes import (
    JUDGED,
    Advice,
    KindCount,
    Report,
    RuleCount,
    VoteCounts,
    Votes,
    WordCount,
)

ALWAYS = (Kind.SAFEGUARDING, Kind.PERSONAL, Kind.IDENTIFIABLE)
SPAM = Votes(12, 1, 9, 2)
SIGNS = Votes(3, 1, 0, 2)
TONE = Votes(7, 4, 2, 1)
DAMN = Votes(6, 0, 6, 0)
ALLOW = Advice("It could be allowed:", ("[words]", 'allow = ["crap", "damn"]'))
OFF = Advice(
    "Its whole kind could be switched off. Nothing replaces it: somebody has to look instead:",
    ("[rules]", 'off = ["spam"]'),
)


LOOK = Advice("Its flags could be worth a look only:", ("[rules]", 'look = ["abuse"]'))


def both(votes: Votes) -> VoteCounts:
    return VoteCounts(votes, votes)


def report() -> Report:
    """Return an answer with everything in it."""
    by_kind = {Kind.SAFEGUARDING: SIGNS, Kind.ABUSE: Votes(13, 4, 8, 1), Kind.SPAM: SPAM}
    kinds = tuple(
        KindCount(
            kind,
            kind is not Kind.PRESS,
            "always stop" if kind in ALWAYS else "stop or look",
            both(by_kind.get(kind, Votes())),
        )
        for kind in JUDGED
    )
    rules = (
        RuleCount(
            Kind.SAFEGUARDING, "safeguarding.tone", "reads like somebody in danger", both(SIGNS)
        ),
        RuleCount(Kind.ABUSE, "abuse.tone", "the tone of the whole", both(TONE)),
        RuleCount(Kind.ABUSE, "abuse.word", "an abusive word", both(DAMN), LOOK),
        RuleCount(Kind.SPAM, "spam.signs", "looks like spam", both(SPAM), OFF),
    )
    words = (
        WordCount("fostering scandal", own=True, counts=both(Votes(2, 1, 0, 1))),
        WordCount("ribble lane", own=True),
        WordCount("damn", own=False, counts=both(DAMN), advice=ALLOW),
    )
    posts = both(Votes(28, 6, 17, 5))
    return Report(posts, kinds, rules, words, roster=12)
