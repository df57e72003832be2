"""How an account of a session platform is used without a person: few acts a day, pauses between them, rest in quiet hours."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from ofauto_desktop.domain import setting_kinds as kinds
from ofauto_desktop.domain.days import starts_at
from ofauto_desktop.domain.setting_kinds import SESSIONS, Setting

_HALF_HOURS = {minute: f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, 24 * 60, 30)}
# onlyfans.md §8: daily caps and quiet hours. A creator who posts more than this by hand is rare.
ACTS_A_DAY = Setting(
    key="sessions.acts_a_day",
    default=25,
    label="Posts that go out in a day while nobody looks",
    parse=kinds.one_of(5, 10, 25, 50, 100),
    choices={5: "5", 10: "10", 25: "25", 50: "50", 100: "100"},
    group=SESSIONS,
    help="On each account of OnlyFans and Fansly that posts without you. The next ones go out the day after.",
)
REST_ON = Setting(
    key="sessions.rest",
    default=False,
    label="Rest at night",
    parse=kinds.yes_no,
    group=SESSIONS,
    help="Accounts of OnlyFans and Fansly are then not used without you; what is due goes out in the morning.",
)
REST_FROM = Setting(
    key="sessions.rest_from",
    default=60,
    label="They rest from",
    parse=kinds.one_of(*_HALF_HOURS),
    choices=_HALF_HOURS,
    group=SESSIONS,
)
REST_UNTIL = Setting(
    key="sessions.rest_until",
    default=7 * 60,
    label="They rest until",
    parse=kinds.one_of(*_HALF_HOURS),
    choices=_HALF_HOURS,
    group=SESSIONS,
)
# Seconds between two acts on an account, drawn anew each time: messages come 5 to 10 s apart from people (§8).
PAUSE = (2.0, 8.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Hours of each day in which an account rests, as minutes of its local day; both the same: none."""

    start: int
    end: int

    def ends_at(self, now: datetime, zone: tzinfo) -> datetime | None:
        """When (aware UTC) the rest that holds at `now` ends; None where there is none now."""
        local = now.astimezone(zone)
        minute = local.hour * 60 + local.minute
        over_midnight = self.start > self.end
        rests = minute >= self.start or minute < self.end if over_midnight else self.start <= minute < self.end
        if not rests:
            return None
        day = local.date() + timedelta(days=1 if over_midnight and minute >= self.start else 0)
        wall = datetime(day.year, day.month, day.day, self.end // 60, self.end % 60, tzinfo=zone)
        return max(wall.astimezone(UTC), now + timedelta(minutes=1))


def day_of_acts(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The local day at `now`, from and until (aware UTC)."""
    today = now.astimezone(zone).date()
    return starts_at(today, zone), starts_at(today + timedelta(days=1), zone)
