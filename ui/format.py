"""How the window writes money, counts and times: the same as the terminal does."""

from ofauto_desktop.services.formats import UNKNOWN, age, count, day, money, percent, place, size, span, when

__all__ = ["UNKNOWN", "age", "count", "day", "money", "percent", "place", "size", "span", "when"]
