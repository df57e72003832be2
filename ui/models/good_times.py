"""Times to offer, from what an account's own posts did (B15); where that is little, why nothing is offered. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ofauto_desktop.domain.best_times import BestTimes, Slot, SlotEstimate
from ui.format import clock, percent, weekday
from ui.language import tr, tr_n

_MOST = 3
_WEEKEND = 5
_INTO = 2  # hours into a band of four


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodTime:
    """A time (naive, in the account's zone) with its words; `at` None: nothing can be said, and `words` say why."""

    at: datetime | None
    words: str
    why: str = ""


def good_times(known: BestTimes, now: datetime) -> tuple[GoodTime, ...]:
    """The next time of each slot that stands out, with how many posts say so. `now` is the account's wall time."""
    if not known.enough:
        words = tr_n("Too few posts to tell a good time ({n})", "Too few posts to tell a good time ({n})", known.posts)
        return (GoodTime(at=None, words=words, why=tr("It takes about 30 posts, each with its numbers after a day.")),)
    if not known.recommended:
        words = tr_n("No time stands out ({n} post)", "No time stands out ({n} posts)", known.posts)
        return (
            GoodTime(at=None, words=words, why=tr("By the posts of the last half year, one time is like another.")),
        )
    return tuple(_offered(one, now) for one in known.recommended[:_MOST])


def _offered(one: SlotEstimate, now: datetime) -> GoodTime:
    at = _next(one.slot, now)
    gain = percent(one.gain, signed=True)
    words = tr_n(
        "{when} · {gain}, {n} post",
        "{when} · {gain}, {n} posts",
        one.posts,
        when=f"{weekday(at)} {clock(at)}",
        gain=gain,
    )
    start, end = one.slot.hours
    days = tr("weekends") if one.slot.weekend else tr("weekdays")
    why = tr("Posts on {days} from {start} to {end} o'clock did better than usual.", days=days, start=start, end=end)
    return GoodTime(at=at, words=words, why=why)


def _next(slot: Slot, now: datetime) -> datetime:
    """The next time that lies well inside the slot."""
    at = now.replace(hour=slot.hours[0] + _INTO, minute=0, second=0, microsecond=0)
    while at <= now or (at.weekday() >= _WEEKEND) is not slot.weekend:
        at += timedelta(days=1)
    return at
