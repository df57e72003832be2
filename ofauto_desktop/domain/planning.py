"""Words of what a person plans with."""

from enum import StrEnum


class CalendarMarkKind(StrEnum):
    """What a marked stretch of days is."""

    HOLIDAY = "holiday"
    EVENT = "event"
    PILLAR = "pillar"


class TextBlockKind(StrEnum):
    """What a text to use again is: a whole post with variables, or a piece of one."""

    TEMPLATE = "template"
    SNIPPET = "snippet"
    HASHTAGS = "hashtags"
    SIGNATURE = "signature"
