"""How a post repeats, in words, its end included."""

from ofauto_desktop.domain.recurrence import Recurrence
from ui.language import tr, tr_n
from ui.models.day_words import written
from ui.widgets.repeat_picker import words_of


def repeat_words(rule: Recurrence) -> str:
    """As in "Every 2 weeks on Monday, until 3 Mar 2027"."""
    if rule.until is not None:
        return words_of(rule) + tr(", until {day}", day=written(rule.until, "d MMM yyyy"))
    return words_of(rule) + (tr_n(", once", ", {n} times", rule.count) if rule.count is not None else "")
