"""How the window writes money, counts and times: the same as the terminal does."""

from ofauto_desktop.services.formats import (
    UNKNOWN,
    age,
    clock,
    count,
    day,
    day_month,
    listed,
    money,
    month,
    percent,
    place,
    size,
    span,
    weekday,
    when,
    within,
)

__all__ = [
    "UNKNOWN",
    "age",
    "clock",
    "count",
    "day",
    "day_month",
    "listed",
    "money",
    "month",
    "percent",
    "place",
    "size",
    "span",
    "weekday",
    "when",
    "within",
]
