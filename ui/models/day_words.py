"""Days as the calendar writes them, in the person's own language."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from ui.language import tr


def written(day: date, form: str) -> str:
    """A day in one of Qt's forms: "ddd d", "dddd d MMMM", "MMMM yyyy"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def short_day(day: date) -> str:
    """As in Wed 25."""
    return written(day, tr("ddd d"))


def near_word(day: date, today: date) -> str:
    """Today, Tomorrow or Yesterday; nothing for other days."""
    return {0: tr("Today"), 1: tr("Tomorrow"), -1: tr("Yesterday")}.get((day - today).days, "")


def day_heading(day: date, today: date) -> str:
    """Today, Tomorrow or Yesterday before the date; the year where it is not this one."""
    whole = written(day, tr("dddd d MMMM") if day.year == today.year else tr("dddd d MMMM yyyy"))
    near = near_word(day, today)
    return f"{near} · {whole}" if near else whole


def weekday_name(weekday: int, *, short: bool = False) -> str:
    """A day of the week, Monday being 0: "Monday", or "Mon"."""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return QLocale().dayName(weekday + 1, form)
