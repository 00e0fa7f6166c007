"""From facts and a campaign's file to what a report says."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from standup_tui.model.action import ActionCount
from standup_tui.model.entry import Stage
from standup_tui.model.facts import ActCount, Facts
from standup_tui.model.flag import Kind
from standup_tui.model.lifecycle import Status, Verb
from standup_tui.model.text import clean, clean_line
from standup_tui.report import highlights, money
from standup_tui.report.contents import (
    ActionLine,
    Concern,
    Criticism,
    Figure,
    Report,
)
from standup_tui.report.course import course_of
from standup_tui.report.coverage import beside, coverage_of, gone_said, read_until, unread
from standup_tui.report.needed import decisions_needed
from standup_tui.report.times import moment, stretch
from standup_tui.report.waiting import answered
from standup_tui.settings.accounts import Member
from standup_tui.settings.campaign import Action, Campaign
from standup_tui.ui.widgets.wording import count

_GOES_ON = "earlier posts are still being looked at again"
_ANY = "any kind"

_OPEN = (Status.WAITING, Status.FLAGGED)


_NO_HIGHLIGHT = "No shown post is pinned, starred or taken up by others."
_NO_QUOTE = "Left out: this report quotes no post, so that it may be kept longer than the posts."


def compose(
    facts: Facts, campaign: Campaign, *, handles: bool = False, quotes: bool = True
) -> Report:
    """Return what a report says.

    Args:
        facts: What the store holds.
        campaign: Its file.
        handles: Whether people may be named by their handles.
        quotes: Whether posts are quoted at all.
    """
    coverage = coverage_of(facts, campaign)
    total = beside(coverage.short, _GOES_ON if facts.tally.looking_back else "")
    lines = tuple(_actions(facts, campaign))
    return Report(
        campaign=clean_line(campaign.name),
        label=campaign.source.label,
        tags=tuple(map(clean_line, campaign.tags)),
        aim=clean_line(" ".join(campaign.aim.split())),
        period=_period(facts, campaign),
        made=moment(facts.at, campaign.zone),
        made_at=facts.at,
        zone=campaign.time_zone,
        figures=tuple(_figures(facts, campaign, coverage.short)),
        course=course_of(facts.slots, campaign.zone, unread(facts, campaign)),
        actions=lines,
        actions_total=Figure(
            "People who did any of them",
            facts.tally.total.people,
            f"in {count(facts.tally.total.posts, 'post')}",
            total,
        ),
        highlights=highlights.chosen(facts, campaign, handles=handles) if quotes else (),
        no_highlights=_NO_HIGHLIGHT if quotes else _NO_QUOTE,
        concerns=tuple(_concerns(facts)),
        concerns_total=_concern(facts, None),
        hides=tuple(_hides(facts)),
        hides_total=Figure("Hidden now", facts.standings.of(Status.HIDDEN)),
        criticism=_criticism(facts),
        escalated=Figure("Escalated", facts.work.escalated),
        answered=answered(facts),
        coverage=coverage,
        cost=money.cost_of(facts, campaign),
        needed=tuple(decisions_needed(facts, campaign)),
    )


def _period(facts: Facts, campaign: Campaign) -> str:
    """Return from when to when the campaign is, or was, as its file or its posts say."""
    slots, zone = facts.slots, campaign.zone
    began = campaign.moment(campaign.starts) or (slots[0].start if slots else None)
    if began is None:
        return "not begun"
    return stretch(began, campaign.moment(campaign.until) or read_until(facts), zone)


def _figures(facts: Facts, campaign: Campaign, short: str) -> Iterator[Figure]:
    standings, voices, work = facts.standings, facts.voices, facts.work
    gone = standings.of(Status.GONE)
    own = f"{voices.own_posts:,} of our own account" if voices.own_posts else ""
    deleted = gone_said(standings)
    yield Figure("Posts", standings.total, beside(own, deleted), short)
    unknown = "who wrote what is gone is not known any more" if gone else ""
    yield Figure("People", voices.people, "besides our own account", beside(short, unknown))
    others = [it for it in campaign.roster if not _is_own(it, campaign)]
    roster = f"of {len(others):,} on the roster; " if others else ""
    posts = count(voices.staff_posts, "post")
    yield Figure("Staff taking part", voices.staff, f"{roster}{posts}", short)
    shown = standings.of(Status.SHOWN)
    yield Figure("On the wall", shown, beside("shown now", _by_itself(standings.by_itself)))
    out = sum(it.acts for it in work.acts if it.verb is Verb.RETWEET and _is_out(it))
    back = sum(it.acts for it in work.acts if it.verb is Verb.UNRETWEET and _is_out(it))
    yield Figure("Retweets", out, f"{back:,} taken back since" if back else "by our account")
    yield Figure("Decisions", work.decisions, f"by {count(work.moderators, 'moderator')}")


def _by_itself(posts: int) -> str:
    """Return how many posts no person has looked at before they were shown."""
    return f"{posts:,} by rule alone (roster or delay)" if posts else ""


def _is_own(member: Member, campaign: Campaign) -> bool:
    own, handle = campaign.own, member.handle.removeprefix("@")
    if own is None:
        return False
    return member.id == own.id or handle.casefold() == own.handle.casefold()


def _is_out(act: ActCount) -> bool:
    return act.stage is Stage.DONE and not act.dry


def _actions(facts: Facts, campaign: Campaign) -> Iterator[ActionLine]:
    counts = {one.action: one for one in facts.tally.actions}
    for action in campaign.actions:
        name = clean_line(action.name)
        one = counts.get(name, ActionCount(name, action.once))
        yield ActionLine(
            name=name,
            asked=clean_line(action.says),
            number=one.number,
            shown=one.in_public,
            posts=one.all.posts,
            people=one.all.people,
            by_rule=one.all.posts - one.by_hand,
            by_hand=one.by_hand,
            taken_off=facts.taken_off.get(name, 0),
            waiting=one.waiting,
            kept_back=one.kept_back,
            how=_how(action),
        )


def _how(action: Action) -> str:
    """Return how an action is recognised and counted."""
    if action.words and action.links:
        known = "the campaign's words and links"
    elif action.words or action.links:
        known = "the campaign's words" if action.words else "the campaign's links"
    else:
        known = "built-in patterns"
    return f"{'people, each once' if action.once else 'posts'}; by {known}"


_MEANS: dict[Kind | None, str] = {
    Kind.SAFEGUARDING: "somebody may be in danger",
    Kind.PERSONAL: "addresses, numbers, dates of birth",
    Kind.IDENTIFIABLE: "adds up to who a family is",
    Kind.ABUSE: "of a person or a group",
    Kind.HOSTILE: "signs meant for machines, not readers",
    Kind.SPAM: "advertising, floods",
    Kind.PRESS: "enquiries, allegations",
    Kind.DUTY: "requests to answer, complaints, false accounts",
    Kind.WITHHELD: "not shown by X in some country",
    Kind.EDITED: "changed by its author after it was shown",
    Kind.PERSON: "by a moderator's own judgement",
    None: "each post once",
}


def _concerns(facts: Facts) -> Iterator[Concern]:
    there = {one.kind for one in facts.flags}
    yield from (_concern(facts, kind) for kind in Kind if kind in there)


def _concern(facts: Facts, kind: Kind | None) -> Concern:
    posts: dict[Status, int] = defaultdict(int)
    for one in facts.flags:
        if one.kind is kind:
            posts[one.status] += one.posts
    return Concern(
        kind=str(kind) if kind is not None else _ANY,
        means=_MEANS[kind],
        posts=sum(posts.values()),
        shown=posts[Status.SHOWN],
        hidden=posts[Status.HIDDEN],
        held=posts[Status.HELD],
        undecided=sum(posts[status] for status in _OPEN),
        gone=posts[Status.GONE],
    )


_MUTED = "Author muted, no house rule given"
_NONE = "No house rule given"


def _hides(facts: Facts) -> Iterator[Figure]:
    """Yield the posts that are hidden now by why, the most frequent first."""
    sums: Counter[str] = Counter()
    for one in facts.hides:
        sums[clean(one.reason) or (_MUTED if one.muted else _NONE)] += one.posts
    for reason, posts in sorted(sums.items(), key=lambda it: (-it[1], it[0])):
        yield Figure(clean_line(reason), posts)
    for name, gone in (
        ("Hidden, then deleted at the source", facts.work.hidden_then_deleted),
        ("Hidden, then erased here by a purge", facts.work.hidden_then_purged),
    ):
        if gone:
            yield Figure(name, gone, "why is erased with the text")


def _criticism(facts: Facts) -> Criticism:
    press = _concern(facts, Kind.PRESS)
    sums: Counter[str] = Counter()
    for one in facts.hides:
        if one.press:
            sums[clean_line(one.reason) or (_MUTED if one.muted else _NONE)] += one.posts
    why = "; ".join(f"{reason}, {posts:,}" for reason, posts in sums.most_common())
    without = sum(one.posts for one in facts.hides if not one.reason and not one.muted)
    return Criticism(
        flagged=press.posts,
        shown=press.shown,
        hidden=press.hidden,
        without_rule=without,
        said=tuple(_of_criticism(press, why, without)),
    )


def _of_criticism(press: Concern, why: str, without: int) -> Iterator[str]:
    yield (
        "Criticism is no reason to hide a post, and no house rule of this campaign is about it. "
        "Nothing marks a post as critical either, so how many critical posts were shown or hidden "
        "cannot be told."
    )
    if press.posts:
        hidden = f"{press.hidden:,} hidden ({why})" if press.hidden else "none hidden"
        rest = press.posts - press.shown - press.hidden
        other = f", {rest:,} held, undecided or gone" if rest else ""
        yield (
            f"What comes nearest: of {count(press.posts, 'post')} flagged for the press "
            f"(allegations, enquiries, calls to resign) {press.shown:,} "
            f"{'is' if press.shown == 1 else 'are'} shown, {hidden}{other}."
        )
    else:
        yield "What comes nearest, posts flagged for the press, there was none of."
    if without:
        posts = f"{count(without, 'post')} {'is' if without == 1 else 'are'}"
        yield f"{posts} hidden without a house rule: nobody can say from here what for."
