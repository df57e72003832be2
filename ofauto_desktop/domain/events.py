"""What the rest of the program may hear of. Events carry ids, never texts or secrets; who listens reads the database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Anything that happened. `at` is aware UTC."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsChanged(Event):
    """Posts were added, moved, edited, cancelled or settled."""

    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettled(Event):
    """One target of a post reached a state; `state` is a PostState value, `detail` is safe to show."""

    post_id: int
    account_id: int
    state: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsChanged(Event):
    """Accounts were connected, checked, paused or removed."""

    account_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced(Event):
    """One account's pull ended, well or not. `kinds` are SyncKind values; `error` an ErrorKind value or None."""

    account_id: int
    kinds: tuple[str, ...]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaChanged(Event):
    """Library items were added, edited or removed."""

    media_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsChanged(Event):
    """Clients were added or edited."""

    client_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Event):
    """A platform has sent something by itself; it is stored and will be put into the books."""

    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorMoved(Event):
    """The door for webhooks was opened or shut, or could not be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningChanged(Event):
    """Slots, queues, series, saved views, marks or the rules for missed posts changed; `what` is a PlanningKind value."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesChanged(Event):
    """There is something new to tell a person, or something was read. `fresh`: ids of notices that came or grew."""

    fresh: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClicked(Event):
    """A notice of the desktop was pressed; `tag` is what it was shown with."""

    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsChanged(Event):
    """Goals were set, changed or dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesChanged(Event):
    """A setting was chosen; `key` names it."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedChanged(Event):
    """The person paused or resumed everything."""

    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJumped(Event):
    """The wall clock moved against the boot clock, or the computer slept; `seconds` may be negative."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceLocked(Event):
    """The database was closed and its key dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyChanged(Event):
    """A person changed the books: lines entered or taken back, rates, markers. `what` is one of those words."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesChanged(Event):
    """A person read, wrote or took away messages of these accounts; what a pull brings is told by Synced."""

    account_ids: tuple[int, ...]
