"""What a practice workspace plans with: slots, a queue, a series, tags, and days that have a name."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.drafts import Draft, When
from ofauto_desktop.domain.planning import CalendarMarkKind, WeekSlot
from ofauto_desktop.domain.posts import PostFilter, PostState
from ofauto_desktop.domain.recurrence import Every, Recurrence
from ofauto_desktop.domain.schedule import to_wall
from ofauto_desktop.services import Services

_SUNDAY, _EVENING = 6, 20 * 60
_QUEUE = "Evergreen"
_QUEUED = (
    "Five things I always carry in my camera bag.",
    "How a print is made, from the negative to the frame.",
    "New here? Begin with this set.",
)
_SERIES = "Sunday notes: what I read, watched and shot this week."
_TAGS = ("launch", "behind the scenes", "shop")


async def arrange(services: Services, accounts: Sequence[Account]) -> None:
    """Once for a new practice workspace, after its posts are planned."""
    planning, first, last = services.planning, accounts[0], accounts[-1]
    posts = await services.publishing.list(PostFilter(states=(PostState.SCHEDULED,)))
    for number, post in enumerate(posts):
        await planning.many.tag([post.id], add=[_TAGS[number % len(_TAGS)]])
    queue = await planning.queues.add(_QUEUE, client_id=first.client_id)
    days = [WeekSlot(weekday=day, minute=hour * 60) for day in range(5) for hour in (9, 18)]
    await planning.slots.put(first.id, [*days, WeekSlot(weekday=_SUNDAY, minute=_EVENING, queue_id=queue.id)])
    drafts = [
        await services.composing.save(Draft(account_ids=(first.id,), text=text, at=When.DRAFT, tags=("evergreen",)))
        for text in _QUEUED
    ]
    await planning.queues.put([one.id for one in drafts], queue.id)
    today = to_wall(services.now(), last.zone).date()
    sunday = today + timedelta(days=(_SUNDAY - today.weekday()) % 7 or 7)
    weekly = Recurrence(every=Every.WEEK, weekdays=(_SUNDAY,), count=8)
    notes = Draft(account_ids=(last.id,), text=_SERIES, at=datetime.combine(sunday, time(11)), tags=("notes",))
    await planning.series.start(notes, weekly)
    monday = today + timedelta(days=7 - today.weekday())
    await planning.marks.add(CalendarMarkKind.EVENT, "Print launch", today + timedelta(days=3))
    await planning.marks.add(CalendarMarkKind.PILLAR, "Behind the scenes", monday, monday + timedelta(days=4))
