"""The whole day from a seed."""

import random

from standup_tui.simulator.day import incidents, posts, threads
from standup_tui.simulator.day.cast import crowd
from standup_tui.simulator.day.script import Day
from standup_tui.simulator.day.stage import Stage
from standup_tui.simulator.day.writer import Writer


def campaign_day(seed: int) -> Day:
    """Make the day of a seed; the same seed makes the same day."""
    rng = random.Random(seed)  # noqa: S311, a made-up day is no secret
    people = crowd(rng)
    stage = Stage(rng, people, Writer(rng))
    posts.opening(stage)
    posts.announcements(stage)
    posts.workers(stage)
    posts.public(stage)
    posts.actions(stage)
    posts.languages(stage)
    incidents.plant(stage)
    threads.replies(stage)
    threads.quotes(stage)
    threads.edits(stage)
    threads.retweets(stage)
    threads.deletions(stage)
    planned = sorted(stage.planned, key=lambda it: (it.at, it.opening or 0.0))
    return Day(people.everybody(), tuple(planned))
