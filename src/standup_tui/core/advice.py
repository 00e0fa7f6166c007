"""What a campaign could do about a rule that people overrule again and again.

Nothing here changes anything: these are words for a person, and lines for campaign.toml.
"""

import json
from collections.abc import Iterable

from standup_tui.model.flag import FAILED, Kind
from standup_tui.model.votes import Advice
from standup_tui.rules.chosen import KINDS
from standup_tui.rules.engine import ALWAYS_STOP
from standup_tui.rules.folding import Folded
from standup_tui.settings.campaign import Campaign

_WRITTEN = {kind: written for written, kind in KINDS.items()}

_ALWAYS = Advice(
    "This kind always stops, whatever a campaign chooses: a wrong flag costs one look, a missed "
    "one may harm somebody. Leave it on."
)
_FAILURE = Advice("This is a mistake of Standup's own: hub.log says which rule, tell its makers.")
_OWN_WORDS = Advice("Take the words that are not meant out of flag under [words].")
_ELECTION = Advice("After polling day this can be switched off:", ("pre_election = false",))
_LOOK = "Its flags could be worth a look only, after everything that is certain:"
_OFF = "Its whole kind could be switched off. Nothing replaces it: somebody has to look instead:"

_SPECIAL = {
    FAILED: _FAILURE,
    "abuse.campaign": _OWN_WORDS,
    "duty.election": _ELECTION,
}
"""Rules by how they begin for which something else helps than to choose for their whole kind."""


def about_rule(kind: Kind, rule: str, campaign: Campaign, *, stops: bool) -> Advice:
    """Return what could be done about a rule.

    Args:
        kind: What it flags.
        rule: Its id.
        campaign: What has been chosen so far.
        stops: Whether any of its flags counted as certain.
    """
    if kind in ALWAYS_STOP:
        return _ALWAYS
    special = (advice for begins, advice in _SPECIAL.items() if rule.startswith(begins))
    return next(special, None) or _about_kind(_WRITTEN[kind], campaign, stops=stops)


def _about_kind(written: str, campaign: Campaign, *, stops: bool) -> Advice:
    chosen = campaign.rules
    if written in chosen.stop:
        left = [one for one in chosen.stop if one != written]
        return Advice(_LOOK, ("[rules]", _line("stop", left), _line("look", chosen.look, written)))
    if stops:
        return Advice(_LOOK, ("[rules]", _line("look", chosen.look, written)))
    return Advice(_OFF, ("[rules]", _line("off", chosen.off, written)))


def about_word(word: str, campaign: Campaign, *, own: bool) -> Advice:
    """Return what could be done about one listed word."""
    words = campaign.words
    if own:
        left = [one for one in words.flag if Folded(one).text != Folded(word).text]
        said = "It is on the campaign's own list, and could be taken out:"
        return Advice(said, ("[words]", _line("flag", left)))
    return Advice("It could be allowed:", ("[words]", _line("allow", words.allow, word)))


def _line(key: str, there: Iterable[str], *more: str) -> str:
    """Return a list as the file has it, with what it has already."""
    values = ", ".join(json.dumps(one, ensure_ascii=False) for one in (*there, *more))
    return f"{key} = [{values}]"
