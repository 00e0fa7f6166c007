"""What can point to one family: each signal is a small thing that harms nobody alone.

A signal finds its own places and knows nothing of the others; `identity` adds them up. Weights
say how far a signal narrows down the people of one town: one point is "a few thousand could be
meant", two "a few hundred", three "a few dozen or fewer".
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from standup_tui.model.flag import Span
from standup_tui.rules.subject import Passage


class Part(Enum):
    """What a signal contributes: nobody is identified without a person."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    WHAT = "what"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Signal:
    """One sort of thing that narrows down who is meant."""

    said: str
    """In a reason: ``place``."""
    part: Part
    weight: float
    pattern: re.Pattern[str]
    """Over the folded text."""
    gate: frozenset[str] | None = None
    """Words one of which the pattern needs; none when it needs digits or anything."""

    def find(self, passage: Passage) -> list[Span]:
        """Return where in the original text it stands."""
        if self.gate is not None and self.gate.isdisjoint(passage.words):
            return []
        folded = passage.folded
        found = self.pattern.finditer(folded.text)
        return [folded.span(*_named_or_whole(one)) for one in found]


def _named_or_whole(found: re.Match[str]) -> tuple[int, int]:
    return found.span("it") if "it" in found.re.groupindex else found.span()


def _words(text: str) -> str:
    """Return a pattern for any of these words and phrases, whole."""
    return rf"(?<![a-z])(?:{'|'.join(text.split('; '))})(?![a-z])"


_FEW: Final = r"(?:[1-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_AGE: Final = (
    r"(?:[1-9]?[0-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_KIDS: Final = (
    r"(?:kids?|children|child|boys?|girls?|sons?|daughters?|babies|bab(?:y|ies)|toddlers?|teens?|"
    r"teenagers?|little ones?|siblings?|brothers?|sisters?|grandchildren|grandkids|lads?|twins)"
)
_PARENT: Final = (
    r"(?:mum|mam|mom|mother|mummy|dad|daddy|father|gran|nan|nana|grandma|grandmother|grandad|"
    r"granddad|grandfather|grandparents|parents?|aunt(?:ie)?|uncle|stepdad|stepmum|couple|woman|"
    r"lady|widow(?:er)?)"
)
_PERSON: Final = (
    r"(?:boy|girl|child|lad|lass|kid|baby|son|daughter|brother|sister|teenager|teen|youngster|"
    r"grandson|granddaughter|pupil|student|mum|mother|dad|father|gran|nan|lady|gentleman|gent|man|"
    r"woman|chap|fella|carer|leaver|young person|little man|little one|oldest|eldest|youngest|"
    r"resident|patient|client|service user)"
)

