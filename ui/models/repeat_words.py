"""How a post repeats, in words."""

from ofauto_desktop.domain.recurrence import Every, Recurrence
from ui.language import tr, tr_n
from ui.models.day_words import weekday_name, written


def repeat_words(rule: Recurrence) -> str:
    """As in "Every 2 weeks on Monday and Thursday, until 3 Mar 2027"."""
    return f"{_rhythm(rule)}{_end(rule)}"


def _rhythm(rule: Recurrence) -> str:
    if rule.every is Every.DAY:
        return tr("Every day") if rule.interval == 1 else tr_n("Every {n} day", "Every {n} days", rule.interval)
    if rule.every is Every.WEEK:
        words = tr("Every week") if rule.interval == 1 else tr_n("Every {n} week", "Every {n} weeks", rule.interval)
        names = ", ".join(weekday_name(day) for day in sorted(rule.weekdays))
        return tr("{rhythm} on {days}", rhythm=words, days=names) if names else words
    words = tr("Every month") if rule.interval == 1 else tr_n("Every {n} month", "Every {n} months", rule.interval)
    if rule.nth is not None and rule.weekdays:
        return f"{words}, {nth_words(rule.nth, rule.weekdays[0])}"
    if rule.month_day == -1:
        return tr("{rhythm}, on its last day", rhythm=words)
    return tr("{rhythm}, on day {day}", rhythm=words, day=rule.month_day) if rule.month_day else words


def nth_words(nth: int, weekday: int) -> str:
    """As in "on its second Tuesday"."""
    name = weekday_name(weekday)
    return {
        1: tr("on its first {day}", day=name),
        2: tr("on its second {day}", day=name),
        3: tr("on its third {day}", day=name),
        4: tr("on its fourth {day}", day=name),
    }.get(nth, tr("on its last {day}", day=name))


def _end(rule: Recurrence) -> str:
    if rule.until is not None:
        return tr(", until {day}", day=written(rule.until, "d MMM yyyy"))
    return tr_n(", {n} time", ", {n} times", rule.count) if rule.count is not None else ""
