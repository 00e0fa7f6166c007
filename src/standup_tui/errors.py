"""Everything we raise on purpose, and where a person sees it.

* StandupError                one sentence with the way out; never a traceback
  - ConfigError               before a screen opens: stderr, exit 2
  - HubError                  before a screen opens: stderr, exit 1; in a console: status line
    · HubAbsent               no hub answers on the socket
    · HubRefused              it answers, and does not let us in
  - StoreError                stderr, exit 65 at the hub's start; later in every status line
    · Unstorable              the disk is fine, what it should keep is not; put aside
  - SourceError               status line of every console; the hub keeps going
    · SourceDropped           retried
    · SourceRefused           tried three times; says what to change
  - ActFailed                 the post's row and the status line: a public act X refused
  - ActLater                  the same, with a countdown: the network's limit is reached
  - ActInDoubt                the same: sent, but nobody knows whether it arrived
"""

from datetime import datetime
from enum import Enum, auto


class StandupError(Exception):
    """Something a person can understand and act on."""

    exit_code = 1


class ConfigError(StandupError):
    """A setting, a file or a flag is wrong; says which, where, and what was expected."""

    exit_code = 2


class HubError(StandupError):
    """The hub cannot be started, reached or joined."""


class HubAbsent(HubError):
    """No hub answers on the campaign's socket."""


class HubRefused(HubError):
    """The hub answers and does not let us in."""


class StoreError(StandupError):
    """The store cannot be opened, read or written."""

    exit_code = 65  # EX_DATAERR of sysexits.h


class Unstorable(StoreError):
    """The store works, but cannot hold what it was given; trying again will not help."""


class SourceError(StandupError):
    """A network does not deliver."""


class SourceDropped(SourceError):
    """The connection ended; trying again may help."""

    def __init__(self, why: str, retry_at: datetime | None = None) -> None:
        super().__init__(why)
        self.retry_at = retry_at
        """Before this time, in UTC, the network does not want to be asked again."""


class Refusal(Enum):
    """What a network's no is about; decides what may still be tried."""

    CREDENTIALS = auto()
    """Nothing works with these."""
    MONEY = auto()
    """Prepaid credits or a cap are used up: nothing can be read."""
    ACCESS = auto()
    """This way of reading is not for this app; another may be."""
    OTHER = auto()


class SourceRefused(SourceError):
    """The network says no; trying again will not help until somebody changes something."""

    def __init__(self, why: str, kind: Refusal = Refusal.OTHER) -> None:
        super().__init__(why)
        self.kind = kind


class ActLater(StandupError):
    """A public act did not happen, for the network's limit is reached; later it may."""

    def __init__(self, why: str, at: datetime) -> None:
        super().__init__(why)
        self.at = at
        """When it may be tried again, in UTC."""


class ActFailed(StandupError):
    """A public act was refused: it did not happen."""


class ActInDoubt(StandupError):
    """A public act was sent and the answer lost: it may have happened."""
