"""What takes a post out of doubt: it speaks of something else than a family somebody works with."""

import re
from typing import Final

_OWN: Final = (
    r"kids?|boys?|girls?|twins|sons?|daughters?|mum|mam|dad|nan|gran|grandad|brother|sister|wife|"
    r"husband|partner|nephew|niece|children|lad|lot|three|two|grandson|baby"
)
OWN_LIFE: Final = re.compile(
    rf"(?<![a-z])(?:(?:my|our)(?: own| two| three| four| eldest| youngest| oldest| little)*"
    rf"(?: [0-9]{{1,2}}[ -]?year[ -]old| (?:{_OWN}))(?![a-z])(?! from)|home to my|school run|"
    r"new (?:nephew|niece|grandson)|i am [0-9]{2}|i'm [2-9][0-9]|(?:my|parents?'?) evening|due in|"
    r"grandad is|nan is|with (?:my|the) (?:girls|boys|kids)|dad of|mum of)"
)
"""The writer's own family; no excuse for the case of the writer's own child."""

_INVITES: Final = (
    r"come and|come along|all welcome|everyone welcome|join us|tickets?|open day|open evening|bring (?:the|a|your)|"
    r"free (?:lunch|entry)|walk in|meets? (?:in|on)|drop[ -]in|sign up|information evening|is on at|rally|"
    r"book (?:now|via|your)|take part|are you|could you|do you|wanted|(?:we are|we're|now) hiring|apply|call us|ask me|"
    r"vacanc(?:y|ies)|dms? open|fundrais\w+|sponsor\w*|all ages|fun day|doors|launch(?:ing|es)?|"
    r"volunteers?|donat\w+|contact us|email us|see you|any age|places (?:left|available)|[0-9.]+ (?:to|til) (?:[0-9.]+|noon)(?=[,.]| all| come|$)"
)
_FIGURES: Final = (
    r"(?:[0-9]+|one|five|ten) per ?cent|[0-9]%|[0-9]{1,3},[0-9]{3}|(?<![a-z0-9])[1-9][0-9]{2,}(?= [a-z]+)|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|[1-9]) in (?:[1-9]|ten|five|four|three)[0-9]*(?= |$)|rises? |average|study of|"
    r"survey|statistics|million|ofsted|inspection|budget|council (?:has|to|votes)|"
    r"[0-9]{2,} (?:children|families|homes|kids|social workers|calls|posts|years of)|"
    r"fifty|forty|hundreds?|thousands?|caseload (?:of|is|over)"
)
_STORIES: Final = (
    r"film|novel|the book|book (?:club|group)|episode|our play|podcast|documentary|storyline|corrie|eastenders|"
    r"series|character|dreamt|dreamed|case study|case studies|role play|scenario|simulation|theatre|opera|"
    r"matilda|tracy beaker|paddington|museum|exhibition|explainer|obituary|feature|read the|watch (?:with|tonight|it)|"
    r"programme|fairy tale|poem|quiz|joke|soap"
)
_LONG_AGO: Final = (
    r"in (?:1[0-9]{3}|20[01][0-9])|(?:ten|twenty|thirty|forty|fifty|[0-9]{2}) years (?:ago|since|on|old and)|"
    r"when i was|i was (?:in care|adopted|[0-9]+)|at [0-9]{1,2} i|(?:1[89]|20)[0-9]0s|workhouse|decades?|long ago|"
    r"saved me|full circle|since (?:1[0-9]{3}|20[01][0-9])|anniversary"
)
_IN_GENERAL: Final = (
    r"every (?:child|family|kid|parent|one)|any child|if an?|think of an?|imagine|whoever|nothing (?:beats|like)|"
    r"deserves?|signs of|as young as|in all shapes|you never|if you|no child|children wait|law|rights?|"
    r"you have the|should|public|policy"
)


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])")


EXCUSES: Final = (
    ("an invitation", _any(_INVITES), 3.0),
    ("figures", _any(_FIGURES), 3.0),
    ("a story", _any(_STORIES), 3.0),
    ("long ago", _any(_LONG_AGO), 4.0),
    ("in general", _any(_IN_GENERAL), 3.0),
)
"""Name, pattern over the folded text, and the points it takes away."""
