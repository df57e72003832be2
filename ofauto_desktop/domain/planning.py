"""What a person plans with: slots, queues, saved views, marks on the calendar, and the way back from a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from ofauto_desktop.domain.schedule import Moment

# How long a name may be: of a queue, a view, a mark.
LONGEST_NAME = 80
LAST_MINUTE = 24 * 60 - 1


class CalendarMarkKind(StrEnum):
    """What a marked stretch of days is."""

    HOLIDAY = "holiday"
    EVENT = "event"
    PILLAR = "pillar"


class TextBlockKind(StrEnum):
    """What a text to use again is: a whole post with variables, or a piece of one."""

    TEMPLATE = "template"
    SNIPPET = "snippet"
    HASHTAGS = "hashtags"
    SIGNATURE = "signature"


class PlanningKind(StrEnum):
    """What of the planning changed, for those who listen."""

    SLOTS = "slots"
    QUEUES = "queues"
    VIEWS = "views"
    MARKS = "marks"
    SERIES = "series"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class WeekSlot:
    """A time of the week: `weekday` 0 is Monday, `minute` counts from midnight of the account's wall clock.

    With a `queue_id` it is for the posts of that queue alone.
    """

    weekday: int
    minute: int
    queue_id: int | None = field(default=None, compare=False)

    @property
    def time(self) -> time:
        return time(self.minute // 60, self.minute % 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A stored WeekSlot of one account. An account without any has the daily ones of `schedule.DEFAULT_SLOTS`."""

    id: int
    account_id: int
    weekday: int
    minute: int
    queue_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A named line of posts. `waiting` counts those that can still go; `client_id` None: of every client.

    On an account where no slot carries its name it takes the account's free slots.
    """

    id: int
    name: str
    client_id: int | None
    position: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """When a post of a queue goes out on one account."""

    post_id: int
    account_id: int
    account: str
    moment: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """What was before a change of posts; `Planning.take_back` makes it so again. Its rows are storage's own.

    `whole`: what the posts said counts too, and not their plan alone.
    """

    post_ids: tuple[int, ...]
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    series_ids: tuple[int, ...] = ()
    series_rows: tuple[Mapping[str, Any] | None, ...] = field(default=(), repr=False)
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What a change of a queue came to: the places of all its posts, in order, those that are far off, and the way back.

    `far` holds the places over 30 days away: no earlier slot was free.
    """

    places: tuple[Place, ...]
    far: tuple[Place, ...]
    way_back: WayBack


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueBefore:
    """A queue that was removed, with what it takes to put it back."""

    queue: Queue
    uid: str
    slot_ids: tuple[int, ...]
    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """Filters of a page under a name. `filters` is the page's own JSON."""

    id: int
    page: str
    name: str
    filters: Mapping[str, Any]
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMark:
    """A named stretch of days; `last` is inside. `id` is None for what nobody stored: a country's holidays."""

    id: int | None
    client_id: int | None
    kind: CalendarMarkKind
    title: str
    first: date
    last: date
