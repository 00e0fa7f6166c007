"""What a campaign lets its moderators ask for, whatever the posts look like."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from standup_tui.model.command import Command, Decide, Handover, Many
from standup_tui.model.lifecycle import PUBLIC, TAGGINGS, Verb
from standup_tui.model.post import Author
from standup_tui.model.text import clean, clean_line

_LONGEST_REASON = 500
"""Characters kept of a reason; it goes along with its post to every console."""

_READ_OF_A_REASON = 10 * _LONGEST_REASON
"""Characters of one that are looked at: a quarter of a megabyte would hold up everybody."""

_RULED = frozenset({Verb.HIDE, Verb.REASON})
"""Acts whose reason is one of the house rules."""

_NO_SUCH_ACTION = "the campaign asks for no such action: campaign.toml has changed, start again"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What campaign.toml says about it."""

    cannot: str = ""
    """Why public acts cannot be sent though they should, in a sentence."""
    actions: Collection[str] = ()
    """The names of what the campaign asks for, by which posts are tagged."""
    reasons: Collection[str] = ()
    """The house rules that a post can be hidden by."""
    ours: Mapping[str, str] = field(default_factory=dict)
    """The campaign's own accounts, by id or @handle, and what each is to it."""
    public_group: str = ""
    """The group whose members may ask for what the public sees; empty: everybody."""

    def refusal(self, command: Command, *, may_act: bool) -> str:
        """Return why this campaign has no such act, or not for everybody; or nothing.

        Args:
            command: What is asked for, cleaned.
            may_act: Whether whoever asks may ask for what the public sees.
        """
        if not isinstance(command, Decide | Many):
            return ""
        if command.verb in PUBLIC:
            return self.cannot if may_act else self.not_in_public
        if command.verb in TAGGINGS and command.action not in self.actions:
            return _NO_SUCH_ACTION
        if command.verb is Verb.NOTE and (over := len(command.reason)) > _LONGEST_REASON:
            has = f"{over:,}" if over < _READ_OF_A_REASON else "far more"
            return f"a note has at most {_LONGEST_REASON} characters, and this one has {has}"
        if command.verb in _RULED and command.reason and command.reason not in self.reasons:
            return "that is no house rule of this campaign: reasons in campaign.toml lists them"
        return ""

    @property
    def not_in_public(self) -> str:
        """Why somebody may not ask for what the public sees."""
        return (
            f"what the public sees is for the campaign's owner and the group {self.public_group} "
            "([access] retweet_group in campaign.toml): ask one of them"
        )

    def is_ours(self, author: Author) -> str:
        """Return why an author cannot be muted, or nothing."""
        said = self.ours.get(author.id) or self.ours.get(f"@{author.handle.casefold()}")
        return f"@{author.handle} {said} in campaign.toml and is never muted" if said else ""


def cleaned(command: Command) -> Command:
    """Return a command whose text can meet every terminal."""
    match command:
        case Decide(verb=verb, reason=reason) | Many(verb=verb, reason=reason) if reason:
            line = clean_line(reason[:_READ_OF_A_REASON]).strip()
            kept = line if verb is Verb.NOTE else line[:_LONGEST_REASON]
            return replace(command, reason=kept)
        case Handover(text=text):
            return replace(command, text=clean(text).strip())
        case _:
            return command
