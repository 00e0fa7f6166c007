"""What takes a post out of doubt: it speaks of something else than a family somebody works with.

An invitation, figures, a story, long ago, people in general: each takes points away instead of
clearing a post, for a story can be told with real names in it.
"""

from dataclasses import dataclass
from typing import Final

from standup_tui.rules.identity_signal import Patterns, gated, phrases


@dataclass(frozen=True, slots=True, eq=False)
class Excuse:
    """A reading that makes a post harmless."""

    name: str
    weight: float
    patterns: Patterns


OWN_LIFE: Final = Excuse(
    "own life",
    3,
    phrases(r"""
        (?:my|our) (?:own |two |three |four )*[0-9]{1,2}[ -]?year[ -]old(?! from)
        (?:my|our) (?:eldest |youngest |oldest |little )*[0-9]{1,2}[ -]?year[ -]old(?! from)
        (?:my|our) (?:own |two |three |four )*(?:kids?|boys?|girls?)(?! from)
        (?:my|our) (?:eldest |youngest |oldest |little )*(?:kids?|boys?|girls?)(?! from)
        (?:my|our) (?:own |two |three )*(?:twins|sons?|daughters?|children|baby)(?! from)
        (?:my|our) (?:four |eldest |youngest )*(?:twins|sons?|daughters?|children|baby)(?! from)
        my (?:own )?(?:mum|mam|dad|nan|gran|grandad)
        my (?:own )?(?:brother|sister|wife|husband|partner|nephew|niece)
        my (?:lot|three|two|grandson|granddaughter|evening)
        i have (?:\w+ )?(?:kids|children|boys|girls|sons|daughters)
        (?:mum|dad|nan|foster mum|foster dad) here
        home to my
        school run
        new (?:nephew|niece|grandson|granddaughter)
        i am [0-9]{2}
        i'm [2-9][0-9]
        parents'? evening
        due in
        (?:grandad|nan|gran) is
        with (?:my|the) (?:girls|boys|kids)
        (?:dad|mum) of
    """),
)
"""The writer's own family; no excuse for the case of the writer's own child."""

_INVITATION: Final = Excuse(
    "an invitation",
    3,
    phrases(r"""
        come (?:and|along)
        (?:all|everyone) welcome
        join us
        (?:ticket|tickets|wanted|vacancy|vacancies|apply|fundraiser|fundraising|donate|donations)
        (?:sponsor|sponsored|volunteer|volunteers|rally|hiring)
        open (?:day|evening)
        doors (?:open|at)
        bring (?:the|a|your)
        free (?:lunch|entry)
        walk in
        (?:meet|meets) (?:in|on)
        drop[ -]in
        sign up
        information evening
        is on at
        book (?:now|via|your)
        take part
        (?:are|could|do) you
        (?:call|ask|contact|email) (?:us|me)
        see you
        (?:dm|dms) open
        (?:all|any) ages?
        fun day
        (?:launch|launches|launching)
        places (?:left|available)
        (?:from|on|at) (?:\w+ )?[0-9.]+ (?:to|til) (?:[0-9.]+|noon)
    """),
)
_FIGURES: Final = Excuse(
    "figures",
    3,
    phrases(r"""
        per ?cent
        (?:percent|millions|statistics|survey|budget|ofsted|inspection|average|fifty|forty)
        (?:hundred|hundreds|thousand|thousands)
        (?:one|two|three|four|five|six|seven|eight|nine) in (?:ten|five|four|three|[0-9]+)
        (?:rise|rises|rising) (?:to|in|by)
        study of
        council (?:has|to|votes)
        caseload (?:of|is|over)
        in [0-9.]+ million
    """)
    | gated(
        r"[0-9]%|[0-9],[0-9]{3}(?![0-9])|(?<![a-z0-9.])[1-9] in [1-9][0-9]*(?= |$)|[0-9.]+ million"
        r"|(?<![a-z0-9#])[1-9][0-9]{2,}(?= (?!miles|metres|yards|pounds|people|year|days)[a-z])"
        r"|(?<![a-z0-9])[0-9]{2,} (?:children|families|homes|kids|social workers|calls|posts)",
        "in of children families homes kids workers calls posts million carers the a to",
    ),
)
_STORY: Final = Excuse(
    "a story",
    4,
    phrases(r"""
        (?:film|novel|episode|podcast|documentary|storyline|series|character)
        (?:corrie|eastenders|matilda|paddington|theatre|opera|museum|exhibition|explainer|obituary)
        (?:dreamt|dreamed|feature|programme|poem|quiz|joke|soap|fiction|drama)
        the book
        book (?:club|group)
        our play
        tracy beaker
        read the
        watch (?:with|tonight|it)
        fairy tale
        training (?:today|day|course|on)
    """),
)
_EXERCISE: Final = Excuse(
    "an exercise",
    6,
    phrases(r"""
        case (?:study|studies)
        role play
        (?:scenario|simulation)
    """),
)
_LONG_AGO: Final = Excuse(
    "long ago",
    4,
    phrases(r"""
        in (?:1[0-9]{3}|20[01][0-9])
        since (?:1[0-9]{3}|20[01][0-9])
        (?:ten|twenty|thirty|forty|fifty) years (?:ago|since|on|old and)
        years ago
        (?:decade|decades|workhouse|anniversary|victorian|historic)
        i was (?:in care|adopted|[0-9]+)
        when i was
        long ago
        saved me
        full circle
        years since
    """)
    | gated(
        r"(?<![a-z])at [0-9]{1,2} i(?![a-z])|(?:1[89]|20)[0-9]0s|[0-9]{2} years (?:on|old and)",
        "at s years the",
    ),
)
_IN_GENERAL: Final = Excuse(
    "in general",
    3,
    phrases(r"""
        every (?:child|family|kid|parent|one)
        (?:any|no) child
        if (?:a|an|you)
        think of an?
        (?:imagine|whoever|deserve|deserves|should|rights|policy|public)
        nothing (?:beats|like)
        signs of
        as young as
        in all shapes
        you (?:never|have the)
        children wait
        the law
    """),
)

EXCUSES: Final = (_INVITATION, _FIGURES, _STORY, _EXERCISE, _LONG_AGO, _IN_GENERAL)
