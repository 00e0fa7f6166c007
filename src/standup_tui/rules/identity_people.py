"""Signals of a person: a family's shape, an age, somebody's case, or just somebody."""

from typing import Final

from standup_tui.rules.identity_signal import Part, Signal, gated, phrases

_FEW: Final = r"(?:[1-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_AGE: Final = (
    r"(?:[1-9]?[0-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_KIDS: Final = (
    r"(?:kids?|children|child|boys?|girls?|sons?|daughters?|bab(?:y|ies)|toddlers?|teens?|"
    r"teenagers?|little ones?|siblings?|brothers?|sisters?|grandchildren|grandkids|lads?|twins)"
)
_PARENT: Final = (
    r"(?:mum|mam|mom|mother|mummy|dad|daddy|father|gran|nan|nana|grandma|grandmother|grandad|"
    r"granddad|grandfather|grandparents|parents?|aunt(?:ie)?|uncle|stepdad|stepmum|couple|woman|"
    r"lady|widow(?:er)?)"
)
_LINK: Final = (
    r"(?:and|with|of|plus|her|his|their|the|a|an|all|both|little|young|small|teenage|grown|tiny|"
    r"own|older|lovely|disabled|autistic|deaf|blind|newborn|new|baby|twin|stepdad|dad|boyfriend|"
    r"partner|husband|wife|adult|poorly|sick|[0-9]{1,2}|year|month|week|old|foster|beautiful|non|"
    r"verbal)"
)
_PERSON: Final = (
    r"(?:nephew|niece|cousin|grandchild|fella|bloke|chap|veteran|pensioner|husband|wife|auntie|"
    r"uncle|boy|girl|child|lad|lass|kid|baby|son|daughter|brother|sister|teenager|teen|youngster|"
    r"grandson|granddaughter|pupil|student|mum|mother|dad|father|gran|nan|lady|gentleman|gent|man|"
    r"woman|carer|leaver|young person|little man|little one|oldest|eldest|youngest|resident|"
    r"patient|client|service user)"
)
_END: Final = r"(?= ?(?:[,.!?;)]|$)| (?:and|with|who|was|is|has|in|from|at|tops|years|months))"
_KIN_WORDS: Final = (
    "mum mam mom mother mummy dad daddy father gran nan nana grandma grandmother grandad "
    "granddad grandfather grandparents parents parent aunt auntie uncle stepdad stepmum couple "
    "woman lady widow widower family group twin twins triplets quads quadruplets sibling siblings "
    "brothers sisters sister brother sons son daughters daughter boys girls kids children "
    "grandchildren grandkids teenagers toddlers baby babies toddler child removal mine hers "
    "theirs "
    "his her under"
)
_PERSON_WORDS: Final = (
    "nephew niece cousin grandchild fella bloke chap veteran pensioner husband wife auntie uncle "
    "boy boys girl girls child children lad lads lass kid kids baby babies son sons daughter "
    "daughters brother brothers sister sisters teenager teenagers teen teens youngster grandson "
    "granddaughter pupil student mum mother dad father gran nan lady gentleman gent man woman "
    "carer "
    "leaver person one oldest eldest youngest resident patient client user"
)

