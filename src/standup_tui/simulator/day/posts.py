"""The posts that stand for themselves: the opening, the council's, the crowd's."""

from collections.abc import Mapping, Sequence
from typing import Final

from standup_tui.simulator.day.cast import council, roster
from standup_tui.simulator.day.curve import OPENS, moment, seconds
from standup_tui.simulator.day.data import table
from standup_tui.simulator.day.stage import Stage
from standup_tui.simulator.model import Account, Picture

LAUNCH: Final = "launch"
"""The key of the council's first post, which much of the day answers."""
_ROSTER_POSTS: Final = 75
_WORKER_POSTS: Final = 300
_CHEERS: Final = 175
_QUESTIONS: Final = 30
_PARTNER_POSTS: Final = 75
_PER_ACTION: Final = 33
_PICTURED: Final = 0.7
"""Share of the new profile pictures that are shown."""
_DESCRIBED: Final = 0.6
"""Share of pictures that are described in words."""
_CLOSING: Final = 0.3
"""Share of the late posts that take leave."""
_LATE: Final = seconds("17:00")
_OPENING: Final = (0.9, 1.8, 2.7, 3.6, 4.5, 5.6, 6.8, 8.0)
"""Real seconds after the start; all of it within the first ten."""
_FLAGGED: Final = 3
"""Which of them is the postcode."""


def opening(stage: Stage) -> None:
    """Plan what is seen in the first ten seconds, at any speed, from any start.

    The launch, some of the roster and the public, and one post that has to be flagged.
    """
    stage.post(council(), table("council")["launch"], OPENS, key=LAUNCH, opening=0.2)
    people = stage.rng.sample(roster()[1:], len(_OPENING))
    for number, second in enumerate(_OPENING):
        if number == _FLAGGED:
            text = table("incidents")["opening_postcode"]
            author = stage.crowd.public[0]
            stage.post(author, text, OPENS, opening=second, incident="postcode")
            continue
        stage.post(people[number], _day_post(stage, OPENS), OPENS, opening=second)


def announcements(stage: Stage) -> None:
    """Plan what the council's account posts at fixed times."""
    for it in table("council")["post"]:
        pictures = (Picture(it["alt"]),) if "alt" in it else ()
        stage.post(council(), it["text"], seconds(it["at"]), pictures=pictures)


def workers(stage: Stage) -> None:
    """Plan the day posts of the roster and of the other social workers."""
    crew = [*roster()[1:]] * (_ROSTER_POSTS // len(roster()[1:]) + 1)
    for author in [*crew[:_ROSTER_POSTS], *_spread(stage, stage.crowd.workers, _WORKER_POSTS)]:
        at = moment(stage.rng)
        stage.post(author, _day_post(stage, at), at)
    for it in table("pictures")["picture"]:
        author = stage.rng.choice(stage.crowd.workers)
        stage.post(author, it["text"], moment(stage.rng), pictures=(Picture(it.get("alt")),))


def public(stage: Stage) -> None:
    """Plan what residents and partners write, and the long posts."""
    data, crowd = table("public"), stage.crowd
    for name, people, count, tails in (
        ("cheer", crowd.public, _CHEERS, data["tails"]),
        ("ask", crowd.public, _QUESTIONS, data["ask_tails"]),
        ("partner", crowd.partners, _PARTNER_POSTS, ()),
    ):
        for author in _spread(stage, people, count):
            text = _written(stage, data[name], data["slots"], tails, 0.6)
            stage.post(author, text, moment(stage.rng))
    everybody = [*crowd.workers, *crowd.public]
    for text in data["long"]:
        stage.post(stage.rng.choice(everybody), text, moment(stage.rng))


def actions(stage: Stage) -> None:
    """Plan the answers to the five calls."""
    crowd = stage.crowd
    everybody = [*crowd.workers, *crowd.public, *crowd.partners, *roster()[1:]]
    for action, data in table("actions").items():
        for author in _spread(stage, everybody, _PER_ACTION):
            text = _written(stage, data["said"], data)
            pictures: tuple[Picture, ...] = ()
            if "alts" in data and stage.rng.random() < _PICTURED:
                alt = stage.writer.draw(data["alts"]) if stage.rng.random() < _DESCRIBED else None
                pictures = (Picture(alt, width=800, height=800),)
            stage.post(author, text, moment(stage.rng), action=action, pictures=pictures)


def languages(stage: Stage) -> None:
    """Plan what is said in the county's other languages."""
    for lang, data in table("languages").items():
        people = _spread(stage, stage.crowd.speakers[lang], len(data["texts"]))
        for author, text in zip(people, data["texts"], strict=True):
            filled = stage.writer.fill(text, {"tag": ["#StandUp4SW"]})
            stage.post(author, filled, moment(stage.rng), lang=lang)


def _day_post(stage: Stage, at: float) -> str:
    """Write what a social worker does at this time of day."""
    data = table("work")
    late = at > _LATE and stage.rng.random() < _CLOSING
    templates = data["closing"] if late else data["moments"]
    return _written(stage, templates, data["slots"], data["thoughts"], 0.45)


def _written(
    stage: Stage,
    templates: Sequence[str],
    slots: Mapping[str, Sequence[str]],
    tails: Sequence[str] = (),
    share: float = 0.0,
) -> str:
    writer = stage.writer

    def write() -> str:
        text = writer.fill(writer.draw(templates), slots)
        return writer.tagged(writer.followed(text, tails, share) if tails else text)

    return writer.new(write)


def _spread(stage: Stage, people: Sequence[Account], count: int) -> list[Account]:
    """Return so many authors: everybody at least once where it is enough, some more often."""
    everybody = stage.rng.sample(list(people), min(count, len(people)))
    return everybody + stage.rng.choices(people, k=count - len(everybody))
