"""What may be a house rule, and what never is: no post is hidden for being negative.

Used by ``settings``: a reason that names nothing but criticism is refused with a sentence.
"""

import re

_CRITICISM = re.compile(
    r"(?:critic(?:al|s|ism|isms|i[sz]e[ds]?|i[sz]ing)?|negativ(?:e|es|ely|ity)|complain(?:s|t|ts|ed|ing)?"
    r"|disagree(?:s|d|ing|ment|ments)?|dissent(?:ing)?|opposition|objections?|displeased|unhappy"
    r"|dissatisf(?:ied|action)|unflattering|unfavou?rable|unpopular|embarrass(?:ing|ment|es)?"
    r"|disapprov(?:al|es|ing)|grumbl(?:es?|ing)|moan(?:s|ing)?|whing(?:es?|ing|eing)|bad|press"
    r"|publicity|feedback|sceptic(?:al|ism)?|skeptic(?:al|ism)?)"
)
"""A word for what people may always say of a council."""

_BESIDES = re.compile(
    r"an?|about|again(?:st)?|all|and|any|are|as|at|be(?:ing)?|by|campaign|comments?|councils?"
    r"|councillors?|department|for|from|general|group|i[nst]|its|just|leader(?:s|ship)?"
    r"|manage(?:ment|rs?)|mere|of|on|only|opinions?|or|ours?|out|overly|people|person|polic(?:y|ies)"
    r"|politic(?:al|s)|posts?|public|purely|remarks?|reply|services?|simply|social|staff"
    r"|statements?|teams?|th(?:at|e|eir|em|ese|ey|is|ose)|to|tone|too|towards|tweets?|unfair(?:ly)?"
    r"|us|very|views?|we|with|work(?:ers?)?"
)
"""Words that say whom or what it is about, and make no rule of it."""

_NOT_ALONE = frozenset({"bad", "press", "publicity", "feedback"})
"""Words that are about criticism only beside another word: bad press, negative feedback."""


def about_criticism(reason: str) -> bool:
    """Tell whether a reason says no more than that a post is critical or negative."""
    words = re.findall(r"[^\W\d_]+", reason.casefold())
    said = [word for word in words if not _BESIDES.fullmatch(word)]
    critical = all(_CRITICISM.fullmatch(word) for word in said)
    return bool(said) and critical and (len(said) > 1 or said[0] not in _NOT_ALONE)
