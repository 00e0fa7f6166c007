"""What binds the authority: requests with a clock, impostors, and the weeks before an election.

Sources of the outside facts:

* Freedom of Information Act 2000, section 10(1): an answer within 20 working days after the day
  of receipt. The Information Commissioner counts a request made on a social network, when it is
  made to an account of the authority and gives a name to answer to (ICO, "Recognising a request
  made under the Freedom of Information Act", 2023). The Environmental Information Regulations
  2004, regulation 5(2), give the same time.
* UK GDPR, article 12(3): an answer to a request for personal data within one month of receipt; it
  may be made in any way, also on a social network (ICO, "Right of access").
* Complaints have no one clock: three working days to acknowledge one about adult social care
  (SI 2009/309, regulation 13) and ten working days for the first stage about children's services
  (SI 2006/1738, regulation 14), both in England.
* Local Government Act 1986, section 2: an authority publishes nothing that seems meant to affect
  support for a party; the code of practice (2011, paragraphs 33 to 35) asks for particular care
  between the notice of an election and polling day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from standup_tui.model.flag import Flag, Kind, Severity, Span
from standup_tui.rules.expression import Expression
from standup_tui.rules.folding import Folded
from standup_tui.rules.likeness import Likeness, Official
from standup_tui.rules.phrases import Phrases, writing
from standup_tui.rules.subject import Passage, Subject

_CLOCKS: Final = {
    "foi": ", 20 working days to answer",
    "sar": ", one month to answer",
    "complaint": "",
}

_RUNS: Final = (
    r"(?:candidate|council|councillor|cllr|mp|manifesto|group|government|leader|leadership"
    r"|campaign|voter|leaflet|gain|hold)s?"
)
_PARTY: Final = Expression(
    r"(?<!\w)(?:labour party|vote ?labour|labour[ -](?:run|led)|conservative party|conservatives"
    r"|vote ?conservative|tory|tories|lib ?dems?|liberal democrats?|green party|vote ?green"
    r"|the greens|reform uk|vote ?reform|snp|scottish national party|plaid(?: cymru)?|ukip"
    r"|sinn fein|dup|sdlp|ulster unionists?|alliance party|workers party"
    rf"|(?:labour|conservative|green|reform) {_RUNS})(?!\w)"
)
_PARTY_GATE: Final = frozenset(
    (
        *("labour", "votelabour", "conservative", "conservatives", "voteconservative", "tory"),
        *("tories", "lib", "libdem", "libdems", "liberal", "green", "votegreen", "greens"),
        *("reform", "votereform", "snp", "scottish", "plaid", "ukip", "sinn", "dup", "sdlp"),
        *("ulster", "alliance", "workers"),
    )
)
"""Words of which every match of `_PARTY` has one."""


@dataclass(frozen=True, slots=True)
class DutySettings:
    """What a campaign knows that these rules need."""

    official: tuple[Official, ...] = ()
    """The campaign's own account, the accounts it follows and its roster."""
    pre_election: bool = False
    """Whether posts by and about candidates and parties are flagged."""
    candidates: tuple[str, ...] = ()
    """Names as people write them, and handles with their ``@``."""
    zone: tzinfo = UTC
    """Where the day of receipt is counted."""


class Duty:
    """Flags requests, complaints, impostors and, before an election, candidates and parties."""

    def __init__(self, settings: DutySettings | None = None) -> None:
        self._settings = settings or DutySettings()
        self._phrases = Phrases("duty.txt")
        self._likeness = Likeness(self._settings.official)
        self._candidates = _Candidates(self._settings.candidates)

    def __call__(self, subject: Subject) -> Iterator[Flag]:
        """Yield one flag at most for each request, for the author and for the election."""
        for passage in writing(subject):
            yield from self._requests(subject, passage)
        if imitated := self._likeness.of(subject.post.author):
            yield Flag(Kind.DUTY, "duty.likeness", Severity.LOOK, imitated)
        if self._settings.pre_election:
            yield from self._candidates.by_or_about(subject)

    def _requests(self, subject: Subject, passage: Passage) -> Iterator[Flag]:
        for find in self._phrases.found(passage):
            received = _day(subject.post.at, self._settings.zone)
            clock = _CLOCKS[find.topic.name]
            says = f"{find.topic.says}{passage.where}, received {received}{clock}"
            yield Flag(
                kind=Kind.DUTY,
                rule=f"duty.{find.topic.name}",
                severity=Severity.LOOK,
                reason=f"{says}: {passage.quote(find.start, find.end)}",
                spans=passage.spans((find.start, find.end)),
            )


def _day(at: datetime, zone: tzinfo) -> str:
    """Return the day of receipt as it is written in a letter."""
    try:
        there = at.astimezone(zone)
    except OverflowError:  # at the ends of the calendar
        there = at
    return f"{there.day} {there:%B %Y}"


class _Candidates:
    """Finds parties and the candidates that the campaign named."""

    def __init__(self, named: Iterable[str]) -> None:
        names = {_bare(name): name for name in named}
        names.pop("", None)
        self._names = names
        alternatives = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if names else None

    def by_or_about(self, subject: Subject) -> Iterator[Flag]:
        """Yield a flag for a post by a candidate, or else for one about a candidate or party."""
        author = subject.post.author
        for written in (author.handle, author.name):
            if name := self._names.get(_bare(written)):
                yield _election("candidate", f"by the candidate {name}")
                return
        for passage in writing(subject):
            text = passage.folded.text
            about = self._pattern.search(text) if self._pattern else None
            what = "candidate"
            if not about and not passage.words.isdisjoint(_PARTY_GATE):
                about, what = _PARTY.search(text), "party"
            if about:
                place = about.span()
                reason = f"about a {what}{passage.where}: {passage.quote(*place)}"
                yield _election(what, reason, passage.spans(place))
                return


def _election(what: str, reason: str, spans: tuple[Span, ...] = ()) -> Flag:
    said = f"before the election, {reason}"
    return Flag(Kind.DUTY, f"duty.election.{what}", Severity.LOOK, said, spans)


def _bare(name: str) -> str:
    """Return a name or handle as folded text has it, without the @."""
    return Folded(name.strip()).text.removeprefix("@")
