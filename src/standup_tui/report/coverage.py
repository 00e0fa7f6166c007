"""How much of what was posted a report is about, in words: gaps, counts, and what is not said."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from standup_tui.model.coverage import Gap, Hour, Repair
from standup_tui.model.facts import Facts, Standings
from standup_tui.model.lifecycle import Status
from standup_tui.model.text import clean_line
from standup_tui.report.contents import Coverage, GapLine
from standup_tui.report.course import Span
from standup_tui.report.times import moment, stretch
from standup_tui.settings.campaign import Campaign
from standup_tui.ui.widgets.wording import count, length, sentence

_LATE = timedelta(minutes=2)
"""Signs of life are on disk to some seconds; reading that ended so shortly before has not."""

_MOST = 12
"""Gaps that are listed one by one; a stormy day has more, and the sum says it all."""

_NO_HUB = "no hub was reading"


def unread(facts: Facts, campaign: Campaign) -> tuple[Span, ...]:
    """Return the stretches that were not read and not made up for, within the campaign's time.

    They are in order and none touches another, so that their sum is how long was not read.
    """
    spans = sorted(
        span
        for gap in _known(facts, campaign)
        if gap.repair is not Repair.REPAIRED and (span := within(gap, facts, campaign))
    )
    joined: list[Span] = []
    for began, ended in spans:
        if joined and began <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ended))
        else:
            joined.append((began, ended))
    return tuple(joined)


def _known(facts: Facts, campaign: Campaign) -> tuple[Gap, ...]:
    """Return the gaps on record, and the one up to the end that no hub was there to note."""
    reading, until = facts.reading, campaign.moment(campaign.until)
    alive = reading.alive
    open_ = any(gap.ended is None for gap in reading.gaps)
    if alive is None or until is None or open_ or alive + _LATE >= min(until, facts.at):
        return reading.gaps
    return (Gap(0, alive, None, _NO_HUB), *reading.gaps)


def within(gap: Gap, facts: Facts, campaign: Campaign) -> Span | None:
    """Return the part of a gap that belongs to the campaign, if any does."""
    starts, until = campaign.moment(campaign.starts), campaign.moment(campaign.until)
    began = max(filter(None, (gap.began, starts)))
    ended = min(filter(None, (gap.ended or facts.at, until)))
    return (began, ended) if began < ended else None


def coverage_of(facts: Facts, campaign: Campaign) -> Coverage:
    """Return what is known to be there and what may be missing."""
    zone = campaign.zone
    known = [gap for gap in _known(facts, campaign) if within(gap, facts, campaign)]
    verdict, short = _verdict(facts, known, unread(facts, campaign))
    return Coverage(
        verdict,
        short,
        tuple(_line(gap, facts, zone) for gap in reversed(known[:_MOST])),
        _counted(facts.reading.hours),
        tuple(_notes(facts, campaign, len(known))),
    )


def _verdict(facts: Facts, known: Sequence[Gap], missing: Sequence[Span]) -> tuple[str, str]:
    """Return what is known to be missing in a sentence, and in a few words."""
    if facts.reading.alive is None and not facts.standings.total:
        return ("Nothing has been read yet.",) * 2
    fewer, more = _fewer(facts.reading.hours)
    theirs = f"X's own count has {more:,} more in {count(fewer, 'hour')}" if more else ""
    if missing:
        long = length(max(1, sum((ended - began).total_seconds() for began, ended in missing)))
        stretches = f"{count(len(missing), 'stretch', 'stretches')}, {long} in all,"
        said = f"{stretches} {_was(len(missing))} not read and not made up for: every number may "
        said += "be too small by what was posted then."
        return said, beside(f"at least; {stretches} not read", theirs)
    nothing = "nothing is known to be missing"
    said = "No gap in the reading is on record"
    if known:
        nothing = "nothing else is known to be missing"
        left = sorted({clean_line(gap.missing).rstrip(".") for gap in known if gap.missing})
        but = f", but for what search does not find ({', '.join(left)})" if left else ""
        said = f"{count(len(known), 'gap')} in the reading {_was(len(known))} searched to the end"
        said += f" afterwards{but}"
    return f"{said}; {theirs or nothing}.", theirs


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _fewer(hours: Sequence[Hour]) -> tuple[int, int]:
    """Return in how many hours we have fewer posts than the network counts, and how many."""
    short = [it.theirs - it.ours for it in hours if it.ours < it.theirs]
    return len(short), sum(short)


def _line(gap: Gap, facts: Facts, zone: ZoneInfo) -> GapLine:
    ended = gap.ended or facts.at
    outcome = {
        Repair.OPEN: "not searched yet",
        Repair.LOST: "X's search no longer reaches back so far",
        Repair.REPAIRED: "searched to the end",
    }[gap.repair]
    if gap.repair is Repair.REPAIRED or gap.recovered:
        outcome += f", {count(gap.recovered, 'post')} recovered"
    if gap.missing:
        outcome += f"; may be missing: {clean_line(gap.missing).rstrip('.')}"
    return GapLine(
        stretch(gap.began, gap.ended, zone),
        length(max(1, (ended - gap.began).total_seconds())),
        _sentence(clean_line(gap.why)),
        _sentence(outcome),
        gap.repair is not Repair.REPAIRED or bool(gap.missing),
    )


def _sentence(text: str) -> str:
    return sentence(text[:1].upper() + text[1:])


def _counted(hours: Sequence[Hour]) -> str:
    if not hours:
        return ""
    theirs, ours = sum(it.theirs for it in hours), sum(it.ours for it in hours)
    return (
        f"In {count(len(hours), 'hour')} X was asked for its own count: {count(theirs, 'post')} "
        f"there, {ours:,} here."
    )


def _notes(facts: Facts, campaign: Campaign, gaps: int) -> Iterator[str]:
    """Yield what these numbers do not say, each in a sentence."""
    reading, zone = facts.reading, campaign.zone
    if gaps > _MOST:
        yield f"The newest {_MOST} of {gaps:,} gaps are listed."
    yield from _ends(facts, campaign, zone)
    if campaign.source.kind == "x-search":
        yield (
            "Posts were read by search, every so often: one that was deleted before the next "
            "search was never seen, and X's search returns no reposts."
        )
    if not campaign.source.reposts:
        yield "Bare reposts were not asked for and are not counted."
    elif facts.reading.gaps:
        yield "A gap is made up for by search, which does not find reposts."
    if reading.unreadable:
        posts = count(reading.unreadable, "thing")
        yield f"{posts} that came in could not be read as a post: not counted."
    if gone := facts.standings.of(Status.GONE):
        yield (
            f"{count(gone, 'post')} {_is(gone)} counted of which nothing else is left "
            f"({gone_said(facts.standings)}): nobody knows any more who wrote {_them(gone)}."
        )
    yield (
        "Posts are counted that carry the campaign's hashtags or come from its accounts and that "
        "X delivered; posts of protected accounts never are. How many people saw them nobody "
        "knows: no reach is given."
    )


def gone_said(standings: Standings) -> str:
    """Return how many posts are gone, and by whose doing; empty where none is.

    What was erased here is never laid to its author.
    """
    rest = standings.of(Status.GONE) - standings.deleted - standings.purged
    each = (
        (standings.deleted, "deleted at the source since"),
        (standings.purged, "erased here by a purge"),
        (rest, "gone for so long that the log no longer says why"),
    )
    return ", ".join(f"{posts:,} {how}" for posts, how in each if posts)


def read_until(facts: Facts) -> datetime:
    """Return until when there was reading: now, or the last sign of life where it has ended."""
    alive = facts.reading.alive
    return facts.at if alive is None or alive + _LATE >= facts.at else alive


def _ends(facts: Facts, campaign: Campaign, zone: ZoneInfo) -> Iterator[str]:
    """Yield until when there can be anything at all."""
    alive, until = facts.reading.alive, campaign.moment(campaign.until)
    if until is not None and until > facts.at:
        yield f"The campaign is not over: it ends {_at(until, zone)}."
    if alive is not None and until is None:
        over = read_until(facts) < facts.at
        yield (
            f"Reading ended {_at(alive, zone)}; the campaign's file names no end (until), so what "
            "came later is not here, and not counted as missing."
            if over
            else "The campaign's file names no end (until), and reading goes on: numbers grow."
        )


def _at(when: datetime, zone: ZoneInfo) -> str:
    return f"on {moment(when, zone)}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def beside(short: str, *more: str) -> str:
    """Return what may be missing from a number, in one line."""
    return "; ".join(filter(None, (short, *more)))
