"""What a person's word for a time means on one account."""

from datetime import datetime, timedelta

from ofauto_desktop.domain.accounts import Account
from ofauto_desktop.domain.checks import Problem
from ofauto_desktop.domain.drafts import When
from ofauto_desktop.domain.errors import BadInput
from ofauto_desktop.domain.schedule import Moment, is_repeated, moment, moment_at, to_utc, week_slots_after
from storage import slots
from storage.database import Database

# Typing a time and pressing "Schedule" takes a moment; up to this far back it means "now".
PAST_BY = timedelta(minutes=1)
_SLOTS_AHEAD = timedelta(days=366)


async def moment_for(database: Database, account: Account, at: When | str | datetime, now: datetime) -> Moment | None:
    """The moment in the account's zone, None for a draft. A naive datetime is a wall time there. Raises BadInput."""
    match _as_when(at):
        case When.DRAFT:
            return None
        case When.NOW:
            return moment_at(now, account.zone)
        case When.NEXT:
            return await next_slot(database, account, now)
        case str() as text:
            return moment(text, account.zone)
        case datetime() as given:
            if given.tzinfo is not None:
                return moment_at(given, account.zone)
            return moment(given.isoformat(), account.zone)


async def next_slot(database: Database, account: Account, after: datetime, queue_id: int | None = None) -> Moment:
    """The first free slot after an aware instant, of a queue or of posts in none. Raises BadInput where a year is full."""
    end = after + _SLOTS_AHEAD
    openings = await database.read(slots.openings, account.id, after, end, queue_id)
    for slot in week_slots_after(after, account.zone, openings.week):
        if slot.due_at > end:
            break
        if slot.due_at not in openings.taken:
            return slot
    raise BadInput("every slot of the next year is taken", account=account.name)


def time_problems(at: Moment, now: datetime) -> list[Problem]:
    """What is wrong with a planned moment, or worth knowing about it."""
    if at.due_at < now - PAST_BY:
        return [Problem(text=f"{at.wall:%Y-%m-%d %H:%M} ({at.zone}) is in the past")]
    if at.moved_by_clock_change:
        return [
            Problem(
                text=f"clocks skip {at.wall:%H:%M} that day in {at.zone}; it goes out later by the gap", blocking=False
            )
        ]
    if is_repeated(at.wall, at.zone) and at.due_at == to_utc(at.wall, at.zone):
        return [Problem(text=f"{at.wall:%H:%M} comes twice that day in {at.zone}; the first counts", blocking=False)]
    return []


def _as_when(at: When | str | datetime) -> When | str | datetime:
    """A script gives the words as plain text."""
    return When(at) if isinstance(at, str) and at in {word.value for word in When} else at
