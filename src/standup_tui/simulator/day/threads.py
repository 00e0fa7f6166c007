"""What grows on other posts: replies, quotes, retweets, edits, deletions."""

from collections.abc import Sequence
from typing import Final

from standup_tui.simulator.day.cast import council, roster
from standup_tui.simulator.day.curve import later, moment
from standup_tui.simulator.day.data import table
from standup_tui.simulator.day.posts import LAUNCH
from standup_tui.simulator.day.script import Planned
from standup_tui.simulator.day.stage import Stage
from standup_tui.simulator.day.writer import TAG
from standup_tui.simulator.model import Account

_TO_COUNCIL: Final = 62
_TO_WORKERS: Final = 48
_QUOTES: Final = 40
_RETWEETS: Final = 145
_EDITS: Final = 14
_DELETIONS: Final = 16
_ANSWERED: Final = 0.5
_TAGGED: Final = 0.3
_LONG_WORD: Final = 6


def replies(stage: Stage) -> None:
    """Plan conversations: under the council's posts and under those of social workers."""
    data, crowd = table("replies"), stage.crowd
    posts = stage.ordinary()
    own = [it for it in posts if it.author == council()]
    launch = next(it for it in own if it.key == LAUNCH)
    others = [it for it in posts if it.author in crowd.workers or it.author in roster()[1:]]
    public = [*crowd.public, *crowd.partners]
    for number in range(_TO_COUNCIL):
        root = launch if number % 2 else stage.rng.choice(own)
        at = moment(stage.rng) if root is launch else later(stage.rng, root.at, 25)
        reply = _reply(stage, root, stage.rng.choice(public), data["to_council"], at)
        _exchange(stage, root, reply, data["council_answer"], data["onward"])
    for root in stage.rng.sample(others, _TO_WORKERS):
        at = later(stage.rng, root.at, 12)
        reply = _reply(stage, root, stage.rng.choice(public), data["to_worker"], at)
        _exchange(stage, root, reply, data["answer"], data["onward"])


def quotes(stage: Stage) -> None:
    """Plan posts that show another one."""
    crowd = stage.crowd
    people = [*crowd.workers, *crowd.public, *crowd.partners]
    for root in stage.rng.sample(_popular(stage), _QUOTES):
        text = stage.writer.tagged(stage.writer.draw(table("replies")["quote"]))
        at = later(stage.rng, root.at, 50)
        stage.post(stage.rng.choice(people), text, at, quotes=root.key)


def retweets(stage: Stage) -> None:
    """Plan retweets; a few posts get most of them."""
    crowd = stage.crowd
    people = [*crowd.workers, *crowd.public, *crowd.partners]
    popular = _popular(stage)
    weights = [1 / (rank + 2) for rank in range(len(popular))]
    taken: set[tuple[str, str]] = set()
    while len(taken) < _RETWEETS:
        root = stage.rng.choices(popular, weights)[0]
        author = stage.rng.choice(people)
        if (root.key, author.id) in taken or author == root.author:
            continue
        taken.add((root.key, author.id))
        stage.post(author, "", later(stage.rng, root.at, 35), retweets=root.key)


def edits(stage: Stage) -> None:
    """Plan mistakes that their authors put right."""
    plain = [it for it in stage.ordinary() if it.opening is None and not it.needs()]
    posts = [it for it in plain if it.author in stage.crowd.workers and _slip(it.text) != it.text]
    for post in stage.rng.sample(posts, _EDITS):
        stage.change(post, text=_slip(post.text))
        at = post.at + stage.rng.uniform(90, 600)
        stage.post(post.author, post.text, at, act="edit", target=post.key)


def deletions(stage: Stage) -> None:
    """Plan posts that are gone again after a while: ordinary ones and some of the worst."""
    plain = [it for it in stage.ordinary() if it.opening is None]
    bad = [it for it in stage.planned if it.incident in {"abuse", "postcode"} and not it.opening]
    chosen = stage.rng.sample(plain, _DELETIONS) + stage.rng.sample(bad, 3)
    for post in chosen:
        at = post.at + stage.rng.uniform(240, 3600)
        stage.post(post.author, "", at, act="delete", target=post.key)


def _exchange(
    stage: Stage, root: Planned, reply: Planned, answers: Sequence[str], onward: Sequence[str]
) -> None:
    """Let the author answer half of the replies, and some people answer that again."""
    if stage.rng.random() > _ANSWERED:
        return
    answer = _reply(stage, reply, root.author, answers, later(stage.rng, reply.at, 8))
    if stage.rng.random() < _ANSWERED:
        _reply(stage, answer, reply.author, onward, later(stage.rng, answer.at, 6))


def _reply(
    stage: Stage, parent: Planned, author: Account, texts: Sequence[str], at: float
) -> Planned:
    text = f"@{parent.author.handle} {stage.writer.draw(texts)}"
    if stage.rng.random() < _TAGGED:
        text = f"{text} {TAG}"
    return stage.post(author, text, at, reply_to=parent.key)


def _popular(stage: Stage) -> list[Planned]:
    """Return posts worth showing on, the most popular first."""
    known = [it for it in stage.ordinary() if it.act == "post" and not it.needs()]
    shown = [
        it for it in known if it.author in roster() or it.pictures or it.author.group == "worker"
    ]
    return stage.rng.sample(shown, len(shown))


def _slip(text: str) -> str:
    """Swap two letters of the first long word."""
    words = text.split(" ")
    for number, word in enumerate(words):
        if len(word) > _LONG_WORD and word.isalpha() and word[3] != word[4]:
            words[number] = word[:3] + word[4] + word[3] + word[5:]
            return " ".join(words)
    return text
