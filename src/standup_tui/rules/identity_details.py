"""Signals of what makes somebody known: a condition, work, a school, a house, a hearing, a day."""

from typing import Final

from standup_tui.rules.identity_signal import Part, Signal, gated, phrases

_FAMILY: Final = (
    r"(?:wife|husband|kids|children|son|daughter|boys?|girls?|twins|baby|family|lad|mum|dad)"
)
_PARENT: Final = (
    r"(?:mum|mam|mother|dad|father|gran|nan|grandmother|grandad|grandfather|parent|auntie|uncle|"
    r"stepdad|stepmum|couple|woman|man|he|she|who|ex|husband|wife|boyfriend|landlord)"
)

ONLY: Final = Signal(
    # "The only one in the village" names somebody without a name.
    "the only one",
    Part.DETAIL,
    3,
    phrases(r"""
        only (?:\w+ ){0,3}?(?:family|child|boy|girl|lad|kid|person|man|woman|couple|baby|pupil)
        only (?:\w+ ){0,3}?(?:wheelchair user|teenager|household|patient|case|resident|survivor)
    """),
)
RARE: Final = Signal(
    # One in ten thousand and rarer: one or two in a district.
    "rare condition",
    Part.DETAIL,
    3,
    phrases(r"""
        rett[ -]?\w*
        prader[ -]willi
        (?:huntington|huntingtons|huntington's)
        progeria
        brittle bones?
        (?:mnd|motor neurone)
        locked[ -]in
        lewy body
        cystic fibrosis
        muscular dystrophy
        (?:duchenne|angelman|patau|thalidomide|dwarfism|albinism|conjoined|haemophilia)
        (?:williams|edwards|turner|marfan) syndrome
        fragile x
        (?:tay sachs|batten)
        one in a (?:million|thousand)
        rare (?:\w+ ){0,2}?(?:condition|disease|disorder|syndrome|cancer|illness)
        (?:ventilator|tracheostomy|transplant)
        no legs
        spina bifida
        sickle cell
        (?:leukaemia|leukemia|osteogenesis|hydrocephalus|microcephaly|epidermolysis)
        tuberous sclerosis
    """),
)
CONDITION: Final = Signal(
    # Known to the neighbours, but a few hundred of a town share it.
    "condition",
    Part.DETAIL,
    1.5,
    phrases(r"""
        (?:dementia|autism|autistic|deaf|blind|epilepsy|diabetic|bipolar|schizophrenia)
        (?:alzheimer|parkinson|down|tourette)'s
        (?:alzheimers|parkinsons|tourettes|alzheimer's|parkinson's|tourette's|down's)
        cerebral palsy
        wheelchair user
        in (?:a|the|his|her|my) wheelchair
        non[ -]verbal
        learning disab(?:ility|ilities|led)
        (?:ms|hiv|fasd|stoma|stroke|cancer|psychosis|psychotic|heroin|alcoholic|addict|addicted)
        (?:hoarder|hoarding|withdrawing|breakdown|overdose|overdosed|anorexia|anorexic)
        (?:disabled|amputee|prosthetic|paralysed|burns|scars|incontinent|bedbound|dying)
        (?:drinks|drinking|drunk|bruises|bruised|terminal|terminally)
        brain (?:injury|damaged?)
        foetal alcohol
        self[ -]harm\w*
        (?:broken|fractured) (?:ribs?|arm|leg|jaw|skull|hip|collar ?bone|wrist)
        black eye
        one (?:arm|leg|eye)
        no speech
        heart condition
    """),
)
JOB: Final = Signal(
    # The neighbours know who works nights at the factory and who drives the gritter.
    "work",
    Part.DETAIL,
    2,
    gated(
        rf"(?<![a-z])(?:{_PARENT}(?: \w+)?(?: is an?| works?| goes out to work| drives?| runs?|"
        r" owns| teaches)(?! (?:so|too|hard|and|in progress|lot|bit|star|hero|"
        r"legend))(?: \w+){0,4}"
        r"|works? (?:nights|days|earl(?:y|ies)|lates|shifts|weekends|as an?|(?:\w+ )?(?:at|"
        r"in) the)"
        r"(?: \w+){0,3}"
        r"|on (?:nights|days|earlies|lates|shifts) (?:at|in) the(?: \w+)?"
        r"|(?:gp|doctor|head ?teacher|teacher|vicar|police officer|policeman|councillor|landlord|"
        r"farmer|fireman|firefighter|nurse|solicitor|dentist|baker|butcher|imam|rabbi|priest|"
        r"airman|"
        rf"soldier|fisherman|publican|footballer)'s (?:own )?{_FAMILY}"
        r"|(?:ex|former|retired)[ -](?!social|foster|care|team|case|support|youth|family|partner)"
        r"(?:[a-z]+ )?(?:[a-z]+(?:er|or|ist|man|woman|ian)|nurse|pilot|vicar|cook|judge|chef|gp|"
        r"priest)"
        r"|(?:fireman|(?:bus|lorry|taxi|van) driver|postman|farm workers?|football coach|"
        r"dance teacher|"
        r"landlord|publican|midwife|shopkeeper)(?= (?:in|from|with|of|near|who|whose))"
        r"|(?:lollipop|dinner|milk|post|bin)[ ]?(?:man|lady|men)"
        r"|pc at|starts on the (?:tills|checkout|wards))(?![a-z])",
        "works work goes drives runs owns teaches is nights days earlies lates shifts gp's "
        "doctor's "
        "teacher's headteacher's vicar's officer's policeman's councillor's landlord's farmer's "
        "fireman's firefighter's nurse's solicitor's dentist's baker's butcher's imam's rabbi's "
        "priest's airman's soldier's fisherman's publican's footballer's s ex former retired "
        "fireman "
        "driver postman farm coach dance landlord publican midwife shopkeeper lollipop dinner "
        "milk "
        "bin pc starts",
    ),
)
SCHOOL: Final = Signal(
    # A school has two or three hundred families, a class thirty.
    "school",
    Part.DETAIL,
    2,
    gated(
        r"(?<![a-z])(?:st\.? [a-z]+'?s? (?:primary|school|high|infants?|juniors?|academy|nursery)"
        r"|(?!(?:at|the|a|to|in|of|and|our|your|my|his|her|their|every|all|for|church|local|"
        r"village|"
        r"that|this|boarding|year|from|with) )[a-z']+ (?:primary|high school|academy|infants|"
        r"juniors?|nursery|upper|secondary|grammar)(?: school)?"
        r"(?! (?:school|street|road|court|care|tide|care|age|education|heads?|teachers?)s?)"
        r"|year (?:[1-9]|1[0-3])(?: \w+)?|reception (?:child|class|boy|girl)"
        r"|[1-6][a-d](?= whose| in| now|,)"
        r"|(?:his|her|their|same|my (?:son|daughter)'s|the (?:high|primary)|(?:son|girl|"
        r"boy)'s own)"
        r" (?:school|nursery|class|form tutor)"
        r"|pupil (?:at|in)|form tutor|school (?:bus|badge|gate|transport))(?![a-z])",
        "school primary high infant infants junior juniors academy nursery year reception upper "
        "secondary grammar class tutor pupil b c d",
    ),
)
HOUSE: Final = Signal(
    # Whoever walks past knows the door.
    "house",
    Part.DETAIL,
    2.5,
    gated(
        r"(?<![a-z])(?:(?:(?:pink|white|yellow|blue|green|red|thatched|end|corner|last|tiny|"
        r"big|old|"
        r"top|burnt out|derelict|basement|council|same) )?(?:cottage|house|terrace|flat|bungalow|"
        r"caravan|farm|farmhouse|barn|boat|houseboat|vicarage|rectory|lodge|narrowboat|maisonette|"
        r"tent|hotel|door|van|car)s? "
        r"(?:(?:opposite|above|over|behind|next to|beside|by|near|before|on|past|along|"
        r"across from)"
        r" (?:the |a )?\w+"
        r"|with (?:the |an? )?(?:\w+ ){1,2}?(?:door|gate|windows?|trampoline|fence|flag|roof|"
        r"garden|"
        r"dogs?|car|van|curtains|shed|caravan)"
        r"|with the (?:trampoline|flag|dogs?|caravan))"
        r"|(?:two|three|few) doors (?:from|down|up|away)"
        r"|(?:corner|chippy|end|last|burnt) house|number [0-9]{1,3}(?![0-9,.])"
        r"|(?:one|two|three|[1-3])[ -]bed (?:flat|house|in|on)"
        r"|in (?:a|the|their|her|his) (?:\w+ )?(?:caravan|tent|farmhouse|bedsit|houseboat|barn|"
        r"shed)"
        r"|top flat|upstairs from me|end terrace|next door|the farmhouse|the (?:vicarage|rectory)"
        r"|[a-z]+ keeper's cottage|(?:the|a|last) farm (?:near|before|outside|past)"
        r"|the same house)(?![a-z])",
        "cottage house terrace flat bungalow caravan farm farmhouse barn boat houseboat vicarage "
        "rectory lodge narrowboat maisonette tent hotel door upstairs next bed number bedsit shed "
        "van car doors",
    ),
)
_PEOPLE: Final = (
    "romanian|polish|latvian|lithuanian|bulgarian|eritrean|ethiopian|afghan|syrian|iraqi|iranian|"
    "kurdish|vietnamese|albanian|sudanese|somali|nigerian|ghanaian|tigrinya|pashto|farsi|"
    "ukrainian|"
    "hungarian|portuguese|brazilian|chinese|filipino|tamil|nepalese|roma|traveller|mormon|"
    "orthodox|"
    "hasidic|bangladeshi|pakistani|american|jamaican|turkish|italian|slovak|czech|russian|arabic"
)
ORIGIN: Final = Signal(
    # Of some origins there is one family in a small town.
    "origin or faith",
    Part.DETAIL,
    1.5,
    phrases(rf"""
        (?:{_PEOPLE})(?: speaking)? {_FAMILY}
        (?:{_PEOPLE})(?: speaking)? (?:lad|mother|father|couple)
        (?:{_PEOPLE})(?: speaking)? (?:woman|man|teenagers?|grandparents|child)
        jehovah's witness
        jehovah's witness
        (?:travellers|travellers') site
        family from (?:aleppo|kabul|syria|afghanistan|eritrea|sudan|iran|iraq|somalia|ukraine)
    """),
)
COURT: Final = Signal(
    # A court's list is public: with the day it leads to one hearing.
    "court",
    Part.WHAT,
    2,
    phrases(r"""
        (?:court|hearing|inquest|tribunal|judge|conference|marac)
        (?:care|protection|secure|adoption|supervision|guardianship|interim) order
    """),
)
CARE: Final = Signal(
    # Somebody is in care or about to be: what nobody else may know.
    "care",
    Part.WHAT,
    2,
    phrases(r"""
        home visits?
        (?:visit|visits) (?:today|to|with|again|at|is|this|tonight|have to)
        off to (?:see )?
        seeing (?:my|them|her|him|a)
        saw (?:them|her|him|my)
        see (?:her|him|them)
        nobody in
        let me in
        (?:been|went|popped|called) (?:\w+ )?(?:to|in) (?:see|visit|on) (?:an?|him|her|them|my)
        (?:back from|met a|visiting|handed over)
        (?:delivering|drove a|taking a|took a|seeing a)
        called (?:out )?to
        visited (?:a|an|her|him|them|mum|dad|gran|my)
        met (?:up )?with a
        sat with a
        welfare check
        (?:removed|removing|removes|removal|custody|sectioned|fostered|adopted|placed|discharged)
        (?:marac|ico|sgo|epo|iro|icpc|dols|guardian|assessment|refuge|hostel|homeless|contact)
        (?:lac|cin|cp) (?:review|plan|conference|meeting|visit)
        section (?:47|20|2|3|136)
        s47
        s20
        (?:taken|took|take|taking|going) (?:\w+ ){0,2}?(?:into care|off me|the lot)
        (?:go|went|been|came|come) (?:\w+ ){0,2}?(?:into care|off me|the lot)
        into care
        in (?:foster )?care
        (?:get|got|want|have|getting) (?:him|her|them|my (?:\w+ )?\w+) back
        (?:keep|keeps|kept) (?:all |both |the |her |his |their )+(?:\w+ )?(?:children|kids)
        (?:keep|keeps|kept) (?:all |both |the |her |his |their )+(?:\w+ )?grandchildren
        (?:keep|keeps|kept) (?:all |both |the |her |his |their )+(?:\w+ )?(?:baby|boys|girls)
        (?:kids|children|baby|boys) (?:were |was )?(?:taken|took|removed|split)
        (?:girls|twins|grandchildren|siblings) (?:were |was )?(?:taken|took|removed|split)
        (?:them|him|her|babies|kids) (?:back|off me)
        have had (?:all|the|my)
        with (?:new |his |her |their )?(?:foster )?carers
        carers (?:come|came|in)
        (?:carer|carer's|carers) (?:has|have|only)
        foster (?:carers?|family|home|parents?|placement)
        foster (?:brother|sister|mum|dad|kid|child|son|daughter)
        (?:in|no|a|find a|new|the) placement
        (?:no|a|find a) bed (?:anywhere|for)
        slept in (?:our|the|my)
        in my car
        (?:move|moved) (?:out|in|back|on) (?:of|with|to|again|yesterday|today|tomorrow|last|on)
        (?:moves|move) (?:out|to)
        had to move
        forever family
        new (?:mummy|daddy|parents)
        adoption (?:hearing|disrupted|order)
        birth (?:mum|dad|mother|father)
        child protection plan
        on the register
        going home
        social (?:took|services|care)
        (?:social worker|social workers) (?:came|come|coming|at|were)
        (?:social worker|social workers) (?:carry|round|was|with|visiting|took)
        (?:social worker|social workers) (?:brought|today|too|being|never)
        (?:social worker|social workers) (?:on|are|has|closed|here|believes)
        (?:police and social|officers and social workers)
        took (?:them|him|her|all)
        taken (?:this|last|today|away|off|from)
        (?:was|were|got) (?:took|taken)
        taking my
        safe now
        found (?:alone|outside|walking|in|dead|wandering|a lady|our)
        known to (?:social services|us)
        has (?:the children|my (?:\w+ )?kids)
        no recourse
        (?:cannot|can't|not) be named
        in (?:hospital|a unit|prison|the unit)
        unit in
        police (?:came|took|have|found|and social|are with|brought)
        ambulance (?:came|took|and)
        (?:probation|refused|transferred|resettled)
        (?:take|takes|taking) (?:our|my|her|his|the) (?:\w+ )?(?:baby|kids|children)
        (?:take|takes|taking) (?:our|my|her|his|the) (?:\w+ )?(?:boys|girls|son|daughter)
        goodbye visit
    """),
)
EVENT: Final = Signal(
    # What happened is told in the street and in the local paper.
    "what happened",
    Part.WHAT,
    2,
    phrases(r"""
        (?:died|dead|killed|drowned|suicide|overdose|arrested|charged|jailed|stabbed|beaten)
        (?:abuse|abused|abusing|violence|raped|assault|assaulted|attacked|neglect|neglected)
        (?:injury|injuries|injured|bruise|bruises|bruised|burn|missing|runaway|trafficked)
        (?:prison|screaming|stillborn|crash|begging|starved|starving|deported|detox|rehab)
        (?:reservoir|canal|pyjamas|nightie|nightdress|burglar|raid|evicting|evicted|eviction)
        took (?:his|her) own life
        fire(?! station| service| engine| drill| alarm| door| brigade| safety)
        lost their
        lost a [0-9]+
        ran away
        fleeing
        sex offender
        county lines
        (?:forced marriage|married next)
        (?:left|found|home|child|are|is|kids) alone
        (?:gave|given) (?:him|her|them) (?:my|our|custody)
        pregnant by
        screams
        (?:in|on) the (?:papers?|news)
        alone (?:in|at)
        cries every
        gave birth
        born (?:withdrawing|addicted)
        bin bag
        carried out
        out of school
        fell (?:off|down|from)
        (?:is|dad's|mum's|he's) inside
        kicked off
        sleeping (?:in|rough)
    """),
)
DAY: Final = Signal(
    # Narrows a caseload down to the visits of one day.
    "time",
    Part.WHEN,
    1,
    phrases(r"""
        (?:today|tonight|tomorrow|tmrw|tomoz|yesterday|midnight|noon|teatime)
        (?:this|last) (?:morning|aft|afternoon|evening|night|week|weekend)
        (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)
        (?:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)
        boxing day
        on the [0-9]{1,2}(?:st|nd|rd|th)
    """),
)
CLOCK: Final = Signal(
    "time of day",
    Part.WHEN,
    1,
    gated(
        r"(?<![a-z0-9£.:/-])(?:(?:at |my )?[0-9]{1,2}(?:[:.][0-5][0-9])? ?[ap]m(?![a-z])"
        r"|(?:at|my) [0-9]{1,2}(?:[:.][0-5][0-9])?(?= ?(?:[,.!?]|$)| and| with| this| today|"
        r" tomorrow)"
        r"|half (?:past )?(?:nine|ten|eleven|two|three|four|[0-9]{1,2})(?![a-z])"
        r"|[0-2]?[0-9][:.][0-5][0-9](?![0-9%]))",
        "am pm at my half visit court and mum dad",
    ),
)
