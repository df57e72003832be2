"""Which days a view of the calendar shows, how one goes on from them, and what they are called."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ofauto_desktop.domain.schedule import to_utc
from ui.language import tr
from ui.models.day_words import written
from ui.models.entries import week_of

WEEK = 7


class View(StrEnum):
    """How the calendar is looked at."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The days that a view shows around `anchor`, which is the day one came for."""

    view: View
    anchor: date

    @property
    def first(self) -> date:
        """A month begins with the Monday before it, so that its rows are weeks; a list with the day itself."""
        match self.view:
            case View.MONTH:
                return week_of(self.anchor.replace(day=1))
            case View.WEEK:
                return week_of(self.anchor)
            case _:
                return self.anchor

    @property
    def count(self) -> int:
        """How many days; of the list, how many are asked for at first."""
        match self.view:
            case View.MONTH:
                last = self.anchor.replace(day=monthrange(self.anchor.year, self.anchor.month)[1])
                return ((last - self.first).days // WEEK + 1) * WEEK
            case View.WEEK:
                return WEEK
            case View.DAY:
                return 1
            case View.LIST:
                return 4 * WEEK

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=number) for number in range(self.count))

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """The same as instants (aware UTC), half-open; `zone` is the viewer's."""
        end = self.first + timedelta(days=self.count)
        return to_utc(datetime.combine(self.first, time()), zone), to_utc(datetime.combine(end, time()), zone)

    def holds(self, day: date) -> bool:
        """Whether `day` is one that it is about: a month's own days, not those that fill its first and last row."""
        if self.view is View.MONTH:
            return (day.year, day.month) == (self.anchor.year, self.anchor.month)
        return self.first <= day < self.first + timedelta(days=self.count)

    def stepped(self, by: int) -> "Stretch":
        """The next stretch of its kind, or the one before."""
        match self.view:
            case View.MONTH:
                months = self.anchor.year * 12 + self.anchor.month - 1 + by
                year, month = divmod(months, 12)
                day = min(self.anchor.day, monthrange(year, month + 1)[1])
                anchor = date(year, month + 1, day)
            case View.DAY:
                anchor = self.anchor + timedelta(days=by)
            case View.WEEK | View.LIST:
                anchor = self.anchor + timedelta(days=WEEK * by)
        return Stretch(view=self.view, anchor=anchor)

    def as_view(self, view: View) -> "Stretch":
        return Stretch(view=view, anchor=self.anchor)

    def words(self, today: date, *, short: bool = False) -> str:
        """What stands above it: "November 2026", "23–29 Nov", "Wed 25 Nov", "From 25 Nov"."""
        year = "" if self.first.year == today.year else " yyyy"
        match self.view:
            case View.MONTH:
                return written(self.anchor, tr("MMMM yyyy"))
            case View.WEEK:
                return week_words(self.first, today)
            case View.DAY:
                return written(
                    self.anchor, tr("ddd d MMM{year}", year=year) if short else tr("dddd d MMMM{year}", year=year)
                )
            case View.LIST:
                if self.anchor == today:
                    return tr("From today")
                return tr("From {day}", day=written(self.anchor, f"d MMM{year}"))

    def before_words(self) -> str:
        return {
            View.MONTH: tr("Month before"),
            View.WEEK: tr("Week before"),
            View.DAY: tr("Day before"),
            View.LIST: tr("A week earlier"),
        }[self.view]

    def after_words(self) -> str:
        return {
            View.MONTH: tr("Month after"),
            View.WEEK: tr("Week after"),
            View.DAY: tr("Day after"),
            View.LIST: tr("A week later"),
        }[self.view]


def week_words(week: date, today: date) -> str:
    """As in 23–29 Nov; the year follows where it is not this one."""
    end = week + timedelta(days=WEEK - 1)
    begin = written(week, "d" if week.month == end.month else tr("d MMM"))
    return f"{begin}–{written(end, tr('d MMM') if week.year == today.year == end.year else tr('d MMM yyyy'))}"