SHAPE: Final = Signal(
    # Two parents and three boys of a village are known to everybody there.
    "a family's shape",
    Part.WHO,
    3,
    re.compile(
        rf"(?<![a-z])(?:{_PARENT}(?:,| and| \+| &| with| of| plus)(?: (?:her|his|their|the|a|an|all))*"
        rf"(?: {_FEW})?(?: (?:little|young|small|teenage|grown|tiny|own|older|lovely))*"
        rf"(?: {_KIDS}| {_FEW}(?![a-z0-9:.%]))"
        rf"|(?:family|sibling group|group) of {_FEW}(?![a-z0-9])"
        r"|twins|triplets|quads|quadruplets"
        rf"|(?:all )?(?:two|three|four|five|six|seven|eight|nine|[2-9]) (?:of (?:mine|hers|theirs|his|them)|"
        rf"(?:young |little |small |older |adopted |teenage |other )*(?:siblings|brothers|sisters|sons|"
        r"daughters|boys|girls|kids|children|grandchildren|grandkids|teenagers))"
        r"|brother and (?:his )?sister|sister and (?:her )?brother|half brother|mum and dad and"
        r"|(?:second|third|fourth|fifth|sixth|seventh|eighth) (?:baby|child|removal)"
        rf"|(?:her|his) (?:disabled |autistic |grown up )?(?:son|daughter|twins|boys|girls|kids|baby|two|three|four)"
        r"|the two (?:brothers|sisters)|(?:a )?baby and a toddler)(?![a-z])"
    ),
    frozenset(
        "mum mam mom mother mummy dad daddy father gran nan nana grandma grandmother grandad "
        "granddad grandfather grandparents parents parent aunt auntie uncle stepdad stepmum couple "
        "woman lady widow widower family group twins triplets quads quadruplets siblings brothers "
        "sisters sister brother sons son daughters daughter boys girls kids children grandchildren "
        "grandkids teenagers baby toddler child removal mine hers theirs".split()  # noqa: SIM905
    ),
)
AGE: Final = Signal(
    # A place of ten thousand has about 120 children of one age.
    "an age",
    Part.WHO,
    3,
    re.compile(
        rf"(?<![a-z0-9£.:])(?:{_AGE}[ -]?(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)[ -]?olds?"
        rf"|{_AGE} ?(?:yo|y/o|y\.o\.)"
        rf"|(?:{_AGE}, )?{_AGE} and {_AGE}[ -]years?[ -]olds?"
        rf"|{_PERSON}s?(?: (?:is|was|are|who is|who was|turned|of|aged|of about))?,? "
        rf"(?:(?:aged|about|only|just|now|of|is|was|nearly) ){{0,2}}{_AGE}(?: (?:and|to) {_AGE})?"
        r"(?= ?(?:[,.!?;)]|$)| (?:years|months|weeks|with|who|and|was|is|has|in|from|of thorpe|tops|on))"
        rf"|(?:aged|turned|turns) {_AGE}(?: (?:to|and) {_AGE})?"
        rf"|(?:he|she|they|mum|dad)(?: is|'s|’s| are) (?:only |just |now |about )*{_AGE}(?= ?(?:[,.!?)]|$| and| with| tops))"
        rf"|, (?:{_AGE},? )*{_AGE} and {_AGE}(?= ?(?:[,.!?)]|$| year))"
        rf"|i'?m (?:only )?1[0-7](?= and|,)"
        rf"|(?:her|his) {_AGE}(?:,? and {_AGE})? year olds?"
        rf"|child [a-z] was {_AGE}|says (?:he|she)?(?: is|'s)? ?{_AGE}(?= ?[,.])|{_AGE} tops|, about {_AGE}(?=,)"
        r"|newborn|toddler|year [1-9]|reception child|(?:five|six|[1-9]|1[0-9]) weeks?"
        r"(?= and|,| old))(?![a-z0-9%])"
    ),
)
CASE: Final = Signal(
    # Somebody's case, lady or family: the writer knows them and says so.
    "somebody's case",
    Part.WHO,
    2,
    re.compile(
        _words(
            r"(?:for |in |of )?(?:a|the|my|this|that|our) (?:\w+ )?case(?! (?:law|study|studies|management|load|"
            r"work|of|notes?|system)); my (?:\w+ )?(?:lady|ladies|gent|gentleman|chap|young person|"
            r"service user|client|lad|little (?:one|man|girl|boy|lad|lady)|care leaver|foster child); "
            r"(?:is|are|was) (?:my family|mine); one of my (?:\w+ )?(?:ladies|gents|kids|families|young people|lads); "
            r"on my caseload; (?:our|my) (?:key child|looked after (?:child|lad|boy|girl)); "
            r"foster (?:child|kid|placement|son|daughter); care leaver; looked after (?:child|lad|boy|girl); "
            r"old (?:boy|lady|man|chap|couple|girl) (?:at|in|upstairs|next door|from|on); elderly (?:man|lady|woman|couple|brothers); "
            r"the (?:family|woman|man|couple|lad|boy|girl|kids|mum|mother|dad|father|landlord|lady) "
            r"(?:upstairs|downstairs|next door|opposite|at number|on the|at the|in the|from|with|who|of the|raising); "
            r"(?:a|that|the) (?:little )?(?:lady|woman|man|girl|boy|lad|child) (?:of [0-9]+|with|from|at|in|whose|who); "
            r"(?:deaf|blind|disabled|autistic) (?:mum|dad|child|son|daughter|boy|girl|lad); "
            r"\w+ (?:brothers|couple|teenagers) (?:at|in|from|on); "
            r"the father; the mother; new neighbours?' (?:kid|child); our (?:pupil|girl|boy|lad)"
        )
    ),
)
PERSON: Final = Signal(
    # Somebody, nobody in particular: what stands around has to do the rest.
    "a person",
    Part.WHO,
    1.5,
    re.compile(
        r"(?<![a-z])(?:(?<!my )(?<!your )(?<!own )(?:mum|dad|mother|father|nan|gran|stepdad)|"
        r"(?:an?|the|her|his|that|this|their|both) (?:[a-z]+ )?(?:baby|babies|boy|boys|girl|girls|lad|lads|"
        r"kids?|child|woman|lady|man|gent|gentleman|chap|teenager|toddler|couple|family|grandparents|"
        r"parents|hoarder|offender|carer|mum|dad|son|daughter|wife|husband|boyfriend|pupil|leaver)"
        r"|(?:poor|own|[a-z]+'s) (?:own )?(?:kids?|child|children|baby|boys|girls)"
        r"|baby|toddler|woman|man|boy|girl|teenager|widow|[a-z]+ (?:lad|grandparents|family))(?![a-z])"
    ),
    frozenset(
        "mum dad mother father nan gran stepdad baby babies boy boys girl girls lad lads kid kids child "
        "woman lady man gent gentleman chap teenager toddler couple family grandparents parents "
        "hoarder offender carer son daughter wife husband boyfriend pupil leaver widow".split()  # noqa: SIM905
    ),
)
ONLY: Final = Signal(
    # "The only one in the village" names somebody without a name.
    "the only one of its kind",
    Part.DETAIL,
    3,
    re.compile(
        r"(?<![a-z])(?:the |our |your )?only (?:\w+ ){0,3}?(?:family|child|boy|girl|lad|kid|wheelchair "
        r"user|person|man|woman|couple|baby|teenager|pupil|household|patient|case|resident)"
        r"(?: (?:\w+ ){0,5}?(?:in|on|at))?(?![a-z])"
    ),
    frozenset(("only",)),
)
RARE: Final = Signal(
    # One in ten thousand and rarer: one or two in a district.
    "a rare condition",
    Part.DETAIL,
    3,
    re.compile(
        _words(
            r"rett[ -]?\w*; prader[ -]willi; huntington(?:'s|’s|s)?; progeria; brittle bones?; mnd; "
            r"motor neurone(?: disease)?; locked[ -]in(?: syndrome)?; lewy body; cystic fibrosis; "
            r"muscular dystrophy; duchenne; angelman; williams syndrome; fragile x; tay[ -]sachs; "
            r"batten(?:'s|’s)? disease; edwards(?:'s|’s|') syndrome; patau; rare (?:\w+ ){0,2}?(?:condition|disease|"
            r"disorder|syndrome|cancer|illness); (?:ventilator|tracheostomy|transplant); no legs; "
            r"conjoined; spina bifida; sickle cell; haemophilia; leuk(?:ae|e)mia; osteogenesis; "
            r"hydrocephalus; microcephaly; tuberous sclerosis; epidermolysis; thalidomide; dwarfism; "
            r"albinism; \w+ syndrome"
        )
    ),
)
CONDITION: Final = Signal(
    # Known to the neighbours, but a few hundred of a town share it.
    "a condition",
    Part.DETAIL,
    1.5,
    re.compile(
        _words(
            r"dementia; alzheimer(?:'s|’s|s)?; cerebral palsy; autism; autistic; non[ -]verbal; deaf; "
            r"blind; wheelchair(?: user)?; learning disabilit(?:y|ies); learning disabled; ms; "
            r"epilepsy; diabetic; down(?:'s|’s|s); bipolar; schizophrenia; psychosis; brain injury; "
            r"stroke; parkinson(?:'s|’s|s)?; cancer; hoarder; hoarding; alcoholic; heroin; withdrawing; "
            r"foetal alcohol; fasd; hiv; breakdown; overdosed?; self[ -]harm\w*; anorexi\w+; stoma"
        )
    ),
)
JOB: Final = Signal(
    # The neighbours know who works nights at the factory and who drives the gritter.
    "somebody's work",
    Part.DETAIL,
    2,
    re.compile(
        rf"(?<![a-z])(?:(?:{_PARENT}|he|she|who|ex|husband|wife|boyfriend|stepdad|parent|landlord)"
        r"(?: \w+)?(?: is an?| works?| worked| goes out to work| drives?| runs?| owns| teaches)"
        r"(?! (?:so|too|hard|and|in progress|hard))(?: \w+){0,4}"
        r"|works? (?:nights|days|earl(?:y|ies)|lates|shifts|part time|weekends)?(?: \w+)? ?(?:at|in|for) the? ?\w+"
        r"|(?:gp|doctor|head ?teacher|teacher|vicar|police officer|councillor|landlord|farmer|"
        r"fireman|firefighter|nurse|solicitor|dentist|baker|butcher|imam|rabbi|priest)(?:'s|’s) "
        r"(?:own )?(?:kids|children|son|daughter|wife|husband|boys|girls|twins|baby|family)"
        r"|(?:retired|former|ex) (?:vicar|teacher|head ?teacher|nurse|gp|doctor|police officer|soldier|"
        r"miner|fireman|councillor|priest|farmer|judge|dancer)"
        r"|(?:an? [0-9]{2}[ -]year[ -]old )?(?:fireman|bus driver|lorry driver|taxi driver|postman|farm workers?|"
        r"football coach|dance teacher|lollipop lady|landlord|nurse and her husband)"
        r"(?= (?:in|from|with|of|near|who|whose))"
        r"|pc at|starts on the (?:tills|checkout))(?![a-z])"
    ),
)
SCHOOL: Final = Signal(
    # A school has two or three hundred families, a class thirty.
    "a school",
    Part.DETAIL,
    2,
    re.compile(
        r"(?<![a-z])(?:st\.? [a-z]+(?:'s|’s|s)? (?:primary|school|high|infants?|junior|academy|nursery)"
        r"|(?!at |the |a |to |in |of |and |our |your |my |his |her |their |every |junior |high |church |"
        r"primary |secondary |local |village |that |this |boarding )[a-z'’]+ (?:primary|high school|academy|infants|juniors?|nursery)(?: school)?"
        r"|year (?:[1-9]|1[0-3])(?: \w+)?|reception (?:child|class|boy|girl)|(?:[1-6][a-d])(?= whose| in| now|,)"
        r"|(?:his|her|their|the kids'?|same|my daughter's|my son's|my class|the high|the primary) (?:school|nursery|class|form tutor)"
        r"|pupil at|form tutor|school (?:bus|badge|gate|transport)|their school|from their school)(?![a-z])"
    ),
)
HOUSE: Final = Signal(
    # Whoever walks past knows the door.
    "a house described",
    Part.DETAIL,
    2.5,
    re.compile(
        r"(?<![a-z])(?:(?:(?:pink|white|yellow|blue|green|red|thatched|end|corner|last|tiny|big|old|top|"
        r"burnt out|derelict|lock keeper's|basement|council|the|same) )?(?:cottage|house|terrace|flat|bungalow|caravan|farm|"
        r"farmhouse|barn|boat|houseboat|vicarage|rectory|lodge|narrowboat|maisonette|tent|hotel|door)s? "
        r"(?:(?:opposite|above|over|behind|next to|beside|by|near|before|on|past|along|across from) (?:the |tan |a )?\w+"
        r"|with the (?:\w+ )?(?:door|gate|windows?|trampoline|fence|flag|roof|caravan|garden|dogs?|car)"
        r"|with (?:the )?(?:boarded|broken|blue|red|green|yellow|pink)(?: up)? \w+|in \w+ (?=again|last night))"
        r"|top flat|upstairs from me|end terrace|next door|the farmhouse|(?:the )?(?:vicarage|rectory)"
        r"|(?:the|a|last) farm (?:near|before|outside|past)|two bed in|the same house)(?![a-z])"
    ),
    frozenset(
        "cottage house terrace flat bungalow caravan farm farmhouse barn boat houseboat vicarage "
        "rectory lodge narrowboat maisonette tent hotel door upstairs next bed".split()  # noqa: SIM905
    ),
)
ORIGIN: Final = Signal(
    # Of some origins there is one family in a small town.
    "an origin or a faith",
    Part.DETAIL,
    1.5,
    re.compile(
        _words(
            r"(?:romanian|polish|latvian|lithuanian|bulgarian|eritrean|ethiopian|afghan|syrian|iraqi|"
            r"iranian|kurdish|vietnamese|albanian|sudanese|somali|nigerian|ghanaian|tigrinya|pashto|"
            r"farsi|ukrainian|hungarian|portuguese|brazilian|chinese|filipino|tamil|nepalese|roma|"
            r"traveller|jehovah(?:'s|’s) witness|amish|mormon|orthodox|hasidic|bangladeshi|pakistani)"
            r"(?: speaking)? (?:lad|boy|girl|mum|mother|dad|father|family|couple|woman|man|teenagers?|"
            r"grandparents|child|children|baby|kids|refugee|sisters|brothers); travellers'? site"
        )
    ),
)
COURT: Final = Signal(
    # A court's list is public: with the day it leads to one hearing.
    "court",
    Part.WHAT,
    2,
    re.compile(
        _words(
            r"(?:family |high |crown |county )?court; hearing; inquest; tribunal; judge; care order; "
            r"protection order; secure order; case conference; cp conference; (?:pre-birth |child protection )?conference"
        )
    ),
)
CARE: Final = Signal(
    # Somebody is in care or about to be: what nobody else may know.
    "a step in somebody's care",
    Part.WHAT,
    2,
    re.compile(
        _words(
            r"home visit; (?:first |solo |joint |safeguarding )*visit (?:today|to|with|again|at|is|this|tonight); visits have to be; "
            r"off to (?:see )?; seeing my; saw them; saw her; saw him; seeing them; seeing her; (?:i|and) see (?:her|him|them); nobody in; let me in; in my car; "
            r"removed; removal; (?:taken|took|take|taking|going|go|went|been) (?:\w+ ){0,2}?(?:into care|off me|the lot); into care; in (?:foster )?care; "
            r"with (?:new |his |her |their )?(?:foster )?carers; foster carers?; fostered; in placement; (?:no|a|find a) (?:placement|bed) ?(?:anywhere|for)?; slept in (?:our|the) office; new (?:mummy|daddy|parents);  just placed; placed; "
            r"moved (?:out|in|back|to); had to move; forever family; adopted; adoption (?:hearing|disrupted|order); "
            r"birth mum; contact (?:at|with|centre|today); supervising contact; section 47; s47; "
            r"child protection plan; on the register; assessment; discharged?; going home; into the refuge; refuge; "
            r"social (?:took|and police); social services (?:were|took|from|shut|last|involved); social workers? (?:came|come|coming|at|were|carry|"
            r"round|was at|with|visiting|took|brought|today|too|too\.|being|never came|on|are); a social worker (?:came|is coming|was); social care visit(?:ing)?; "
            r"(?:police and social|officers and social workers); took (?:them|him|her|all|my kids); have had all; had all three of hers; taken (?:this morning|last night|today|away|off); "
            r"were took; was taken; they are taking my; want her back; safe now; both kids out; "
            r"found (?:alone|outside|walking|a lady|our); moves? out; moved to a home; carers in; transferred"
        )
    ),
)
EVENT: Final = Signal(
    # What happened is told in the street and in the local paper.
    "what happened",
    Part.WHAT,
    2,
    re.compile(
        _words(
            r"died; dead; killed; drowned; suicide; took (?:his|her) own life; lost a [0-9]+; overdose; "
            r"arrested; charged; domestic (?:abuse|violence); fleeing(?: abuse)?; abus(?:e|ed|ing); raped?; "
            r"cigarette burn; injur(?:y|ies|ed); bruis\w+; (?:house )?fire; missing; ran away; runaway; "
            r"in (?:\w+ )?prison; went to prison; out of (?:full )?\w+ on friday; sex offender; county lines; trafficked; raid; nail bar; forced marriage; "
            r"married next \w+; evict(?:ed|ing|ion); sleeping in a tent; left (?:alone|on the|at home); alone in; "
            r"screaming; cries every night; gave birth; stillborn; crash; appeal; takes his pension; at her bank card; "
            r"has my two kids; born withdrawing; pyjamas; a bin bag"
        )
    ),
)
DAY: Final = Signal(
    # Narrows a caseload down to the visits of one day.
    "time",
    Part.WHEN,
    1,
    re.compile(
        _words(
            r"today; tonight; tomorrow; yesterday; (?:this|last|on) (?:morning|afternoon|evening|night|week|weekend); "
            r"(?:every |next |last |on |since |from )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?; "
            r"at midnight; at noon; at teatime; at lunch; boxing day; on the [0-9]{1,2}(?:st|nd|rd|th)"
        )
    ),
)
CLOCK: Final = Signal(
    "time of day",
    Part.WHEN,
    1,
    re.compile(
        r"(?<![a-z0-9£.:/-])(?:(?:at |for a |my )?[0-9]{1,2}(?:[:.][0-5][0-9])? ?[ap]m(?![a-z])"
        r"|(?:at|my) [0-9]{1,2}(?:[:.][0-5][0-9])?(?= ?(?:[,.!?]|$| and| with| this| today))"
        r"|[0-2]?[0-9][:.][0-5][0-9](?![0-9%])|half (?:past )?(?:nine|ten|two|three|four|[0-9]{1,2})(?![a-z]))"
    ),
)
