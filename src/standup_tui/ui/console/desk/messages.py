"""What the console's workers tell its screens."""

from dataclasses import dataclass

from textual.message import Message

from standup_tui.model.command import Command, Outcome
from standup_tui.protocol.client import Lost
from standup_tui.protocol.messages import Down


@dataclass
class HubSaid(Message, bubble=False):
    """The hub said something, or is gone."""

    said: Down | Lost


@dataclass
class Settled(Message, bubble=False):
    """The hub answered a command."""

    command: Command
    outcome: Outcome


@dataclass
class Late(Message, bubble=False):
    """A command has no answer after a while; it stays asked."""

    command: Command
