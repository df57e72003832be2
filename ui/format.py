"""How the window writes money, counts and times: the same as the terminal does."""

from ofauto_desktop.services.formats import (
    UNKNOWN,
    age,
    count,
    day,
    listed,
    money,
    percent,
    place,
    size,
    span,
    when,
    within,
)

__all__ = ["UNKNOWN", "age", "count", "day", "listed", "money", "percent", "place", "size", "span", "when", "within"]
