"""Words of what people enter beside the platforms' numbers."""

from enum import StrEnum


class MarkerKind(StrEnum):
    """What a marker on a chart tells."""

    PRICE = "price"
    PROMOTION = "promotion"
    NOTE = "note"


class ImportKind(StrEnum):
    """How lines came in that no platform gave."""

    BY_HAND = "by_hand"
    CSV = "csv"
