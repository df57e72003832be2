"""One message to many: whole lists of people of an account, but for some. Texts are never shown in a log."""

from dataclasses import dataclass, field
from datetime import datetime

from ofauto_desktop.domain.media import UploadSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A list of people as the site has it: its `name`, and how many are on it; None where it does not say."""

    name: str
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingBroadcast:
    """What goes to everybody on the lists `to` who is on none of `excluding`, both by name.

    `price_minor` in US cents, 0 for free. `scheduled_for` (aware UTC): by the site's own scheduler; None: now.
    """

    text: str = field(repr=False)
    to: tuple[str, ...]
    excluding: tuple[str, ...] = ()
    media: tuple[UploadSource, ...] = ()
    price_minor: int = 0
    scheduled_for: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBroadcast:
    """What the site made of it: its id, to how many `people` (None: it does not say), when (aware UTC).

    `differs`: what is other than was asked for, in words.
    """

    remote_id: str
    people: int | None
    at: datetime
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBroadcast:
    """A message to many as the site lists it, of `at` (aware UTC); what it does not tell is None.

    `people` got it, `viewed` looked, `bought` paid `price_minor` US cents. `is_unsent`: it was taken back.
    """

    remote_id: str
    at: datetime
    text: str = field(repr=False)
    people: int | None
    viewed: int | None
    bought: int | None
    price_minor: int | None
    is_unsent: bool
    can_unsend: bool | None
