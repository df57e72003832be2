"""Column types that STRICT tables accept: SQLite's strict tables know only INTEGER, TEXT, REAL, BLOB and ANY."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """How an instant is stored, for statements that SQLAlchemy's types do not see. Refuses a naive one (ValueError)."""
    if instant.tzinfo is None:
        message = "a naive datetime has no place in the database"
        raise ValueError(message)
    return (instant - _EPOCH) // _MICROSECOND


def instant_of(stored: int) -> datetime:
    """The aware UTC instant that `microseconds` stored."""
    return _EPOCH + timedelta(microseconds=stored)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime as whole microseconds since 1970; a naive one is refused."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else instant_of(value)


class WallTime(TypeDecorator[datetime]):
    """A naive local datetime as ISO 8601 text; its zone stands in another column."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A calendar day as its ordinal number (1 = 1 January of year 1), so that ranges and steps are integer work."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


class Json(TypeDecorator[Any]):
    """Plain JSON as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        return None if value is None else msgspec.json.decode(value)


class Word(TypeDecorator[StrEnum]):
    """One word of a closed vocabulary."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self._words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self._words(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._words(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: FBT001 - its base class fixes the form
        return None if value is None else int(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)