SHAPE: Final = Signal(
    # Two parents and three boys of a village are known to everybody there.
    "family",
    Part.WHO,
    3,
    gated(
        rf"(?<![a-z])(?<!my )(?:{_PARENT}(?:(?: ?[,+&-] ?| )(?:{_LINK}|{_FEW})){{1,6}}"
        rf"(?: {_KIDS}| (?:under|below) {_FEW}|(?<= and) {_FEW}(?![a-z0-9:.%]))"
        rf"|{_PARENT}[ -]of[ -]{_FEW}(?![a-z0-9])"
        rf"|(?:family|sibling group|group) of {_FEW}(?![a-z0-9])"
        r"|twin (?:boys|girls|sons|daughters|brothers|sisters|babies)"
        r"|twins|triplets|quads|quadruplets"
        rf"|{_FEW} (?:under (?:five|six|ten|[1-9])s?|toddlers|babies)"
        rf"|(?:all |my )?(?:two|three|four|five|six|seven|eight|nine|[2-9]) "
        r"(?:of (?:mine|hers|theirs|his|them)|(?:(?!hundred|thousand|million|in |of |out |to |"
        r"and |or )"
        r"[a-z]+ )?(?:siblings|brothers|sisters|sons|daughters|boys|girls|kids|children|"
        r"grandchildren|grandkids|teenagers))"
        r"|brother and (?:his )?sister|sister and (?:her )?brother|half brother"
        r"|(?:second|third|fourth|fifth|sixth|seventh|eighth) (?:baby|child|removal)"
        r"|(?:her|his) (?:disabled |autistic |grown up )?(?:son|daughter|twins|boys|girls|kids|"
        r"baby|two|three|four)|the two (?:brothers|sisters)|baby and (?:a )?toddler)(?![a-z])",
        _KIN_WORDS,
    ),
)
AGE: Final = Signal(
    # A place of ten thousand has about 120 children of one age.
    "age",
    Part.WHO,
    3,
    gated(
        rf"(?<![a-z0-9£.:])(?:(?<!to ){_AGE}"
        r"[ -]?(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)[ -]?olds?"
        rf"|{_AGE} ?(?:yo|y/o|y\.o\.)"
        rf"|(?:{_AGE}, )?{_AGE} and {_AGE}[ -]years?[ -]olds?"
        rf"|{_PERSON}s?(?: (?:is|was|are|who is|who was|turned|of|of about))?,? "
        rf"(?:(?:aged|about|only|just|now|is|was|nearly) ){{0,2}}{_AGE}(?: (?:and|"
        rf"to) {_AGE})?{_END}"
        rf"|aged {_AGE}(?: (?:to|and) {_AGE})?"
        rf"|(?:he|she|they|mum|dad)(?: is| are|'?s)(?: only| just| now| about| nearly)* {_AGE}"
        r"(?= ?(?:[,.!?)]|$)| and| with| tops)"
        rf"|(?:he|she|who)(?: has)?(?: just)? turn(?:ed|s) {_AGE}"
        rf"|(?<=, )(?:{_AGE},? ){{0,4}}{_AGE} and {_AGE}(?= ?(?:[,.!?)]|$)| year)"
        r"|i[' ]?a?m (?:only )?1[0-7](?= and|,)"
        rf"|{_KIDS},? (?:[0-9]{{1,2}}, ?){{0,4}}[0-9]{{1,2}},? and [0-9]{{1,2}}(?![0-9:%])"
        rf"|(?:an?|my|our) (?:[a-z]+ ){{0,3}}(?!family|group|mum|mam|mother|dad|father|team|"
        rf"couple|"
        rf"class|day|week)[a-z]+ of (?:[2-9][0-9]|1[0-9]|{_AGE}(?=,|\.|$)){_END}"
        rf"|ages? (?:{_AGE},? ){{1,5}}(?:and|to|&) {_AGE}"
        r"|(?:only|just) (?:[a-z0-9]+ )?(?:hours|days|weeks|months) old"
        r"|(?:hours|days|minutes) after (?:the|her|his) birth"
        rf"|{_AGE} and a half|[0-9]{{1,2}} months and [0-9]"
        rf"|(?:more|older|younger) than {_AGE}(?= ?[,.!?])|(?:her|his) {_AGE}(?= ?[,.!?])"
        r"|doing (?:her|his) (?:gcses?|a levels|sats)"
        rf"|(?:her|his) {_AGE}(?:,? and {_AGE})? year olds?"
        rf"|child [a-z] was {_AGE}|says (?:(?:he|she)(?: is|'s) )?{_AGE}(?= ?[,.])"
        rf"|{_AGE} tops|, about {_AGE}(?=,)"
        r"|newborn|toddler|reception child|(?:five|six|[1-9]|1[0-9]) weeks?"
        r"(?= and|,| old))(?![a-z0-9%])",
        f"{_PERSON_WORDS} year years yr yrs month months mth mths week weeks wk wks day days "
        f"hours "
        "minutes old olds yo y o aged age ages turned turns half newborn toddler reception than "
        "gcse gcses sats he she he's she's hes shes who they mum's dad's i'm im says tops",
    ),
    counts=True,
)
CASE: Final = Signal(
    # Somebody's case, lady or family: the writer knows them and says so.
    "a case",
    Part.WHO,
    2,
    phrases(r"""
        (?:a|my|this|that|our) (?:\w+ )?case(?! (?:law|stud|manage|load|work|of|notes?|system))
        the (?:\w+ )?case(?! (?:law|stud|manage|load|work|of|notes?|system))
        my (?:\w+ )?(?:lady|ladies|gent|gentleman|chap|young person|service user|client|lad)
        my (?:\w+ )?(?:little (?:one|man|girl|boy|lad|lady)|care leaver|foster child)
        (?:is|are|was) (?:my family|mine)
        one of my (?:\w+ )?(?:ladies|gents|kids|families|young people|lads)
        on my caseload
        (?:our|my) (?:key child|looked after (?:child|lad|boy|girl))
        our (?:pupil|girl|boy|lad)
        foster (?:child|kid|placement|son|daughter)
        care leaver
        looked after (?:child|lad|boy|girl)
        proceedings
        old (?:boy|lady|man|chap|couple|girl|fella) (?:at|in|upstairs|next door|from|on)
        elderly (?:man|lady|woman|couple|brothers|sisters)
        the (?:family|woman|man|couple|lad|boy|girl) upstairs
        the (?:kids|mum|mother|dad|father|landlord|lady) upstairs
        the (?:family|woman|man|couple|lad|boy) (?:downstairs|next door)
        the (?:girl|kids|mum|mother|dad|father|lady) (?:downstairs|next door)
        the (?:family|woman|man|couple|lad|boy) (?:opposite|at|on|in the)
        the (?:girl|kids|mum|mother|dad|father|lady) (?:opposite|at|on|in the)
        the (?:family|woman|man|couple|lad|boy) (?:from|with|who|of the)
        the (?:girl|kids|mum|mother|dad|father|lady) (?:from|with|who|of the)
        the [a-z] (?:family|children|boys|girls|kids|case)
        the (?:father|mother)
        (?:a|that) (?:little )?(?:lady|woman|man|girl|boy|lad|child) (?:of [0-9]+|with|from)
        (?:a|that) (?:little )?(?:lady|woman|man|girl|boy|lad|child) (?:at|in|whose|who)
        (?:deaf|blind|disabled|autistic) (?:mum|dad|child|son|daughter|boy|girl|lad)
    """),
)
PERSON: Final = Signal(
    # Somebody, nobody in particular: what stands around has to do the rest.
    "somebody",
    Part.WHO,
    1.5,
    gated(
        r"(?<![a-z])(?:(?<!my )(?<!your )(?<!own )(?:mum|dad|mother|father|nan|gran|stepdad|"
        r"nephew|"
        r"niece|wife|grandad|grandma|eldest|oldest|youngest)"
        r"|(?:an?|the|her|his|that|this|their|both) (?:[a-z]+ )?(?:baby|babies|boys?|girls?|lads?|"
        r"kids?|child|woman|lady|man|gent|gentleman|chap|teenager|toddler|couple|family|"
        r"grandparents|parents|hoarder|offender|carer|mum|dad|son|daughter|wife|husband|boyfriend|"
        r"pupil|leaver|fella|resident|patient|lass|nephew|niece|auntie|uncle|sister|brother|"
        r"twins?|"
        r"neighbour|pensioner|widow)"
        r"|(?:poor|own|them|[a-z]+'s) (?:own )?(?:kids?|child|children|baby|boys|girls)"
        r"|one of (?:our|my) (?:residents|patients|ladies|clients|tenants|pupils)"
        r"|baby|toddler|woman|man|boy|girl|teenager|widow|[a-z]+ (?:lad|grandparents|family))"
        r"(?![a-z]| (?:hubs?|centres?|court|support|room|group|day|fun|workers?|team|services?)"
        r"(?![a-z]))",
        f"{_PERSON_WORDS} stepdad grandad grandma toddler couple family grandparents parents "
        f"hoarder "
        "offender boyfriend residents patients ladies clients tenants pupils twin twins neighbour "
        "widow mum's dad's mother's father's nan's gran's",
    ),
)
